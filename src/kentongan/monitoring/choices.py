"""Words with a fixed meaning in this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Relevance(models.TextChoices):
    NEW = "new", _("Not looked at")
    RELEVANT = "relevant", _("Relevant")
    IRRELEVANT = "irrelevant", _("Not ours")


class ToneChoice(models.TextChoices):
    POSITIVE = "positive", _("Positive")
    NEUTRAL = "neutral", _("Neutral")
    NEGATIVE = "negative", _("Negative")
