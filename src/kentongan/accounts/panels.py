"""What accounts lends: menu lines, the first step of the welcome, a person's own data, words for the record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.models import Institution, Invitation, Membership, Unit, User
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import MANAGE
from kentongan.audit.models import Entry
from kentongan.common.slots import NavItem, PersonData, WelcomeStep


def settings_entry(request: HttpRequest, unit: Unit) -> NavItem:
    return NavItem("office", _("Settings"), reverse("accounts:settings"), "sliders")


def _entry(label: Any, url_name: str, icon: str, *, managers: bool) -> Callable[[HttpRequest, Unit], NavItem | None]:
    def make(request: HttpRequest, unit: Unit) -> NavItem | None:
        if managers and not holds(request.user, unit, MANAGE, on=today(unit)):  # type: ignore[arg-type]  # signed in
            return None
        return NavItem("", str(label), reverse(url_name), icon)

    return make


SETTINGS = {
    "me": _entry(gettext_lazy("My account"), "profile", "lock", managers=False),
    "units": _entry(gettext_lazy("Units"), "accounts:units", "house", managers=False),
    "people": _entry(gettext_lazy("People and roles"), "accounts:people", "people", managers=False),
    "tokens": _entry(gettext_lazy("Keys for programs (API)"), "accounts:tokens", "key", managers=True),
    "trail": _entry(gettext_lazy("Who did what"), "accounts:trail", "book", managers=False),
}


def _institution_stands(institution: Institution) -> bool:
    return True  # the step ends with the institution itself


WELCOME_STEP = WelcomeStep(gettext_lazy("Your institution"), "accounts:welcome-institution", _institution_stands)  # type: ignore[arg-type]  # lazy text


def _export(user: User) -> dict[str, Any]:
    memberships = Membership.objects.filter(user=user).select_related("unit")
    invitations = Invitation.objects.filter(email__iexact=user.email).select_related("unit")
    acts = Entry.objects.filter(actor_id=user.pk).values("at", "action", "unit_id", "target_type", "target_id")
    sessions = UserSession.objects.filter(user=user).values("created_at", "last_seen_at", "ip", "user_agent")
    return {
        "account": {
            "email": user.email,
            "name": user.name,
            "language": user.language,
            "joined_at": user.date_joined,
            "last_sign_in_at": user.last_login,
        },
        "roles": [
            {
                "unit": row.unit.name,
                "role": row.get_role_display(),
                "standing": row.get_standing_display(),
                "title": row.title,
                "from": row.start_on,
                "until": row.end_on,
            }
            for row in memberships
        ],
        "invitations": [{"unit": row.unit.name, "at": row.created_at} for row in invitations],
        "sessions": list(sessions),
        "acts": list(acts[:20_000]),
    }


def _erase(user: User, now: datetime) -> None:
    """The account itself is emptied by `erase_person`, after every room has let go."""


PERSON_DATA = PersonData(export=_export, erase=_erase)

ACT_WORDS = {
    "accounts.operator_created": gettext_lazy("set up the account that runs the machine"),
    "accounts.institution_founded": gettext_lazy("founded the institution"),
    "accounts.letterhead_set": gettext_lazy("changed the letterhead"),
    "accounts.unit_added": gettext_lazy("added a unit"),
    "accounts.unit_edited": gettext_lazy("changed a unit's details"),
    "accounts.unit_moved": gettext_lazy("moved a unit"),
    "accounts.unit_closed": gettext_lazy("closed a unit"),
    "accounts.unit_opened": gettext_lazy("opened a unit again"),
    "accounts.units_imported": gettext_lazy("imported a table of units"),
    "accounts.person_invited": gettext_lazy("invited somebody"),
    "accounts.invitation_withdrawn": gettext_lazy("withdrew an invitation"),
    "accounts.invitation_accepted": gettext_lazy("accepted an invitation"),
    "accounts.role_given": gettext_lazy("gave a role"),
    "accounts.role_ended": gettext_lazy("ended a role"),
    "accounts.details_changed": gettext_lazy("changed their own details"),
    "accounts.person_erased": gettext_lazy("erased a person's data"),
    "accounts.token_issued": gettext_lazy("made an API key"),
    "accounts.token_revoked": gettext_lazy("revoked an API key"),
}
