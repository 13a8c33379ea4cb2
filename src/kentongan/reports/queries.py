"""Reading briefs, and taking the figures of a morning."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from kentongan.accounts.models import Unit, User
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import OutgoingMail
from kentongan.monitoring.choices import Relevance, ToneChoice
from kentongan.monitoring.models import Mention, Quote
from kentongan.monitoring.queries import StoryRow, gema, mentions_in, moving_stories, totals
from kentongan.reports.models import Brief, BriefPlan
from kentongan.reports.rules import period_of

STORIES = 5  # on the first page of a brief
MARKS = "“”‘’\"' "  # quotation marks, taken off and put on again alike
CLIPS = 150  # clippings listed, so that the page travels in under 100 kB; what is more is counted and said


def plan_of(unit: Unit) -> BriefPlan:
    """Return the unit's plan, or an unsaved one with the usual values."""
    return BriefPlan.objects.filter(unit=unit).first() or BriefPlan(unit=unit)


def briefs_of(user: User, unit: Unit) -> QuerySet[Brief]:
    briefs: QuerySet[Brief] = Brief.objects.visible_to(user).filter(unit=unit).select_related("sent_by", "edited_by")
    return briefs


def waiting_mail(unit: Unit, briefs: Iterable[int]) -> Counter[int]:
    """Return how many mails of each brief (by id) still wait in the outbox: "sent" is said only of what has left."""
    keys = OutgoingMail.objects.filter(
        unit=unit, key__startswith="brief:", state__in=(MailState.WAITING, MailState.SENDING)
    ).values_list("key", flat=True)
    wanted = set(briefs)
    ids = (int(key.split(":", 2)[1]) for key in keys[:5000])
    return Counter(pk for pk in ids if pk in wanted)


def last_brief_before(unit: Unit, day: date) -> Brief | None:
    return Brief.objects.filter(unit=unit, day__lt=day).order_by("-day").first()


def period(unit: Unit, day: date, until: datetime) -> datetime:
    """Return since when the brief of `day` counts."""
    before = last_brief_before(unit, day)
    return period_of(until=until, previous_until=before.until if before else None)


def take_figures(unit: Unit, since: datetime, until: datetime) -> dict[str, Any]:
    """Return the figures of a brief as plain JSON values: totals, the period before, the day's chart, outlets, quotes.

    The period before has the same length and ends where this one begins.
    """
    span = until - since
    mentions = mentions_in(unit, since, until).order_by()
    outlets = mentions.values("outlet__name", "outlet__standing").annotate(count=Count("pk")).order_by("-count")
    return {
        **asdict(totals(unit, since, until)),
        "before": asdict(totals(unit, since - span, since)),
        # What was published before anybody listened is not all that was published then.
        "is_comparable": Mention.objects.filter(unit=unit, seen_at__lt=since).exists(),
        "unsure": mentions.filter(tone_unsure=True, tone_by__isnull=True).count(),
        "corrected": mentions.filter(tone_by__isnull=False).exclude(tone=F("tone_machine")).count(),
        "seen_by_people": mentions.filter(tone_by__isnull=False).count(),
        "gema": [
            [slit.start.isoformat(), slit.positive, slit.neutral, slit.negative] for slit in gema(unit, since, until)
        ],
        "top_outlets": [[row["outlet__name"], row["outlet__standing"], row["count"]] for row in outlets[:10]],
        "quotes": _quotes(mentions),
    }


def is_outdated(brief: Brief) -> bool:
    """Return whether a decision, a split or a merge changed the figures of a draft after they were counted.

    What came in since is no reason: only mentions that stood there then are looked at.
    """
    counted = mentions_in(brief.unit, brief.since, brief.until).filter(seen_at__lte=brief.prepared_at).order_by()
    judged = Q(tone_by__isnull=False)
    present = counted.aggregate(
        mentions=Count("pk"),
        texts=Count(Coalesce(F("original"), F("article")), distinct=True),
        unsure=Count("pk", filter=Q(tone_unsure=True) & ~judged),
        corrected=Count("pk", filter=judged & ~Q(tone=F("tone_machine"))),
        **_tones(),
    )
    if any(brief.figures.get(name) != figure for name, figure in present.items()):
        return True
    return _stories_changed(brief) or _clips_changed(brief)


def _tones() -> dict[str, Count]:
    return {str(tone): Count("pk", filter=Q(tone=tone)) for tone in ToneChoice}


