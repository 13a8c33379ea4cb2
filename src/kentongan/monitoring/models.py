"""Watch queries, mentions, stories, and the decisions people made about them."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Institution, Unit, User
from kentongan.common.tenancy import UnitScopedQuerySet
from kentongan.monitoring.choices import Relevance, ToneChoice
from kentongan.sources.models import Article, Outlet


class WatchQuery(models.Model):
    """What a unit listens for, in the query language of the engine. `@name` stands for a shared list of terms."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="watch_queries")
    name = models.CharField(_("name"), max_length=80)
    text = models.TextField(_("query"), max_length=20_000)
    is_active = models.BooleanField(_("active"), default=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    backfilled_at = models.DateTimeField(null=True)  # when the last seven days were searched with it

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="monitoring_query_name_once")]

    def __str__(self) -> str:
        return self.name


class TermList(models.Model):
    """A named list of terms, shared by the unit's queries and by all units below it."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="term_lists")
    name = models.SlugField(_("name"), max_length=40)
    terms = models.TextField(_("terms, one a line"))
    changed_at = models.DateTimeField()

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="monitoring_terms_name_once")]

    def __str__(self) -> str:
        return self.name


class Arrival(models.Model):
    """An article that waits to be matched: written as it is stored, deleted in the transaction that absorbs it."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="arrival")
    is_backfill = models.BooleanField(default=False)  # found by looking back: waits behind what is new
    tries = models.PositiveSmallIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)  # what went wrong at the last try, for the health page

    class Meta:
        ordering = ["is_backfill", "pk"]


class Lane(models.Model):
    """Who absorbs now: one process at a time, for the grouping needs one memory. The lease runs out with its holder."""

    name = models.CharField(max_length=20, unique=True)
    holder = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)


class Grouping(models.Model):
    """The state of an institution's stories as a number: whoever changes who stands where raises it.

    A worker that grouped against an older number must not write: it reads the rows anew and tries again.
    """

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveBigIntegerField(default=0)


class Backfill(models.Model):
    """A look back with a new or changed query: how far it has come, and what it found.

    It walks the archive forward from `since` in slices of time (`done` of `total`), and leaves an `Arrival` for every
    article that matches.
    """

    query = models.OneToOneField(WatchQuery, on_delete=models.CASCADE, related_name="backfill")
    since = models.DateTimeField()
    until = models.DateTimeField()
    reached_at = models.DateTimeField()
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]

    @property
    def days(self) -> int:
        """How many days it looks back."""
        return (self.until - self.since).days

    @property
    def days_done(self) -> int:
        """How many of them are through."""
        return (self.reached_at - self.since).days


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: User) -> Self:
        """Return the stories in which a unit that `user` sees has a mention, also those that went on in one."""
        living = Coalesce(models.OuterRef("merged_into"), models.OuterRef("pk"))
        mine = Mention.objects.filter(story=living, unit__in=user.visible_units().values("pk"))
        return self.filter(models.Exists(mine))


class Story(models.Model):
    """Articles about one event or matter, in the eyes of one institution. Its id never changes."""

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="stories")
    title = models.CharField(_("title"), max_length=500)
    titled_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    merged_into = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="merged_from")
    created_at = models.DateTimeField()

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at"]
        indexes = [models.Index(fields=["institution", "-last_at"], name="monitoring_story_last")]

    def __str__(self) -> str:
        return self.title


class StoryMember(models.Model):
    """That an article stands in a story: placed by the machine, or by a person whose word the grouping then respects.

    `original` is the earlier article whose text this one copies; `similarity` the share (0-1) of that text found here.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="members")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="story_members")
    original = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="copies")
    similarity = models.FloatField(null=True)
    published_at = models.DateTimeField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    placed_at = models.DateTimeField()

    class Meta:
        ordering = ["published_at"]
        constraints = [models.UniqueConstraint(fields=["institution", "article"], name="monitoring_member_once")]
        indexes = [models.Index(fields=["story", "published_at"], name="monitoring_member_time")]


class KeptApart(models.Model):
    """A person's word that an article does not belong to a story; no later grouping undoes it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="kept_apart")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["story", "article"], name="monitoring_apart_once")]


class Tag(models.Model):
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(_("name"), max_length=40)

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="monitoring_tag_once")]

    def __str__(self) -> str:
        return self.name


