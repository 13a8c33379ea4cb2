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


class Problem(models.TextChoices):
    """What can go wrong with a source or a page, as a clause that follows the outlet's name ("Kabar Serayu ...")."""

    NO_ANSWER = "no_answer", _("does not answer")
    NO_HOST = "no_host", _("cannot be found under this address")
    NOT_SECURE = "not_secure", _("has a certificate that cannot be trusted")
    REFUSES = "refuses", _("does not let us in")
    GONE = "gone", _("has nothing at this address any more")
    TOO_MANY = "too_many", _("asks us to come less often")
    SERVER_ERROR = "server_error", _("answers with an error of its own")
    ODD_ANSWER = "odd_answer", _("answers in a way we cannot read")
    TOO_BIG = "too_big", _("sends more than we take")
    TOO_SLOW = "too_slow", _("answers too slowly")
    REDIRECTS = "redirects", _("sends us round in circles")
    ELSEWHERE = "elsewhere", _("sends us on to another site")
    PRIVATE = "private", _("leads to an address that is not public")
    BAD_ADDRESS = "bad_address", _("has an address that cannot be called")
    ROBOTS = "robots", _("does not want machines here (robots.txt)")
    NO_FEED = "no_feed", _("sends no feed that can be read")
    NO_TEXT = "no_text", _("shows no article text on this page")
    PART = "part", _("did not give every page of this article")
    CRASHED = "crashed", _("has a page that stopped the reading more than once")
    STORAGE = "storage", _("was read, but our own storage did not take it")
    INTERNAL = "internal", _("was hit by an error of ours")
