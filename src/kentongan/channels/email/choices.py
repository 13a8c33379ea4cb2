"""Words with a fixed meaning in this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Security(models.TextChoices):
    STARTTLS = "starttls", _("STARTTLS (usual, port 587)")
    TLS = "tls", _("TLS (port 465)")
    NONE = "none", _("None (inside the office network only)")


class MailState(models.TextChoices):
    """UNCLEAR: the line broke after the text was handed over; a person decides, for it must not go out twice."""

    WAITING = "waiting", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    UNCLEAR = "unclear", _("Unclear")
    FAILED = "failed", _("Failed")
