"""The public's side: followers, the agenda, counters without cookies, forgeries that people report."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Institution, Unit
from kentongan.common.tenancy import UnitScopedQuerySet
from kentongan.newsroom.choices import Verdict
from kentongan.newsroom.models.publishing import Publication
from kentongan.newsroom.models.writing import Topic


class Emblem(models.Model):
    """An institution's own sign: on its public pages, its letterhead and its cards. A PNG, written anew from pixels."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="emblem")
    sha256 = models.CharField(max_length=64)  # for paper
    small_sha256 = models.CharField(max_length=64)  # for pages
    width = models.PositiveSmallIntegerField()  # of the small one
    height = models.PositiveSmallIntegerField()
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()


class AgendaItem(models.Model):
    """Something that will happen and that the press and the public may know of."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="agenda_items")
    title = models.CharField(_("title"), max_length=200)
    place = models.CharField(_("place"), max_length=200, blank=True)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True)
    for_press = models.BooleanField(_("open to the press"), default=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)
    publish_at = models.DateTimeField(_("shown from"))
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return self.title


class PressContact(models.Model):
    """Whom journalists may call at a unit, as the newsroom's page of contacts shows it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="press_contacts")
    name = models.CharField(_("name"), max_length=150)
    post = models.CharField(_("post"), max_length=150, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    hours = models.CharField(_("when to call"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class Follower(models.Model):
    """An address that wants to hear of new releases, once its owner confirmed (double opt-in, UU 27/2022 art. 20)."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="followers")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.CASCADE, related_name="followers")
    topic = models.ForeignKey(Topic, null=True, blank=True, on_delete=models.CASCADE, related_name="followers")
    email = models.EmailField(_("e-mail"))
    language = models.CharField(max_length=5, default="id")
    token_hash = models.CharField(max_length=64, unique=True)  # confirms, and leaves
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    told_until = models.DateTimeField(null=True)  # editions public after this are still to be told

    class Meta:
        constraints = [
            # Coalesce: to a database two missing units are two different ones.
            models.UniqueConstraint(
                "institution", Coalesce("unit", 0), Coalesce("topic", 0), "email", name="newsroom_follower_once"
            )
        ]


class ViewCount(models.Model):
    """How often a release's page was read on a day (UTC). Counted without cookies and without keeping who."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="view_counts")
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication", "day"], name="newsroom_views_once")]


class VerdictCount(models.Model):
    """How often the verifier gave an answer about an edition (or none) in an hour. The pasted text is not kept."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="verdict_counts")
    publication = models.ForeignKey(Publication, null=True, on_delete=models.CASCADE, related_name="verdict_counts")
    hour = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "institution", Coalesce("publication", 0), "hour", "verdict", name="newsroom_verdict_once"
            )
        ]


class ForgeryReport(models.Model):
    """A text that somebody ticked "report this" for, kept for the office until `delete_on`."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="forgery_reports")
    publication = models.ForeignKey(Publication, null=True, on_delete=models.SET_NULL, related_name="forgery_reports")
    verdict = models.CharField(max_length=10, choices=Verdict)
    text = models.TextField(max_length=20_000)
    seen_where = models.CharField(_("where you saw it"), max_length=200, blank=True)
    at = models.DateTimeField()
    delete_on = models.DateField()
    handled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at"]
