"""The outbox: read, download, try again, decide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import BRIEF
from kentongan.channels.email.actions import give_up, mark_sent, retry_mail
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import MailServer, OutgoingMail
from kentongan.channels.email.queries import composed, outbox
from kentongan.common.errors import ActionError, NotAllowed

PAGE = 50


@unit_required
@require_GET
def listing(request: UnitRequest) -> HttpResponse:
    state = request.GET.get("keadaan", "")
    state = state if state in MailState else ""
    before = request.GET.get("sebelum", "")
    last = int(before) if before.isdecimal() and len(before) < 19 else None
    rows = list(outbox(request.user, state=state, before=last, limit=PAGE + 1))
    context = {
        "rows": rows[:PAGE],
        "next": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "state": state,
        "states": MailState.choices,
        "has_server": MailServer.objects.filter(institution=request.unit.institution, is_active=True).exists(),
    }
    return render(request, "email/outbox.html", context)


@unit_required
@never_cache
@require_GET
def one(request: UnitRequest, pk: int) -> HttpResponse:
    mail = _visible(request, pk)
    context = {
        "mail": mail,
        "attachments": [] if mail.is_private else list(mail.attachments.defer("content").order_by("pk")),
        "may_decide": mail.unit is not None and holds(request.user, mail.unit, BRIEF, on=today(mail.unit)),
    }
    return render(request, "email/mail.html", context)


@unit_required
@require_GET
def download(request: UnitRequest, pk: int) -> HttpResponse:
    """The message as .eml, which any mail program opens; one not sent yet opens as a draft."""
    mail = _readable(request, pk)
    server = MailServer.objects.filter(institution=request.unit.institution_id).first()
    content = composed(mail, server if mail.state == MailState.SENT else None)
    return _file(content, f"{slugify(mail.subject)[:60] or 'surat'}-{mail.pk}.eml", "message/rfc822")


@unit_required
@require_GET
def attachment(request: UnitRequest, pk: int, number: int) -> HttpResponse:
    mail = _readable(request, pk)
    row = get_object_or_404(mail.attachments, pk=number)
    stem, _dot, ending = row.name.rpartition(".")
    name = f"{slugify(stem) or 'lampiran'}.{slugify(ending) or 'bin'}"
    return _file(bytes(row.content), name, "application/octet-stream")


@unit_required
@require_POST
def retry(request: UnitRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, retry_mail, _("It will be tried again."))


@unit_required
@require_POST
def arrived(request: UnitRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, mark_sent, _("Noted as sent."))


@unit_required
@require_POST
def hold(request: UnitRequest, pk: int) -> HttpResponse:
    return _decided(request, pk, give_up, _("Held back; it will not go out."))


def _decided(request: UnitRequest, pk: int, action: Callable[..., Any], done: str) -> HttpResponse:
    try:
        action(mail=_visible(request, pk), by=request.user, now=timezone.now())
    except NotAllowed:
        raise
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, done)
    return redirect("email:mail", pk=pk)


def _visible(request: UnitRequest, pk: int) -> OutgoingMail:
    rows = OutgoingMail.objects.visible_to(request.user).select_related("unit__institution")
    mail: OutgoingMail = get_object_or_404(rows, pk=pk)
    return mail


def _readable(request: UnitRequest, pk: int) -> OutgoingMail:
    """Return the row unless it is private: a secret link is for its addressee alone."""
    mail = _visible(request, pk)
    if mail.is_private:
        raise Http404
    return mail


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
