"""Who says what in an Indonesian news text: direct speech in quotation marks and reported speech.

Rules, no training: the language marks speech with a small set of verbs before or after it ("...," kata X; X mengatakan,
...; Menurut X, ...). The text is read once from front to back, for pronouns point to who spoke before; `speakers` tells
who that is. How well it does: docs/models.md, "Quotes and speakers".
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from kentongan.engine.assess.degrees import without_degrees
from kentongan.engine.assess.entities import find_entities_in_cut
from kentongan.engine.assess.speakers import NOBODY, PRONOUN, Speakers
from kentongan.engine.assess.tokens import Cut, cut
from kentongan.engine.types import Entity, Quote

# Roots that follow speech: "...," ujar X; with -nya they point back to the last speaker: "...," ujarnya.
_AFTER = (
    "kata|ujar|tutur|jelas|ungkap|terang|papar|sebut|tegas|tambah|imbuh|lanjut|pungkas|ucap|tulis|cetus|kilah|keluh|tandas|"
    "beber|urai|sambung|klaim|harap|pinta|cerita|kisah|tukas|timpal|seru|pesan|tanya|jawab|bantah|kenang|demikian|aku|"
    "tuding|sindir|singgung|tanggap|canda|kelakar|cuit|ajak|imbau|sesal|nilai|ulas|akui|tutup|bunyi|puji|dalih|rinci|janji|balas|celetuk|komentar|gurau|protes"
)
# Verbs that lead speech in and whose object is what is said: X mengatakan (bahwa) ...
_SAYS = (
    "mengatakan|menyatakan|menyebut|menyebutkan|menegaskan|menuturkan|menambahkan|mengaku|menilai|mengklaim|memastikan|"
    "berharap|berpendapat|berujar|berkata|bercerita|berdalih|bersikeras|bersikukuh|berjanji|berwasiat|berpesan|mengimbau|"
    "menghimbau|mengingatkan|memperingatkan|meyakini|menduga|menyarankan|menyimpulkan|"
    "mengemukakan|mencontohkan|menganggap|menjawab|mengeluh|mengonfirmasi|mengkonfirmasi|berkelakar|berseloroh|menampik|optimis|optimistis|"
    "tidak setuju|mengakatan|menandaskan|mengisahkan"
)
# ... or a thing as well ("menjelaskan alasannya"): speech only where a clause follows.
_TELLS = (
    "menjelaskan|mengungkapkan|mengungkap|memaparkan|menerangkan|mengakui|membantah|menceritakan|menyampaikan|menekankan|"
    "mengutarakan|mengisyaratkan|menggarisbawahi|mengeluhkan|memperkirakan|memprediksi|menyayangkan|membeberkan|menulis|merinci|merincikan|mengumumkan|melaporkan|menjanjikan|membenarkan|mempertanyakan|melanjutkan"
)
_ASKS = (
    r"meminta(?!\s+(?:maaf|izin|restu))|mengajak|mendesak|menuntut|mengusulkan|menyerukan|menginstruksikan|"
    r"memerintahkan|mendorong"
)
_BEFORE = f"{_SAYS}|{_TELLS}|{_ASKS}|menanggapi|menyoroti|menuding|menolak|menyindir|mengkritik|mengutip|bertanya"
_TAIL = re.compile(
    rf"[\s,.;:\-–—]*(?P<verb>(?:{_AFTER}))(?P<back>nya)?\b(?!\s+(?:sandi|kunci|mutiara)\b)(?:\s+(?:lagi|pula))?",
    re.IGNORECASE,
)
# In running text only the verbs that are nothing else: "nilainya" and "pesannya" are nouns there.
_CALL_VERBS = (
    "kata|ujar|tutur|jelas|ungkap|terang|papar|tegas|tambah|imbuh|lanjut|pungkas|ucap|tandas|cetus|sebut|klaim|sambung"
)
_NO_CALL = r"(?!\s+(?:lain|kunci|sandi|mutiara|ini|itu|sifat|kerja|usia|lagi)\b)"
_CALLS = re.compile(
    r"(?:,\s*|^\W*(?i:lebih |kemudian|lalu|selanjutnya|namun|selain itu|apalagi|bahkan|karena itu)\s+)"
    rf"(?P<verb>{_CALL_VERBS})(?P<back>nya)?\b{_NO_CALL}"
)
_LEADS = re.compile(
    rf"\b(?:(?P<says>{_SAYS})|(?P<tells>{_TELLS})|(?P<asks>{_ASKS}))\b(?P<that>\s*,?\s*(?:bahwa|kalau|jika|bila|,|:))?\s*",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:tidak|tak|belum|enggan|bukan|jangan|mau|ingin|akan|bisa|dapat|harus|perlu|untuk|yang|dengan|atau|sambil|"
    r"seraya|tanpa|diminta|agar|hendak|siap|guna|demi|serta|saat|ketika|usai|setelah|karena|lantaran)(?:\s+(?:juga|pernah|mau|bisa|saja|hanya|berhasil|sempat))?\s*$",
    re.IGNORECASE,
)
_ACCORDING = re.compile(r"(?:^|,\s*|^\W*(?:\w+\s+){1,3})(?P<word>[Mm]enurut)(?P<back>nya)?\b")
_PASSIVE = re.compile(
    r"^\W*(?:\w+ )?(?:[Dd]i(?:klaim|katakan|sebutkan|jelaskan|ungkapkan|sampaikan|tegaskan|tambahkan|akui|tuturkan))\s+"
    r"(?:oleh\s+)?(?P<who>[^,]{2,80}?)\s*(?:,|\bbahwa\b)\s*"
)
_TOLD = re.compile(
    r"\b(?:di(?:sampaikan|katakan|ungkapkan|utarakan|kemukakan|tegaskan|jelaskan|tuturkan|paparkan|lontarkan))\s+(?:oleh\s+)?"
)
_ADVERBIAL = re.compile(
    r"\W*(?i:"
    r"dalam|pada|saat|setelah|usai|seusai|meski\w*|karena|di|sebelum|ketika|terkait|menanggapi|seperti|sejak|"
    r"selama|untuk|kepada|bagi|melalui|lewat|mengenai|soal|berdasarkan|atas|dengan|dari|kendati|walau\w*|sesuai|"
    r"dikutip|dilansir|mengutip|melansir|menurut|jika|bila|hingga|tentang|oleh|hal|khusus|berbicara|ditemui|"
    r"bertepatan|apabila|bukan hanya|tak hanya|tidak hanya|sekitar"
    r")\b"
)
_LINK = re.compile(
    r"\W*(?:(?:[A-Z]\w+nya,|(?i:"
    r"baca juga|namun|tetapi|tapi|sementara itu|sementara|selain itu|lebih lanjut|lebih jauh|kemudian|lalu|"
    r"selanjutnya|sebelumnya diberitakan|sebelumnya diwartakan|sebelumnya|sedangkan|secara terpisah|terpisah|"
    r"bahkan|akan tetapi|karena itu|tak hanya itu|adapun|begitu pula|sayangnya|padahal|sebab|alhasil|akibatnya|"
    r"misalnya|seperti diketahui|diketahui|terbaru|pertama|kedua|ketiga|terakhir|terutama|poin \w+|kini"
    r")\b)\W*)+"
)
# What follows a speaker and is of the telling, not of what is told: the time, the place, to whom.
_BESIDE = re.compile(
    r"\W*(?:Senin|Selasa|Rabu|Kamis|Jumat|Jum'at|Sabtu|Minggu|Ahad|kemarin|hari ini|di|saat|ketika|"
    r"kepada|dalam|usai|seusai|seperti|dikutip|melalui|lewat|pada|sambil|seraya|menanggapi|\()"
)
_DATELINE = re.compile(r"\W*(?:[A-Z][\w.]*,?\s+){1,5}(?:\([^)\n]{0,40}\)\s*)?[-–—]+\s+")  # "TEMPO.CO, Jakarta - "
_HE = re.compile(r"(?:^|[,\s])\s*(?=(?:dia|ia|beliau|dirinya|pihaknya|mereka)\b(?:\s+\w+){0,3}\s*$)", re.IGNORECASE)
_CLAUSE_BREAK = re.compile(
    r"\b(?:setelah|karena|lantaran|usai|sebelum|sehingga|agar|ketika|saat|bahwa|sejak|jika|hingga)\b"
)
# A clause has a predicate of its own; a word after "yang" or a preposition is no predicate of it.
_PREDICATE = re.compile(
    r"(?<!yang )(?<!untuk )(?<!dalam )(?<!selama )(?<!dengan )(?<!saat )(?<!tentang )(?<!soal )"
    r"\b(?!tersebut|terhadap|terkait|terakhir|tentang|terutama|berbagai|bersama|berita|bernama|dirinya|dinas|direktur|menteri|mereka)"
    r"(?:(?:me[mnlrwy]|ber|di|ter)\w{3,}|akan|"
    r"sudah|telah|bisa|dapat|harus|ada|adalah|tidak|tak|bukan|masih|perlu|belum|merupakan|sedang|ingin|mau|mulai|naik|turun|"
    r"penting|baik|aman|siap|hampir|cukup|mungkin|jadi|tetap|kembali|punya|sangat|lebih|hanya|berada|mampu|ialah|yakni)\b"
)
_REQUEST = re.compile(r"\b(?:untuk|agar|supaya|tidak|jangan|segera|tetap)\b|\b(?:me[mnlrwy]|ber)\w{3,}")
_ABOUT = re.compile(
    r"(?:soal|tentang|terkait|mengenai|poin-poin|alasan\w*|berbagai|kronologi\w*|hal|dilema|rasa|permohonan|permintaan|terima|"
    r"penghargaan|apresiasi|keresahan\w*|sikap\w*|tanggapan\w*|lebih|sedikit|perbedaan|cara|identitas|dukungan)\b",
    re.IGNORECASE,
)
_FEELING = re.compile(r"(?:rasa|minat|duka|permohonan|terima kasih|penghargaan|apresiasi|dukungan)\b", re.IGNORECASE)
_STOP = re.compile(
    r"\n|(?<!\b[A-Z])(?<!\b[DdSs]r)(?<!\bHj)(?<!\bIr)(?<!\bNo)(?<!\bProf)(?<!\bDr[as])(?<!\bKH)[.!?]"
    r"(?=[\s,\"“”]|$)"
)
_LONGEST_TAIL = 220  # characters after a closing mark in which the speaker is looked for
_FEWEST_WORDS = 4  # a shorter quotation without a verb of speech beside it is a title or irony, not speech
_LONGEST_SENTENCE = 900  # characters of a sentence that are read
_MOST_VERBS = 3  # verbs of speech of a sentence that are tried
_LONGEST_SUBJECT = 14  # words before the verb, adverbials aside
_LONGEST_TEXT = 200_000  # characters that are read

Span = tuple[int, int]


def find_quotes(text: str, entities: Sequence[Entity] | None = None) -> list[Quote]:
    """What is quoted in `text`, in order of place; offsets in code points, marks and a closing comma left out.

    `entities` are the names of the text where they are known already; else they are looked for. Speech whose speaker
    cannot be told has speaker "". Quotations that are no speech (titles, irony) are left out.
    """
    printed = text[:_LONGEST_TEXT]
    text = without_degrees(printed)
    parts = cut(text)
    known = find_entities_in_cut(text, parts) if entities is None else list(entities)
    return _Reading(text, parts, Speakers.of(text, known), list(_marked(text)), printed).quotes()


def _marked(text: str) -> Iterator[Span]:
    """Stretches in double quotation marks, the marks left out; none crosses a paragraph.

    Curly marks say which way they open; straight ones take turns. A mark without its partner is ignored, but one that
    opens a paragraph and never closes runs to the paragraph's end, as long quotations are printed; so does one of
    which the next stretch opens before it is closed ("... siap. "Kami juga ...").
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
            else:  # opened again before it was closed
                yield offset + opened, offset + at
                opened = at + 1
        if opened is not None and line[:opened].strip() in {"“", "„", "«", '"'}:
            yield offset + opened, offset + len(line)


@dataclass(slots=True)
class _Reading:
    """One text, read from front to back."""

    text: str
    cut: Cut
    speakers: Speakers
    marked: list[Span]
    printed: str  # with the degrees that `text` leaves out
    found: list[Quote] = field(default_factory=list)
    waiting: list[Span] = field(default_factory=list)  # direct speech whose speaker follows a later stretch

    def quotes(self) -> list[Quote]:
        starts = [start for start, _ in self.marked]
        next_mark = 0
        for start, stop in _sentences(self.cut):
            while next_mark < len(self.marked) and self.marked[next_mark][0] < stop:
                self._direct(next_mark)
                next_mark += 1
            self.speakers.hear(start, min(stop, start + _LONGEST_SENTENCE))
            first = max(bisect_left(starts, start) - 1, 0)
            beside = [span for span in self.marked[first:next_mark] if span[1] >= start]
            if not any(self._is_speech(span) for span in beside):
                self._reported(start, stop)
        self._settle("")
        called = self.speakers.called  # whose other name was told only later
        found = [replace(quote, speaker=called.get(quote.speaker, quote.speaker)) for quote in self.found]
        return sorted(found, key=lambda quote: quote.start)

    # --- direct speech -----------------------------------------------------------------------------------------------

    def _direct(self, number: int) -> None:
        start, end = self.marked[number]
        if not re.search(r"\w", self.text[start:end]):
            return
        before = self.marked[number - 1][1] + 1 if number else 0
        after = self.marked[number + 1][0] - 1 if number + 1 < len(self.marked) else len(self.text)
        speaker = self._after(end, after)
        if speaker is None:
            speaker = self._before(before, start, end)
        if speaker is not None:
            self._settle(speaker)
            self._add(start, end, self.speakers.tell(speaker), direct=True)
        elif self._stands_alone(before, start, end):
            if self.text[end + 1 : after].strip(" \n\t\xa0,"):
                self._settle("")
                self._add(start, end, self.speakers.last or self.speakers.pronoun(start), direct=True)
            else:
                self.waiting.append((start, end))

    def _settle(self, speaker: str) -> None:
        """Those who waited are of this speaker: nothing but marks stood between. "" where nobody came: the last one."""
        for start, end in self.waiting:
            self._add(start, end, speaker or self.speakers.last or self.speakers.pronoun(start), direct=True)
        self.waiting.clear()

    def _after(self, end: int, limit: int) -> str | None:
        """ "...," kata X; "...," ujarnya."""
        tail = self.text[end + 1 : min(limit, end + 1 + _LONGEST_TAIL)]
        found = _TAIL.match(tail)
        if not found:
            return None
        if found["back"]:
            return self.speakers.pronoun(end)
        stop = _STOP.search(tail, found.end())
        who = self.speakers.who(end + 1 + found.end(), end + 1 + (stop.start() if stop else len(tail)))
        if who is None and not tail[found.end() :].strip(" ,.\xa0")[:1].isalnum():
            return self.speakers.pronoun(end)
        return who or ""

    def _before(self, limit: int, start: int, end: int) -> str | None:
        """X mengatakan, "..." or X: "..." or Menurut X, "..."."""
        head = self.text[max(limit, start - 1 - _LONGEST_TAIL) : start - 1]
        first = start - 1 - len(head)
        sentence = first + max((found.end() for found in _STOP.finditer(head.rstrip())), default=0)
        clause = self.text[sentence : start - 1].rstrip()
        inside = self.text[start:end].strip()
        is_led = clause.endswith((":", ",")) or (inside[:1].isupper() and inside[-1:] in ".!?,")
        if not is_led or not inside:
            return None
        verbs = [*re.finditer(rf"\b(?:{_BEFORE}|{_AFTER})\b", clause, re.IGNORECASE)]
        if accords := _ACCORDING.search(clause):
            return self._accords(sentence + accords.end("word"), bool(accords["back"]), start - 1)
        if verbs and len(clause) - verbs[-1].end() <= 100:
            return self._subject(sentence, sentence + verbs[-1].start()) or self.speakers.pronoun(start)
        if clause.endswith(":") and len(clause.split()) <= _LONGEST_SUBJECT:
            return self.speakers.who(sentence, sentence + len(clause) - 1, strict=True)
        return None

    def _stands_alone(self, before: int, start: int, end: int) -> bool:
        """A whole sentence in marks between whole sentences: the same person goes on."""
        inside = self.text[start:end].strip()
        between = self.text[before : start - 1].strip(" ,\n\t\xa0-–—")
        follows = self.text[end + 1 : end + 3].strip()
        return (
            len(inside.split()) >= _FEWEST_WORDS
            and (inside[-1:] in ".!?," or not self.text[end + 1 : end + 2].strip(" ,"))
            and inside[:1].isupper()
            and (not between or between[-1:] in ".!?:)")
            and not follows[:1].islower()
        )

    def _is_speech(self, span: Span) -> bool:
        return (
            any(quote.direct and span[0] <= quote.start <= span[1] for quote in self.found[-6:]) or span in self.waiting
        )

    # --- reported speech ---------------------------------------------------------------------------------------------

    def _reported(self, start: int, stop: int) -> None:
        if self.text[start:stop].strip(" ,\n\t\xa0-"):
            self._settle("")
        found = self._reported_in(start, min(stop, start + _LONGEST_SENTENCE))
        if found:
            speaker, first, last = found
            if len(self.text[first:last].split()) >= 3:
                self._add(first, last, self.speakers.tell(speaker), direct=False)
                return
        self._told(start, stop)

    def _told(self, start: int, stop: int) -> None:
        """A sentence without speech: who it says spoke ("Hal itu disampaikan X"), or whom it is about."""
        if told := _TOLD.search(self.text, start, min(stop, start + _LONGEST_SENTENCE)):
            who = self.speakers.who(told.end(), min(stop, told.end() + _LONGEST_TAIL), strict=True)
            if who:
                self.speakers.tell(who)
                return
        link = _LINK.match(self.text, start, stop)
        self.speakers.mention(link.end() if link else start, stop)

    def _reported_in(self, start: int, stop: int) -> tuple[str, int, int] | None:
        sentence = self.text[start:stop]
        if passive := _PASSIVE.match(sentence):
            who = self.speakers.who(start + passive.start("who"), start + passive.end("who"), strict=True)
            if who:
                return who, start + passive.end(), stop
        if "enurut" in sentence and (accords := _ACCORDING.search(sentence)):
            who = self._accords(start + accords.end("word"), bool(accords["back"]), stop)
            if who is not None:
                return who, *self._said_beside(start, start + accords.start(), start + accords.end(), stop)
            if who is None and not sentence[: accords.start("word")].strip():
                return None
        if calls := _CALLS.search(sentence):
            who = self.speakers.pronoun(start) if calls["back"] else self.speakers.who(start + calls.end(), stop)
            # "..., kata X" needs a speaker: else it is a word list ("cerita, kata mutiara").
            if who:
                return who, *self._said_beside(start, start + calls.start(), start + calls.end(), stop)
        return self._led(start, stop)

    def _said_beside(self, start: int, verb: int, place: int, stop: int) -> Span:
        """What is said where the speaker is put between: what stands before, and all of it where it goes on after."""
        comma = self.text.find(",", place, stop)
        if comma < 0:
            pronoun = PRONOUN.match(self.text[place:stop].lstrip())
            comma = place + (pronoun.end() if pronoun else -1)
        rest = self.text[comma + 1 : stop]
        words = len(self.text[start:verb].split())
        if len(rest.split()) < _FEWEST_WORDS or (words >= _FEWEST_WORDS and _BESIDE.match(rest)):
            return start, verb
        return (comma + 1, stop) if words <= 1 else (start, stop)

    def _led(self, start: int, stop: int) -> tuple[str, int, int] | None:
        for number, verb in enumerate(_LEADS.finditer(self.text, start, stop)):
            if number == _MOST_VERBS:
                return None
            if _DENIED.search(self.text[start : verb.start()]) or not self._is_clause(verb, stop):
                continue
            who = self._subject(start, verb.start())
            if who is not None:
                return who, verb.end(), stop
        return None

    def _is_clause(self, verb: re.Match[str], stop: int) -> bool:
        """Whether what follows the verb is a statement or a request, not a thing."""
        words = self.text[verb.end() : stop]
        if verb["asks"]:
            return bool(verb["that"] or _REQUEST.search(words))
        if verb["that"]:
            return True
        if verb["says"]:
            return not _FEELING.match(words)
        main = (
            _CLAUSE_BREAK.split(words, maxsplit=1)[0].strip() or words
        )  # "menjanjikan perbaikan sebelum pekan berakhir"
        return not _ABOUT.match(words) and bool(_PREDICATE.search(main))

    def _subject(self, start: int, verb: int) -> str | None:
        """Who does what the verb at `verb` says: the words before it, without what leads up to them."""
        for lead in (_DATELINE, _LINK):
            if found := lead.match(self.text, start, verb):
                start = found.end()
        while adverbial := _ADVERBIAL.match(self.text, start, verb):
            comma = self.text.find(",", adverbial.end(), verb)
            if comma < 0:
                return None
            start = comma + 1
        words = self.text[start:verb]
        if pronoun := _HE.search(words):
            return self.speakers.who(start + pronoun.end(), verb, strict=True)
        if len(words.split()) > _LONGEST_SUBJECT + 6 or _CLAUSE_BREAK.search(words):
            return None
        return self.speakers.who(start, verb, strict=True)

    def _accords(self, place: int, is_back: bool, stop: int) -> str | None:
        """Menurut X, jabatan, ...; menurutnya."""
        if is_back:
            return self.speakers.pronoun(place)
        first = re.compile(r"\s*([\w-]+)").match(self.text, place)
        if first and NOBODY.match(first.group(1)):
            return None
        return self.speakers.who(place, min(stop, place + _LONGEST_TAIL))

    def _add(self, start: int, end: int, speaker: str, *, direct: bool) -> None:
        while start < end and self.printed[start] in " \t,\xa0":
            start += 1
        while start < end and self.printed[end - 1] in " \t,\xa0":
            end -= 1
        self.found.append(Quote(speaker, self.printed[start:end], start, end, direct))


def _sentences(parts: Cut) -> Iterator[Span]:
    """The sentences of a text, without the stop that ends them."""
    tokens = parts.tokens
    for first, end in parts.sentences:
        last = tokens[end - 1]
        yield tokens[first].start, last.start if last.text in ".!?" else last.end
