"""The quiet coach: what an experienced editor would say about a text before it goes on. Advice, never a lock.

Each note names a passage, says in one sentence why, and where a machine can, offers the repair. Notes about words know
Indonesian, the first questions also English; a text in another language gets only what holds in any.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.utils.translation import gettext as _

from kentongan.engine.text.fold import words as folded_words
from kentongan.engine.text.sentences import sentences
from kentongan.engine.text.stem import stems
from kentongan.engine.text.stopwords import STOPWORDS
from kentongan.newsroom.choices import Kind
from kentongan.newsroom.rules.content import Content, Part, body_blocks, text_of
from kentongan.newsroom.rules.readability import DENSE, Readability, readability

LEAD_WORDS = 40
SENTENCE_WORDS = 30  # a news sentence of more is read twice
AVERAGE_WORDS = 22
PASSIVES = 3
MOST_NOTES = 14
MOST_OF_A_KIND = 3
NEWS = frozenset({Kind.PRESS_RELEASE, Kind.CLARIFICATION, Kind.HOLDING_STATEMENT, Kind.URGENT})


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair that one press makes: `find` in `field` becomes `put`."""

    label: str
    field: str
    find: str
    put: str


@dataclass(frozen=True, slots=True)
class Advice:
    """One note. `must`: it would be wrong or forbidden to publish it so; else it would only read better."""

    code: str
    title: str
    reason: str
    field: str = ""  # headline, lead, body, quotes, facts, contacts, pictures
    passage: str = ""
    is_must: bool = False
    fix: Fix | None = None


@dataclass(frozen=True, slots=True)
class _Text:
    field: str
    text: str


def advise(content: Content, now: datetime) -> list[Advice]:
    """Return the notes on a text: what must be changed first, then advice, each in reading order.

    Args:
        content: the text, cleaned (`rules.richtext.clean_content`).
        now: the present; a date without a year is the one nearest to it.
    """
    if not text_of(content).strip():
        return []
    checks = [*_ANY, *(_NEWS if content.kind in NEWS else ()), *(_INDONESIAN if content.language == "id" else ())]
    texts = _texts(content)
    found = [note for check in checks for note in islice(check(content, texts, now), MOST_OF_A_KIND)]
    place = {id(note): _place(note, texts) for note in found}
    return sorted(found, key=lambda note: (not note.is_must, place[id(note)]))[:MOST_NOTES]


def kept(content: Content) -> list[str]:
    """Return in a word each what the text has of the things that are often forgotten."""
    said = [
        (bool(content.quotes), _("Quote")),
        (bool(content.contacts), _("Press contact")),
        (bool(content.facts) and all(fact.source for fact in content.facts), _("Sources of figures")),
        (bool(content.pictures) and all(file.alt for file in content.pictures), _("Picture described")),
        (bool(_EMPATHY.search(text_of(content))), _("Empathy")),
    ]
    return [word for has, word in said if has]


def reads_like(content: Content) -> str:
    """Return in a line how easily an Indonesian text reads (`rules.readability`); empty when there is too little."""
    found = _readability(content, _texts(content)) if content.language == "id" else None
    if found is None:
        return ""
    how = _("like most news")
    if found.is_easy:
        how = _("lighter than most news")
    elif found.is_heavy:
        how = _("heavier than most news")
    values = {"lix": found.lix, "how": how, "words": found.sentence_words, "share": round(100 * found.long_share)}
    return _("Readability (LIX) %(lix)s, %(how)s: %(words)s words a sentence, %(share)s%% long words") % values


def _readability(content: Content, texts: list[_Text]) -> Readability | None:
    return readability(each.text for each in texts if each.field != "headline")


def counted_words(content: Content) -> int:
    """Return how many words a text has, headline to boilerplate."""
    return len(text_of(content).split())


def _texts(content: Content) -> list[_Text]:
    body = [_Text("body", block.text) for block in body_blocks(content.body) if block.part != Part.ROW]
    quotes = [_Text("quotes", quote.text) for quote in content.quotes]
    return [
        text
        for text in (_Text("headline", content.headline), _Text("lead", content.lead), *body[:1], *quotes, *body[1:])
        if text.text
    ]


