"""Hari ini and the brief."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.models import Unit
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import BRIEF
from kentongan.channels.email.models import MailServer
from kentongan.common import charts, numbers, slots
from kentongan.common.errors import ActionError
from kentongan.monitoring.actions import note_look
from kentongan.monitoring.queries import GemaSlit, gema, last_look, moving_stories, totals
from kentongan.reports.actions import edit_brief, prepare_brief, send_brief, set_plan
from kentongan.reports.choices import BriefState
from kentongan.reports.exports import Words, brief_pdf, brief_text, brief_xlsx, document_of, rendered_mail
from kentongan.reports.exports.mail import file_name
from kentongan.reports.forms import BriefForm, PlanForm
from kentongan.reports.models import Brief
from kentongan.reports.queries import briefs_of, is_outdated, plan_of, waiting_mail

QUARTER = timedelta(minutes=15)
PAGE = 31
PLAIN = "text/plain; charset=utf-8"


@require_GET
@unit_required
def today_page(request: UnitRequest) -> HttpResponse:
    """Hari ini: what waits, what moved since the last look, the stories by size and tone, the clocks."""
    unit, now = request.unit, timezone.now()
    note_look(user=request.user, unit=unit, now=now)
    look = last_look(request.user, unit)
    until = _quarter_after(now)
    since = until - timedelta(days=1)
    slits = gema(unit, since, until)
    start = max(look, since) if look else since
    waiting = [item for ask in slots.WAITING for item in ask(request.user, unit, now)]
    stories = moving_stories(unit, since, until, look=look, limit=6)
    counts = totals(unit, start, until)
    return render(
        request,
        "reports/today.html",
        {
            "since": start,
            "looked": look is not None and look > since,
            "totals": counts,
            # Where no source or no query is set, silence says nothing about the day.
            "deaf": not counts.mentions and not all(step.done(unit.institution) for step in slots.WELCOME),
            "gema": _gema_chart(slits, look, unit, height=232),
            "gema_phone": _gema_chart(_pairs(slits), look, unit, height=172, tick=timedelta(hours=6)),
            "waiting": waiting,
            "stories": stories,
            "largest": max(stories, key=lambda row: row.count, default=None),
            "clocks": [clock for ask in slots.CLOCKS for clock in ask(request.user, unit, now)],
            "missing": [item for ask in slots.MISSING for item in ask(request.user, unit, now)],
        },
    )


def _quarter_after(now: datetime) -> datetime:
    """Return the next full quarter of an hour: the last slit may still fill."""
    passed = timedelta(minutes=now.minute % 15, seconds=now.second, microseconds=now.microsecond)
    return now - passed + QUARTER


def _pairs(slits: list[GemaSlit]) -> list[GemaSlit]:
    """Join two slits each: the phone has room for 48."""
    return [
        GemaSlit(a.start, a.positive + b.positive, a.neutral + b.neutral, a.negative + b.negative)
        for a, b in zip(slits[::2], slits[1::2], strict=True)
    ]


def _gema_chart(
    slits: list[GemaSlit], look: datetime | None, unit: Unit, *, height: float, tick: timedelta | None = None
) -> charts.Chart:
    counts = [charts.ToneCount(slit.start, slit.positive, slit.neutral, slit.negative) for slit in slits]
    return charts.gema(counts, last_look=look, zone=unit.zone, height=height, tick=tick)


# --- briefs ----------------------------------------------------------------------------------------------------------


@require_GET
@unit_required
def brief_list(request: UnitRequest) -> HttpResponse:
    """The unit's briefs, the newest first, and the one of today."""
    unit = request.unit
    before = request.GET.get("before", "")
    briefs = briefs_of(request.user, unit)
    if before:
        try:
            briefs = briefs.filter(day__lt=datetime.strptime(before, "%Y-%m-%d").date())  # noqa: DTZ007 - a calendar day
        except ValueError:
            before = ""
    rows = list(briefs[: PAGE + 1])
    day, plan = today(unit), plan_of(unit)
    return render(
        request,
        "reports/brief_list.html",
        {
            "briefs": rows[:PAGE],
            "waiting": waiting_mail(unit, (row.pk for row in rows)),
            "more": rows[PAGE - 1].day.isoformat() if len(rows) > PAGE else "",
            "today_brief": next((row for row in rows if row.day == day), None),
            "day": day,
            "plan": plan,
            "plan_hour": numbers.clock(datetime.combine(day, plan.hour, unit.zone), unit.zone),
            "may_edit": holds(request.user, unit, BRIEF, on=day),
            "first_page": not before,
        },
    )


@require_POST
@unit_required
def brief_prepare(request: UnitRequest) -> HttpResponse:
    """Prepare (or refresh) today's brief and open it."""
    try:
        brief = prepare_brief(unit=request.unit, day=today(request.unit), now=timezone.now(), by=request.user)
    except ActionError as error:
        messages.error(request, error.message)
        return redirect("brief_list")
    return redirect("brief", brief.pk)


def _brief(request: UnitRequest, pk: int) -> Brief:
    briefs = Brief.objects.visible_to(request.user).select_related("unit__institution", "sent_by", "edited_by")
    found: Brief = get_object_or_404(briefs, pk=pk)
    return found


