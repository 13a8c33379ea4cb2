"""Cerita: the list of stories, one story, and what people decide about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.common import charts, numbers
from kentongan.common.errors import ActionError
from kentongan.common.templatetags import kentongan as parts
from kentongan.monitoring.actions import merge_stories, move_article, rename_story, split_story
from kentongan.monitoring.exports import story_text
from kentongan.monitoring.forms import PERIODS, SPANS, MergeForm, SplitForm, StoryForm, refuse
from kentongan.monitoring.models import Story
from kentongan.monitoring.queries import find_stories, last_look, members_of, mergeable, stories_of, story_page
from kentongan.monitoring.queries.stories import Appeared, StoryPage
from kentongan.monitoring.views.frame import refused

_PAGE = 25
_ORDERS = {"size": _("Largest first"), "time": _("Latest first"), "negative": _("Most negative first")}
_CURVE_FROM = 3
_FIRST = timedelta(hours=1)


@require_safe
@unit_required
def story_list(request: UnitRequest) -> HttpResponse:
    """The unit's stories in a span of time."""
    now = timezone.now()
    look = last_look(request.user, request.unit)
    period = request.GET.get("period", "")
    period = period if period in SPANS else "24h"
    order = request.GET.get("order", "")
    order = order if order in _ORDERS else "size"
    start = request.GET.get("from", "")
    offset = int(start) if start.isdecimal() and len(start) < 6 else 0
    rows = stories_of(request.unit, now - SPANS[period], now, look=look, limit=_PAGE + 1, offset=offset, order=order)
    context = {
        "rows": rows[:_PAGE],
        "more": f"?period={period}&order={order}&from={offset + _PAGE}" if len(rows) > _PAGE else "",
        "period": dict(PERIODS)[period],
        "periods": [(f"?period={key}&order={order}", label, key == period) for key, label in PERIODS if key in SPANS],
        "orders": [(f"?period={period}&order={key}", _(label), key == order) for key, label in _ORDERS.items()],
    }
    if request.htmx and offset:
        return render(request, "monitoring/_stories.html", context)
    return render(request, "monitoring/stories.html", context)


@require_safe
@unit_required
def story(request: UnitRequest, pk: int) -> HttpResponse:
    """One story; an ended one leads to the story it goes on in."""
    found = _story(request, pk)
    if found.merged_into_id:
        return redirect("monitoring:story", pk=found.merged_into_id)
    page = story_page(found, request.unit, look=last_look(request.user, request.unit))
    if page is None:
        return render(request, "monitoring/story_elsewhere.html", {"story": found})
    context = {
        "story": found,
        "page": page,
        "curve": _curve(page),
        "came": _came(page),
        "appearance": _appearance(page),
        "appearance_left": page.outlets - len(page.appeared),
        "text": story_text(page),
    }
    return render(request, "monitoring/story.html", context)


def _story(request: UnitRequest, pk: int) -> Story:
    return get_object_or_404(Story.objects.visible_to(request.user), pk=pk)


