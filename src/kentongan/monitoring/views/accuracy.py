"""Seberapa sering mesin benar: the office's own figures, the public ones, a check at random, and what was learned."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, root_of
from kentongan.accounts.rules import MANAGE
from kentongan.common import numbers
from kentongan.common.errors import ActionError
from kentongan.common.templatetags.kentongan import tone_word
from kentongan.engine.assess.measured import UNMEASURED, Measure, Measured, Stage, figures_of
from kentongan.monitoring.actions import Change, adopt_tune, draw_checks, leave_tune, refit_tone, skip_check, triage
from kentongan.monitoring.choices import DATASET_WORDS, MEASURE_WORDS, STAGE_WORDS, ToneChoice
from kentongan.monitoring.forms import PERIODS, SPANS
from kentongan.monitoring.models import Mention, ToneCheck, ToneTune
from kentongan.monitoring.queries import accuracy as counted
from kentongan.monitoring.queries import open_checks, passage_of, trees_of, tune_in_use, tunes_of, whole_text
from kentongan.monitoring.queries.accuracy import ToneRecord
from kentongan.monitoring.rules import LEAST_SAMPLE, Share
from kentongan.monitoring.views.frame import refused

_SPANS = ("30d", "90d")
_SCORES = {Measure.MACRO_F1, Measure.B_CUBED, Measure.SPANS_F1, Measure.DIRECT_F1, Measure.REPORTED_F1}  # no shares
_PASSAGE = 900  # characters of a text that are shown at once in a check


@dataclass(frozen=True, slots=True)
class PublicFigure:
    """A figure of docs/models.md in words: what was asked of what, the value, its interval where it is a share."""

    words: str
    value: str
    interval: str
    figure: Measured

    @property
    def dataset(self) -> str:
        return str(DATASET_WORDS[self.figure.dataset])


@require_safe
@unit_required
def accuracy(request: UnitRequest) -> HttpResponse:
    """How often the machine is right, here and on public sets, and how to make it learn."""
    now = timezone.now()
    period = request.GET.get("period", "")
    period = period if period in _SPANS else "90d"
    below = request.GET.get("below") == "1" and not request.unit.is_leaf()
    found = counted(request.unit, now - SPANS[period], now, below=below)
    root = root_of(request.unit)
    tunes = tunes_of(request.user, request.unit)
    context = {
        "found": found,
        "record": _table(found.best, period, below, is_random=found.is_random),
        "every": _table(found.tone, period, below) if found.is_random else None,
        "rows": _rows(period, below),
        "relevant_interval": _interval(found.relevant),
        "kept_grouping": Share(found.grouped - found.placed, found.grouped),
        "least": LEAST_SAMPLE,
        "waiting": open_checks(request.user, request.unit).count(),
        "period": dict(PERIODS)[period],
        "periods": [(_address(key, below), dict(PERIODS)[key], key == period) for key in _SPANS],
        "below": below,
        "below_address": None if request.unit.is_leaf() else _address(period, not below),
        "stages": [(stage, STAGE_WORDS[stage], [_public(row) for row in figures_of(stage)]) for stage in Stage],
        "unmeasured": UNMEASURED,
        "tunes": tunes,
        "used": tune_in_use(request.unit),
        "offered": next((tune for tune in tunes[:1] if tune.helps and tune.adopted_at is None), None),
        "may_tune": holds(request.user, root, MANAGE, on=now.astimezone(root.zone).date()),
        "root": root,
        "now": now,
    }
    return render(request, "monitoring/accuracy.html", context)


def _address(period: str, below: bool) -> str:
    return "?" + urlencode({"period": period, **({"below": "1"} if below else {})})


def _rows(period: str, below: bool, **filters: str) -> str:
    """The address of the stream that shows what a figure counts: every copy as a row of its own."""
    kept = {"period": period, "fold": "0", **({"below": "1"} if below else {}), **filters}
    return reverse("monitoring:stream") + "?" + urlencode(kept)


def _table(record: ToneRecord, period: str, below: bool, *, is_random: bool = False) -> dict[str, object]:
    """A record as the page shows it: its share in words, and every figure with the rows behind it."""
    how = "drawn" if is_random else "any"
    lines = [
        (
            said,
            [
                (cell, _rows(period, below, judged=how, machine=cell.machine, tone=cell.person) if cell.count else "")
                for cell in cells
            ],
            count,
        )
        for said, cells, count in record.table
    ]
    return {
        "share": record.share,
        "interval": _interval(record.share),
        "url": _rows(period, below, judged=how),
        "changed_url": _rows(period, below, judged="changed"),
        "corrected": record.corrected,
        "lines": lines,
        "tones": [str(tone) for tone in ToneChoice],
    }


def _interval(share: Share) -> str:
    """From where to where the true share lies, 95 times of 100; "" where too few were counted."""
    return _between(share.low, share.high) if share.value is not None else ""


def _between(low: float, high: float) -> str:
    words = _("between %(low)s and %(high)s")
    return words % {"low": numbers.percent(low), "high": numbers.percent(high)}


def _public(row: Measured) -> PublicFigure:
    if row.measure in _SCORES:
        return PublicFigure(str(MEASURE_WORDS[row.measure]), numbers.decimal(row.value, 3), "", row)
    words = str(MEASURE_WORDS[row.measure])
    if row.count is None:
        return PublicFigure(words, numbers.percent(row.value), "", row)
    share = Share(round(row.value * row.count), row.count)
    if share.value is None:
        told = _("%(right)d of %(count)d") % {"right": share.right, "count": share.count}
        return PublicFigure(words, told, "", row)
    return PublicFigure(words, numbers.percent(row.value), _interval(share), row)


# --- a check at random ----------------------------------------------------------------------------------------------


@require_POST
@unit_required
def draw(request: UnitRequest) -> HttpResponse:
    """Draw texts for a check, and begin."""
    try:
        draw_checks(unit=request.unit, by=request.user, now=timezone.now())
    except ActionError as error:
        return refused(request, error) or redirect("monitoring:accuracy")
    return redirect("monitoring:check")


@require_safe
@unit_required
def check(request: UnitRequest) -> HttpResponse:
    """One drawn text, without the machine's word; when none is left, the page with the figures."""
    waiting = open_checks(request.user, request.unit)
    row = waiting.select_related("mention__article", "mention__outlet", "mention__unit__institution").first()
    if row is None:
        return render(request, "monitoring/check_done.html", {})
    drawn = ToneCheck.objects.visible_to(request.user).filter(unit=request.unit, drawn_at=row.drawn_at)
    left = waiting.filter(drawn_at=row.drawn_at).count()
    trees = trees_of(row.mention.queries.select_related("unit"))
    context = {
        "check": row,
        "mention": row.mention,
        "total": drawn.count(),
        "done": drawn.count() - left,
        "passage": passage_of(row.mention.article, trees, around=_PASSAGE),
        "paragraphs": whole_text(row.mention.article, trees),
        "answers": list(zip(_answers(), ("1", "2", "3"), strict=True)),
    }
    return render(request, "monitoring/check.html", context)


