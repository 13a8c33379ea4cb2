"""Which sentences of an article speak of an institution, read as `assess/aim.py` reads them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kentongan.engine.assess.aim import Aimed, aim_features, words_of
from kentongan.engine.assess.subjects import kind_of, pattern_of
from kentongan.engine.assess.told import Told

_READ = 6000  # characters of an article that are read
_HEADLINE = 200  # characters; a longer first line is no headline
_LEAD = 2  # sentences that stand in where the institution is named nowhere
_MOST = 8  # sentences about the institution that count; more say the same again
_SHORTEST = 20  # characters of a sentence; less is debris
_END = re.compile(r"[.!?]+[\"”’']?[\s,]+|\n+")


@dataclass(frozen=True, slots=True)
class Reading:
    """The headline, then each sentence about the subject, as features and (`told`) as printed.

    `named` is False where the article names it nowhere.
    """

    rows: list[Aimed]
    named: bool
    told: list[Told] = field(default_factory=list)


def read_towards(text: str, subject: str) -> Reading:
    """Read an article (first line: its headline) or a headline alone with the eyes of `subject`: names or a slug."""
    title, body = _headline_and_rest(text[:_READ].strip())
    pattern = pattern_of(subject)
    sentences = [part for part in _END.split(body) if len(part) > _SHORTEST]
    about = [part for part in sentences if pattern is not None and pattern.search(part.lower())][:_MOST]
    head = words_of(title, pattern)
    named = bool(about) or (pattern is not None and pattern.search(title.lower()) is not None)
    kind = kind_of(subject)
    read = about or sentences[:_LEAD]
    rows = [aim_features(head, head, kind)]
    rows += [aim_features(head, words_of(part, pattern), kind) for part in read]
    return Reading(rows, named, [Told(title, part, subject) for part in (title, *read)])


def read_news(text: str) -> list[Aimed]:
    """Read an article with nobody's eyes: its headline and its first sentences, whoever they are about."""
    title, body = _headline_and_rest(text[:_READ].strip())
    head = words_of(title, None)
    sentences = [part for part in _END.split(body) if len(part) > _SHORTEST][:_MOST]
    return [aim_features(head, head), *(aim_features(head, words_of(part, None)) for part in sentences)]


def _headline_and_rest(text: str) -> tuple[str, str]:
    """The first line and the rest; of a text without a headline, the first sentence and the rest."""
    title, _, rest = text.partition("\n")
    if len(title) <= _HEADLINE:
        return title, rest
    end = _END.search(text)
    at = min(end.start() if end else _HEADLINE, _HEADLINE)
    return text[:at], text[at:]