def _stories_changed(brief: Brief) -> bool:
    told = [(row.story_id, row.figures) for row in brief.stories.all()]
    within = mentions_in(brief.unit, brief.since, brief.until).filter(story__in=[pk for pk, _figures in told if pk])
    # By id: SQLite would else go by the time of reading, through all that the unit ever had.
    counted = Mention.objects.filter(pk__in=within.order_by().values("pk"), seen_at__lte=brief.prepared_at)
    rows = counted.order_by().values("story")
    present: dict[int | None, Any] = {row["story"]: row for row in rows.annotate(count=Count("pk"), **_tones())}
    names = ("count", *_tones())
    return any(figures.get(name) != present.get(story, {}).get(name) for story, figures in told for name in names)


def _clips_changed(brief: Brief) -> bool:
    """Whether a clipping is gone or stands in another tone or story: what evens out in the totals still shows there."""
    rows = brief.clips.values_list("figures", "mention__tone", "mention__story", "mention__relevance")
    return any(
        (figures["tone"], figures.get("story_id")) != (tone, story) or relevance == Relevance.IRRELEVANT
        for figures, tone, story, relevance in rows
    )


def _quotes(mentions: QuerySet[Mention]) -> list[dict[str, Any]]:
    """Return who is quoted in most texts, each with one of their sentences and where it stood; copies count once."""
    roots = dict(mentions.order_by().values_list("article", Coalesce("original", "article")))
    quotes = Quote.objects.filter(article__in=mentions.order_by().values("article")).exclude(speaker="")
    rows = quotes.values_list("speaker", "article_id", "text", "article__outlet__name", "is_direct")[:6000]
    texts: dict[str, set[int]] = {}
    sample: dict[str, tuple[str, str]] = {}
    for speaker, article, text, outlet, is_direct in rows:
        texts.setdefault(speaker, set()).add(roots.get(article, article))
        # Their own words, a whole sentence, short enough for three lines; of those the longest says most.
        whole = is_direct and len(text) <= 180 and text.lstrip(MARKS)[:1].isupper()
        if whole and len(text) > len(sample.get(speaker, ("", ""))[0]):
            sample[speaker] = (text, outlet)
    ranked = sorted(sample, key=lambda speaker: (-len(texts[speaker]), speaker))
    return [
        {
            "speaker": speaker,
            "count": len(texts[speaker]),
            "text": "“" + sample[speaker][0].strip(MARKS) + "”",
            "outlet": sample[speaker][1],
        }
        for speaker in ranked[:5]
    ]


def take_stories(unit: Unit, since: datetime, until: datetime) -> list[StoryRow]:
    """Return the largest stories of the period, the largest first."""
    rows = moving_stories(unit, since, until, look=None, limit=STORIES * 2)
    return sorted(rows, key=lambda row: (-row.count, row.first_at))[:STORIES]


def take_clips(unit: Unit, since: datetime, until: datetime) -> list[tuple[Mention, dict[str, Any]]]:
    """Return the clippings of the period: texts by story, the newest first, copies folded under the first."""
    mentions = list(
        mentions_in(unit, since, until)
        .select_related("article__outlet", "story", "outlet")
        .defer("article__body")
        .order_by("-published_at", "-pk")[: CLIPS * 10]
    )
    families: dict[int, list[Mention]] = {}
    for mention in mentions:
        families.setdefault(mention.original_id or mention.article_id, []).append(mention)
    # Where a first text lies outside the period, the first of its copies stands for them all.
    copies = {family[-1].pk: family[:-1] for family in families.values()}
    texts = [mention for mention in mentions if mention.pk in copies]
    return [(mention, clip_figures(mention, copies[mention.pk])) for mention in texts[:CLIPS]]


def clip_figures(mention: Mention, copies: list[Mention]) -> dict[str, Any]:
    """Return one clipping as plain JSON values."""
    article = mention.article
    return {
        "title": article.title,
        "outlet": mention.outlet.name,
        "standing": mention.outlet.standing,
        "kind": mention.outlet.kind,
        "published": mention.published_at.isoformat(),
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "tone": mention.tone,
        "unsure": mention.tone_unsure and mention.tone_by_id is None,
        "url": article.url,
        "place": article.place,
        "authors": article.authors,
        "summary": article.summary[:400],
        "story": mention.story.title if mention.story else "",
        "story_id": mention.story_id,
        "copies": [[copy.outlet.name, copy.published_at.isoformat(), copy.article.url] for copy in copies],
    }
