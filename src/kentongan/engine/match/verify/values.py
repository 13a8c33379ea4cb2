"""What goes into the verifier and what comes out. Places are code points of the texts as given, ends exclusive."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Known:
    """One published version: its whole text, exactly as it was published."""

    id: str
    text: str
    standing: Literal["valid", "corrected", "withdrawn"] = "valid"


class Verdict(StrEnum):
    AUTHENTIC = "authentic"
    ALTERED = "altered"
    CORRECTED = "corrected"  # exact, but of a version that has been corrected since
    WITHDRAWN = "withdrawn"  # exact, but of a version that has been withdrawn since
    MIXED = "mixed"
    UNKNOWN = "unknown"


class Kind(StrEnum):
    """What a difference is about."""

    NUMBER = "number"  # a digit, or a separator in a number
    SIGN = "sign"  # a plus, a minus or the like at a number
    CURRENCY = "currency"  # a currency, % or "persen"
    DATE = "date"
    NAME = "name"
    NEGATION = "negation"  # tidak, bukan, belum ... put in or left out
    LOOKALIKE = "lookalike"  # a letter or digit that only looks like the published one
    INVISIBLE = "invisible"  # a character that cannot be seen
    STRIKE = "strike"  # struck through
    TICK = "tick"  # a tick, a cross or a sign that forbids
    QUESTION = "question"
    PUNCTUATION = "punctuation"
    WORD = "word"
    INSERTED = "inserted"
    DROPPED = "dropped"
    MOVED = "moved"  # stands elsewhere in the published text, or stands twice
    CUT_NUMBER = "cut_number"  # the paste ends or begins within a number: shown, no alteration
    CUT_NEGATION = "cut_negation"  # the paste begins right behind a "tidak": shown, no alteration

    @property
    def is_cut(self) -> bool:
        """Whether this comes of where the paste begins or ends, and alters nothing."""
        return self in (Kind.CUT_NUMBER, Kind.CUT_NEGATION)


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the pasted text: out of one published text, or foreign (`known` None, published places 0)."""

    start: int
    end: int
    known: str | None
    published_start: int
    published_end: int
    words: int  # of the pasted text, parted by white space


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the pasted text says other than the published one.

    An inserted text has an empty `published`, a dropped one an empty `pasted`; its place is then where it would stand.
    """

    kind: Kind
    known: str
    published: str
    pasted: str
    published_start: int
    published_end: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a pasted text is.

    Args:
        too_short: fewer than twelve words that are no whole known text: nothing is said about them.
        main: the known text that carries most of the pasted one; None when unknown.
        nearest: only when unknown: the known text that truly shares a run of words with the pasted one.
        nearest_share: the share (0-1) of the pasted words that stand there in runs of four or more.
        parts: the pasted text from its first word to its last, in order.
        differences: figures, dates and names first, then in order of place. Those whose `kind.is_cut` are shown only.
        whole: the pasted text holds all of `main`, from its first word to its last.
        cut_start, cut_end: the pasted text begins or ends within a word or number of the published one.
        frames: stretches that were left out of account: who forwarded it when, rules between messages.
        capped: the pasted text was too long; only its beginning was looked at.
    """

    verdict: Verdict
    too_short: bool = False
    main: str | None = None
    nearest: str | None = None
    nearest_share: float = 0.0
    parts: tuple[Part, ...] = ()
    differences: tuple[Difference, ...] = ()
    whole: bool = False
    cut_start: bool = False
    cut_end: bool = False
    frames: tuple[tuple[int, int], ...] = ()
    capped: bool = False
