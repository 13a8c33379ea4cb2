"""An answer of the verifier as it is shown and passed on: both texts with numbered marks, a list, a text to send."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.common import numbers
from kentongan.engine.match.verify import Difference, Judgement, Kind
from kentongan.newsroom.choices import Verdict
from kentongan.newsroom.exports.addresses import bare, short_address
from kentongan.newsroom.models import Publication
from kentongan.newsroom.queries.verifying import Answer, Found
from kentongan.newsroom.rules.shares import head_line

AROUND = 240  # letters of ours shown before and behind what was pasted
TOLD = 3  # differences in the text that is passed on
LONGEST = 110


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: `kind` is same, changed, inserted, dropped, foreign, cut or aside; `number` its mark."""

    text: str
    kind: str = "same"
    number: int = 0


@dataclass(frozen=True, slots=True)
class Ours:
    """What we wrote, beside the paste: an edition and the stretch of it that was pasted, with what stands around."""

    edition: Found
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Note:
    """One difference in the list: what it is about, and both wordings in a sentence. Number 0: shown, no alteration."""

    number: int
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """All that the page needs beside the answer itself."""

    title: str
    sentence: str
    mark: str  # genuine, altered, withdrawn, foreign, unsure
    pasted: list[Piece]
    ours: list[Ours]
    notes: list[Note]
    reply: str


def shown(answer: Answer, text: str, institution: str) -> Shown:
    """Return an answer ready to be shown; `text` is what was pasted, `institution` whose page asks (may be empty)."""
    judgement = answer.judgement
    marks = _numbered(judgement.differences) if judgement else {}
    notes = [_note(each, number) for each, number in marks.items()]
    notes += [_note(each, 0) for each in (judgement.differences if judgement else ()) if each.kind.is_cut]
    return Shown(
        title=title_of(answer),
        sentence=sentence_of(answer, institution),
        mark=mark_of(answer),
        pasted=_pasted(judgement, text, marks) if judgement else [],
        ours=[_ours(edition, judgement, marks) for edition in _in_order(answer)] if judgement else [],
        notes=notes,
        reply=reply_of(answer, institution),
    )


def mark_of(answer: Answer) -> str:
    if answer.judgement is not None and answer.judgement.too_short:
        return "unsure"
    return {
        Verdict.AUTHENTIC: "genuine",
        Verdict.ALTERED: "altered",
        Verdict.CORRECTED: "altered",
        Verdict.MIXED: "altered",
        Verdict.WITHDRAWN: "withdrawn",
        Verdict.UNKNOWN: "foreign",
    }[answer.verdict]


def title_of(answer: Answer) -> str:
    """Return the verdict in a few words."""
    judgement = answer.judgement
    if judgement is not None and judgement.too_short:
        return _("Too short to tell")
    return {
        Verdict.AUTHENTIC: _("Genuinely ours"),
        Verdict.ALTERED: _("Altered from our text"),
        Verdict.CORRECTED: _("Ours, but corrected since"),
        Verdict.WITHDRAWN: _("Ours, but withdrawn since"),
        Verdict.MIXED: _("Ours, mixed with other text"),
        Verdict.UNKNOWN: _("Not from us"),
    }[answer.verdict]


def sentence_of(answer: Answer, institution: str) -> str:
    """Return what the verdict means, in a sentence or two."""
    judgement, main = answer.judgement, answer.main
    if judgement is not None and judgement.too_short:
        return _("We can tell from 12 words on. Paste more of the message, or its number or code.")
    if main is None:
        return _("We have published nothing like it. That does not say whether it is true: it says it is not from us.")
    told = {"release": _which(main.publication)}
    if answer.verdict == Verdict.ALTERED:
        return _altered(judgement, told["release"])
    if answer.verdict == Verdict.WITHDRAWN and main.withdrawal:
        told |= {"at": numbers.date_clock(main.withdrawal.at), "why": main.withdrawal.why}
        return _("%(release)s was withdrawn on %(at)s: %(why)s") % told
    told["at"] = numbers.date_clock(main.newest.publish_at)
    words = {
        Verdict.AUTHENTIC: _genuine(judgement),
        Verdict.CORRECTED: _("%(release)s, in an edition that was replaced on %(at)s. Read what holds now."),
        Verdict.MIXED: _("Parts of it are from %(release)s; others are not, or are from another text."),
    }
    return words[answer.verdict] % told


