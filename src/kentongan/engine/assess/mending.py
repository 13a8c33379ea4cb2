"""Names mended by what the whole text and the lists know, after the field has read sentence by sentence.

The field sees two words to either side; a reader remembers. What a name is in one sentence it is in the next ("one
sense per discourse": Gale, Church and Yarowsky 1992), written the same way or in short. The rules were written from
errors read by eye in a day's news (docs/models.md), and from how the two training sets mark names: after "di" stands
no person, an abbreviation that is listed as an office is one, titles are no part of a name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Final

from kentongan.engine.types import EntityType

Span = tuple[int, int, EntityType]
"""First word, one behind the last, kind."""

Lists = Callable[[str], int]
"""On which lists a word in small letters stands: the bits of `bench/training/train_words.py`."""

_REGION, _PERSON, _COUNTRY, _OFFICE, _ABBREVIATION, _TITLE = 1 | 2, 8, 16, 32, 64, 128


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Two capitals before a person that are no initials: what leads, not who.
_NO_INITIALS = _listed("RI AS UU PM II IV VI IX XI CV PT TV FC SD RS RT RW KA WP AD AL AU UN EU UK MC DJ")
# "I" and "Ni" belong to the name before these, the names of birth on Bali.
_BALI = _listed("wayan made nyoman ketut gede putu komang kadek gusti dewa nengah luh ngurah")
# Titles that people bear as a name.
_BORNE = _listed("gus haji habib kiai kyai ustaz ustadz mas mbak bang dr kh h hj raja")
# First words of names that are an office's wherever they stand. Courts, schools and hospitals are places too.
_OFFICES = _listed(
    "kementerian badan dinas dirjen ditjen direktorat komisi lembaga mahkamah majelis dewan pemkot pemkab pemprov"
    " partai pt cv bank yayasan asosiasi ombudsman bawaslu fraksi otoritas dprd dpr polda polres polresta polsek"
    " mabes kodam korem kodim koramil densus satgas biro bareskrim fakultas kejaksaan himpunan ikatan persatuan"
    " kemenko"
)
# ... of which these say nothing by themselves.
_BARE = _listed(
    "kementerian badan dinas direktorat komisi lembaga majelis dewan partai bank yayasan asosiasi fraksi otoritas biro"
    " fakultas himpunan ikatan persatuan majalah koran"
)
# Media, sites and makers that the field, which has hardly met them, takes for persons or places.
_HOUSES = _listed(
    "afp reuters antara cnn bbc sputnik kompas tempo detik detikcom okezone sindonews republika jazeera twitter"
    " instagram facebook whatsapp youtube google gojek grab bukalapak tokopedia traveloka shopee honda toyota"
    " mitsubishi nissan bmw daihatsu yamaha renault mazda wuling waskita"
)
# Ministers by their short title, which is nobody's name.
_MINISTERS = _listed(
    "menteri menko menkominfo menkomdigi menkumham menkum menham menristekdikti menristek menaker menpan menpanrb"
    " menparekraf menpar menpora menkop mendes menlh menpppa mentan menperin mendag menlu menhub menhan mensos menag"
    " mendagri menkeu menkes mendikbud mendikdasmen menhut mensesneg seskab wamenkeu wamenlu wamenag wamenaker"
    " wamenhan wamendagri wamenkes wamenkum wamenparekraf wamendikbud wamentan wamendag wamenhub wamenkominfo"
    " wamenkomdigi wamenpora wamensos wamenperin wamenesdm wamen kadishub kadisdik kadiskes kadinkes kadispora kadinsos"
)
_HEADS = _listed("bupati wabup walikota gubernur wagub kapolres kapolda kapolresta")  # before the name of a region
_DAYS = _listed("senin selasa rabu kamis jumat jum'at sabtu minggu ahad")
# Short for things, forms of companies, roles: capitals make no name. Both training sets leave them unmarked.
_NO_NAMES = _listed(
    "apbn apbd umkm ukm pkl tka tki wni wna bbm pns asn ktp kuhp rkuhp phk ott fgd dim jpu lhkpn persero tbk surpres"
    " mubes munas musda rakernas pilkada pilpres pemilu odgj ihsg sdm rsj tkp wib wit wita ac ruu uu"
)
# After a title, part of it.
_RANKS = _listed("besar umum jenderal muda utama tinggi negara bidang polhukam perekonomian kemaritiman maritim pmk")
_BEFORE_NAMES = _listed(
    "lingkungan bilangan seluruh sekitar depan halaman perbatasan antara UU RUU"
)  # not of the place or law named
# Before the name of a person whom a place is named after.
_NAMED_AFTER = _listed("rspad rsud rsup rsu jalan jl bandara stadion masjid gedung pelabuhan waduk museum")
_LEAD_TO_PLACES = _listed(
    "di ke dari untuk dan atau antara hingga sampai wilayah provinsi kabupaten kota pulau dengan oleh negara daerah"
)
_HOSPITALS = _listed("rspad rsud rsup")
_INSURED = (["Kesehatan"], ["Ketenagakerjaan"])  # the two offices called BPJS
_DEGREE = re.compile(r"[SM] \. (?:H|E|T|M|P|S|Si|Sc|Sos|Kom|Hum|Pd|Ag|Ak|Ked|Kes|Farm)(?: \.)?")
_DEBRIS = _listed("forwarded ttd")  # of chains of messages and letters
_BUTTON = ["scroll", "to", "continue"]  # printed between the paragraphs of some outlets
_HEADS_OF_STATE = _listed("PM Presiden Wapres Dubes Raja Kaisar Menlu Kanselir")  # before the name of a country
_AREAS = _listed("kota kabupaten provinsi kecamatan ri republik indonesia pusat daerah wilayah kesehatan")
_NUMBER = re.compile(r"\d+[/:]\d+.*")
_MISTAKEN = frozenset(
    {
        (EntityType.PERSON, EntityType.LOCATION),
        (EntityType.LOCATION, EntityType.PERSON),
        (EntityType.ORGANISATION, EntityType.LOCATION),
    }
)
_LONGEST_NAME: Final = 25  # words; more is no name but a row of signs or a text without small letters
_LONG_OFFICE: Final = 8  # words that the name of an office may go on behind its first comma
_REMEMBERED: Final = 4  # words of the longest name that is looked for again


def mended(words: Sequence[str], spans: Sequence[Span], rows: Sequence[tuple[int, int]], lists: Lists) -> list[Span]:
    """The names of one text, mended.

    Args:
        words: all words of the text.
        spans: the names found in them, in order, none over another.
        rows: first word and one behind the last of each sentence, in order.
        lists: see `Lists`.

    Returns:
        Names in order, none over another. Linear in the length of the text.
    """
    text = _Text(list(words), rows, lists)
    found = [piece for span in spans for piece in text.parts(span) if not text.leaves_out(piece)]
    found = text.offices(text.joined(text.with_saudi(found)))
    found = text.bracketed(text.listed([text.typed(span) for span in found]))
    return text.joined(text.repeated(_agreed(words, found)))


class _Text:
    def __init__(self, words: list[str], rows: Sequence[tuple[int, int]], lists: Lists) -> None:
        self._words = words
        self._begins = frozenset(start for start, _ in rows)
        self._lists = lists

    def leaves_out(self, span: Span) -> bool:
        """Whether words are no name."""
        return self._is_debris(span) or self._is_no_name(span)

    def _is_no_name(self, span: Span) -> bool:
        """The number of a letter, a degree, a title alone, a day, a law, what is short for a thing."""
        first, last, kind = span
        lows = [word.lower() for word in self._words[first:last]]
        if last - first == 1 and lows[0] in _MINISTERS | _DAYS | _BARE:
            return True
        if last - first == 1 and lows[0] in _NO_NAMES:
            return kind is not EntityType.PERSON or self._words[first].isupper()
        if kind is EntityType.PERSON and all(low in _RANKS or self._lists(low) & _TITLE for low in lows):
            return lows[0] not in _BORNE
        if kind is EntityType.ORGANISATION and last - first > 1 and lows[0] not in _OFFICES and self._is_law(first):
            return True
        is_degree = _DEGREE.fullmatch(" ".join(self._words[first:last]))
        if is_degree and (kind is not EntityType.PERSON or (first and self._words[first - 1] == ",")):
            return True
        return any(_NUMBER.fullmatch(word) for word in self._words[first:last])

    def _is_debris(self, span: Span) -> bool:
        """A row of flags, figures or words, a button, the M of a quake: what no list of names holds."""
        first, last, _ = span
        lows = [word.lower() for word in self._words[first : min(first + 3, last)]]
        spelt = sum(any(map(str.isalpha, word)) for word in self._words[first:last])
        is_row = last - first > _LONGEST_NAME or 4 * spelt < last - first
        is_magnitude = self._words[first] == "M" and "".join(self._words[first + 1 : first + 2])[:1].isdigit()
        return is_row or is_magnitude or lows == _BUTTON or (last - first == 1 and lows[0] in _DEBRIS)

    def _is_law(self, first: int) -> bool:
        """Whether words are the title of a law: `Nomor 30 Tahun 2002 tentang Pemberantasan ...`."""
        return first > 1 and self._words[first - 1].lower() == "tentang" and self._words[first - 2].isdigit()

    def parts(self, span: Span) -> Iterator[Span]:
        """The name without titles; a region and the one who leads it apart."""
        first, last, kind = span
        while last - first > 1 and self._words[first] in _BEFORE_NAMES:
            first += 1
        if ")" in self._words[first + 1 : last] and "(" not in self._words[first:last]:
            last = self._words.index(")", first + 1)
        if "(" in self._words[first + 1 : last] and ")" not in self._words[first:last]:
            last = self._words.index("(", first + 1)
        if kind is EntityType.PERSON:
            while last - first > 1 and self._is_title(first):
                first += 1
            if last - first > 1 and self._is_body_before_person(first):
                yield first, first + 1, EntityType.ORGANISATION
                first += 1
        elif kind is EntityType.ORGANISATION:
            last = self._end_of_shout(first, last)
            abroad = self._words[first] in _HEADS_OF_STATE and range(first + 1, last)
            if abroad and all(self._lists(self._words[at].lower()) & _COUNTRY for at in abroad):
                first, kind = first + 1, EntityType.LOCATION
        before = self._words[first - 1].lower() if first and first not in self._begins else ""
        if before in _HEADS or (before == "kota" and first > 1 and self._words[first - 2].lower() == "wali"):
            region = first
            while region < last and self._is_region(self._words[region].lower()):
                region += 1
            if first < region < last and kind is not EntityType.ORGANISATION:
                yield first, region, EntityType.LOCATION
                first, kind = region, EntityType.PERSON
        yield first, last, kind

    def _is_region(self, low: str) -> bool:
        return low not in _BORNE and bool(self._lists(low) & _REGION)

    def _is_title(self, at: int) -> bool:
        low = self._words[at].lower()
        if low == "pol":  # of the police's ranks: "Kombes Pol Rama"
            return at > 0 and bool(self._lists(self._words[at - 1].lower()) & _TITLE)
        return low in _MINISTERS or (low not in _BORNE and bool(self._lists(low) & _TITLE))

    def _is_body_before_person(self, first: int) -> bool:
        """Whether a short form stands before the name of who leads it: `BI Perry Warjiyo`."""
        word, after = self._words[first], self._words[first + 1]
        return word.isupper() and after[1:].islower() and bool(self._lists(word.lower()) & _ABBREVIATION)

    def _end_of_shout(self, first: int, last: int) -> int:
        """One behind the short form that begins a headline all in capitals: `BMKG KELUARKAN PERINGATAN`."""
        if last - first < 3 or not all(word.isupper() for word in self._words[first:last]):
            return last
        after = self._words[first + 1].lower()
        is_body = self._lists(self._words[first].lower()) & _ABBREVIATION and self._words[first].lower() not in _OFFICES
        is_of_it = after in _AREAS or not after.isalpha() or self._lists(after) & (_REGION | _ABBREVIATION | _OFFICE)
        return first + 1 if is_body and not is_of_it else last

    def joined(self, spans: Sequence[Span]) -> list[Span]:
        """Persons with their initials, and in one piece; places named after persons."""
        found: list[Span] = []
        for span in spans:
            found.append(span)
            if span[2] is EntityType.PERSON:
                before = found[-2] if len(found) > 1 else None
                first = self._with_initials(span[0], before[1] if before else 0)
                found[-1] = first, span[1], span[2]
                if before and before[1] == first - 1 and before[2] is span[2] and self._goes_on(first - 1):
                    found[-2:] = [(before[0], span[1], span[2])]
                elif self._names_place(first):
                    found.pop()
                    start = found.pop()[0] if before and before[1] == first else first - 1
                    found.append((start, span[1], EntityType.LOCATION))
        return found

    def with_saudi(self, spans: Sequence[Span]) -> list[Span]:
        """The names and every Arab Saudi, whose first word the field takes for a people."""
        if "Saudi" not in self._words:
            return list(spans)
        taken = {at for first, last, _ in spans for at in range(first, last)}
        pairs = zip(self._words, self._words[1:], strict=False)
        places = [at for at, pair in enumerate(pairs) if pair == ("Arab", "Saudi") and taken.isdisjoint({at, at + 1})]
        return sorted([*spans, *((at, at + 2, EntityType.LOCATION) for at in places)])

    def offices(self, spans: Sequence[Span]) -> list[Span]:
        """The names; offices whole, as far as the brackets with their short form, and without who heads them."""
        people = Counter(tuple(self._words[first:last]) for first, last, kind in spans if kind is EntityType.PERSON)
        found: list[Span] = []
        for span in spans:
            if found and span[0] < found[-1][1]:
                continue  # it is part of a longer office now
            first, last, kind = span
            if kind is not EntityType.ORGANISATION:
                found.append(span)
            elif cut := self._head(span, people):
                found += [(first, cut, kind), (cut, last, EntityType.PERSON)]
            else:
                found.append((first, self._end_of_office(first, last), kind))
        return found

    def _head(self, span: Span, people: Counter[tuple[str, ...]]) -> int:
        """Where in an office's name begins that of a person whom the text names elsewhere; 0 for nowhere."""
        first, last, _ = span
        for cut in range(max(last - _REMEMBERED, first + 1), last):
            name = tuple(self._words[cut:last])
            stands_alone = cut - first > 1 or bool(self._lists(self._words[first].lower()) & _ABBREVIATION)
            if stands_alone and people[name] and people[name] + len(name) > 2:
                return self._with_initials(cut, first + 1)
        return 0

    def _end_of_office(self, first: int, last: int) -> int:
        """One behind the last word of a name that goes on up to its short form, whose letters it spells."""
        if self._words[first:last] == ["BPJS"] and self._words[last : last + 1] in _INSURED:
            return last + 1
        if self._words[first].lower() not in _OFFICES or self._words[first].isupper():
            return last
        spelt = [word[0] for word in self._words[first:last] if word[:1].isupper()]
        for end in range(last, min(last + _LONG_OFFICE, len(self._words) - 1)):
            word = self._words[end]
            if end in self._begins or not (word[:1].isupper() or word.lower() in {"(", ",", "dan", "serta"}):
                break
            if word == "(":
                return end if [*self._words[end + 1]] in (spelt, spelt[1:]) else last
            spelt += word[0] if word[:1].isupper() else ""
        return last

    def _names_place(self, first: int) -> bool:
        """Whether a street, a hospital or the like is named after the person who follows."""
        if not first or first in self._begins:
            return False
        word = self._words[first - 1]
        return word[:1].isupper() and word.lower() in _NAMED_AFTER

    def _with_initials(self, first: int, taken: int) -> int:
        while first - 1 >= taken and first not in self._begins:
            word = self._words[first - 1]
            dotted = word == "." and first - 2 >= taken and first - 1 not in self._begins
            if dotted and _is_letter(self._words[first - 2]):
                first -= 2
            elif self._is_initial(word, self._words[first].lower()):
                first -= 1
            else:
                break
        return first

    def _is_initial(self, word: str, after: str) -> bool:
        if word in {"I", "Ni"}:
            return after in _BALI
        is_pair = len(word) == 2 and word.isalpha() and word.isupper()
        return is_pair and word not in _NO_INITIALS and not self._lists(word.lower()) & _ABBREVIATION

    def _goes_on(self, at: int) -> bool:
        """Whether a word between two names of persons is one too: `Lukman Hakim Saifuddin`."""
        word = self._words[at]
        return word[:1].isupper() and word[1:].islower() and word.isalpha() and not self._begins & {at, at + 1}

    def bracketed(self, spans: Sequence[Span]) -> list[Span]:
        """The names; one word in brackets after a name is its short form, and of its kind: `Pontianak (PNK)`."""
        found = list(spans)
        for i, (before, own) in enumerate(pairwise(spans)):
            first, last, _ = own
            in_brackets = self._words[before[1] : first] == ["("] and self._words[last : last + 1] == [")"]
            if in_brackets and last - first == 1 and not self._lists(self._words[first].lower()) & _ABBREVIATION:
                kind = found[i][2]
                if kind is EntityType.ORGANISATION or self._begin_alike(before[0], first):
                    found[i + 1] = first, last, kind
        return found

    def _begin_alike(self, one: int, other: int) -> bool:
        """Whether a short form begins as its name does, whose first word may tell what it is: `Kabupaten Ogan`."""
        return self._words[other][:1] in (self._words[one][:1], self._words[one + 1][:1])

    def listed(self, spans: Sequence[Span]) -> list[Span]:
        """The names; the second and the last of `A, B, dan C` are persons or places if both others are."""
        found = list(spans)
        for at in range(1, len(found)):
            before, own = found[at - 1], found[at]
            if at + 1 < len(found) and self._joins(before, own) and self._joins(own, found[at + 1]):
                found[at] = self._alike(own, before, found[at + 1])
            elif at > 1 and self._joins(found[at - 2], before) and self._words[own[0] - 1].lower() == "dan":
                found[at] = self._alike(own, before, found[at - 2]) if self._joins(before, own) else own
        return found

    def _joins(self, one: Span, other: Span) -> bool:
        between = [word.lower() for word in self._words[one[1] : other[0]]]
        return between in ([","], ["dan"], [",", "dan"])

    def _alike(self, own: Span, one: Span, other: Span) -> Span:
        mistaken = one[2] is other[2] and (own[2], one[2]) in _MISTAKEN and not self._is_surely(own)
        return (own[0], own[1], one[2]) if mistaken else own

    def _is_surely(self, span: Span) -> bool:
        """Whether the lists say of a name what the field says."""
        known = {EntityType.LOCATION: _REGION, EntityType.PERSON: _PERSON, EntityType.ORGANISATION: _ABBREVIATION}
        return bool(self._lists(self._words[span[0]].lower()) & known[span[2]])

    def typed(self, span: Span) -> Span:
        """The name with the kind that the lists, or the word before it, say it has."""
        first, last, kind = span
        word, before = self._words[first], self._words[first - 1].lower() if first else ""
        low = word.lower()
        if low in _HOSPITALS or (low == "rumah" and last - first > 1 and self._words[first + 1].lower() == "sakit"):
            return first, last, EntityType.LOCATION
        if last - first <= 2 and (low in _HOUSES or self._words[last - 1].lower() in _HOUSES):
            return first, last, EntityType.ORGANISATION
        if low in _OFFICES:
            return first, last, EntityType.ORGANISATION
        if last - first == 1 and self._lists(low) & _ABBREVIATION and (len(word) > 4 or word.isupper()):
            return first, last, EntityType.ORGANISATION
        if kind is EntityType.PERSON and before == "di" and first not in self._begins:
            return first, last, EntityType.LOCATION
        return span

    def repeated(self, spans: Sequence[Span]) -> list[Span]:
        """The names, and where a name of the text stands again unmarked, or only a part of it is marked, that too."""
        known = _Known(self._words, spans)
        found: list[Span] = []
        at = 0
        while at < len(self._words):
            span = self._again(at, known) if self._words[at] in known.longest else None
            span = span or known.begin.get(at)
            if span is not None:
                found.append(span)
            at = span[1] if span else at + 1
        return found

    def _again(self, at: int, known: _Known) -> Span | None:
        """The longest known name that stands at a word and is not marked as such."""
        for span in known.names_at(at):
            if self._stands_alone(span, known) and known.adds(span):
                return span
        return None

    def _stands_alone(self, span: Span, known: _Known) -> bool:
        """Whether the words may be a name by themselves: written as one, and no piece of a longer one."""
        first, last, kind = span
        word, before = self._words[first], self._words[first - 1] if first and first not in self._begins else ""
        if not word[:1].isupper() or (word == "Kota" and before == "Wali"):
            return False
        if not self._begins.isdisjoint(range(first + 1, last)):
            return False
        after = self._words[last] if last < len(self._words) and last not in self._begins else ""
        is_short = kind is EntityType.ORGANISATION and word.isupper()  # "KPK" stands before other names, not in them
        if after[:1].isupper() and last not in known.begin and not is_short:
            return False
        used = before.isalpha() and (before.islower() or known.inside[first - 1])
        if used and kind is EntityType.LOCATION and last - first == 1:
            # "produk Bali", "Demokrat Bali": a place told by its use, which both sets leave unmarked.
            return before in _LEAD_TO_PLACES
        free = first - 1 in self._begins or known.inside[first - 1] if before else True
        return free or not before[:1].isupper() or self._leads(first - 1)

    def _leads(self, at: int) -> bool:
        """Whether a word with a capital stands before names without being of them: a title, an office."""
        word = self._words[at]
        return bool(self._lists(word.lower()) & (_TITLE | _OFFICE | _ABBREVIATION)) or word.isupper()


