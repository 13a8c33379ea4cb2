"""Pantau: the stream of mentions, one mention, and taking them along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.models import Unit, User
from kentongan.common import numbers
from kentongan.monitoring.actions import note_look
from kentongan.monitoring.choices import ToneChoice
from kentongan.monitoring.exports import mentions_text, mentions_workbook
from kentongan.monitoring.forms import PERIODS, StreamFilter, TriageForm
from kentongan.monitoring.models import Mention
from kentongan.monitoring.queries import (
    Place,
    StreamRow,
    StreamScope,
    Totals,
    copies_of,
    distinct_texts,
    last_look,
    newer_than,
    newest_id,
    passage_of,
    scope_of,
    stream_page,
    stream_totals,
    trees_of,
    whole_text,
)
from kentongan.sources.models import Outlet

POLL_S = 15
_EXPORTED = 5_000
_COPIES_SHOWN = 3


@dataclass(frozen=True)
class Hour:
    """The rows of one hour under its heading."""

    label: str
    rows: list[StreamRow]


class Stream:
    """The stream as one request asks for it: the filters in the address, and what they let through."""

    def __init__(self, request: UnitRequest, now: datetime) -> None:
        unit = request.unit
        self.now, self.unit, self.data = now, unit, request.GET
        self.below = self.data.get("below") == "1"
        self.fold = self.data.get("fold") != "0"
        self.look = last_look(request.user, unit)
        self.filter = StreamFilter(
            self.data, scope_of(unit, below=self.below), unit=unit, user=request.user, now=now, look=self.look
        )
        units = Unit.objects.within([unit.path]) if self.below else None
        self.scope = StreamScope(self.filter.of_any_time, units, self.filter.since, self.fold, self.look)

    def address(self, **changes: object) -> str:
        """Return the query string with some filters changed; None takes one out."""
        return _changed(self.data, **changes)

    def totals(self) -> Totals:
        """Count by tone without the tone's own filter: the chips say what choosing them would show."""
        texts = not self.texts_later
        if not self.data.get("tone"):
            return stream_totals(self.filter.qs, texts=texts)
        data = self.data.copy()
        data.pop("tone")
        bare = StreamFilter(
            data, scope_of(self.unit, below=self.below), unit=self.unit, user=self.filter.user, now=self.now,
            look=self.look,
        )  # fmt: skip
        return stream_totals(bare.qs, texts=texts)

    def shown(self, totals: Totals) -> Totals:
        """What the rows are: `totals` cut down to the tone that is asked for, if one is."""
        tone = self.data.get("tone", "")
        if tone not in set(ToneChoice):
            return totals
        texts = 0 if self.texts_later else distinct_texts(self.filter.qs)
        return Totals(**{"mentions": getattr(totals, tone), "texts": texts, tone: getattr(totals, tone)})

    @property
    def texts_later(self) -> bool:
        """Whether the distinct texts are counted after the page: over many weeks they cost most of it."""
        return self.filter.since < self.now - timedelta(days=14)

    @property
    def folded(self) -> str:
        """The address with copies folded."""
        return self.address(fold=None)

    @property
    def unfolded(self) -> str:
        """The address with every copy as a row of its own."""
        return self.address(fold="0")

    @property
    def choices(self) -> list[ToneChoice]:
        """The tones a row can be given."""
        return list(ToneChoice)

    def active(self) -> int:
        """How many filters beside period, tone and words are set."""
        names = ("relevance", "query", "outlet", "kind", "tag", "assigned", "machine", "judged", "below")
        return sum(1 for name in names if self.data.get(name))


def _changed(data: QueryDict, **changes: object) -> str:
    kept = {key: value for key, value in data.items() if key not in {"after", "rows", "newest", "arrived", *changes}}
    kept |= {key: str(value) for key, value in changes.items() if value not in (None, "")}
    return "?" + urlencode(kept) if kept else "?"