def _genuine(judgement: Judgement | None) -> str:
    if judgement is None or judgement.whole:
        return _("%(release)s. Still valid.")
    if _cut_figures(judgement):
        return _("A part of %(release)s. It ends within a figure: read the whole figure below. Still valid.")
    return _("A part of %(release)s, unchanged. Still valid.")


def _cut_figures(judgement: Judgement) -> list[Difference]:
    return [each for each in judgement.differences if each.kind is Kind.CUT_NUMBER]


def _altered(judgement: Judgement | None, told: str) -> str:
    count = sum(not each.kind.is_cut for each in judgement.differences) if judgement else 0
    words = ngettext(
        "Like %(release)s, but %(count)s part is different. Do not open its links and do not pass it on.",
        "Like %(release)s, but %(count)s parts are different. Do not open its links and do not pass it on.",
        count,
    )
    return words % {"release": told, "count": numbers.whole(count)}


def _which(edition: Publication) -> str:
    """A release as a sentence names it: type, number and day."""
    day = numbers.date(edition.publish_at)
    return f"{head_line(edition.kind, edition.number, edition.language)} ({day})"


# --- the text to pass on ---------------------------------------------------------------------------------------------


def reply_of(answer: Answer, institution: str) -> str:
    """Return the answer as a text for WhatsApp; it says where to check, for an answer can be forged as well."""
    main = answer.main
    if main is None:
        return _("This message is *not from* %(institution)s. We have published nothing like it.") % {
            "institution": institution or _("us")
        }
    edition = main.publication
    names = {"institution": edition.institution.name, "release": _which(edition)}
    said = {
        Verdict.AUTHENTIC: _("This message is *genuine*: %(institution)s, %(release)s."),
        Verdict.ALTERED: _("This message is *altered*. It is not what %(institution)s wrote in %(release)s."),
        Verdict.CORRECTED: _("This message is from %(institution)s, %(release)s, and was *corrected* since."),
        Verdict.WITHDRAWN: _("This message is from %(institution)s, %(release)s, and was *withdrawn* since."),
        Verdict.MIXED: _("This message *mixes* words of %(institution)s, %(release)s, with others."),
    }[answer.verdict] % names
    lines = [said, *_told(answer.judgement)]
    lines.append(
        _("Check at %(url)s, spoken code *%(spoken)s*.")
        % {"url": bare(short_address(edition)), "spoken": edition.spoken_code}
    )
    return "\n".join(lines)


def _told(judgement: Judgement | None) -> list[str]:
    """The gravest differences, each as a line; of a genuine part the figure in which it ends."""
    if judgement is None:
        return []
    if judgement.verdict not in {"altered", "mixed"}:
        return [f"- {_title(each.kind)}: {_sentence(each)}" for each in _cut_figures(judgement)]
    return [f"- {_sentence(each)}" for each in judgement.differences if not each.kind.is_cut][:TOLD]


# --- the two texts ---------------------------------------------------------------------------------------------------


def _numbered(differences: Sequence[Difference]) -> dict[Difference, int]:
    """The differences in the order in which one reads them, from 1; cuts bear no number, for they alter nothing."""
    real = sorted((each for each in differences if not each.kind.is_cut), key=lambda each: (each.start, each.end))
    return {each: number for number, each in enumerate(real, 1)}


def _pasted(judgement: Judgement, text: str, marks: dict[Difference, int]) -> list[Piece]:
    """The pasted text, cut where it differs and where it is foreign or only wrapping."""
    spans = [(each.start, each.end, _kind_here(each), marks.get(each, 0)) for each in judgement.differences]
    spans += [(part.start, part.end, "foreign", 0) for part in judgement.parts if part.known is None]
    spans += [(start, end, "aside", 0) for start, end in judgement.frames]
    return _cut(text, 0, len(text), spans)


def _kind_here(each: Difference) -> str:
    if each.kind.is_cut:
        return "cut"
    return "dropped" if each.start == each.end else "changed"


