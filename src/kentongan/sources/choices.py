"""Words with a fixed meaning in this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutletKind(models.TextChoices):
    ONLINE = "online", _("Online")
    PRINT = "print", _("Print")
    TV = "tv", _("Television")
    RADIO = "radio", _("Radio")
    AGENCY = "agency", _("News agency")
    GOVERNMENT = "government", _("Government")
    BLOG = "blog", _("Blog")
    SOCIAL = "social", _("Social media")


class OutletStanding(models.TextChoices):
    """Verification by the Press Council (Rule 01/Peraturan-DP/I/2023). It can vanish: kept with the date checked."""

    UNKNOWN = "", _("Not checked")
    NONE = "none", _("Not verified")
    ADMINISTRATIVE = "administrative", _("Verified administratively")
    FACTUAL = "factual", _("Verified factually")


class SourceKind(models.TextChoices):
    FEED = "feed", _("Feed (RSS, Atom, JSON Feed)")
    SITEMAP = "sitemap", _("News sitemap")
    INDEX = "index", _("Index page")


class ArticleState(models.TextChoices):
    """WAITING: its page is still to be read. READY: as complete as it will get; announced to the rooms downstream."""

    WAITING = "waiting", _("Waiting for its text")
    READY = "ready", _("Ready")
