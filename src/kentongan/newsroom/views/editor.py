"""The sheet on which a text is written: read, saved by hand, saved by itself, told who else is at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, today
from kentongan.common import numbers
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.writing import WrittenMeanwhile, note_presence, save_draft, save_version
from kentongan.newsroom.choices import Kind, Language, Stage
from kentongan.newsroom.exports.approval_text import reading
from kentongan.newsroom.forms.writing import (
    ROWS,
    TranslationForm,
    content_from,
    local_input,
    moved,
    wanted_from,
    with_rows,
)
from kentongan.newsroom.models import Asset, Release, ReleaseVersion
from kentongan.newsroom.queries.writing import languages_of, present_writers, remarks_on, topics_of
from kentongan.newsroom.rules.coach import Advice, advise, counted_words, kept, reads_like
from kentongan.newsroom.rules.content import Content, text_of
from kentongan.newsroom.rules.richtext import clean_body, clean_plain
from kentongan.newsroom.rules.rights import WRITE
from kentongan.newsroom.views.chain_panel import chain_panel
from kentongan.newsroom.views.publish_panel import publish_panel
from kentongan.newsroom.views.releases import release_or_404

CLOSED = (Stage.PUBLISHED, Stage.WITHDRAWN, Stage.DROPPED)


@unit_required
def release_page(request: UnitRequest, pk: int) -> HttpResponse:
    """Write on a text; who may not write, or what is public, is read here."""
    release = release_or_404(request, pk)
    may_write = holds(request.user, release.unit, WRITE, on=today(release.unit))
    if request.method == "POST":
        return _save_by_hand(request, release)
    now = timezone.now()
    if may_write and release.stage not in CLOSED:
        note_presence(release=release, user=request.user, now=now)
    return render(request, "newsroom/release.html", _context(request, release, now, may_write=may_write))


def _save_by_hand(request: UnitRequest, release: Release) -> HttpResponse:
    """Save the whole form, then do what the pressed button asks (keep it, move a row, add one)."""
    what = request.POST.get("do", "save")
    content = _posted(request, release)
    address = reverse("newsroom:release", args=[release.pk])
    try:
        row = _save(request, release, with_rows(content, what))
        if what == "keep":
            version = save_version(release=row, by=request.user, now=timezone.now())
            messages.success(request, _("Kept as draft %(number)s.") % {"number": version.sequence})
    except WrittenMeanwhile as error:
        messages.error(request, error.message)
        return redirect(_compare_url(error))
    except ActionError as error:
        messages.error(request, error.message)
        context = _context(request, release, timezone.now(), may_write=True, content=content)
        return render(request, "newsroom/release.html", context, status=422)
    name, _place = moved(content, what)
    if what.startswith("add-") and name:
        return redirect(f"{address}?blank={name}#{name}")
    if what == "save":
        messages.success(request, _("Saved."))
    return redirect(f"{address}#{name}" if name else address)


def _posted(request: UnitRequest, release: Release) -> Content:
    return content_from(request.POST, kind=release.kind, language=release.language)


def _save(request: UnitRequest, release: Release, content: Content) -> Release:
    revision = request.POST.get("revision", "")
    return save_draft(
        release=release,
        content=content,
        revision=int(revision) if revision.isdecimal() and len(revision) < 10 else 0,
        is_urgent="is_urgent" in request.POST,
        wanted_at=wanted_from(request.POST, release.unit.zone),
        by=request.user,
        now=timezone.now(),
    )


def _compare_url(error: WrittenMeanwhile) -> str:
    address = reverse("newsroom:release_versions", args=[error.release.pk])
    return f"{address}?dari={error.version.sequence}"


@require_POST
@unit_required
def release_save(request: UnitRequest, pk: int) -> HttpResponse:
    """Save what the editor sends by itself; answer with the new revision, the coach's notes, and who else is here."""
    release = release_or_404(request, pk)
    stage = release.stage
    try:
        row = _save(request, release, _posted(request, release))
    except WrittenMeanwhile as error:
        data = {
            "error": error.message,
            "compare": _compare_url(error),
            "compare_word": _("Compare the two"),
            "revision": error.release.revision,
        }
        return JsonResponse(data, status=409)
    except NotAllowed as error:
        return JsonResponse({"error": error.message}, status=403)
    except ActionError as error:
        return JsonResponse({"error": error.message}, status=422)
    now = timezone.now()
    content = Content.of(row.draft)
    data = {
        "revision": row.revision,
        "says": _saved_words(row),
        "title": row.title,
        "words": _words_said(content),
        "coach": render_to_string("newsroom/_coach.html", _coach(content, now), request),
    }
    if row.stage != stage:
        data["fell"] = _("The text changed: the approvals given for it fell.")
    for name in PANELS:
        data[f"{name}-panel"] = _panel(name, request, row, now)
    return JsonResponse(data)


