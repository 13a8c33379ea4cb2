"""What webhooks lend to other rooms' pages."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import Unit
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import MANAGE
from kentongan.channels.webhook.queries import waiting_health
from kentongan.common.numbers import ago, whole
from kentongan.common.slots import Check, NavItem


def settings_entry(request: HttpRequest, unit: Unit) -> NavItem | None:
    if not holds(request.user, unit, MANAGE, on=today(unit)):  # type: ignore[arg-type]  # signed in
        return None
    return NavItem("", _("Webhooks"), reverse("webhook:webhooks"), "link")


def health(now: datetime) -> list[Check]:
    """Webhooks on the health page; silent while none waits."""
    count, oldest = waiting_health()
    if not count or oldest is None:
        return []
    says = ngettext(
        "%(count)s event waits for an address that does not answer, the oldest since %(ago)s.",
        "%(count)s events wait for addresses that do not answer, the oldest since %(ago)s.",
        count,
    ) % {"count": whole(count), "ago": ago(oldest, now)}
    return [Check(_("Webhooks"), "warn", says, {"waiting": count, "oldest": oldest})]


ACT_WORDS = {
    "webhook.added": gettext_lazy("added a webhook"),
    "webhook.paused": gettext_lazy("paused a webhook"),
    "webhook.resumed": gettext_lazy("resumed a webhook"),
    "webhook.removed": gettext_lazy("removed a webhook"),
    "webhook.tested": gettext_lazy("tested a webhook"),
}
