"""One brief, said in words and figures once, for every form it leaves in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.common import numbers
from kentongan.reports.models import Brief
from kentongan.reports.queries import plan_of
from kentongan.reports.rules import share

FEW = 20  # of fewer a percentage says nothing


@dataclass(frozen=True)
class StoryPart:
    position: int
    title: str
    note: str
    count: int
    outlets: int
    positive: int
    neutral: int
    negative: int
    spark: tuple[int, ...]

    @property
    def tone(self) -> str:
        sizes = {"negative": self.negative, "neutral": self.neutral, "positive": self.positive}
        return max(sizes, key=lambda tone: sizes[tone])


@dataclass(frozen=True)
class Clip:
    """One clipping; `copies` are (outlet, time, address). `on`: the day, where no time was told."""

    title: str
    outlet: str
    standing: str
    at: datetime
    tone: str
    unsure: bool
    url: str
    place: str
    summary: str
    story: str
    copies: tuple[tuple[str, datetime, str], ...]
    on: date | None = None

    @property
    def when(self) -> date | datetime:
        """When it came out, as far as it was told."""
        return self.on or self.at

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True)
class BriefDocument:
    """What a brief says, without what people left out. Times are aware; `zone` is the unit's."""

    institution: str
    address: str
    unit: str
    number: str
    for_whom: str
    brief: Brief
    zone: ZoneInfo
    figures: dict[str, Any]
    lede: str
    response: str
    stories: tuple[StoryPart, ...]
    clips: tuple[Clip, ...]

    @property
    def is_sent(self) -> bool:
        return self.brief.sent_at is not None

    @property
    def title(self) -> str:
        return _("Daily brief")

    @property
    def day(self) -> str:
        return numbers.date(self.brief.day)

    @property
    def until(self) -> str:
        return _("data until %(time)s") % {"time": numbers.clock(self.brief.until, self.zone)}

    @property
    def since(self) -> str:
        return numbers.date_clock(self.brief.since, self.zone)

    @property
    def change(self) -> str:
        """The sentence that compares with the period of equal length before."""
        total, before = self.figures["mentions"], self.figures["before"]["mentions"]
        if not self.figures.get("is_comparable", True):
            return _("nothing to compare with yet")
        if not before:
            return _("no mentions in the period before")
        difference = total - before
        if not difference:
            return _("as many as in the period before")
        word = _("more") if difference > 0 else _("fewer")
        if before < FEW:
            return _("%(count)s %(word)s than before") % {"count": numbers.whole(abs(difference)), "word": word}
        return _("%(count)s %(word)s than before (%(percent)s)") % {
            "count": numbers.whole(abs(difference)),
            "word": word,
            "percent": numbers.percent(abs(difference) / before),
        }

    @property
    def texts(self) -> str:
        return ngettext(
            "%(texts)s text, %(outlets)s outlets", "%(texts)s texts, %(outlets)s outlets", self.figures["texts"]
        ) % {
            "texts": numbers.whole(self.figures["texts"]),
            "outlets": numbers.whole(self.figures["outlets"]),
        }

    @property
    def honesty(self) -> str:
        """How the tones came about: machine or person, and how many the machine was unsure of."""
        figures = self.figures
        return _(
            "Tone judged by machine, %(corrected)s of %(total)s corrected by officers; "
            "the machine was unsure of %(unsure)s."
        ) % {
            "corrected": numbers.whole(figures["corrected"]),
            "total": numbers.whole(figures["mentions"]),
            "unsure": numbers.whole(figures["unsure"]),
        }


@dataclass(frozen=True)
class Words:
    """What a person has written into a draft and may not have saved yet; ids as in `actions.edit_brief`."""

    lede: str
    response: str
    stories: Mapping[int, Mapping[str, Any]]
    hidden_clips: frozenset[int]


def document_of(brief: Brief, *, words: Words | None = None) -> BriefDocument:
    """Collect what a brief says, or would say with `words`; four queries whatever its size. Nothing is written."""
    unit, institution = brief.unit, brief.unit.institution
    rows, clips = list(brief.stories.all()), list(brief.clips.all())
    lede, response = brief.lede, brief.response
    if words is not None:
        lede, response = words.lede.strip(), words.response.strip()
        for row in rows:
            told = words.stories.get(row.pk, {})
            row.title = str(told.get("title", "")).strip() or row.title
            row.note = str(told.get("note", row.note)).strip()
            row.is_hidden = bool(told.get("is_hidden", row.is_hidden))
        for clip in clips:
            clip.is_hidden = clip.pk in words.hidden_clips
    stories = tuple(_story(row) for row in rows if not row.is_hidden)
    return BriefDocument(
        institution=institution.name,
        address=institution.address,
        unit=unit.name,
        number=brief.number,
        for_whom=plan_of(unit).for_whom,
        brief=brief,
        zone=unit.zone,
        figures=brief.figures,
        lede=lede or suggested_lede(brief.figures, stories),
        response=response,
        stories=stories,
        clips=tuple(_clip(clip.figures) for clip in clips if not clip.is_hidden),
    )


def _story(row: Any) -> StoryPart:
    figures = row.figures
    return StoryPart(
        position=row.position,
        title=row.title,
        note=row.note,
        count=figures["count"],
        outlets=figures["outlets"],
        positive=figures["positive"],
        neutral=figures["neutral"],
        negative=figures["negative"],
        spark=tuple(figures["spark"]),
    )


def _clip(figures: dict[str, Any]) -> Clip:
    return Clip(
        title=figures["title"],
        outlet=figures["outlet"],
        standing=figures["standing"],
        at=datetime.fromisoformat(figures["published"]),
        tone=figures["tone"],
        unsure=figures["unsure"],
        url=figures["url"],
        place=figures["place"],
        summary=figures["summary"].lstrip("-–—•· \n"),  # what is left of a dateline
        story=figures["story"],
        copies=tuple((name, datetime.fromisoformat(at), url) for name, at, url in figures["copies"]),
        on=date.fromisoformat(figures["published_on"]) if figures.get("published_on") else None,
    )


def suggested_lede(figures: dict[str, Any], stories: tuple[StoryPart, ...]) -> str:
    """Return the sentence a person may keep or replace: how much, how much of it negative, and the largest story."""
    total = figures["mentions"]
    if not total:
        return _("A quiet night. Nothing was reported about us.")
    first = ngettext("%(count)s mention came in", "%(count)s mentions came in", total) % {"count": numbers.whole(total)}
    negative = figures["negative"]
    tone = (
        _("none of them negative")
        if not negative
        else _("%(count)s of them negative (%(percent)s)")
        % {"count": numbers.whole(negative), "percent": numbers.percent(share(negative, total) / 100)}
    )
    text = f"{first}, {tone}."
    if stories and stories[0].count > 1:
        text += " " + _("The largest story: %(title)s (%(count)s).") % {
            "title": stories[0].title,
            "count": numbers.whole(stories[0].count),
        }
    return text
