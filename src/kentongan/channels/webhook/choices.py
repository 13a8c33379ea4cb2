"""Words with a fixed meaning in this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.TextChoices):
    MENTIONS_FOUND = "mentions_found", _("New mentions")
    BRIEF_SENT = "brief_sent", _("Brief sent")


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DONE = "done", _("Delivered")
    FAILED = "failed", _("Given up")
