"""Kept drafts: the list, two of them compared, one taken up again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, today
from kentongan.common.errors import ActionError
from kentongan.newsroom.actions.writing import restore_version
from kentongan.newsroom.exports.approval_text import reading
from kentongan.newsroom.models import Release, ReleaseVersion
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.rights import WRITE
from kentongan.newsroom.views.editor import CLOSED
from kentongan.newsroom.views.releases import release_or_404

MOST = 200


@require_GET
@unit_required
def release_versions(request: UnitRequest, pk: int) -> HttpResponse:
    """The drafts of a text, and word by word what one has that another had not; 0 is the text as it is now."""
    release = release_or_404(request, pk)
    versions = list(ReleaseVersion.objects.filter(release=release).select_related("made_by")[:MOST])
    newest = versions[0].sequence if versions else 0
    old, new = _sequence(request.GET.get("dari"), newest), _sequence(request.GET.get("ke"), 0)
    before, after = _content(release, old), _content(release, new)
    may_write = holds(request.user, release.unit, WRITE, on=today(release.unit)) and release.stage not in CLOSED
    return render(
        request,
        "newsroom/versions.html",
        {
            "release": release,
            "versions": versions,
            "old": old,
            "new": new,
            "reading": reading(after, before=before, sequence=old) if versions else None,
            "may_write": may_write,
        },
    )


def _sequence(value: str | None, default: int) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 8 else default


def _content(release: Release, sequence: int) -> Content:
    if sequence == 0:
        return Content.of(release.draft)
    return Content.of(get_object_or_404(ReleaseVersion, release=release, sequence=sequence).content)


@require_POST
@unit_required
def version_restore(request: UnitRequest, pk: int, sequence: int) -> HttpResponse:
    """Write on from a kept draft."""
    release = release_or_404(request, pk)
    version = get_object_or_404(ReleaseVersion, release=release, sequence=sequence)
    try:
        restore_version(
            release=release, version=version, revision=release.revision, by=request.user, now=timezone.now()
        )
    except ActionError as error:
        messages.error(request, error.message)
    else:
        text = _("Draft %(number)s is the text again. The one before it is kept.") % {"number": sequence}
        messages.success(request, text)
    return redirect("newsroom:release", pk)