@require_safe
@unit_required
def stream(request: UnitRequest) -> HttpResponse:
    """The stream; by htmx only its rows (more of them, or all anew)."""
    now = timezone.now()
    asked = Stream(request, now)
    newest = newest_id(request.unit)
    page = stream_page(asked.scope, after=Place.read(request.GET.get("after", "")))
    arrived = request.GET.get("arrived", "")
    context = {
        "asked": asked,
        "hours": hours(page.rows, now),
        "more": asked.address(after=page.after) if page.after else "",
        "address": asked.address(),
        "newest": newest,
        "arrived": int(arrived) if arrived.isdecimal() and len(arrived) < 18 else None,
        "poll": POLL_S,
    }
    if request.GET.get("rows") and request.htmx:
        return render(request, "monitoring/_rows.html", context)
    note_look(user=request.user, unit=request.unit, now=now)
    totals = asked.totals()
    shown = asked.shown(totals)
    context |= {
        "shown": shown,
        "tones": tone_chips(asked, totals),
        "periods": [(asked.address(period=key), label, key == asked.filter.period) for key, label in PERIODS],
        "period": dict(PERIODS)[asked.filter.period],
        "export": asked.address(),
    }
    chosen = page.rows[0].mention if page.rows else None
    if chosen is not None:
        total = len(page.rows) if not page.after else shown.texts if asked.fold else shown.mentions
        words = _("%(n)s of %(total)s")
        context |= {
            "chosen": chosen.pk,
            "total": total,  # 0 where it is counted later
            "place": words % {"n": 1, "total": numbers.whole(total)} if total else "",
            "place_words": words % {"n": "{n}", "total": "{total}"},
            **detail_context(request, chosen.pk, now),
        }
    return render(request, "monitoring/stream.html", context)


def tone_chips(asked: Stream, totals: Totals) -> list[dict[str, object]]:
    """The chips of the tones: a second press takes the filter off."""
    now_on = asked.data.get("tone", "")
    return [
        {
            "tone": str(tone),
            "count": getattr(totals, str(tone)),
            "on": now_on == tone,
            "url": asked.address(tone=None if now_on == tone else str(tone)),
        }
        for tone in ToneChoice
    ]


def hours(rows: Sequence[StreamRow], now: datetime) -> list[Hour]:
    """Part rows by the hour in which they were published, in the active zone."""
    found: list[Hour] = []
    for row in rows:
        label = _hour_label(row.mention.article.when, now)
        if not found or found[-1].label != label:
            found.append(Hour(label, []))
        found[-1].rows.append(row)
    return found


def _hour_label(at: date | datetime, now: datetime) -> str:
    today = timezone.localtime(now).date()
    if not isinstance(at, datetime):
        near = {today: _("Today"), today - timedelta(days=1): _("Yesterday")}
        return near.get(at) or numbers.day_month(at)
    local = timezone.localtime(at)
    full = local.replace(minute=0)
    clock = numbers.clock(full)
    if local.date() == today:
        return _("At %(clock)s") % {"clock": clock}
    if local.date() == today - timedelta(days=1):
        return _("Yesterday, %(clock)s") % {"clock": clock}
    return f"{numbers.day_month(local.date())}, {clock}"


@require_safe
@unit_required
def fresh(request: UnitRequest) -> HttpResponse:
    """How many mentions came since the page was made: the live counter asks this every some seconds."""
    asked = Stream(request, timezone.now())
    text = request.GET.get("newest", "")
    newest = int(text) if text.isdecimal() and len(text) < 18 else newest_id(request.unit)
    count = newer_than(asked.filter.qs, newest)
    return render(
        request,
        "monitoring/_live.html",
        {"count": count, "newest": newest, "address": asked.address(), "poll": POLL_S, "asked": asked},
    )


@require_safe
@unit_required
def texts(request: UnitRequest) -> HttpResponse:
    """How many texts the stream folds into, where that is counted after the page."""
    count = distinct_texts(Stream(request, timezone.now()).filter.qs)
    return render(request, "monitoring/_texts.html", {"texts": count})


@require_safe
@unit_required
def filters(request: UnitRequest) -> HttpResponse:
    """The further filters: a panel by htmx, a page without."""
    asked = Stream(request, timezone.now())
    asked.filter.filters["outlet"].queryset = _outlets_in(asked)
    template = "monitoring/_filters.html" if request.htmx else "monitoring/filters.html"
    return render(request, template, {"asked": asked, "form": asked.filter.form})