def _ours(edition: Found, judgement: Judgement, marks: dict[Difference, int]) -> Ours:
    pk, text = str(edition.publication.pk), edition.publication.text
    parts = [part for part in judgement.parts if part.known == pk]
    first = min((part.published_start for part in parts), default=0)
    last = max((part.published_end for part in parts), default=min(len(text), 4 * AROUND))
    start, end = _widened(text, first, last)
    spans = [
        (each.published_start, each.published_end, _kind_there(each), marks.get(each, 0))
        for each in judgement.differences
        if each.known == pk
    ]
    pieces = _cut(text, start, end, spans)
    before, after = (["…"] if start else []), (["…"] if end < len(text) else [])
    return Ours(edition, [*(Piece(dots) for dots in before), *pieces, *(Piece(dots) for dots in after)])


def _kind_there(each: Difference) -> str:
    if each.kind.is_cut:
        return "cut"
    return "inserted" if each.published_start == each.published_end else "changed"


def _widened(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with what stands around it, to whole words; a short rest is shown whole."""
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    first = 0 if first < AROUND else text.find(" ", first, start) + 1 or start
    if len(text) - last < AROUND:
        return first, len(text)
    at = text.rfind(" ", end, last)
    return first, at if at > 0 else end


def _cut(text: str, start: int, end: int, spans: Iterable[tuple[int, int, str, int]]) -> list[Piece]:
    """The text from `start` to `end`, cut at the spans; of spans that overlap, the first counts."""
    pieces: list[Piece] = []
    at = start
    # An empty span (left out, put in) stands before a full one at the same place.
    for first, last, kind, number in sorted(spans, key=lambda span: (span[0], span[1] > span[0], -span[1])):
        if first < at or last > end:
            continue
        if first > at:
            pieces.append(Piece(text[at:first]))
        pieces.append(Piece(text[first:last], kind, number))
        at = last
    if at < end:
        pieces.append(Piece(text[at:end]))
    return pieces


def _in_order(answer: Answer) -> list[Found]:
    """The editions that parts come from, that with most of the text first."""
    judgement = answer.judgement
    if judgement is None:
        return []
    weights: dict[str, int] = {}
    for part in judgement.parts:
        if part.known is not None:
            weights[part.known] = weights.get(part.known, 0) + part.words
    ranked = sorted(weights, key=lambda pk: -weights[pk])
    return [answer.editions[pk] for pk in ranked if pk in answer.editions]


# --- the list of differences -----------------------------------------------------------------------------------------


def _note(each: Difference, number: int) -> Note:
    return Note(number, _title(each.kind), _sentence(each))


def _title(kind: Kind) -> str:
    titles = {
        Kind.NUMBER: _("Figure changed"),
        Kind.SIGN: _("Sign changed"),
        Kind.CURRENCY: _("Currency or percentage changed"),
        Kind.DATE: _("Date changed"),
        Kind.NAME: _("Name changed"),
        Kind.NEGATION: _("Meaning turned round"),
        Kind.LOOKALIKE: _("Letter that only looks alike"),
        Kind.INVISIBLE: _("Invisible character put in"),
        Kind.STRIKE: _("Struck through"),
        Kind.TICK: _("Tick or cross changed"),
        Kind.QUESTION: _("Question mark changed"),
        Kind.PUNCTUATION: _("Punctuation changed"),
        Kind.WORD: _("Words changed"),
        Kind.INSERTED: _("Put in"),
        Kind.DROPPED: _("Left out"),
        Kind.MOVED: _("Moved from its place"),
        Kind.CUT_NUMBER: _("The paste ends within a figure"),
        Kind.CUT_NEGATION: _("A negation stands just before the paste"),
    }
    return titles[kind]


def _sentence(each: Difference) -> str:
    ours, theirs = _short(each.published), _short(each.pasted)
    if each.kind in {Kind.INVISIBLE, Kind.STRIKE, Kind.LOOKALIKE} and ours:
        return _("we wrote “%(ours)s”") % {"ours": ours}
    if not each.pasted.strip():
        return _("we wrote “%(ours)s”; here it is missing") % {"ours": ours}
    if not each.published.strip():
        return _("“%(theirs)s” is not in our text") % {"theirs": theirs}
    return _("“%(theirs)s”; we wrote “%(ours)s”") % {"theirs": theirs, "ours": ours}


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"
