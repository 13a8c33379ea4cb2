"""Numbers, topics and templates of a unit's releases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, today
from kentongan.common.errors import ActionError
from kentongan.common.numbering import BadPattern, number_of
from kentongan.newsroom.actions.furnishing import drop_template, drop_topic, set_template, set_topic
from kentongan.newsroom.actions.numbering import set_pattern
from kentongan.newsroom.choices import Kind
from kentongan.newsroom.forms.writing import content_from
from kentongan.newsroom.models import NumberPattern, ReleaseTemplate, Topic
from kentongan.newsroom.queries.numbering import numbering_of
from kentongan.newsroom.queries.writing import templates_for, topics_of
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.rights import READ, SET_UP

PAGE = "newsroom:newsroom_settings"


@require_GET
@unit_required
def settings_page(request: UnitRequest) -> HttpResponse:
    """How this unit numbers its releases, what it files them under, what it starts from."""
    unit = request.unit
    if not holds(request.user, unit, READ, on=today(unit)):
        return render(request, "403.html", status=403)
    numbering = numbering_of(unit, "")
    return render(
        request,
        "newsroom/settings.html",
        {
            "numbering": numbering,
            "example": _example(request, numbering.pattern),
            "patterns": NumberPattern.objects.filter(unit=unit),
            "topics": topics_of(unit),
            "templates": templates_for(unit),
            "kinds": Kind.choices,
            "may_set_up": holds(request.user, unit, SET_UP, on=today(unit)),
        },
    )


def _example(request: UnitRequest, pattern: str) -> str:
    try:
        return number_of(pattern, sequence=22, day=today(request.unit), code=request.unit.code)
    except BadPattern:
        return pattern


@require_POST
@unit_required
def pattern_set(request: UnitRequest) -> HttpResponse:
    kind, pattern = request.POST.get("kind", ""), request.POST.get("pattern", "")[:80]
    if kind not in {"", *Kind.values}:
        return redirect(PAGE)
    try:
        set_pattern(unit=request.unit, kind=kind, pattern=pattern, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Numbering set. Numbers that were given stay."))
    return redirect(PAGE)


@require_POST
@unit_required
def topic_add(request: UnitRequest) -> HttpResponse:
    return _topic(request, None)


@require_POST
@unit_required
def topic_change(request: UnitRequest, pk: int) -> HttpResponse:
    """Rename a topic, or delete it."""
    topic = get_object_or_404(Topic, pk=pk, institution_id=request.unit.institution_id)
    if request.POST.get("do") != "drop":
        return _topic(request, topic)
    try:
        drop_topic(topic=topic, unit=request.unit, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Topic deleted."))
    return redirect(PAGE)


def _topic(request: UnitRequest, topic: Topic | None) -> HttpResponse:
    name, name_en = request.POST.get("name", ""), request.POST.get("name_en", "")
    try:
        set_topic(unit=request.unit, name=name, name_en=name_en, topic=topic, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Saved."))
    return redirect(PAGE)


@unit_required
def template_page(request: UnitRequest, pk: int | None = None) -> HttpResponse:
    """Write a template, or change one of this unit."""
    if not holds(request.user, request.unit, SET_UP, on=today(request.unit)):
        return render(request, "403.html", status=403)
    template = get_object_or_404(ReleaseTemplate, pk=pk, unit=request.unit) if pk else None
    content = Content.of(template.content) if template else Content()
    context: dict[str, Any] = {
        "template": template,
        "name": template.name if template else "",
        "kind": template.kind if template else "",
        "content": content,
        "kinds": Kind.choices,
    }
    if request.method != "POST":
        return render(request, "newsroom/template.html", context)
    name, kind = request.POST.get("name", ""), request.POST.get("kind", "")
    content = content_from(request.POST, kind=kind or content.kind, language=content.language)
    try:
        set_template(
            unit=request.unit,
            name=name,
            kind=kind,
            content=content,
            template=template,
            by=request.user,
            now=timezone.now(),
        )
    except ActionError as error:
        context |= {"name": name, "kind": kind, "content": content, "error": error}
        return render(request, "newsroom/template.html", context, status=422)
    messages.success(request, _("Template saved."))
    return redirect(PAGE)


@require_POST
@unit_required
def template_drop(request: UnitRequest, pk: int) -> HttpResponse:
    template = get_object_or_404(ReleaseTemplate, pk=pk, unit=request.unit)
    try:
        drop_template(template=template, by=request.user, now=timezone.now())
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Template deleted."))
    return redirect(PAGE)
