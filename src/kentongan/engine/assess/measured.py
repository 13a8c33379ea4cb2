"""How often the machine is right on sets anyone may look at: the figures of docs/models.md that screens show.

One line a figure, with the heading and the row of docs/models.md where it stands; a test holds the two together. What
nobody measured stands here too, so that a screen can say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from kentongan.engine.assess.tone import Tier


class Stage(StrEnum):
    """What the machine said something about."""

    TONE = "tone"  # of news towards an institution
    COMMENTS = "comments"
    STORIES = "stories"
    COPIES = "copies"
    NAMES = "names"
    QUOTES = "quotes"
    PHRASES = "phrases"


class Measure(StrEnum):
    """What a figure counts; each lies between 0 and 1."""

    RIGHT = "right"  # share of all texts answered rightly
    NEGATIVE_SAID = "negative_said"  # share of the texts called negative that are
    NEGATIVE_FOUND = "negative_found"  # share of the negative texts that were called so
    MACRO_F1 = "macro_f1"
    B_CUBED = "b_cubed"
    SPANS_F1 = "spans_f1"  # of exact spans
    RECALL = "recall"
    PRECISION = "precision"
    DIRECT_F1 = "direct_f1"  # of spans in quotation marks
    REPORTED_F1 = "reported_f1"  # of sentences of reported speech
    SPEAKERS = "speakers"  # share of the found words whose speaker is right


class Dataset(StrEnum):
    """What a figure was measured on; docs/models.md says where each comes from and who labelled it."""

    ARTICLES = "articles"  # 150 of kompas, tribunnews and detik, labelled once by a language model
    SENTENCES = "sentences"  # about an institution, read twice blind by language models
    SMSA = "IndoNLU SmSA"
    EVENTS = "gold_events_clickid"
    REUSE = "reuse"  # articles of the corpus, partly rewritten
    NEWS_NAMES = "IDNer-News-2k"
    QUOTES = "quotes"  # 59 articles read twice by one language model


@dataclass(frozen=True, slots=True)
class Measured:
    """One figure: `value` of `measure` on `count` pieces of `dataset`. `heading` and `row` say where docs tell it."""

    stage: Stage
    measure: Measure
    value: float
    dataset: Dataset
    count: int | None
    measured_on: date
    heading: str
    row: str
    written: str  # the figure as the docs write it
    tier: Tier = "A"


_NOV = date(2026, 11, 30)
_ARTICLES = "150 articles that only measure"
_SENTENCES = "923 test sentences"
_QUOTES = "test, now (names mended, degrees left out)"

MEASURED: Final = (
    Measured(Stage.TONE, Measure.RIGHT, 0.83, Dataset.ARTICLES, 150, _NOV, "Figures", "right, of 100", "83"),
    Measured(
        Stage.TONE, Measure.NEGATIVE_SAID, 7 / 12, Dataset.ARTICLES, 12, _NOV, "Figures",
        "negative: found of 15 / right of those said", "7 of 12",
    ),
    Measured(
        Stage.TONE, Measure.NEGATIVE_FOUND, 7 / 15, Dataset.ARTICLES, 15, _NOV, "Figures",
        "negative: found of 15 / right of those said", "7 / 7",
    ),
    Measured(Stage.TONE, Measure.MACRO_F1, 0.644, Dataset.ARTICLES, 150, _NOV, "Figures", _ARTICLES, "0.644"),
    Measured(Stage.TONE, Measure.MACRO_F1, 0.643, Dataset.SENTENCES, 923, _NOV, "Figures", _SENTENCES, "0.643"),
    Measured(
        Stage.COMMENTS, Measure.MACRO_F1, 0.857, Dataset.SMSA, 12_260, _NOV, "Tone of comments",
        "SmSA train + valid, 5-fold", "0.857",
    ),
    Measured(
        Stage.COMMENTS, Measure.MACRO_F1, 0.903, Dataset.SMSA, 1_226, _NOV, "Comments",
        "a tenth of SmSA held back, 1,226 texts", "0.903", tier="B",
    ),
    Measured(
        Stage.STORIES, Measure.B_CUBED, 0.923, Dataset.EVENTS, 294, _NOV, "Stories", "gold, the whole day fed",
        "0.923",
    ),
    Measured(
        Stage.COPIES, Measure.RECALL, 0.943, Dataset.REUSE, None, _NOV, "Copies", "found, 30 of 100 of the text kept",
        "0.943",
    ),
    Measured(
        Stage.COPIES, Measure.PRECISION, 0.996, Dataset.REUSE, None, _NOV, "Copies", "right of those said", "0.996",
    ),
    Measured(
        Stage.NAMES, Measure.SPANS_F1, 0.849, Dataset.NEWS_NAMES, 367, _NOV, "Names (persons, organisations, places)",
        "IDNer-News-2k dev (367 sentences)", "0.849",
    ),
    Measured(
        Stage.NAMES, Measure.SPANS_F1, 0.917, Dataset.NEWS_NAMES, 367, _NOV, "Names", "... **stacked**",
        "0.917", tier="B",
    ),
    Measured(
        Stage.QUOTES, Measure.SPEAKERS, 0.881, Dataset.QUOTES, 302, _NOV, "Quotes and speakers", _QUOTES, "0.881",
    ),
    Measured(
        Stage.QUOTES, Measure.DIRECT_F1, 0.984, Dataset.QUOTES, 154, _NOV, "Quotes and speakers", _QUOTES, "0.984",
    ),
    Measured(
        Stage.QUOTES, Measure.REPORTED_F1, 0.956, Dataset.QUOTES, 148, _NOV, "Quotes and speakers", _QUOTES, "0.956",
    ),
)  # fmt: skip

UNMEASURED: Final = (Stage.PHRASES,)
"""Stages without a figure yet: nothing was labelled to measure them by."""


def figures_of(stage: Stage) -> tuple[Measured, ...]:
    """Return what was measured of a stage, the plainest figure first."""
    return tuple(figure for figure in MEASURED if figure.stage is stage)