PANELS = {"chain": chain_panel, "publish": publish_panel}


def _panel(name: str, request: UnitRequest, release: Release, now: datetime) -> str:
    context = {"release": release, "may_write": True, "editable": True, **PANELS[name](request, release, now)}
    return render_to_string(f"newsroom/_{name}_panel.html", context, request)


@require_POST
@unit_required
def release_present(request: UnitRequest, pk: int) -> HttpResponse:
    """Note that somebody has the text open; tell who else does, and whether it was saved by another since."""
    release, now = release_or_404(request, pk), timezone.now()
    if release.stage not in CLOSED:
        note_presence(release=release, user=request.user, now=now)
    return JsonResponse(
        {
            "others": _others(release, request, now),
            "revision": release.revision,
            "chain-panel": _panel("chain", request, release, now),
            "newer": _("%(name)s saved this text at %(time)s.")
            % {"name": release.saved_by or "", "time": numbers.clock(release.saved_at, release.unit.zone)},
        }
    )


@require_POST
@unit_required
def paste(request: UnitRequest) -> HttpResponse:
    """Return what was pasted as the marks that a release may hold."""
    if html := request.POST.get("html", ""):
        return HttpResponse(clean_body(html))
    return HttpResponse(clean_plain(request.POST.get("text", "")[:400_000]))


@require_GET
@unit_required
def release_preview(request: UnitRequest, pk: int) -> HttpResponse:
    """The text as readers will have it before them, without anything to write in."""
    release = release_or_404(request, pk)
    content = Content.of(release.draft)
    context = {"release": release, "content": content, "reading": reading(content), "words": _words_said(content)}
    return render(request, "newsroom/release_preview.html", context)


# --- what the page shows ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RowGroup:
    """Rows of one kind in the editor; `blank` is one more to fill in."""

    name: str
    rows: list[Any]
    blank: bool


def _context(
    request: UnitRequest, release: Release, now: datetime, *, may_write: bool, content: Content | None = None
) -> dict[str, Any]:
    content = content or Content.of(release.draft)
    blank = request.GET.get("blank", "")
    last = ReleaseVersion.objects.filter(release=release).order_by("-sequence").first()
    languages = languages_of(release)
    editable = may_write and release.stage not in CLOSED
    return {
        "release": release,
        "content": content,
        "may_write": may_write,
        "editable": editable,
        "groups": {
            name: RowGroup(name, list(getattr(content, name)), blank=editable and blank == name) for name in ROWS
        },
        "assets": _assets(content),
        "kinds": Kind.choices,
        "topics": topics_of(release.unit),
        "wanted": local_input(release.wanted_at, release),
        "saved_words": _saved_words(release),
        "words": _words_said(content),
        "last_version": last,
        "remarks": remarks_on(release),
        "languages": languages,
        "language_names": dict(Language.choices),
        "translation_form": TranslationForm(taken={row.language for row in languages}),
        "origin": Content.of(release.translation_of.draft) if release.translation_of else None,
        "others": _others(release, request, now) if editable else "",
        "reading": None if editable else reading(content),
        **(_coach(content, now) if editable else {}),
        **chain_panel(request, release, now),
        **publish_panel(request, release, now),
    }


def _assets(content: Content) -> dict[int, Asset]:
    return Asset.objects.in_bulk({file.asset for file in (*content.pictures, *content.attachments)})


def _coach(content: Content, now: datetime) -> dict[str, Any]:
    notes: list[Advice] = advise(content, now)
    return {
        "notes": notes,
        "empty": not text_of(content).strip(),
        "musts": sum(note.is_must for note in notes),
        "advices": sum(not note.is_must for note in notes),
        "there": kept(content),
        "reads": reads_like(content),
    }


def _words_said(content: Content) -> str:
    return _("%(count)s words") % {"count": numbers.whole(counted_words(content))}


def _saved_words(release: Release) -> str:
    return _("saved %(time)s") % {"time": numbers.clock(release.saved_at, release.unit.zone)}


def _others(release: Release, request: UnitRequest, now: datetime) -> str:
    people = [person.name for person in present_writers(release, now, but=request.user)]
    if not people:
        return ""
    return _("%(names)s also has this text open. Whoever saves second keeps both versions.") % {
        "names": ", ".join(people)
    }
