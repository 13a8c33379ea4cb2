"""The tone of texts: what a comment feels, and how news goes for those it is about. Never a verdict on a person.

Comments are read by a linear model over n-grams trained on reviews and comments. News needs another one: a model of
reviews calls nearly every headline by the wrong name (0.11 macro-F1), for plain reporting is neutral and bad news is
told in calm words. An article is judged towards its subject: a fire is no blame for the ministry that fights it. All
give calibrated probabilities. Where tier B is set up (`./run setup language`), it reads comments, and news that names
the institution that asks; other news is tier A's.
Figures, sources and limits: docs/models.md.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.aim import AimedTone
from kentongan.engine.assess.linear import WEIGHTS, HashedLinear, calibrated, softmax
from kentongan.engine.assess.news import news_features, speaks
from kentongan.engine.assess.refit import LABELS, ToneHead
from kentongan.engine.assess.subjects import is_key, is_slug
from kentongan.engine.assess.towards import Reading, read_news, read_towards
from kentongan.engine.encoder.place import NoBody, is_set_up
from kentongan.engine.types import Tone, ToneLabel

if TYPE_CHECKING:
    from kentongan.engine.assess.aimed import TunedAim
    from kentongan.engine.assess.comments import TunedComments

Tier = Literal["A", "B"]
# Below these probabilities the answer is marked unsure. Chosen on held-out folds: see the coverage in docs/models.md.
# `towards` is an article asked about an institution: there neutral is common and its probabilities are higher.
UNSURE_BELOW: Final = {"comment": 0.6, "headline": 0.5, "article": 0.5, "towards": 0.55}
_LONG = 1200  # characters; a text of unknown kind that is longer is taken for an article

Chances = npt.NDArray[np.float64]


class ToneKind(StrEnum):
    COMMENT = "comment"
    HEADLINE = "headline"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class ToneInput:
    """A text to assess. `subject` names whom it matters to; it need not occur in the text.

    It is a name, several parted by commas, a slug, or nothing: then the tone is how the news goes for those in it.
    Without `kind` a long text counts as an article, any other as a comment. An article's first line is its headline.
    """

    text: str
    subject: str = ""
    kind: ToneKind | None = None

    @property
    def read_as(self) -> ToneKind:
        """The kind given, or the likely one."""
        return self.kind or (ToneKind.ARTICLE if len(self.text) > _LONG else ToneKind.COMMENT)

    @property
    def towards(self) -> bool:
        """True for an article that somebody asks about."""
        return self.read_as is ToneKind.ARTICLE and bool(self.subject.strip())


# An article is what its strongest sentences are, and plain reporting is never strong: added to the logits of praise and
# blame. Chosen on the articles that train (macro-F1 0.72 without, 0.75 with it).
STRONGEST = 0.45


@dataclass(frozen=True, slots=True)
class _Headlines:
    classes: tuple[str, ...]
    weights: Chances  # classes x features
    offset: Chances
    # Taken from neutral's logit when somebody asks and the headline has a word of good or bad news: who asks about a
    # name seldom gets plain news. Where nothing speaks for either side it would make praise of every plain headline;
    # only of a ticket or a person by a key (headlines of a campaign) is hardly any news plain.
    asked: float

    @classmethod
    def load(cls) -> _Headlines:
        about = json.loads((WEIGHTS / "news.json").read_text(encoding="utf-8"))
        weights, offset = np.array(about["weights"]), np.array(about["offset"])
        return cls(tuple(about["classes"]), weights, offset, about["asked"])

    def probabilities(self, inputs: Sequence[ToneInput]) -> Chances:
        rows = np.stack([news_features(item.text) for item in inputs])
        logits = calibrated(rows, np.column_stack([self.weights, self.offset]))
        keys = np.array([is_key(item.subject) for item in inputs])
        asked = np.array([bool(item.subject.strip()) for item in inputs]) & (speaks(rows) | keys)
        logits[asked, self.classes.index(ToneLabel.NEUTRAL)] -= self.asked
        return softmax(logits)


@dataclass(frozen=True, slots=True)
class _Articles:
    """Two scorers: of news as its subject sees it, and by the news alone where nobody asks."""

    classes: tuple[str, ...]
    aimed: AimedTone
    plain: Chances  # classes x (features + 1), the last column an offset
    shared: float  # what the mean over its sentences counts beside `plain`
    absent: float  # added to neutral's logit when a subject is given and never named: hardly news about it
    tuned: TunedAim | None = None

    @classmethod
    def load(cls, tuned: TunedAim | None = None) -> _Articles:
        about = json.loads((WEIGHTS / "articles.json").read_text(encoding="utf-8"))
        plain = np.array(about["plain"])
        return cls(tuple(about["classes"]), AimedTone.load(), plain, about["shared"], about["absent"], tuned)

    def probabilities(self, inputs: Sequence[ToneInput]) -> tuple[Chances, list[Tier]]:
        """Texts x classes, and who read each."""
        read = [self._logits(item) for item in inputs]
        return softmax(np.stack([logits for logits, _ in read])), [tier for _, tier in read]

    def _logits(self, item: ToneInput) -> tuple[Chances, Tier]:
        if item.subject.strip():
            reading = read_towards(item.text, item.subject)
            if reading.named or not is_slug(item.subject):
                return self.towards(reading), self.tier(reading)
        # Nobody asked, or a slug that is no name: its absence says nothing.
        said = np.log(self.aimed.probabilities(read_news(item.text)) + 1e-9)
        plain: Chances = calibrated(news_features(item.text)[None], self.plain)[0] + self.shared * said.mean(axis=0)
        return plain, "A"

    def tier(self, reading: Reading) -> Tier:
        """Who reads it: tier B learned from sentences that name somebody, and reads no others."""
        return "B" if self.tuned and reading.named else "A"

    def towards(self, reading: Reading) -> Chances:
        """Logits of an article from those of its headline and its sentences about the subject."""
        if self.tuned and reading.named:
            said = np.log(self.tuned.probabilities(reading.told, reading.rows) + 1e-9)
        else:
            said = np.log(self.aimed.probabilities(reading.rows) + 1e-9)
        logits: Chances = said.max(axis=0) + STRONGEST
        logits[self.classes.index(ToneLabel.NEUTRAL)] += (0 if reading.named else self.absent) - STRONGEST
        return logits


class ToneModel:
    """Load once, ask often; safe to share between threads. Tier A reads thousands of comments a second, B some 25."""

    def __init__(
        self,
        plain: HashedLinear,
        headlines: _Headlines,
        articles: _Articles,
        tuned: TunedComments | None = None,
    ) -> None:
        self._comments = tuned or plain
        self._comments_tier: Tier = "B" if tuned else "A"
        self._headlines = headlines
        self._articles = articles

    @classmethod
    def load(cls, tier: Tier | None = None) -> ToneModel:
        """The model that ships (one per process): the best that is set up here, or the one asked for.

        Raises OSError when weights are missing, NoBody when tier B is asked for and not set up.
        """
        if tier is None and is_set_up("comments"):
            with suppress(NoBody):
                return _load("B")
        return _load(tier or "A")

    def article_chances(self, texts: Sequence[ToneInput]) -> Chances:
        """The chances of articles, a row a text in the order of `refit.LABELS`: what a head is learned on."""
        if not texts:
            return np.zeros((0, len(LABELS)))
        return self._article_chances(texts)[0]

    def _article_chances(self, texts: Sequence[ToneInput]) -> tuple[Chances, list[Tier]]:
        chances, tiers = self._articles.probabilities(texts)
        return chances[:, [self._articles.classes.index(label) for label in LABELS]], tiers

    def assess(self, texts: Sequence[ToneInput], *, head: ToneHead | None = None) -> list[Tone]:
        """One tone for each text, in order: always the likeliest, `unsure` when its probability is low.

        `head` is what an office's corrections taught (`assess/refit.py`); it is put on articles alone.
        """
        found: list[Tone | None] = [None] * len(texts)
        for kind in ToneKind:
            places = [i for i, item in enumerate(texts) if item.read_as is kind]
            if not places:
                continue
            chances, classes, tiers = self._chances(kind, [texts[i] for i in places], head)
            for i, row, tier in zip(places, chances, tiers, strict=True):
                found[i] = _tone(texts[i], row, classes, tier)
        return [tone for tone in found if tone is not None]

    def _chances(
        self, kind: ToneKind, texts: Sequence[ToneInput], head: ToneHead | None
    ) -> tuple[Chances, tuple[str, ...], list[Tier]]:
        if kind is ToneKind.COMMENT:
            chances = self._comments.probabilities([item.text for item in texts])
            return chances, self._comments.classes, [self._comments_tier] * len(texts)
        if kind is ToneKind.HEADLINE:
            chances, tiers = self._headline_chances(texts)
            return chances, self._headlines.classes, tiers
        shipped, tiers = self._article_chances(texts)
        return head.chances(shipped) if head else shipped, LABELS, tiers

    def _headline_chances(self, texts: Sequence[ToneInput]) -> tuple[Chances, list[Tier]]:
        chances = self._headlines.probabilities(texts)
        tiers: list[Tier] = ["A"] * len(texts)
        for i, item in enumerate(texts):
            if item.subject.strip() and not is_key(item.subject):
                reading = read_towards(item.text, item.subject)
                if reading.named:
                    chances[i] = softmax(self._articles.towards(reading)[None])[0]
                    tiers[i] = self._articles.tier(reading)
        return chances, tiers


def _tone(item: ToneInput, chances: Chances, classes: Sequence[str], tier: Tier) -> Tone:
    silent = not item.text.strip() if item.read_as is ToneKind.COMMENT else not _has_words(item.text)
    if silent:
        return Tone(ToneLabel.NEUTRAL, 1 / 3, unsure=True, tier=tier)
    best = int(chances.argmax())
    score = float(chances[best])
    return Tone(
        ToneLabel(classes[best]),
        score,
        unsure=score < UNSURE_BELOW["towards" if item.towards else item.read_as],
        tier=tier,
    )


def _has_words(text: str) -> bool:
    return any(sign.isalnum() for sign in text[:2000])


@cache
def _load(tier: Tier) -> ToneModel:
    comments, aim = _tuned(tier)
    return ToneModel(HashedLinear.load("comments"), _Headlines.load(), _Articles.load(aim), comments)


def _tuned(tier: Tier) -> tuple[TunedComments | None, TunedAim | None]:
    if tier == "A":
        return None, None
    from kentongan.engine.assess.aimed import load_aimed  # noqa: PLC0415 - start-up time
    from kentongan.engine.assess.comments import load_comments  # noqa: PLC0415

    return load_comments(), load_aimed()