def _outlets_in(asked: Stream) -> QuerySet[Outlet]:
    seen = scope_of(asked.unit, below=asked.below).filter(published_at__gte=asked.filter.since)
    return Outlet.objects.filter(pk__in=seen.order_by().values("outlet")).order_by("name")


@require_safe
@unit_required
def mention(request: UnitRequest, pk: int) -> HttpResponse:
    """One mention: the pane beside the list by htmx, a page of its own without (and on the phone)."""
    context = detail_context(request, pk, timezone.now())
    template = "monitoring/_pane.html" if request.htmx else "monitoring/mention.html"
    return render(request, template, context)


def detail_context(request: UnitRequest, pk: int, now: datetime) -> dict[str, object]:
    """What the pane shows of a mention the person may see; 404 for any other."""
    rows = Mention.objects.visible_to(request.user).select_related(
        "article", "outlet", "story", "unit__institution", "tone_by", "relevance_by", "assigned_to"
    )
    chosen = get_object_or_404(rows, pk=pk)
    queries = list(chosen.queries.select_related("unit"))
    trees = trees_of(queries)
    copies = copies_of(chosen, _COPIES_SHOWN)
    speakers = chosen.article.quotes.exclude(speaker="").values_list("speaker", flat=True)
    form = TriageForm(
        people=people_of(chosen.unit),
        initial={
            "note": chosen.note,
            "tags": ", ".join(chosen.tags.values_list("name", flat=True)),
            "assign_to": chosen.assigned_to_id,
        },
    )
    return {
        "mention": chosen,
        "queries": queries,
        "passage": passage_of(chosen.article, trees),
        "paragraphs": whole_text(chosen.article, trees),
        "copies": copies.shown,
        "copies_count": copies.count,
        "copies_least": copies.least,
        "copies_left": copies.count - len(copies.shown),
        "speakers": list(dict.fromkeys(speakers))[:4],
        "tags": list(chosen.tags.all()),
        "delay": chosen.article.seen_at - chosen.article.published_at,
        "form": form,
        "tone_choices": [choice for choice in ToneChoice if choice != chosen.tone],
        "now": now,
    }


def people_of(unit: Unit) -> QuerySet[User]:
    """The people who may take care of a unit's mentions: those who hold a role in it or above it."""
    paths = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    return User.objects.filter(memberships__unit__path__in=paths, is_active=True).distinct().order_by("name")


@require_safe
@unit_required
def copies(request: UnitRequest, pk: int) -> HttpResponse:
    """The copies of one text: who, how much of it, when."""
    rows = Mention.objects.visible_to(request.user).select_related("article", "outlet", "unit")
    chosen = get_object_or_404(rows, pk=pk)
    template = "monitoring/_copies.html" if request.htmx else "monitoring/copies.html"
    return render(request, template, {"mention": chosen, "copies": copies_of(chosen).shown})


@require_safe
@unit_required
def workbook(request: UnitRequest) -> HttpResponse:
    """The present filter as an XLSX workbook."""
    now = timezone.now()
    asked = Stream(request, now)
    content = mentions_workbook(asked.filter.qs, unit=request.unit, now=now, most=_EXPORTED)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = f"pantau-{timezone.localtime(now):%Y-%m-%d-%H%M}.xlsx"
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name)}
    return HttpResponse(content, content_type=kind, headers=headers)


@require_safe
@unit_required
def text(request: UnitRequest) -> HttpResponse:
    """The present filter as text for WhatsApp: read it, then copy it with one tap."""
    now = timezone.now()
    asked = Stream(request, now)
    page = stream_page(asked.scope, limit=30)
    words = mentions_text(page.rows, asked.totals(), unit=request.unit, period=str(dict(PERIODS)[asked.filter.period]),
                          now=now)  # fmt: skip
    template = "monitoring/_text.html" if request.htmx else "monitoring/text.html"
    return render(request, template, {"text": words, "back": asked.address()})