def _place(note: Advice, texts: list[_Text]) -> int:
    order = ["headline", "lead", "facts", "body", "quotes", "pictures", "contacts", ""]
    for at, text in enumerate(texts):
        if note.passage and text.field == note.field and note.passage in text.text:
            return at * 1000 + text.text.index(note.passage)
    return 10**6 * (1 + order.index(note.field) if note.field in order else 9)


_Check = Callable[[Content, list[_Text], datetime], Iterator[Advice]]


# --- in any language -------------------------------------------------------------------------------------------------


def _missing_headline(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    if not content.headline:
        yield Advice("headline", _("No headline yet"), _("Without one nothing can be published."), "headline", "", True)


def _undescribed_pictures(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    bare = [file.name for file in content.pictures if not file.alt]
    if bare:
        reason = _("Who cannot see it reads this text instead: say what is on it.")
        title = _("Describe the picture %(name)s") % {"name": bare[0]}
        yield Advice("alt", title, reason, "pictures", bare[0], True)


def _long_lead(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    count = len(content.lead.split())
    if count > LEAD_WORDS:
        title = _("The lead has %(count)s words") % {"count": count}
        yield Advice("lead", title, _("Up to 40 are read to the end."), "lead", content.lead)


_PHONE = re.compile(r"(?<![\d.])(?:\+?62|0)[ -]?8\d{1,3}(?:[ .-]?\d{3,4}){2}(?!\d)")
_NIK = re.compile(r"(?P<said>\bNIK\b\W{0,4})?(?<!\d)(?P<digits>\d{16})(?!\d)")
_PRIVATE_MAIL = re.compile(r"\b[\w.+-]+@(?:gmail|yahoo|ymail|hotmail|outlook|icloud)\.[a-z.]+\b", re.IGNORECASE)


def _personal_data(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    """What identifies a person (UU 27/2022 on personal data, art. 4): identity number, private phone and mail."""
    open_numbers = {re.sub(r"\D", "", contact.phone) for contact in content.contacts}
    for each in texts:
        for match in _NIK.finditer(each.text):
            if match["said"] or _is_nik(match["digits"]):
                reason = _("An identity number is protected personal data; leave it out.")
                yield Advice("nik", _("An identity number (NIK)"), reason, each.field, match["digits"], True)
        for match in _PHONE.finditer(each.text):
            if re.sub(r"\D", "", match[0]) not in open_numbers:
                reason = _("Is this a person's own number? Publish only numbers of the office.")
                yield Advice("phone", _("A mobile phone number"), reason, each.field, match[0], True)
        for match in _PRIVATE_MAIL.finditer(each.text):
            reason = _("Use an address of the institution; this one looks private and can be forged.")
            yield Advice("mail", _("A private mail address"), reason, each.field, match[0])


def _is_nik(digits: str) -> bool:
    """Province 11-96, then regency and district, then a birth date (women: day + 40), then a running number."""
    day, month = int(digits[6:8]), int(digits[8:10])
    return 11 <= int(digits[:2]) <= 96 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12


_NUMBER = r"\d[\d.,]*\d|\d"
_SCALES = r"(?:\s*%|\s+(?:ribu|juta|miliar|triliun|persen|thousand|million|billion|percent))?"


def _other_figures(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    """A figure in the text that differs from the row of facts about the same thing."""
    for fact in content.facts:
        label = fact.label.split()
        value = re.match(rf"(?:{_NUMBER})", fact.value)
        if not label or not value or fact.kind not in {"", "figure"}:
            continue
        pattern = re.compile(rf"(?<![\w.,])({_NUMBER}){_SCALES}\s+{re.escape(label[0])}\b", re.IGNORECASE)
        for each in texts:
            for match in pattern.finditer(each.text):
                if match[1] != value[0]:
                    source = f"{fact.source}: " if fact.source else ""
                    reason = _("Your facts say %(source)s%(value)s %(label)s.") % {
                        "source": source, "value": fact.value, "label": fact.label,
                    }  # fmt: skip
                    label_of_fix = _("Use %(value)s") % {"value": value[0]}
                    put = match[0].replace(match[1], value[0], 1)
                    fix = Fix(label_of_fix, each.field, match[0], put)
                    title = _("Another figure than in your facts")
                    yield Advice("figure", title, reason, each.field, match[0], True, fix)


def _figures_without_source(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    for fact in content.facts:
        if not fact.source and any(sign.isdigit() for sign in fact.value):
            title = _("Who says %(value)s?") % {"value": fact.value}
            yield Advice("source", title, _("A figure with its source is not asked about twice."), "facts", fact.value)


# --- news ------------------------------------------------------------------------------------------------------------


def _missing_quote(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    if not content.quotes and not re.search('[“"].{12,}[”"]', text_of(content)) and len(texts) > 2:
        reason = _("Media quote people. Give them one sentence with name and post.")
        yield Advice("quote", _("Nobody is quoted"), reason, "quotes")


def _missing_contact(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    if not content.contacts and len(texts) > 2:
        reason = _("Say whom editors may call, with a number that is answered.")
        yield Advice("contact", _("No press contact"), reason, "contacts")


_ANSWERS = {
    "who": {
        "id": r"\b(?:kementerian|menteri|dinas|badan|biro|kantor|gubernur|bupati|wali ?kota|presiden|kepala|direktur|kami|komisi|lembaga|pemerintah|polri|pemohon|warga|masyarakat)\b",  # noqa: E501
        "en": r"\b(?:ministry|minister|agency|office|governor|mayor|president|director|commission|we|government|applicants|residents|public)\b",  # noqa: E501
    },
    "when": {
        "id": r"\b(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember|hari ini|kemarin|besok|lusa|pukul|sejak|tahun|pekan|bulan)\b|\d{1,2}/\d{1,2}",  # noqa: E501
        "en": r"\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|may|june|july|august|september|october|november|december|today|yesterday|tomorrow|since|\d{4})\b",  # noqa: E501
    },
    "where": {
        "id": r"\b(?:di|ke|dari) [A-Z]|\b(?:di|ke) (?:seluruh|semua|sembilan|\w+ (?:provinsi|kabupaten|kota|kantor|daerah|wilayah))|\bdaring\b|\bprovinsi\b|\bkabupaten\b",  # noqa: E501
        "en": r"\b(?:in|at|from) [A-Z]|\bonline\b|\bprovinces?\b|\bregenc(?:y|ies)\b|\boffices\b",
    },
    "why": {
        "id": r"\b(?:karena|sebab|penyebab|disebabkan|akibat|untuk|guna|agar|supaya|demi|menyusul|setelah|sehingga|bertujuan|alasan)\b",  # noqa: E501
        "en": r"\b(?:because|since|due to|cause|caused|after|in order to|so that|aims?|to (?:make|give|help|let|keep|protect)|reason)\b",  # noqa: E501
    },
    "how": {
        "id": r"\b(?:dengan|melalui|secara|lewat|cara|langkah|bertahap|otomatis|dapat|bisa|menggunakan|berupa)\b",
        "en": r"\b(?:by|through|with|via|can|may|using|steps?|automatically)\b",
    },
}


def _open_questions(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    """Who, when, where, why, how: looked for by their cue words in lead and body (what is the headline's)."""
    language = content.language
    text = " ".join(each.text for each in texts)
    if language not in {"id", "en"} or len(text.split()) < 25:
        return
    words = {"who": _("who"), "when": _("when"), "where": _("where"), "why": _("why"), "how": _("how")}
    there = {
        question
        for question, cues in _ANSWERS.items()
        if re.search(cues[language], text, re.IGNORECASE if question != "where" else 0)
    }
    if content.place:
        there.add("where")
    if content.quotes:
        there.add("who")
    missing = [words[question] for question in words if question not in there]
    if missing:
        title = _("Not answered yet: %(questions)s") % {"questions": ", ".join(missing)}
        yield Advice("questions", title, _("A reader asks what, who, when, where, why and how."), "body")


def _headline_not_borne_out(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    rest = " ".join([content.lead, *(each.text for each in texts if each.field in {"body", "quotes"})])
    rest += " " + " ".join(f"{fact.value} {fact.label}" for fact in content.facts)
    if not content.headline or len(rest.split()) < 15:
        return
    figures = re.findall(rf"{_NUMBER}", content.headline)
    lost = [figure for figure in figures if not re.search(rf"(?<![\d.,]){re.escape(figure)}(?![\d])", rest)]
    if lost:
        reason = _("%(figure)s stands in the headline and nowhere in the text.") % {"figure": lost[0]}
        yield Advice("headline", _("The text does not bear the headline out"), reason, "headline", lost[0], True)
        return
    if content.language != "id":
        return
    said = set(stems(folded_words(rest)))
    asked = [word for word in folded_words(content.headline) if word not in STOPWORDS and len(word) > 2]
    absent = [word for word, stem in zip(asked, stems(asked), strict=True) if stem not in said]
    if len(asked) >= 3 and len(absent) * 2 > len(asked):
        reason = _("Not found in the text: %(words)s.") % {"words": ", ".join(absent[:4])}
        title = _("The text does not bear the headline out")
        yield Advice("headline", title, reason, "headline", content.headline)


# --- Indonesian ------------------------------------------------------------------------------------------------------

_BREAKS = re.compile(r",? (?:dan|serta|sehingga|karena|namun|tetapi|sedangkan|sementara|kemudian|lalu|setelah) ")


def _long_sentences(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    lengths = []
    for each in texts:
        if each.field == "headline":
            continue
        for sentence in sentences(each.text):
            count = len(sentence.split())
            lengths.append(count)
            if count > SENTENCE_WORDS and not (each.field == "lead" and count > LEAD_WORDS):
                title = _("This sentence has %(count)s words") % {"count": count}
                yield Advice("sentence", title, _where_to_break(sentence), each.field, sentence)
    if len(lengths) >= 5 and sum(lengths) / len(lengths) > AVERAGE_WORDS:
        title = _("%(count)s words a sentence on average") % {"count": round(sum(lengths) / len(lengths))}
        yield Advice("readability", title, _("News reads fluently up to 20."), "body")


def _dense(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    found = _readability(content, texts)
    if found is not None and found.lix > DENSE:
        title = _("Harder to read than nine of ten news texts (LIX %(lix)s)") % {"lix": found.lix}
        yield Advice("lix", title, _("Shorter sentences and everyday words bring it down."), "body")


def _where_to_break(sentence: str) -> str:
    middle = len(sentence) / 2
    places = sorted(_BREAKS.finditer(sentence), key=lambda match: abs(match.start() - middle))
    if not places:
        return _("Make two of it.")
    before = " ".join(sentence[: places[0].start()].split()[-2:])
    return _("Break it after “%(words)s”.") % {"words": before}


# Words that begin with di- and are no passives.
_NO_PASSIVE = frozenset(
    ["dia", "diri", "dini", "dinas", "dinding", "dingin", "dinamis", "dinamika", "direktur", "direktorat", "direksi",
     "digital", "digitalisasi", "disiplin", "diskusi", "diskon", "distribusi", "divisi", "diplomasi", "diplomat",
     "diploma", "dialog", "diabetes", "diagnosis", "dimensi", "disabilitas", "difabel", "disertasi", "diklat", "dilema",
     "dirjen", "distrik", "display", "diam", "diare", "diet", "dikte", "dispensasi", "disinformasi", "diskriminasi"]
)  # fmt: skip
_PASSIVE = re.compile(r"\bdi[a-z]{4,}\b")


def _passive_chains(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    for each in texts:
        for sentence in sentences(each.text) if each.field in {"lead", "body"} else ():
            found = [word for word in _PASSIVE.findall(sentence) if word not in _NO_PASSIVE]
            if len(found) >= PASSIVES:
                reason = _("Say who does it: %(words)s.") % {"words": ", ".join(found[:4])}
                yield Advice("passive", _("A chain of passives"), reason, each.field, sentence)


_PLAIN = {
    "dalam rangka": "untuk", "adalah merupakan": "adalah", "agar supaya": "agar", "pada saat ini": "saat ini",
    "melakukan pengecekan": "memeriksa", "melakukan pemeriksaan": "memeriksa", "melakukan perbaikan": "memperbaiki",
    "melakukan evaluasi": "mengevaluasi", "demi untuk": "untuk", "sangat sekali": "sangat", "para hadirin": "hadirin",
    "stakeholder": "pemangku kepentingan", "stakeholders": "pemangku kepentingan", "launching": "peluncuran",
    "me-launching": "meluncurkan", "meeting": "rapat", "update": "pembaruan", "failover": "pengalihan ke cadangan",
    "downtime": "waktu henti", "maintenance": "pemeliharaan", "server down": "server mati", "roadmap": "peta jalan",
    "benchmarking": "studi banding", "outcome": "hasil", "output": "keluaran", "kick off": "pembukaan",
    "kick-off": "pembukaan", "workshop": "lokakarya", "soft launching": "uji coba", "akselerasi": "percepatan",
    "implementasi": "penerapan", "eksisting": "yang ada", "on the track": "sesuai rencana", "database": "basis data",
    "feedback": "umpan balik", "problem solving": "pemecahan masalah", "sinkronisasi data": "pencocokan data",
}  # fmt: skip
_PLAIN_WORDS = re.compile(
    r"\b(" + "|".join(re.escape(word) for word in sorted(_PLAIN, key=len, reverse=True)) + r")\b", re.IGNORECASE
)


def _jargon(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    for each in texts:
        if each.field == "quotes":  # what somebody said is not rewritten
            continue
        for match in _PLAIN_WORDS.finditer(each.text):
            plain = _PLAIN[match[0].lower()]
            plain = plain.capitalize() if match[0][0].isupper() else plain
            fix = Fix(_("Use “%(words)s”") % {"words": plain}, each.field, match[0], plain)
            reason = _("Perhaps: “%(words)s”.") % {"words": plain}
            yield Advice("jargon", _("A plainer word is at hand"), reason, each.field, match[0], fix=fix)


_KNOWN = frozenset(
    ["WIB", "WITA", "WIT", "RI", "NKRI", "TNI", "KTP", "NIK", "SIM", "BUMN", "BUMD", "UMKM", "APBN", "APBD", "DPR",
     "DPRD", "MPR", "KPK", "PNS", "ASN", "BPJS", "PLN", "SMS", "WA", "TV", "HP", "PDF", "AS", "DKI", "DIY", "NTT",
     "NTB", "UU", "PP", "PT", "CV", "SD", "SMP", "SMA", "SMK", "PAUD", "RT", "RW", "KK", "DNA", "USB", "SIM", "OK",
     "PBB", "WHO", "ASEAN", "COVID", "HIV", "AIDS", "HUT", "TPS", "KPU", "BPS", "PNBP", "QR", "PIN", "OTP", "ID",
     "CPNS"]
)  # fmt: skip
_CAPITALS = re.compile(r"(?<![\w/.-])[A-Z]{2,6}(?![\w/-])")
_ROMAN = re.compile(r"[IVXLC]+")


def _abbreviations(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    whole = " ".join(each.text for each in texts)
    seen: set[str] = set()
    for each in texts:
        if each.text.upper() == each.text:
            continue
        for match in _CAPITALS.finditer(each.text):
            word = match[0]
            if word in seen or word in _KNOWN or _ROMAN.fullmatch(word):
                continue
            seen.add(word)
            if f"({word})" not in whole and f"{word} (" not in whole:
                reason = _("Write it out the first time, the short form in brackets.")
                title = _("What is %(word)s?") % {"word": word}
                yield Advice("abbreviation", title, reason, each.field, word)


_SOURCED = re.compile(
    r"\b(?:menurut|berdasarkan|data|catatan|mencatat|tercatat|survei|laporan|sumber|kata|ujar|tutur|sebut)\b",
    re.IGNORECASE,
)
_BIG = re.compile(
    rf"(?<![\w/.,])(?:Rp\.?\s?)?(?:(?:{_NUMBER})(?:\s*%|\s+(?:persen|ribu|juta|miliar|triliun))|\d{{1,3}}(?:\.\d{{3}})+\b)"
)


def _claims_without_source(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    known = " ".join(f"{fact.value} {fact.source}" for fact in content.facts if fact.source)
    for each in texts:
        for sentence in sentences(each.text) if each.field in {"lead", "body"} else ():
            for match in _BIG.finditer(sentence):
                number = re.search(_NUMBER, match[0])
                if _SOURCED.search(sentence) or (number and number[0] in known):
                    continue
                reason = _("Add it to the facts with its source, or name the source here.")
                title = _("Where does %(figure)s come from?") % {"figure": match[0].strip()}
                yield Advice("source", title, reason, each.field, match[0].strip())


_HEALTH = re.compile(
    r"\b(?:menderita|mengidap|didiagnosis|positif (?:HIV|covid|narkoba)|kanker|gangguan jiwa|depresi|keguguran|"
    r"hamil|disabilitas mental|skizofrenia|tuberkulosis|HIV)\b",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"(?<=[a-z,] )[A-Z][a-z]+(?: [A-Z][a-z]+)+|\b(?:Bapak|Ibu|Sdr|Saudara|Saudari) [A-Z][a-z]+|\([A-Z]{1,3}, \d{1,2}\)"
)


def _health(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    """Health data of a person: specific personal data (UU 27/2022 art. 4 par. 2)."""
    for each in texts:
        for sentence in sentences(each.text):
            match = _HEALTH.search(sentence)
            if match and _NAME.search(sentence):
                reason = _("Health is specific personal data (UU 27/2022); publish it only with consent.")
                yield Advice("health", _("Somebody's health"), reason, each.field, match[0], True)


_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = ("januari", "februari", "maret", "april", "mei", "juni", "juli", "agustus", "september", "oktober", "november", "desember")  # fmt: skip  # noqa: E501
_DATED = re.compile(
    r"\b(Senin|Selasa|Rabu|Kamis|Jum'?at|Sabtu|Minggu),? \(?(\d{1,2})(?:/(\d{1,2})(?:/(\d{4}))?\)?| ("
    + "|".join(_MONTHS)
    + r")(?: (\d{4}))?)",
    re.IGNORECASE,
)


def _wrong_weekdays(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    """ "Senin (24/11)" when the 24th is a Tuesday: the commonest slip of all."""
    for each in texts:
        for match in _DATED.finditer(each.text):
            day = _day_of(match, now.date())
            if day is None:
                continue
            right, said = _DAYS[day.weekday()], match[1].replace("'", "").capitalize()
            if right != said:
                fix = Fix(
                    _("Use %(value)s") % {"value": right}, each.field, match[0], match[0].replace(match[1], right)
                )
                values = {"date": f"{day.day}/{day.month}/{day.year}", "day": right}
                reason = _("%(date)s is %(day)s.") % values
                yield Advice("weekday", _("Day and date do not fit"), reason, each.field, match[0], True, fix)


def _day_of(match: re.Match[str], today: date) -> date | None:
    month = int(match[3]) if match[3] else _MONTHS.index(match[5].lower()) + 1
    year = match[4] or match[6]
    years = [int(year)] if year else [today.year - 1, today.year, today.year + 1]
    days = []
    for each in years:
        try:
            days.append(date(each, month, int(match[2])))
        except ValueError:
            continue
    return min(days, key=lambda day: abs((day - today).days), default=None)


_EMPATHY = re.compile(
    r"\b(?:maaf|menyesal|penyesalan|prihatin|keprihatinan|duka|belasungkawa|memahami|terima kasih|sorry|apologi[sz]e|regret)\b",  # noqa: E501
    re.IGNORECASE,
)


def _no_empathy(content: Content, texts: list[_Text], now: datetime) -> Iterator[Advice]:
    if content.kind in {Kind.CLARIFICATION, Kind.HOLDING_STATEMENT} and not _EMPATHY.search(text_of(content)):
        reason = _("Say first what it means for those concerned.")
        yield Advice("empathy", _("No word to those concerned"), reason, "lead")


_ANY: tuple[_Check, ...] = (
    _missing_headline, _undescribed_pictures, _long_lead, _personal_data, _other_figures, _figures_without_source,
)  # fmt: skip
_NEWS: tuple[_Check, ...] = (
    _open_questions, _headline_not_borne_out, _missing_quote, _missing_contact, _no_empathy,
)  # fmt: skip
_INDONESIAN: tuple[_Check, ...] = (
    _long_sentences, _dense, _passive_chains, _jargon, _abbreviations, _claims_without_source, _health, _wrong_weekdays,
)  # fmt: skip