def _curve(page: StoryPage) -> charts.Chart | None:
    """The story over time; none where there is no course to draw: fewer than three texts, or all in one slit."""
    filled = [slit for slit in page.slits if slit.positive + slit.neutral + slit.negative]
    if page.row.count < _CURVE_FROM or len(filled) < 2:
        return None
    counts = [charts.ToneCount(slit.start, slit.positive, slit.neutral, slit.negative) for slit in page.slits]
    hours = int((page.slits[1].start - page.slits[0].start).total_seconds() // 3600)
    unit = "" if hours == 1 else _("texts per %(hours)d hours") % {"hours": hours}
    return charts.curve(counts, zone=timezone.get_current_timezone(), unit=unit)


def _came(page: StoryPage) -> str:
    """When the texts came, in words."""
    row, zone = page.row, timezone.get_current_timezone()
    first, last = (numbers.date_clock(when, zone) for when in (row.first, row.last))
    if row.count == 1 or first == last:
        return _("Came %(when)s.") % {"when": first}
    return _("Came between %(first)s and %(last)s.") % {"first": first, "last": last}


def _appearance(page: StoryPage) -> charts.Chart:
    start = page.row.first_at
    last = max(row.first_at for row in page.appeared)
    end = max(start + _FIRST, min(last, page.row.last_at)) + timedelta(minutes=2)
    rows = []
    for number, row in enumerate(page.appeared):
        seen = charts.Appearance(row.first_at, [at for at in row.later if at < end], _tone(row), row.first_on)
        rows.append((row.outlet.name, seen, _origin(row, number)))
    marks = [parts.standing(row.outlet.standing) for row in page.appeared]
    return charts.order_of_appearance(rows, start=start, end=end, zone=timezone.get_current_timezone(), marks=marks)


def _tone(row: Appeared) -> Any:
    return row.tone


def _origin(row: Appeared, number: int) -> str:
    if number == 0:
        return _("first")
    if row.similarity is None:
        return _("own report")
    return _("copy %(share)s") % {"share": numbers.percent(row.similarity)}


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def rename(request: UnitRequest, pk: int) -> HttpResponse:
    """Give a story a title of one's own."""
    found = _story(request, pk)
    form = StoryForm(request.POST or None, initial={"title": found.title})
    if request.method == "POST" and form.is_valid():
        try:
            rename_story(story=found, title=form.cleaned_data["title"], unit=request.unit, by=request.user,
                         now=timezone.now())  # fmt: skip
        except ActionError as error:
            answer = refused(request, error) if not error.field else None
            if answer:
                return answer
            refuse(form, error)
        else:
            messages.success(request, _("Renamed."))
            return redirect("monitoring:story", pk=pk)
    return render(request, "monitoring/story_rename.html", {"story": found, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def merge(request: UnitRequest, pk: int) -> HttpResponse:
    """Let a story go on in another one: one near in time, or any that is looked for (`q`; by htmx the list alone)."""
    found, now = _story(request, pk), timezone.now()
    q = request.GET.get("q", "")[:200].replace("\0", " ").strip()
    offered = find_stories(found, request.user, q) if q else mergeable(found, request.unit, now=now)
    stories = Story.objects.visible_to(request.user).filter(institution=found.institution).exclude(pk=pk)
    form = MergeForm(request.POST or None, stories=stories)
    if request.method == "POST" and form.is_valid():
        try:
            into = merge_stories(ended=found, lives_on=form.cleaned_data["into"], unit=request.unit, by=request.user,
                                 now=now)  # fmt: skip
        except ActionError as error:
            return refused(request, error) or redirect("monitoring:story_merge", pk=pk)
        messages.success(request, _("The two are one story now."))
        return redirect("monitoring:story", pk=into.pk)
    template = "monitoring/_mergeable.html" if request.htmx else "monitoring/story_merge.html"
    return render(request, template, {"story": found, "offered": offered, "q": q, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def split(request: UnitRequest, pk: int) -> HttpResponse:
    """Choose texts that do not belong here: into a story of their own, or into another one."""
    found, now = _story(request, pk), timezone.now()
    members = members_of(found, request.unit)
    stories = Story.objects.visible_to(request.user).filter(institution=found.institution).exclude(pk=pk)
    form = SplitForm(request.POST or None, articles=[row.article_id for row in members], stories=stories)
    if request.method == "POST" and form.is_valid():
        articles, into = form.cleaned_data["articles"], form.cleaned_data["into"]
        unit, by = request.unit, request.user
        try:
            if into is None:
                target = split_story(story=found, articles=articles, unit=unit, by=by, now=now)
            else:
                target = found
                for article in articles:
                    target = move_article(story=found, article=article, into=into, unit=unit, by=by, now=now)
        except ActionError as error:
            return refused(request, error) or redirect("monitoring:story_split", pk=pk)
        messages.success(request, _("Moved. Later texts will follow this."))
        return redirect("monitoring:story", pk=target.pk)
    context = {"story": found, "members": members, "form": form, "near": mergeable(found, request.unit, now=now)}
    return render(request, "monitoring/story_split.html", context)
