"""Releases while they are written: the working copy, its kept versions, files, numbers, remarks."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Institution, Unit
from kentongan.common.tenancy import UnitScopedQuerySet
from kentongan.newsroom.choices import AssetKind, Kind, Language, Stage, VersionReason


class Topic(models.Model):
    """A subject under which an institution's releases are filed and followed."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="topics")
    name = models.CharField(_("topic"), max_length=60)
    name_en = models.CharField(_("topic in English"), max_length=60, blank=True)
    slug = models.SlugField(_("address"), max_length=60)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["institution", "slug"], name="newsroom_topic_once")]

    def __str__(self) -> str:
        return self.name


class Release(models.Model):
    """A statement of the institution, from the empty page on. Its text while it is written is `draft`.

    `draft` is `rules.content.Content` as JSON. `revision` rises with every save: whoever saves names the revision they
    began from, so that two writers cannot overwrite each other. What was approved and published are versions.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="releases")
    kind = models.CharField(_("type"), max_length=20, choices=Kind, default=Kind.PRESS_RELEASE)
    language = models.CharField(_("language"), max_length=3, choices=Language, default=Language.INDONESIAN)
    # Languages of one statement point to the one it was first written in.
    translation_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="translations"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    is_urgent = models.BooleanField(_("urgent lane"), default=False)
    number = models.CharField(_("number"), max_length=100, blank=True)
    title = models.CharField(_("headline"), max_length=300, blank=True)  # of the draft, for lists
    draft = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=1)
    wanted_at = models.DateTimeField(_("to be published at"), null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField()

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        indexes = [models.Index(fields=["unit", "-saved_at"], name="newsroom_release_saved")]

    def __str__(self) -> str:
        return self.title or self.number


class ReleaseVersion(models.Model):
    """A kept state of a text, never changed. `sha256` is that of `rules.content.canonical(content)`."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="versions")
    sequence = models.PositiveIntegerField()  # "draft 7"
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=10, choices=VersionReason, default=VersionReason.SAVED)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-sequence"]
        constraints = [models.UniqueConstraint(fields=["release", "sequence"], name="newsroom_version_once")]


class Presence(models.Model):
    """That somebody has a text open for writing now: two writers are told of each other."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "user"], name="newsroom_presence_once")]


class PassageComment(models.Model):
    """A remark on a passage of a text. `passage` is the exact words it was tied to; empty: on the whole."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="comments")
    version = models.ForeignKey(ReleaseVersion, null=True, on_delete=models.SET_NULL, related_name="comments")
    passage = models.CharField(max_length=500, blank=True)
    text = models.TextField(_("comment"), max_length=2000)
    answer_to = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["at", "pk"]


class Asset(models.Model):
    """A file in the hands of a unit's writers. It lies under its SHA-256; what is public follows from publications.

    Pictures are re-encoded on arrival (no metadata, no scripts) and have renditions: `{width: {"format": sha256}}`.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="assets")
    kind = models.CharField(max_length=10, choices=AssetKind)
    name = models.CharField(_("file name"), max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    renditions = models.JSONField(default=dict)
    alt = models.CharField(_("alternative text"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=150, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-added_at"]
        indexes = [models.Index(fields=["sha256"], name="newsroom_asset_sha")]

    def __str__(self) -> str:
        return self.name


class ReleaseTemplate(models.Model):
    """A text to start from, for one type or any, of a unit and those below it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="release_templates")
    kind = models.CharField(_("type"), max_length=20, choices=Kind, blank=True)
    name = models.CharField(_("name"), max_length=80)
    content = models.JSONField(default=dict)
    changed_at = models.DateTimeField()

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="newsroom_template_once")]

    def __str__(self) -> str:
        return self.name


class NumberPattern(models.Model):
    """How a unit numbers releases: `No. {sequence}/PIH/KOMINFO/{month}/{year}`. Without one the unit above rules."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="number_patterns")
    kind = models.CharField(_("type"), max_length=20, choices=Kind, blank=True)  # empty: every type
    pattern = models.CharField(_("numbering"), max_length=80)
    changed_at = models.DateTimeField()

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "kind"]
        constraints = [models.UniqueConstraint(fields=["unit", "kind"], name="newsroom_pattern_once")]


class ReleaseNumber(models.Model):
    """A number that was given: never to another text, even when the first is dropped.

    The running number counts within the unit whose pattern was used, the type the pattern is for, and the year.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, blank=True)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveIntegerField(null=True)  # None: came with the archive
    number = models.CharField(max_length=100)
    release = models.ForeignKey(Release, null=True, on_delete=models.SET_NULL, related_name="numbers")
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["institution", "number"], name="newsroom_number_once"),
            models.UniqueConstraint(
                fields=["unit", "kind", "year", "sequence"],
                condition=Q(sequence__isnull=False),
                name="newsroom_sequence_once",
            ),
        ]