class _Known:
    """The names of a text: where they stand, and of what kind they are there."""

    def __init__(self, words: Sequence[str], spans: Sequence[Span]) -> None:
        self._words = words
        self._kinds: dict[tuple[str, ...], Counter[EntityType]] = {}
        self.longest: dict[str, int] = {}  # words of the longest name that begins with a word
        self.begin = {span[0]: span for span in spans}
        self.inside = [False] * (len(words) + 1)
        for first, last, kind in spans:
            self.inside[first:last] = [True] * (last - first)
            if last - first <= _REMEMBERED:
                self._kinds.setdefault(tuple(words[first:last]), Counter())[kind] += 1
                self.longest[words[first]] = max(self.longest.get(words[first], 0), last - first)

    def names_at(self, at: int) -> Iterator[Span]:
        """The known names that the words from here on spell, longest first, with their likeliest kind.

        In a tie a person: the field loses persons oftenest.
        """
        for length in range(self.longest.get(self._words[at], 0), 0, -1):
            name = tuple(self._words[at : at + length])
            if name in self._kinds:  # near the end of the text a shorter one, which comes again
                counts = self._kinds[name]
                kind = max(counts, key=lambda kind: (counts[kind], kind is EntityType.PERSON, kind))
                yield at, at + len(name), kind

    def adds(self, span: Span) -> bool:
        """Whether a name says more than what is marked, and cuts nothing. One seen once swallows none of its like."""
        first, last, kind = span
        if any(self.inside[at] and at not in self.begin for at in (first, last)):
            return False
        within = [self.begin[at] for at in range(first, last) if at in self.begin]
        if within and within[0][:2] == (first, last):
            return False
        counts = self._kinds[tuple(self._words[first:last])]
        return counts.total() > 1 or all(other[2] is kind for other in within)


def _is_letter(word: str) -> bool:
    return len(word) == 1 and word.isupper() and word != "H"  # "H." is a pilgrim, not a name


def _agreed(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """One text means one thing by a name: from three mentions on, the kind that most of them have goes for all.

    Being part of a person's full name counts as a mention. A tie leaves the word to its own mentions.
    """
    own: dict[str, Counter[EntityType]] = {}
    for first, last, kind in spans:
        own.setdefault(" ".join(words[first:last]), Counter())[kind] += 1
    votes = {name: counts.copy() for name, counts in own.items()}
    for first, last, kind in spans:
        if kind is EntityType.PERSON and last - first > 1:
            for word in words[first:last]:
                if word in votes:
                    votes[word][kind] += 1
    kinds = {name: _most(votes[name]) or _most(own[name]) for name in own}
    return [(first, last, kinds[" ".join(words[first:last])] or kind) for first, last, kind in spans]


def _most(counts: Counter[EntityType]) -> EntityType | None:
    """The kind of more than half of three mentions or more."""
    common, most = counts.most_common(1)[0]
    return common if counts.total() >= 3 and most * 2 > counts.total() else None
