"""What the public has: editions with their time, their signature, their corrections."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Institution, Unit
from kentongan.common.tenancy import UnitScopedQuerySet
from kentongan.newsroom.choices import Change, Kind, Language
from kentongan.newsroom.models.writing import Asset, Release, ReleaseVersion, Topic


class PublicationQuerySet(UnitScopedQuerySet):
    def public(self, now: datetime) -> Self:
        """Return the editions whose hour has come. Every public page, feed, search and file goes through this."""
        return self.filter(publish_at__lte=now, cancelled_at__isnull=True)

    def current(self, now: datetime) -> Self:
        """Return of each public release the latest public edition."""
        newer = Publication.objects.public(now).filter(
            release=models.OuterRef("release"), edition__gt=models.OuterRef("edition")
        )
        return self.public(now).filter(~models.Exists(newer))


class Publication(models.Model):
    """One edition of a release as the public has it: exact, signed, never changed afterwards.

    It is public when `publish_at <= now` and it was not cancelled before: no job has to run. A later edition of the
    same release corrects or updates it; a `Withdrawal` of the release takes all editions back, and they stay readable.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="publications", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="publications", db_index=False)
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="publications", db_index=False)
    version = models.ForeignKey(ReleaseVersion, on_delete=models.PROTECT, related_name="publications")
    edition = models.PositiveSmallIntegerField(default=1)
    change = models.CharField(max_length=10, choices=Change, default=Change.FIRST)
    kind = models.CharField(_("type"), max_length=20, choices=Kind)
    language = models.CharField(_("language"), max_length=3, choices=Language)
    number = models.CharField(_("number"), max_length=100)
    title = models.CharField(_("headline"), max_length=300)
    lead = models.TextField(blank=True)
    slug = models.SlugField(max_length=120)
    text = models.TextField()  # the whole exact text: rules.content.text_of; what is signed and verified
    sha256 = models.CharField(max_length=64)  # of the content that was approved
    topics = models.ManyToManyField(Topic, related_name="publications", blank=True)
    publish_at = models.DateTimeField(_("published"))
    is_embargoed = models.BooleanField(_("under embargo until then"), default=False)
    cancelled_at = models.DateTimeField(null=True)  # taken back before its hour
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    # The same for all editions of a release, so that a printed code outlives a correction.
    short_code = models.CharField(max_length=12, db_index=True)  # kpp.example/r/k7f2q
    spoken_code = models.CharField(max_length=60)  # "bambu laut tujuh"
    payload = models.TextField()  # the signed bytes: rules.signing.payload_of
    signature = models.CharField(max_length=88)  # Ed25519, base64
    kid = models.CharField(max_length=40)
    # What the page says beside its downloads; None: nobody has made them yet. No part of what is signed.
    pdf_size = models.PositiveIntegerField(null=True)
    docx_size = models.PositiveIntegerField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        ordering = ["-publish_at", "-pk"]
        constraints = [
            # An edition stopped before its hour was never seen: its place is taken again.
            models.UniqueConstraint(
                fields=["release", "edition"], condition=Q(cancelled_at=None), name="newsroom_edition_once"
            )
        ]
        indexes = [
            models.Index(fields=["institution", "-publish_at", "-id"], name="newsroom_public_time"),
            models.Index(fields=["unit", "-publish_at", "-id"], name="newsroom_public_unit"),
            models.Index(fields=["institution", "number"], name="newsroom_public_number"),
            models.Index(fields=["spoken_code"], name="newsroom_public_spoken"),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    def is_public(self, now: datetime) -> bool:
        return self.cancelled_at is None and self.publish_at <= now


class PublicationAsset(models.Model):
    """A file of an edition. A file may be fetched by the public only through one of these, of a public edition."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="assets")
    asset = models.ForeignKey(Asset, on_delete=models.PROTECT, related_name="publications")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["publication", "asset"], name="newsroom_public_asset_once")]


class Correction(models.Model):
    """A line of the public register of our own corrections: what was wrong, since when, who was told."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="corrections")
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="correction")  # the new one
    was_wrong = models.TextField(_("what was wrong"), max_length=1000)
    is_right = models.TextField(_("what is right"), max_length=1000)
    wrong_since = models.DateTimeField(_("wrong since"))
    told = models.CharField(_("who was told"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]


class Withdrawal(models.Model):
    """That a release was taken back: signed as an edition is, so that a copy held offline can be told of it."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="withdrawal")
    why = models.TextField(_("reason, shown to the public"), max_length=1000)
    told = models.CharField(_("who was told"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    payload = models.TextField()
    signature = models.CharField(max_length=88)
    kid = models.CharField(max_length=40)

    class Meta:
        ordering = ["-at"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="newsroom_withdrawal_says_why")]


class EmbargoPass(models.Model):
    """That one accepted recipient may read an edition before its hour. Only the token's hash is kept."""

    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="passes")
    name = models.CharField(_("name"), max_length=150)
    outlet = models.CharField(_("outlet"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name"]
