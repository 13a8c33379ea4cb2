"""What the pages of this room share: who asks, and what is said when an action refuses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from kentongan.accounts import rules
from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds, root_of, today
from kentongan.common.errors import ActionError, NotAllowed


def asker(request: HttpRequest) -> tuple[User, Unit]:
    """Return who asks and the unit they work for; `unit_required` stands before every page here."""
    unit: Unit = request.unit  # type: ignore[attr-defined]  # set by accounts.middleware
    user: User = request.user  # type: ignore[assignment]  # signed in
    return user, unit


def rights(request: HttpRequest) -> dict[str, bool]:
    """Return what the person may do here, for showing or hiding buttons."""
    user, unit = asker(request)
    day = today(unit)
    return {
        "may_manage": holds(user, unit, rules.MANAGE, on=day),
        "may_steward": holds(user, root_of(unit), rules.MANAGE, on=day),
        "may_add": holds(user, unit, rules.TRIAGE, on=day),
    }


def blame(form: forms.Form | forms.ModelForm[Any], error: ActionError) -> None:
    """Show a refusal at the field it names, else above the form. A missing right passes on to its own page."""
    if isinstance(error, NotAllowed):
        raise error
    form.add_error(error.field if error.field in form.fields else None, error.message)
