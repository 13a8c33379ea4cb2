"""Who says what in an Indonesian news text: direct speech in quotation marks and reported speech.

Rules, no training: the language marks speech with a small set of verbs before or after it ("...," kata X; X mengatakan,
...; Menurut X, ...). Names come from the entity finder; a speaker is given by name alone, titles dropped, and a short
name is filled up to its full form in the same text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kentongan.engine.assess.entities import find_entities, join_names, same_person
from kentongan.engine.assess.tokens import sentences_of, tokens_of
from kentongan.engine.types import Entity, EntityType, Quote

# Roots that follow speech: "...," ujar X; with -nya they point back to the last speaker: "...," ujarnya.
_AFTER = (
    "kata|ujar|tutur|jelas|ungkap|terang|papar|sebut|tegas|tambah|imbuh|lanjut|pungkas|ucap|tulis|cetus|kilah|keluh|tandas|"
    "beber|urai|sambung|klaim|harap|pinta|cerita|kisah|tukas|timpal|seru|pesan|tanya|jawab|bantah|kenang|demikian|aku|"
    "tuding|sindir|singgung|tanggap|canda|kelakar|cuit|ajak|imbau|sesal|nilai|ulas|akui"
)
# Verbs that lead speech in: X mengatakan (bahwa) ...
_BEFORE = (
    "mengatakan|menyatakan|menyebut|menyebutkan|menegaskan|menjelaskan|mengungkapkan|mengungkap|menuturkan|menambahkan|"
    "memaparkan|menerangkan|mengaku|mengakui|menilai|mengklaim|memastikan|membantah|berharap|berpendapat|berujar|berkata|"
    "bercerita|menceritakan|menyampaikan|menyampaikan bahwa|melanjutkan|mengimbau|menghimbau|mengingatkan|membeberkan|"
    "menyayangkan|mengkritik|meyakini|menduga|memperkirakan|memprediksi|menyarankan|menyimpulkan|menulis|menekankan|"
    "menyoroti|mengeluh|mengeluhkan|meminta|menjawab|menanggapi|menuding|berjanji|menjanjikan|mengusulkan|menolak|menyindir"
)
_PRONOUN = re.compile(r"(?:dia|ia|beliau|mereka|yang bersangkutan|saya)\b", re.IGNORECASE)
_TAIL = re.compile(rf"[\s,.;:\-–—]*(?P<verb>(?:{_AFTER}))(?P<back>nya)?\b", re.IGNORECASE)
# In running text only the verbs that are nothing else: "nilainya" and "pesannya" are nouns there.
_CALLS = re.compile(
    r",\s*(?P<verb>kata|ujar|tutur|jelas|ungkap|terang|papar|tegas|tambah|imbuh|lanjut|pungkas|ucap|tandas|cetus)"
    r"(?P<back>nya)?\b(?! (?:lain|kunci|sandi|mutiara|ini|itu|sifat|kerja)\b)"
)
_LEADS = re.compile(rf"\b(?:{_BEFORE})\b(?:\s+(?:bahwa|kalau|jika|bila))?\s*[,:]?\s*", re.IGNORECASE)
_ACCORDING = re.compile(r"\b[Mm]enurut(?P<back>nya)?\b")
_STOP = re.compile(r"\n|(?<!\b[A-Z])(?<!\b[DdSs]r)(?<!\bH)(?<!\bHj)(?<!\bIr)(?<!\bNo)[.!?](?=[\s,\"“”]|$)")
# Titles that name finders leave on a name: police and army ranks, degrees, forms of address.
_TITLE = re.compile(
    r"^(?:(?:Pak|Bu|Bapak|Ibu|Bang|Mas|Mbak|Haji|Kiai|Kyai|Gus|Ustaz|Ustadz|Habib|Dr|dr|Drs|Dra|Prof|Ir|H|Hj|KH|"
    r"Presiden|Wapres|Menteri|Menko|Menkeu|Menkes|Mendagri|Gubernur|Wagub|Bupati|Wabup|Wali|Kota|Walikota|Kapolri|"
    r"Kapolda|Kapolres|Kepala|Ketua|Kepresidenan|Jenderal|Komjen|Irjen|Brigjen|Kombes|Pol|AKBP|Kompol|AKP|Iptu|Ipda|"
    r"Aiptu|Aipda|Bripka|Brigadir|Letjen|Mayjen|Kolonel|Letkol|Mayor|Kapten|Lettu|Laksamana|Marsekal|TNI|Polri)\b\.?\s+)+"
)
_SAME = re.compile(r"\b(?:ini|itu|tersebut)$", re.IGNORECASE)  # "ujar politikus ini": who was named before
_ROLE_END = re.compile(
    r"[,(.;:]|\s(?:di|pada|saat|dalam|kepada|usai|seusai|ketika|melalui|lewat|dari|menanggapi|sambil|"
    r"Senin|Selasa|Rabu|Kamis|Jumat|Jum'at|Sabtu|Minggu)\b"
)
_LONGEST_TAIL = 220  # characters after a closing mark in which the speaker is looked for
_FEWEST_WORDS = 4  # a shorter quotation without a verb of speech is a title or irony, not speech
_LONGEST_TEXT = 200_000  # characters that are read

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _People:
    """The persons named in a text, in order, and their full names."""

    names: list[Entity]
    starts: list[int]
    full: dict[str, str]

    def inside(self, start: int, end: int) -> list[str]:
        """Full names of persons named in a stretch of the text, in order."""
        found = []
        for name in self.names[bisect_left(self.starts, start) :]:
            if name.start >= end:
                break
            full = self.full.get(name.text, name.text)
            found.append(_TITLE.sub("", full) or full)
        return found


def find_quotes(text: str, entities: Sequence[Entity] | None = None) -> list[Quote]:
    """What is quoted in `text`, in order of place; offsets in code points, marks and a closing comma left out.

    `entities` are the names of the text where they are known already; else they are looked for. Speech whose speaker
    cannot be told has speaker "". Quotations that are no speech (titles, irony) are left out.
    """
    text = text[:_LONGEST_TEXT]
    known = find_entities(text) if entities is None else list(entities)
    names = [entity for entity in known if entity.type is EntityType.PERSON and entity.end <= len(text)]
    people = _People(names, [name.start for name in names], join_names(names))
    marked = list(_marked(text))
    direct = list(_direct(text, marked, people))
    reported = list(_reported(text, marked, people, direct))
    return sorted([*direct, *reported], key=lambda quote: quote.start)


# --- direct speech ---------------------------------------------------------------------------------------------------


def _marked(text: str) -> Iterator[Span]:
    """Stretches in double quotation marks, the marks left out; none crosses a paragraph.

    Curly marks say which way they open; straight ones take turns. A mark without its partner is ignored, but one that
    opens a paragraph and never closes runs to the paragraph's end, as long quotations are printed.
    """
    for paragraph in re.finditer(r"[^\n]+", text):
        offset, line = paragraph.start(), paragraph.group()
        opened: int | None = None
        for mark in re.finditer(r'["“”„«»]', line):
            at, sign = mark.start(), mark.group()
            if opened is None:
                if sign not in "”»":
                    opened = at + 1
            elif sign not in "“„«":
                yield offset + opened, offset + at
                opened = None
        if opened is not None and line[:opened].strip() in {"“", "„", "«"}:
            yield offset + opened, offset + len(line)


def _direct(text: str, marked: Sequence[Span], people: _People) -> Iterator[Quote]:
    last = ""
    for number, (start, end) in enumerate(marked):
        before = marked[number - 1][1] + 1 if number else 0
        after = marked[number + 1][0] - 1 if number + 1 < len(marked) else len(text)
        speaker = _speaker_after(text, end, after, people, last)
        if speaker is None:
            speaker = _speaker_before(text, before, start, people, last)
        if speaker is None and _stands_alone(text, before, start, end):
            speaker = last
        if speaker is None:
            continue
        last = speaker or last
        yield _quote(text, start, end, speaker, direct=True)


def _speaker_after(text: str, end: int, limit: int, people: _People, last: str) -> str | None:
    tail = text[end + 1 : min(limit, end + 1 + _LONGEST_TAIL)]
    found = _TAIL.match(tail)
    if not found:
        return None
    if found["back"]:
        return last or _named_before(text, end, people)
    return _who(text, end + 1 + found.end(), end + 1 + _stop(tail, found.end()), people, last)


def _speaker_before(text: str, limit: int, start: int, people: _People, last: str) -> str | None:
    """X mengatakan, "..." or X: "..." or Menurut X, "..."."""
    head_start = max(limit, start - 1 - _LONGEST_TAIL)
    head = text[head_start : start - 1]
    sentence = head_start + max((found.end() for found in _STOP.finditer(head.rstrip())), default=0)
    clause = text[sentence : start - 1]
    verbs = [*re.finditer(rf"\b(?:{_BEFORE}|{_AFTER})\b", clause), *_ACCORDING.finditer(clause)]
    if not verbs and not clause.rstrip().endswith(":"):
        return None
    if len(clause) - max((verb.end() for verb in verbs), default=0) > 100 and not clause.rstrip().endswith((":", ",")):
        return None
    found = people.inside(sentence, start - 1)
    if found:
        return found[0]
    role = _role(clause[: verbs[0].start()]) if verbs else _role(clause)
    if not role or _PRONOUN.match(role):
        return last
    if verbs:
        return role if clause.rstrip().endswith((":", ",")) else None
    return _TITLE.sub("", role) or role if role[0].isupper() and len(role.split()) <= 5 else None


def _stands_alone(text: str, before: int, start: int, end: int) -> bool:
    """A whole sentence in marks that follows other speech: the same person goes on."""
    inside = text[start:end].strip()
    between = text[before : start - 1].strip(" ,\n")
    return (
        len(inside.split()) >= _FEWEST_WORDS
        and inside[-1:] in ".!?,"
        and (not between or between[-1:] in ".!?:")
        and before > 0
    )


def _named_before(text: str, place: int, people: _People) -> str:
    names = people.inside(max(0, place - 600), place)
    return names[-1] if names else ""


def _stop(tail: str, start: int) -> int:
    found = _STOP.search(tail, start)
    return found.start() if found else len(tail)


def _who(text: str, start: int, end: int, people: _People, last: str) -> str:
    """The speaker in what follows a verb of speech: a name, a pronoun (the last speaker), else the role."""
    rest = text[start:end]
    if _PRONOUN.match(rest.lstrip()):
        return last or _named_before(text, start, people)
    role = _ROLE_END.split(rest.strip(" ,"), maxsplit=1)[0]
    names = people.inside(start, end)
    # The name stands in the first words, or after the comma that follows the office.
    near = people.inside(start, start + len(rest) - len(rest.lstrip(" ,")) + len(role) + 60)
    if near or (names and len(role.split()) > 1):
        return (near or names)[0]
    if _SAME.search(role.strip()) and last:
        return last
    return _known(role.strip(), people)


def _known(name: str, people: _People) -> str:
    """The full name of a person of this text whom the finder did not see here; else `name` itself."""
    if name[:1].isupper():
        for full in people.full.values():
            if same_person(name, full) and len(name) < len(full):
                return _TITLE.sub("", full) or full
    return name


def _role(clause: str) -> str:
    words = clause.strip(" ,:").split()
    return " ".join(words) if 0 < len(words) <= 8 else ""


def _quote(text: str, start: int, end: int, speaker: str, *, direct: bool) -> Quote:
    while start < end and text[start] in " \t,":
        start += 1
    while start < end and text[end - 1] in " \t,":
        end -= 1
    return Quote(speaker, text[start:end], start, end, direct)


# --- reported speech -------------------------------------------------------------------------------------------------


def _reported(text: str, marked: Sequence[Span], people: _People, direct: Sequence[Quote]) -> Iterator[Quote]:
    tokens = tokens_of(text)
    starts = [start for start, _ in marked]
    for first, end in sentences_of(text, tokens):
        start, stop = tokens[first].start, tokens[end - 1].end
        if tokens[end - 1].text in ".!?":
            stop = tokens[end - 1].start
        # A sentence with direct speech was read above.
        at = bisect_left(starts, start)
        if any(span[0] <= stop and span[1] >= start for span in marked[max(at - 1, 0) : at + 1]):
            continue
        said = [quote.speaker for quote in direct if quote.end <= start]
        quote = _reported_in(text, start, stop, people, said[-1] if said else "")
        if quote and len(quote.text.split()) >= 3:
            yield quote


def _reported_in(text: str, start: int, stop: int, people: _People, last: str) -> Quote | None:
    sentence = text[start:stop]
    if found := _ACCORDING.match(sentence.lstrip(" ,-–")):
        return _according(text, start, stop, start + sentence.find(found.group()) + len(found.group()), people, last)
    if found := _CALLS.search(sentence):
        speaker = last if found["back"] else _who(text, start + found.end(), stop, people, last)
        # "..., kata X" needs a speaker: else it is a word list ("cerita, kata mutiara").
        return _quote(text, start, start + found.start(), speaker, direct=False) if speaker else None
    if found := _LEADS.search(sentence):
        names = people.inside(start, start + found.start())
        head = sentence[: found.start()].strip(" ,")
        if names:
            speaker = names[0]
        elif _PRONOUN.match(head):
            speaker = last or _named_before(text, start, people)
        else:
            return None
        return _quote(text, start + found.end(), stop, speaker, direct=False)
    return None


def _according(text: str, start: int, stop: int, place: int, people: _People, last: str) -> Quote | None:  # noqa: PLR0917 - places, then what is known
    """Menurut X, jabatan, ...: the words after the comma that follows the speaker."""
    comma = text.find(",", place, stop)
    if comma < 0:
        return None
    names = people.inside(place, stop)
    if text[place - 3 : place] == "nya" or _PRONOUN.match(text[place:stop].lstrip()):
        return _quote(text, comma + 1, stop, last or _named_before(text, start, people), direct=False)
    if names:
        at = max(text.find(names[0].split()[0], place, stop), place)
        comma = text.find(",", at, stop)
        return _quote(text, comma + 1, stop, names[0], direct=False) if comma > 0 else None
    return _quote(text, comma + 1, stop, _known(text[place:comma].strip(), people), direct=False)
