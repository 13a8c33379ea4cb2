"""The tone of texts: what a comment feels, and how news goes for those it is about. Never a verdict on a person.

Comments are read by a linear model over n-grams trained on reviews and comments. News needs another one: a model of
reviews calls nearly every headline by the wrong name (0.11 macro-F1), for plain reporting is neutral and bad news is
told in calm words. Both give calibrated probabilities. Figures, sources and limits: docs/models.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.linear import WEIGHTS, HashedLinear, calibrated, softmax
from kentongan.engine.assess.news import news_features
from kentongan.engine.types import Tone, ToneLabel

TIER: Final = "A"
# Below these probabilities the answer is marked unsure. Chosen on held-out folds: see the coverage in docs/models.md.
UNSURE_BELOW: Final = {"comment": 0.6, "headline": 0.5, "article": 0.5}
_LONG = 1200  # characters; a text of unknown kind that is longer is taken for an article

Chances = npt.NDArray[np.float64]


class ToneKind(StrEnum):
    COMMENT = "comment"
    HEADLINE = "headline"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class ToneInput:
    """A text to assess. `subject` names whom it matters to: a name, a slug or nothing; it need not occur in the text.

    Without `kind` a long text counts as an article, any other as a comment. An article's first line is its headline.
    """

    text: str
    subject: str = ""
    kind: ToneKind | None = None

    @property
    def read_as(self) -> ToneKind:
        """The kind given, or the likely one."""
        return self.kind or (ToneKind.ARTICLE if len(self.text) > _LONG else ToneKind.COMMENT)


@dataclass(frozen=True, slots=True)
class _News:
    classes: tuple[str, ...]
    weights: Chances  # classes x features
    offset: Chances
    asked: float  # taken from neutral's logit when a subject is given: who asks about a name seldom gets plain news
    softer: float  # an article's logits are multiplied by it: its many words say less than a headline's

    @classmethod
    def load(cls) -> _News:
        about = json.loads((WEIGHTS / "news.json").read_text(encoding="utf-8"))
        weights, offset = np.array(about["weights"]), np.array(about["offset"])
        return cls(tuple(about["classes"]), weights, offset, about["asked"], about["softer"])

    def probabilities(self, inputs: Sequence[ToneInput]) -> Chances:
        rows = [news_features(item.text, item.subject, article=item.read_as is ToneKind.ARTICLE) for item in inputs]
        logits = calibrated(np.stack(rows), np.column_stack([self.weights, self.offset]))
        articles = np.array([item.read_as is ToneKind.ARTICLE for item in inputs])
        logits[articles] *= self.softer
        asked = np.array([bool(item.subject.strip()) for item in inputs])
        logits[asked, self.classes.index(ToneLabel.NEUTRAL)] -= self.asked
        return softmax(logits)


class ToneModel:
    """Tier A: numpy alone, thousands of short texts a second. Load once, ask often; safe to share between threads."""

    def __init__(self, comments: HashedLinear, news: _News) -> None:
        self._comments = comments
        self._news = news

    @classmethod
    def load(cls) -> ToneModel:
        """The model that ships (one per process). Raises OSError when its weights are missing."""
        return _load()

    def assess(self, texts: Sequence[ToneInput]) -> list[Tone]:
        """One tone for each text, in order: always the likeliest, `unsure` when its probability is low."""
        found: list[Tone | None] = [None] * len(texts)
        comments = [i for i, item in enumerate(texts) if item.read_as is ToneKind.COMMENT]
        news = [i for i, item in enumerate(texts) if item.read_as is not ToneKind.COMMENT]
        if comments:
            chances = self._comments.probabilities([texts[i].text for i in comments])
            for i, row in zip(comments, chances, strict=True):
                found[i] = _tone(texts[i], row, self._comments.classes)
        if news:
            chances = self._news.probabilities([texts[i] for i in news])
            for i, row in zip(news, chances, strict=True):
                found[i] = _tone(texts[i], row, self._news.classes)
        return [tone for tone in found if tone is not None]


def _tone(item: ToneInput, chances: Chances, classes: Sequence[str]) -> Tone:
    silent = not item.text.strip() if item.read_as is ToneKind.COMMENT else not _has_words(item.text)
    if silent:
        return Tone(ToneLabel.NEUTRAL, 1 / 3, unsure=True, tier=TIER)
    best = int(chances.argmax())
    score = float(chances[best])
    return Tone(ToneLabel(classes[best]), score, unsure=score < UNSURE_BELOW[item.read_as], tier=TIER)


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text[:2000])


@cache
def _load() -> ToneModel:
    return ToneModel(HashedLinear.load("comments"), _News.load())
