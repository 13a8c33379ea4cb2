"""What people decide about stories: their names, what belongs together and what does not. The grouping respects it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Min
from django.utils.translation import gettext as _

from kentongan.accounts import rules as rights
from kentongan.accounts.models import Unit, User
from kentongan.audit import actions as audit
from kentongan.common.errors import ActionError
from kentongan.monitoring.actions.absorbing import join_stories
from kentongan.monitoring.actions.rights import require
from kentongan.monitoring.models import Grouping, KeptApart, Mention, Story, StoryMember


def rename_story(*, story: Story, title: str, unit: Unit, by: User, now: datetime) -> Story:
    """Give a story a name of one's own; no machine changes it any more."""
    require(by, unit, rights.WATCH, now=now)
    title = " ".join(title.split())[:500]
    if not title:
        raise ActionError(_("Give the story a title."), field="title")
    with transaction.atomic():
        former = story.title
        story.title, story.titled_by = title, by
        story.save(update_fields=["title", "titled_by"])
        audit.record(action="monitoring.story_renamed", by=by, now=now, unit_id=unit.pk, target=story,
                     data={"before": former, "after": title})  # fmt: skip
    return story


def merge_stories(*, ended: Story, lives_on: Story, unit: Unit, by: User, now: datetime) -> Story:
    """Let one story go on in another.

    Raises:
        NotAllowed: without the right to watch.
        ActionError: the same story twice, two institutions, or one that ended before.
    """
    require(by, unit, rights.WATCH, now=now)
    if ended.pk == lives_on.pk or ended.institution_id != lives_on.institution_id:
        raise ActionError(_("Choose another story."), field="into")
    with transaction.atomic():
        _raise_version(lives_on.institution_id)
        _both_go_on(ended, lives_on)
        KeptApart.objects.filter(story=lives_on, article__story_members__story=ended).delete()
        KeptApart.objects.filter(story=ended, article__story_members__story=lives_on).delete()
        return join_stories(ended=ended.pk, lives_on=lives_on.pk, by=by, now=now)


def split_story(*, story: Story, articles: Sequence[int], unit: Unit, by: User, now: datetime) -> Story:
    """Take articles (ids) out of a story into a new one of their own; later grouping keeps the two apart.

    Raises:
        NotAllowed: without the right to watch.
        ActionError: no article of the story was chosen, or all of them.
    """
    require(by, unit, rights.WATCH, now=now)
    with transaction.atomic():
        _raise_version(story.institution_id)
        # Read behind the lock: what a worker or a colleague moved meanwhile is not moved back.
        members = list(story.members.filter(article__in=articles).select_related("article").order_by("published_at"))
        if not members:
            raise ActionError(_("Choose the texts that do not belong here."), field="articles")
        if len(members) == story.members.count():
            raise ActionError(_("At least one text must stay."), field="articles")
        first = members[0].article
        new = Story.objects.create(
            institution=story.institution, title=first.title, first_at=members[0].published_at,
            last_at=members[-1].published_at, created_at=now,
        )  # fmt: skip
        _move(members, story, new, by, now)
        audit.record(action="monitoring.story_split", by=by, now=now, unit_id=unit.pk, target=story,
                     data={"new": new.pk, "articles": [row.article_id for row in members]})  # fmt: skip
    return new


def move_article(*, story: Story, article: int, into: Story, unit: Unit, by: User, now: datetime) -> Story:
    """Put one article (id) of a story into another; later grouping keeps it there."""
    require(by, unit, rights.WATCH, now=now)
    if into.pk == story.pk or into.institution_id != story.institution_id:
        raise ActionError(_("Choose another story."), field="into")
    with transaction.atomic():
        _raise_version(story.institution_id)
        _both_go_on(story, into)
        members = list(story.members.filter(article=article))
        if not members:
            raise ActionError(_("This text stands in another story by now."), field="articles")
        KeptApart.objects.filter(story=into, article=article).delete()
        _move(members, story, into, by, now)
        audit.record(action="monitoring.article_moved", by=by, now=now, unit_id=unit.pk, target=into,
                     data={"article": article, "from": story.pk})  # fmt: skip
    return into


def _both_go_on(*stories: Story) -> None:
    """Look again behind the lock: two people who merge a pair crosswise would else lead each story into itself."""
    if Story.objects.filter(pk__in=[story.pk for story in stories], merged_into__isnull=False).exists():
        raise ActionError(_("This story has gone on in another already."), field="into")


def _raise_version(institution: int) -> None:
    """Tell every worker's memory that it is out of date; also the lock against one that writes right now."""
    if not Grouping.objects.filter(institution=institution).update(version=F("version") + 1):
        Grouping.objects.create(institution_id=institution, version=1)


def _move(members: Sequence[StoryMember], old: Story, new: Story, by: User, now: datetime) -> None:
    articles = [row.article_id for row in members]
    StoryMember.objects.filter(pk__in=[row.pk for row in members]).update(story=new, placed_by=by, placed_at=now)
    Mention.objects.filter(unit__institution=new.institution_id, article__in=articles).update(story=new)
    apart = [KeptApart(story=old, article_id=article, by=by, at=now) for article in articles]
    KeptApart.objects.bulk_create(apart, ignore_conflicts=True)
    for story in (old, new):
        _part_copies(story)
        span = story.members.aggregate(first=Min("published_at"), last=Max("published_at"))
        if span["first"]:
            Story.objects.filter(pk=story.pk).update(first_at=span["first"], last_at=span["last"])


def _part_copies(story: Story) -> None:
    """Let no text of a story be the copy of one that stands in another: the first of each such text is one of its own.

    Who parts two stories says that they are not the same, whatever words they share.
    """
    articles = story.members.order_by().values("article")
    strays = story.members.filter(original__isnull=False).exclude(original__in=articles).order_by("published_at", "pk")
    families: dict[int, list[int]] = {}
    for original, article in strays.values_list("original_id", "article_id"):
        families.setdefault(original, []).append(article)
    mentions = Mention.objects.filter(unit__institution=story.institution_id)
    for first, *others in families.values():
        for rows in (StoryMember.objects.filter(institution=story.institution_id), mentions):
            rows.filter(article=first).update(original=None)
            rows.filter(article__in=others).update(original=first)
