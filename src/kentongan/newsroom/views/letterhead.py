"""What stands at the head of the institution's letters and pages: address, website, emblem."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.accounts.actions.institutions import set_letterhead
from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import today
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.emblem import remove_emblem, set_emblem
from kentongan.newsroom.forms.newsroom import LetterheadForm
from kentongan.newsroom.queries.emblem import emblem_of
from kentongan.newsroom.queries.keys import sets_up_keys
from kentongan.newsroom.rules.files import MOST_BYTES

PAGE = "newsroom:letterhead"


def _demand(request: UnitRequest) -> None:
    if not sets_up_keys(request.user, request.unit.institution, on=today(request.unit)):
        raise NotAllowed(
            _("Letterhead and emblem are in the hands of whoever sets up the newsroom of the whole institution.")
        )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def letterhead(request: UnitRequest) -> HttpResponse:
    """Show and change the letterhead; the emblem has a form of its own."""
    _demand(request)
    institution = request.unit.institution
    known = {name: getattr(institution, name) for name in ("short_name", "address", "website")}
    form = LetterheadForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            set_letterhead(institution=institution, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NotAllowed:
            raise
        except ActionError as error:
            form.add_error(error.field, error.message)
        else:
            messages.success(request, _("Saved. Pages, letters and cards show it from now on."))
            return redirect(PAGE)
    return _page(request, form)


def _page(request: UnitRequest, form: LetterheadForm, *, error: str = "") -> HttpResponse:
    institution = request.unit.institution
    context = {"form": form, "institution": institution, "emblem": emblem_of(institution), "error": error}
    return render(request, "newsroom/letterhead.html", context, status=422 if error or form.errors else 200)


@require_POST
@unit_required
def emblem_set(request: UnitRequest) -> HttpResponse:
    """Take in an emblem, or take it away."""
    _demand(request)
    institution, now = request.unit.institution, timezone.now()
    if request.POST.get("do") == "remove":
        remove_emblem(institution=institution, by=request.user, now=now)
        messages.success(request, _("The short name stands in its place again."))
        return redirect(PAGE)
    try:
        set_emblem(institution=institution, file=_uploaded(request), by=request.user, now=now)
    except NotAllowed:
        raise
    except ActionError as error:
        known = {name: getattr(institution, name) for name in ("short_name", "address", "website")}
        return _page(request, LetterheadForm(initial=known), error=error.message)
    messages.success(request, _("Saved. Pages, letters and cards show it from now on."))
    return redirect(PAGE)


def _uploaded(request: UnitRequest) -> bytes:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile) or file.size is None:
        raise ActionError(_("Choose a file."), field="file")
    if file.size > MOST_BYTES:
        raise ActionError(_("This picture is larger than 30 MB."), field="file")
    content: bytes = file.read()
    return content
