"""Setting and testing the mail server."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kentongan.accounts.doors import UnitRequest, unit_required
from kentongan.channels.email.actions import send_test, set_mail_server
from kentongan.channels.email.actions.server import demand_server_right
from kentongan.channels.email.forms import MailServerForm
from kentongan.channels.email.models import MailServer
from kentongan.common.errors import ActionError, NotAllowed


@unit_required
@require_http_methods(["GET", "POST"])
def server(request: UnitRequest) -> HttpResponse:
    institution = request.unit.institution
    demand_server_right(request.user, institution, now=timezone.now())
    current = MailServer.objects.filter(institution=institution).first()
    start = {"from_name": institution.name, "from_email": request.user.email} if current is None else {}
    form = MailServerForm(request.POST or None, instance=current, initial=start)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        password = data.pop("password") or None
        try:
            set_mail_server(institution=institution, **data, password=password, by=request.user, now=timezone.now())
        except NotAllowed:
            raise
        except ActionError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("Saved. Send yourself a test message."))
            return redirect("email:server")
    saved = MailServer.objects.filter(institution=institution).first()
    return render(request, "email/server.html", {"form": form, "server": saved})


@unit_required
@require_POST
def test(request: UnitRequest) -> HttpResponse:
    current = get_object_or_404(MailServer, institution=request.unit.institution)
    try:
        send_test(server=current, to=request.user.email, by=request.user, now=timezone.now())
    except NotAllowed:
        raise
    except ActionError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The server took the test message to %(to)s.") % {"to": request.user.email})
    return redirect("email:server")