class Mention(models.Model):
    """That an article concerns a unit, and what people made of it.

    The machine's word (`tone_machine`, `tone_score`, `tone_unsure`) and the person's (`tone` with `tone_by`) are both
    kept; `tone` is the one that counts. `version` rises with every change: two people cannot overwrite each other.
    Outlet, time, story and original are copied here from their rows, so that lists need one index and no join.
    """

    # db_index=False: an index below begins with it already, and each one more makes absorbing slower.
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="mentions", db_index=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="mentions")
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="+")
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="mentions", db_index=False)
    original = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+", db_index=False)
    published_at = models.DateTimeField()
    seen_at = models.DateTimeField()  # when it became visible as a mention
    relevance = models.CharField(max_length=10, choices=Relevance, default=Relevance.NEW)
    relevance_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    tone = models.CharField(max_length=8, choices=ToneChoice, default=ToneChoice.NEUTRAL)
    tone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    tone_machine = models.CharField(max_length=8, choices=ToneChoice, default=ToneChoice.NEUTRAL)
    tone_score = models.FloatField(default=0)
    tone_unsure = models.BooleanField(default=False)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="assigned_mentions"
    )
    note = models.TextField(_("note"), blank=True, max_length=4000)
    version = models.PositiveIntegerField(default=1)
    queries = models.ManyToManyField(WatchQuery, related_name="mentions")
    tags = models.ManyToManyField(Tag, related_name="mentions", blank=True)

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["unit", "article"], name="monitoring_mention_once")]
        indexes = [
            models.Index(fields=["unit", "-published_at", "-id"], name="monitoring_mention_time"),
            models.Index(fields=["unit", "-seen_at"], name="monitoring_mention_seen"),
            # Holds all that counting needs, so that totals and charts never touch the rows themselves.
            models.Index(
                fields=["unit", "published_at", "relevance", "tone", "story", "outlet", "original", "article"],
                name="monitoring_mention_figures",
            ),
            # The same for the figures of stories and for a story's page, in whose order it stands.
            models.Index(
                fields=["story", "unit", "published_at", "id", "relevance", "tone", "outlet", "original", "article"],
                name="monitoring_mention_story",
            ),
            # The copies under a text. Only copies stand in it: a third of all.
            models.Index(
                fields=["original", "unit", "relevance"],
                condition=Q(original__isnull=False),
                name="monitoring_mention_copies",
            ),
            models.Index(
                fields=["assigned_to", "-published_at"],
                condition=Q(assigned_to__isnull=False),
                name="monitoring_mention_assigned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.article_id}"


class Triage(models.Model):
    """One thing a person did to one or many mentions, with what stood there before: what "Undo" reads.

    `before` maps a mention's id to `[version it had afterwards, {field: former value}]`.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField()
    undone_at = models.DateTimeField(null=True)


class ToneCheck(models.Model):
    """A mention drawn at random to be toned by a person who does not see the machine's word.

    Such decisions alone say how often the machine is right: people correct what is wrong more often than they confirm
    what is right. It is answered when the mention's tone is a person's.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    mention = models.OneToOneField(Mention, on_delete=models.CASCADE, related_name="tone_check")
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    drawn_at = models.DateTimeField()
    skipped_at = models.DateTimeField(null=True)  # nobody could say; counted among the drawn, not among the answered

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["drawn_at", "pk"]


class ToneTuneQuerySet(models.QuerySet["ToneTune"]):
    def visible_to(self, user: User) -> Self:
        """Return what was learned for the institutions whose first unit `user` sees."""
        return self.filter(institution__in=user.visible_units().filter(depth=1).values("institution"))

    def used(self, institution: int) -> Self:
        """Return what an institution (id) tones with now: one row or none."""
        return self.filter(institution=institution, adopted_at__isnull=False, left_at__isnull=True)


class ToneTune(models.Model):
    """A light head learned from an institution's decisions on tone (`engine/assess/refit.py`), used or not.

    `head` holds its four numbers, `before` and `after` how right the shipped words and the tuned ones were on texts the
    head had not seen: share of texts, macro-F1 and log loss. One is used at a time; mentions seen from `adopted_at` to
    `left_at` are toned with it, and keep the word they got.
    """

    institution = models.ForeignKey(Institution, on_delete=models.CASCADE, related_name="tone_tunes")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    texts = models.PositiveIntegerField()
    measured = models.PositiveIntegerField()
    is_random = models.BooleanField()  # measured on texts drawn at random
    head = models.JSONField()
    before = models.JSONField()
    after = models.JSONField()
    helps = models.BooleanField()
    adopted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    left_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    left_at = models.DateTimeField(null=True)

    objects = ToneTuneQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"],
                condition=Q(adopted_at__isnull=False, left_at__isnull=True),
                name="monitoring_one_tune_used",
            )
        ]

    @property
    def is_used(self) -> bool:
        """Whether new mentions are toned with it."""
        return self.adopted_at is not None and self.left_at is None


class Quote(models.Model):
    """Something said in an article, found by the machine. `start` and `end` are code points of the article's body."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="quotes")
    speaker = models.CharField(max_length=150)
    text = models.TextField()
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    is_direct = models.BooleanField(default=True)

    class Meta:
        ordering = ["article", "start"]


class Look(models.Model):
    """When a person last looked at a unit's day: the amber line on the charts, and what "new" means."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="looks")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()  # the present look
    previous_at = models.DateTimeField(null=True)  # the one before: the line is drawn here

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "unit"], name="monitoring_look_once")]