def _answers() -> list[tuple[str, str]]:
    return [
        (str(ToneChoice.NEGATIVE), _("Worse")),
        (str(ToneChoice.NEUTRAL), _("No different")),
        (str(ToneChoice.POSITIVE), _("Better")),
    ]


@require_POST
@unit_required
def answer(request: UnitRequest, pk: int) -> HttpResponse:
    """Keep what a person said of a drawn text, tell what the machine had said, and go on to the next."""
    rows = ToneCheck.objects.visible_to(request.user).filter(unit=request.unit)
    row = get_object_or_404(rows.select_related("mention", "unit"), pk=pk)
    said, now = request.POST.get("tone", ""), timezone.now()
    try:
        if not said and request.POST.get("relevance") != "irrelevant":
            skip_check(check=row, by=request.user, now=now)
            return redirect("monitoring:check")
        version = request.POST.get("version", "")
        change = Change(tone=said) if said else Change(relevance="irrelevant")
        picks = {row.mention_id: int(version) if version.isdecimal() and len(version) < 18 else None}
        outcome = triage(picks=picks, change=change, by=request.user, now=now)
    except ActionError as error:
        return refused(request, error) or redirect("monitoring:check")
    undo = reverse("monitoring:undo", args=[outcome.undo.pk]) if outcome.undo else ""
    messages.success(request, _told(row.mention, said), extra_tags=undo)
    return redirect("monitoring:check")


def _told(mention: Mention, said: str) -> str:
    """What the person said, and what the machine had."""
    if not said:
        return _("Marked as not ours.")
    if said == mention.tone_machine:
        return _("You: %(tone)s. So said the machine.") % {"tone": tone_word(said)}
    words = _("You: %(tone)s. The machine: %(machine)s. Your word counts.")
    return words % {"tone": tone_word(said), "machine": tone_word(mention.tone_machine)}


# --- learning -------------------------------------------------------------------------------------------------------


@require_POST
@unit_required
def refit(request: UnitRequest) -> HttpResponse:
    """Learn from the institution's decisions; some seconds."""
    try:
        tune = refit_tone(unit=request.unit, by=request.user, now=timezone.now())
    except ActionError as error:
        return refused(request, error) or _to_learning()
    if not tune.helps:
        messages.info(request, _("Learned and tried out: it would be right no more often. Nothing changes."))
    return _to_learning()


@require_POST
@unit_required
def adopt(request: UnitRequest, pk: int) -> HttpResponse:
    """Tone new mentions with what was learned."""
    tune = _tune(request, pk)
    try:
        adopt_tune(tune=tune, unit=request.unit, by=request.user, now=timezone.now())
    except ActionError as error:
        return refused(request, error) or _to_learning()
    undo = reverse("monitoring:tune_leave", args=[tune.pk])
    messages.success(request, _("New mentions are toned as your office reads."), extra_tags=undo)
    return _to_learning()


@require_POST
@unit_required
def leave(request: UnitRequest, pk: int) -> HttpResponse:
    """Go back to the shipped words."""
    tune = _tune(request, pk)
    try:
        leave_tune(tune=tune, unit=request.unit, by=request.user, now=timezone.now())
    except ActionError as error:
        return refused(request, error) or _to_learning()
    messages.success(request, _("New mentions are toned as shipped."))
    return _to_learning()


def _tune(request: UnitRequest, pk: int) -> ToneTune:
    rows = ToneTune.objects.visible_to(request.user).filter(institution=request.unit.institution_id)
    return get_object_or_404(rows, pk=pk)


def _to_learning() -> HttpResponse:
    return redirect(reverse("monitoring:accuracy") + "#belajar")
