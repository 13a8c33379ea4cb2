"""What tells the tone of an article towards an institution: what stands near its names, and who does what to whom."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.cues import Cue, cue_of, is_active
from kentongan.engine.assess.lexicon import polarity
from kentongan.engine.assess.subjects import pattern_of

_READ = 6000  # characters of an article that are read
_HEADLINE = 200  # characters; a longer first line is no headline
_LEAD = 2  # sentences after the headline that everybody reads
_MOST = 8  # sentences about the subject that count; more say the same again
_NEAR = 7  # words on either side of a name within which a cue belongs to it
_REACH = 3  # a negation takes the force from what follows within so many words
_QUOTED = 0.4  # what the subject itself says is mostly about others

_END = re.compile(r"[.!?]+[\"”’']?[\s,]+|\n+")
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# "Gagal" turns good news in the lexicon; here it is a failing of its own.
_DENIALS = frozenset({"tak", "tidak", "bukan", "belum", "tanpa", "jangan", "bantah", "membantah"})
# Stands in for the subject's name. No word holds a digit and a capital letter after lowering.
_NAME = "0N"

NAMES = (
    "title_good", "title_ill", "title_other_good", "title_other_ill",
    "near_good", "near_ill", "about_good", "about_ill", "lead_good", "lead_ill",
    "news_good", "news_bad", "says", "in_title", "mentions", "asks",
)  # fmt: skip

Features = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reading:
    """`named` is False where the article names the subject nowhere, or there is no subject."""

    features: Features
    named: bool


def read_towards(text: str, subject: str) -> Reading:
    """Read an article (first line: its headline) with the eyes of `subject`: names, a slug, or nothing."""
    lowered = text[:_READ].lower()
    title, body = _headline_and_rest(lowered.strip())
    pattern = pattern_of(subject)
    if pattern is not None:
        title, in_title = pattern.subn(_NAME, title)
        body, mentions = pattern.subn(_NAME, body)
    else:
        in_title = mentions = 0
    sentences = [part for part in _END.split(body) if len(part) > 2]
    head = _weigh(_WORD.findall(title))
    lead = [_weigh(_WORD.findall(part)) for part in sentences[:_LEAD]]
    about = [_weigh(_WORD.findall(part)) for part in sentences if _NAME in part][:_MOST]
    good_news, bad_news = _news(title)
    total = _sum(about)
    size = math.sqrt(1 + len(about))
    led = _sum(lead)
    named = bool(in_title)
    parts = [
        head.near_good if named else 0, head.near_ill if named else 0,
        head.good - head.near_good, head.ill - head.near_ill,
        total.near_good / size, total.near_ill / size,
        (total.good - total.near_good) / size, (total.ill - total.near_ill) / size,
        led.good / 2, led.ill / 2,
        good_news, bad_news, total.says / max(len(about), 1), float(named), math.log1p(mentions), "?" in title,
    ]  # fmt: skip
    return Reading(np.array(parts, dtype=np.float64), bool(in_title or mentions))


@dataclass(slots=True)
class _Sums:
    """Cues of one or more sentences; `near_` those that belong to the subject."""

    good: float = 0
    ill: float = 0
    near_good: float = 0
    near_ill: float = 0
    says: int = 0


def _headline_and_rest(text: str) -> tuple[str, str]:
    """The first line and the rest; of a text without a headline, the first sentence and the rest."""
    title, _, rest = text.partition("\n")
    if len(title) <= _HEADLINE:
        return title, rest
    end = _END.search(text)
    at = min(end.start() if end else _HEADLINE, _HEADLINE)
    return text[:at], text[at:]


def _sum(parts: list[_Sums]) -> _Sums:
    out = _Sums()
    for part in parts:
        out.good += min(part.good, 3)
        out.ill += min(part.ill, 3)
        out.near_good += min(part.near_good, 2, part.good)
        out.near_ill += min(part.near_ill, 2, part.ill)
        out.says += part.says
    return out


def _weigh(words: list[str]) -> _Sums:
    names = [i for i, word in enumerate(words) if word == _NAME]
    cues = [(i, cue) for i, word in enumerate(words) if (cue := cue_of(word))]
    out = _Sums()
    out.says = int(any(cue is Cue.SAY for _, cue in cues) and bool(names))
    force = _QUOTED if out.says else 1.0
    for i, cue in cues:
        if cue is Cue.SAY:
            continue
        value = force * (0.2 if _negated(words, i) else 1.0)
        good = cue in (Cue.PRAISE, Cue.DEED, Cue.MERIT)
        if good:
            out.good += value
        else:
            out.ill += value
        if names and _belongs(words, i, cue, min(names, key=lambda at: abs(at - i))):
            if good:
                out.near_good += value
            else:
                out.near_ill += value
    return out


def _belongs(words: list[str], at: int, cue: Cue, name: int) -> bool:
    """True if the cue is about the name: a deed by it, praise or an accusation of it, a failing near it."""
    if abs(at - name) > _NEAR:
        return False
    active = is_active(words[at])
    if cue is Cue.DEED:
        return (name < at) if active else (name > at)
    if cue is Cue.ACCUSE:
        return (at < name) if active else (at > name)
    return True


def _negated(words: list[str], at: int) -> bool:
    return any(word in _DENIALS for word in words[max(at - _REACH, 0) : at])


def _news(title: str) -> tuple[float, float]:
    marks = [polarity(word) for word in _WORD.findall(title)]
    return min(sum(m for m in marks if m > 0), 4), min(-sum(m for m in marks if m < 0), 4)
