"""Words with a fixed meaning in this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.engine.assess.measured import Dataset, Measure, Stage


class Relevance(models.TextChoices):
    NEW = "new", _("Not looked at")
    RELEVANT = "relevant", _("Relevant")
    IRRELEVANT = "irrelevant", _("Not ours")


class ToneChoice(models.TextChoices):
    POSITIVE = "positive", _("Positive")
    NEUTRAL = "neutral", _("Neutral")
    NEGATIVE = "negative", _("Negative")


STAGE_WORDS = {
    Stage.TONE: _("Tone of news towards an institution"),
    Stage.COMMENTS: _("Tone of comments"),
    Stage.STORIES: _("Articles gathered into stories"),
    Stage.COPIES: _("Copies of a text"),
    Stage.NAMES: _("Names of people, bodies and places"),
    Stage.QUOTES: _("Who is quoted"),
    Stage.PHRASES: _("What a story is about, in phrases"),
}
MEASURE_WORDS = {
    Measure.RIGHT: _("right, of all texts"),
    Measure.NEGATIVE_SAID: _("really negative, of those called negative"),
    Measure.NEGATIVE_FOUND: _("found, of those that are negative"),
    Measure.MACRO_F1: _("macro-F1, the three tones weighted alike"),
    Measure.B_CUBED: _("B-cubed F1"),
    Measure.SPANS_F1: _("F1, from the first letter to the last"),
    Measure.RECALL: _("found, three tenths of the text kept"),
    Measure.PRECISION: _("right, of those said"),
    Measure.DIRECT_F1: _("F1, words in quotation marks"),
    Measure.REPORTED_F1: _("F1, reported speech"),
    Measure.SPEAKERS: _("right speaker, of the words found"),
}
"""What the figures of docs/models.md are called on the page."""

DATASET_WORDS = {
    Dataset.ARTICLES: _("articles of three outlets"),
    Dataset.SENTENCES: _("sentences about an institution, read twice"),
    Dataset.SMSA: _("comments, IndoNLU SmSA"),
    Dataset.EVENTS: _("articles of one day, CLICK-ID"),
    Dataset.REUSE: _("articles partly rewritten by a program"),
    Dataset.QUOTES: _("utterances in 59 articles"),
    Dataset.NEWS_NAMES: _("sentences of news, IDNer-News-2k"),
}