@unit_required
def brief_page(request: UnitRequest, pk: int) -> HttpResponse:
    """Read a brief; write into it while it is a draft and the role allows it."""
    brief = _brief(request, pk)
    form = None
    status = 200
    if _editable(request, brief):
        first = {"version": brief.version, "lede": brief.lede or document_of(brief).lede, "response": brief.response}
        form = BriefForm(request.POST or None, initial=first, brief=brief)
    if request.method == "POST":
        if form is None:
            messages.error(request, _("This brief was sent. What went out is not edited."))
            return redirect("brief", brief.pk)
        if form.is_valid() and _save(request, brief, form):
            return _then(request, brief)
        status = 422
    return render(request, "reports/brief.html", _brief_context(brief, form), status=status)


@require_POST
@unit_required
def brief_words(request: UnitRequest, pk: int) -> HttpResponse:
    """The WhatsApp text of a brief with the words as they stand in the form now, saved or not."""
    brief = _brief(request, pk)
    if not _editable(request, brief):
        return HttpResponse(_("This brief was sent. What went out is not edited."), status=409, content_type=PLAIN)
    form = BriefForm(request.POST, brief=brief)
    if request.POST.get("version") != str(brief.version):
        return HttpResponse(_("The figures were counted again meanwhile. Load the page anew."), status=409,
                            content_type=PLAIN)  # fmt: skip
    if not form.is_valid():
        problems = [f"{form[name].label}: {problem}" for name, found in form.errors.items() for problem in found]
        return HttpResponse("\n".join(problems)[:399], status=422, content_type=PLAIN)
    words = Words(
        lede=form.cleaned_data["lede"],
        response=form.cleaned_data["response"],
        stories=form.story_words(),
        hidden_clips=form.hidden_clips(),
    )
    return HttpResponse(brief_text(document_of(brief, words=words)), content_type=PLAIN)


def _editable(request: UnitRequest, brief: Brief) -> bool:
    return brief.state == BriefState.DRAFT and holds(request.user, brief.unit, BRIEF, on=today(brief.unit))


def _brief_context(brief: Brief, form: BriefForm | None) -> dict[str, Any]:
    document = document_of(brief)
    return {
        "brief": brief,
        "document": document,
        "form": form,
        "outdated": form is not None and is_outdated(brief),
        "plan": plan_of(brief.unit),
        "waiting": waiting_mail(brief.unit, [brief.pk])[brief.pk],
        "has_server": MailServer.objects.filter(institution=brief.unit.institution_id, is_active=True).exists(),
        "text": brief_text(document),
        "gema": _gema_chart(
            [GemaSlit(datetime.fromisoformat(at), *tones) for at, *tones in brief.figures["gema"]],
            None,
            brief.unit,
            height=180,
        ),
    }


def _save(request: UnitRequest, brief: Brief, form: BriefForm) -> bool:
    try:
        edit_brief(
            brief=brief,
            version=form.cleaned_data["version"],
            lede=form.cleaned_data["lede"],
            response=form.cleaned_data["response"],
            stories=form.story_words(),
            hidden_clips=form.hidden_clips(),
            by=request.user,
            now=timezone.now(),
        )
    except ActionError as error:
        form.add_error(None, error.message)
        return False
    return True


def _then(request: UnitRequest, brief: Brief) -> HttpResponse:
    """Do what the pressed button asks after saving, so that nothing typed is lost on the way."""
    then = request.POST.get("then", "")
    if then == "send":
        return _send(request, _brief(request, brief.pk))
    if then == "refresh":
        prepare_brief(unit=brief.unit, day=brief.day, now=timezone.now(), by=request.user)
        messages.success(request, _("Counted again up to now."))
    else:
        messages.success(request, _("Saved."))
    return redirect("brief", brief.pk)


def _send(request: UnitRequest, brief: Brief) -> HttpResponse:
    mail = rendered_mail(document_of(brief), url=_address(brief))
    try:
        sent = send_brief(brief=brief, rendered=mail, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
        return redirect("brief_plan") if error.field == "recipients" else redirect("brief", brief.pk)
    count = len(plan_of(sent.unit).recipients)
    if MailServer.objects.filter(institution=sent.unit.institution_id, is_active=True).exists():
        told = _("Brief %(number)s is on its way to %(count)s.")
    else:
        told = _("Brief %(number)s waits in the outbox: no mail server is set yet. It goes out once, when one is.")
    messages.success(request, told % {"number": sent.number, "count": count})
    return redirect("brief", brief.pk)


def _address(brief: Brief) -> str:
    return f"{settings.BASE_URL}{reverse('brief', args=[brief.pk])}"


@require_GET
@unit_required
def brief_file(request: UnitRequest, pk: int, form: str) -> HttpResponseBase:
    """Hand a brief out as PDF, XLSX or WhatsApp text."""
    document = document_of(_brief(request, pk))
    if form == "pdf":
        return _file(brief_pdf(document), "application/pdf", file_name(document, "pdf"), inline=True)
    if form == "xlsx":
        media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return _file(brief_xlsx(document), media_type, file_name(document, "xlsx"))
    return _file(brief_text(document).encode(), PLAIN, file_name(document, "txt"), inline=True)


def _file(content: bytes, media_type: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response


@unit_required
def brief_plan(request: UnitRequest) -> HttpResponse:
    """When the brief is prepared, how it is numbered and to whom it goes."""
    unit = request.unit
    if not holds(request.user, unit, BRIEF, on=today(unit)):
        return render(request, "403.html", status=403)
    form = PlanForm(request.POST or None, instance=plan_of(unit))
    if request.method == "POST" and form.is_valid():
        try:
            set_plan(unit=unit, **form.cleaned_data, by=request.user, now=timezone.now())
        except ActionError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Plan saved."))
            return redirect("brief_list")
    return render(request, "reports/plan.html", {"form": form}, status=422 if form.errors else 200)
