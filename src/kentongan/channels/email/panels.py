"""What mail lends to other rooms' pages: settings lines, health, what waits for a person, a person's data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import BRIEF, MANAGE
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import OutgoingMail
from kentongan.channels.email.queries import outbox_health
from kentongan.common.numbers import ago, whole
from kentongan.common.slots import Check, NavItem, PersonData, Waiting

SLOW = timedelta(minutes=15)


def server_entry(request: HttpRequest, unit: Unit) -> NavItem | None:
    root = Unit.objects.get_root(unit)
    if not holds(request.user, root, MANAGE, on=today(root)):  # type: ignore[arg-type]  # signed in
        return None
    return NavItem("", _("Mail server"), reverse("email:server"), "mail")


def outbox_entry(request: HttpRequest, unit: Unit) -> NavItem | None:
    states = (MailState.WAITING, MailState.UNCLEAR)
    count = OutgoingMail.objects.visible_to(request.user).filter(state__in=states).count()  # type: ignore[arg-type]  # signed in
    return NavItem("", _("Outbox"), reverse("email:outbox"), "send", count=count or None)


def health(now: datetime) -> list[Check]:
    """Mail on the health page: is a server set, does it answer, does anything wait too long or for a person."""
    found = outbox_health()
    details = {"waiting": found.waiting, "unclear": found.unclear, "oldest": found.oldest}
    name = _("Mail")
    if found.failing:
        server, problem, since = found.failing[0]
        says = _("%(server)s fails since %(ago)s: %(problem)s") % {
            "server": server, "ago": ago(since, now), "problem": problem
        }  # fmt: skip
        return [Check(name, "bad", says, details)]
    if not found.servers:
        says = ngettext(
            "No mail server is set. %(count)s message waits in the outbox.",
            "No mail server is set. %(count)s messages wait in the outbox.",
            found.waiting,
        ) % {"count": whole(found.waiting)}
        return [Check(name, "warn" if found.waiting else "good", says, details)]
    if found.unclear:
        says = ngettext(
            "%(count)s message is unclear: a person must decide.",
            "%(count)s messages are unclear: a person must decide.",
            found.unclear,
        ) % {"count": whole(found.unclear)}
        return [Check(name, "warn", says, details)]
    if found.oldest is not None and now - found.oldest > SLOW:
        says = _("The oldest message waits since %(ago)s.") % {"ago": ago(found.oldest, now)}
        return [Check(name, "warn", says, details)]
    says = ngettext("%(count)s message waits.", "%(count)s messages wait.", found.waiting)
    return [Check(name, "good", says % {"count": whole(found.waiting)}, details)]


def waiting(user: User, unit: Unit, now: datetime) -> list[Waiting]:
    """Unclear mail of the unit, which only a person can decide about."""
    if not holds(user, unit, BRIEF, on=today(unit)):
        return []
    count = OutgoingMail.objects.filter(unit=unit, state=MailState.UNCLEAR).count()
    if not count:
        return []
    return [
        Waiting(
            figure=whole(count),
            unit=ngettext("message", "messages", count),
            title=_("Did it arrive?"),
            context=_("The line broke while it was being sent."),
            button=_("Look and decide"),
            url=f"{reverse('email:outbox')}?keadaan={MailState.UNCLEAR}",
        )
    ]


def _export(user: User) -> dict[str, Any]:
    rows = OutgoingMail.objects.filter(to__iexact=user.email).values("subject", "created_at", "sent_at", "state")
    return {"mail_to_me": list(rows[:5000])}


def _erase(user: User, now: datetime) -> None:
    """Drop mail that has not gone out; of what went out keep that it did, without address and text."""
    mine = OutgoingMail.objects.filter(to__iexact=user.email)
    mine.exclude(state=MailState.SENT).delete()
    for mail in mine:
        OutgoingMail.objects.filter(pk=mail.pk).update(
            to=f"erased-{user.pk}@kentongan.invalid", to_name="", text="", html="", key=f"erased:{mail.pk}"
        )


PERSON_DATA = PersonData(export=_export, erase=_erase)

ACT_WORDS = {
    "email.server_set": gettext_lazy("set the mail server"),
    "email.server_tested": gettext_lazy("tested the mail server"),
    "email.mail_retried": gettext_lazy("had a message sent again"),
    "email.mail_marked_sent": gettext_lazy("noted a message as sent"),
    "email.mail_held": gettext_lazy("held a message back"),
}
