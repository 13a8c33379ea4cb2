"""Outlets, the sources we read them by, and the articles that came in. Public matter, shared by all units."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Unit
from kentongan.sources.choices import ArticleState, OutletKind, OutletStanding, Problem, SourceKind


class Outlet(models.Model):
    """A medium: a newspaper, site, station, agency, government site or account."""

    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=OutletKind, default=OutletKind.ONLINE)
    domain = models.CharField(_("domain"), max_length=120, unique=True, null=True, blank=True)
    group = models.CharField(_("media group"), max_length=80, blank=True)
    region_code = models.CharField(_("region code"), max_length=13, blank=True)  # "" = national
    standing = models.CharField(
        _("standing"), max_length=16, choices=OutletStanding, default=OutletStanding.UNKNOWN, blank=True
    )
    standing_checked_on = models.DateField(_("checked on"), null=True, blank=True)
    standing_proof = models.URLField(_("proof"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Host(models.Model):
    """Our manners towards one web host: its robots.txt and the pause between two calls."""

    name = models.CharField(max_length=253, unique=True)
    robots = models.TextField(blank=True)
    robots_read_at = models.DateTimeField(null=True)
    pause_s = models.FloatField(default=1.0)
    free_at = models.DateTimeField(null=True)  # no call before this time

    def __str__(self) -> str:
        return self.name


class Source(models.Model):
    """One address of an outlet that is looked at again and again: a feed, a sitemap or an index page."""

    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(_("kind"), max_length=8, choices=SourceKind, default=SourceKind.FEED)
    url = models.URLField(_("address"), max_length=500, unique=True)
    is_active = models.BooleanField(_("active"), default=True)
    interval_s = models.PositiveIntegerField(default=300)  # adapts between the fast floor and a day
    next_fetch_at = models.DateTimeField(null=True, db_index=True)
    leased_until = models.DateTimeField(null=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    content_hash = models.CharField(max_length=64, blank=True)
    last_success_at = models.DateTimeField(null=True)
    last_new_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)  # in a row
    failing_since = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)  # a code; said in plain words by the screen
    problem_detail = models.CharField(max_length=300, blank=True)
    delay_s = models.FloatField(null=True)  # smoothed: published to seen
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["outlet__name", "url"]

    def __str__(self) -> str:
        return self.url

    @property
    def problem_words(self) -> str:
        """What is wrong, as a clause that follows the outlet's name; empty when nothing is."""
        return problem_words(self.problem)


def problem_words(code: str) -> str:
    """Return the words for a `Problem` code; a code of a later version of this house is shown as it is."""
    return str(Problem(code).label) if code in Problem else code


class SourceDay(models.Model):
    """What a source gave on one day (UTC): the base of "items a day" and of the silence notice."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    items = models.PositiveIntegerField(default=0)
    errors = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "day"], name="sources_day_once")]


class ArticleQuerySet(models.QuerySet["Article"]):
    def listed(self) -> Self:
        """Return rows without their long text, for lists."""
        return self.defer("body").select_related("outlet")


class Article(models.Model):
    """One text as one outlet published it. Times are UTC; `published_at` is never later than `seen_at`."""

    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="articles")
    source = models.ForeignKey(Source, on_delete=models.SET_NULL, null=True, related_name="articles")
    url = models.URLField(_("address"), max_length=2000, blank=True)
    url_key = models.CharField(max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=500)
    summary = models.TextField(_("summary"), blank=True)
    authors = models.CharField(_("by"), max_length=300, blank=True)
    language = models.CharField(max_length=8, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_known = models.BooleanField(default=True)  # False: the outlet gave no usable time, we took ours
    seen_at = models.DateTimeField(_("seen"))
    ready_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=ArticleState, default=ArticleState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)  # why there is no full text
    place = models.CharField(_("page or time"), max_length=60, blank=True)  # "hlm. 3", "18.30 WIB"
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    picture = models.FileField(_("picture or PDF"), upload_to="articles/%Y/%m", blank=True)
    # Behind the rest, so that SQLite reads a row's short columns without walking its overflow pages.
    body = models.TextField(_("text"), blank=True)
    # Told without a time (a printed page): `published_at` is then the day's first minute where it was entered.
    published_on = models.DateField(_("published on"), null=True, blank=True)
    entered_in = models.ForeignKey(  # for which unit a person entered it
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="sources_article_time"),
            models.Index(fields=["outlet", "-published_at", "-id"], name="sources_article_outlet"),
            models.Index(
                fields=["-published_at", "-id"], condition=models.Q(state="waiting"), name="sources_article_waiting"
            ),
            models.Index(
                fields=["entered_in", "-seen_at"],
                condition=models.Q(entered_in__isnull=False),
                name="sources_article_entered",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def problem_words(self) -> str:
        """Why there is no full text, as a clause that follows the outlet's name; empty when there is."""
        return problem_words(self.problem)

    @property
    def is_entered(self) -> bool:
        """Whether a person brought it by its address; no source did."""
        return bool(self.url) and self.source_id is None and bool(self.entered_in_id or self.entered_by_id)

    @property
    def when(self) -> date | datetime:
        """When it came out, as far as it was told: the moment, or the day alone."""
        return self.published_on or self.published_at

    @property
    def paragraphs(self) -> list[str]:
        """The text in its paragraphs."""
        return [part for part in self.body.split("\n\n") if part.strip()]

    @property
    def is_partial(self) -> bool:
        """Whether some page of it, of several, is missing from its text."""
        return self.problem == Problem.PART


class ArticlePart(models.Model):
    """A page after the first of an article that its outlet spread over several; its text stands in the article's.

    Waiting while it has neither been read nor met a problem.
    """

    WHOLE = 0  # the number of a page that has all of the article

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    url = models.URLField(max_length=2000)
    read_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=40, blank=True)  # why it is missing

    class Meta:
        ordering = ["article", "number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="sources_part_once")]

    def __str__(self) -> str:
        return self.url
