"""The addresses that a unit has told."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import MANAGE
from kentongan.channels.webhook.actions import add_webhook, remove_webhook, set_webhook_active, try_webhook
from kentongan.channels.webhook.forms import WebhookForm
from kentongan.channels.webhook.models import Webhook
from kentongan.channels.webhook.queries import hook_lines
from kentongan.common.errors import ActionError, NotAllowed


@unit_required
@never_cache
@require_http_methods(["GET", "POST"])
def webhooks(request: UnitRequest) -> HttpResponse:
    """The unit's addresses, and a form for a new one, whose secret is shown once."""
    unit = request.unit
    if not holds(request.user, unit, MANAGE, on=today(unit)):
        raise NotAllowed(_("Your role in this unit does not allow this."))
    form, secret = WebhookForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _hook, secret = add_webhook(unit=unit, **form.cleaned_data, by=request.user, now=timezone.now())
        except NotAllowed:
            raise
        except ActionError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            form = WebhookForm()
    return render(request, "webhook/webhooks.html", {"form": form, "secret": secret, "lines": hook_lines(unit)})


@unit_required
@require_POST
def test(request: UnitRequest, pk: int) -> HttpResponse:
    hook = _visible(request, pk)
    try:
        try_webhook(hook=hook, by=request.user, now=timezone.now())
    except NotAllowed:
        raise
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The address took the test event."))
    return redirect("webhook:webhooks")


@unit_required
@require_POST
def set_active(request: UnitRequest, pk: int) -> HttpResponse:
    active = request.POST.get("active") == "yes"
    set_webhook_active(hook=_visible(request, pk), active=active, by=request.user, now=timezone.now())
    messages.success(request, _("It is told again.") if active else _("Paused."))
    return redirect("webhook:webhooks")


@unit_required
@require_POST
def remove(request: UnitRequest, pk: int) -> HttpResponse:
    remove_webhook(hook=_visible(request, pk), by=request.user, now=timezone.now())
    messages.success(request, _("Address removed."))
    return redirect("webhook:webhooks")


def _visible(request: UnitRequest, pk: int) -> Webhook:
    hook: Webhook = get_object_or_404(Webhook.objects.visible_to(request.user).select_related("unit"), pk=pk)
    return hook
