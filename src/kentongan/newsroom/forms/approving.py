"""Who approves what, as it is filled in."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership, Unit, User
from kentongan.common.errors import ActionError
from kentongan.newsroom.choices import StepMode
from kentongan.newsroom.models import Chain
from kentongan.newsroom.rules.approving import MOST_MINUTES, MOST_PEOPLE, MOST_STEPS, StepPlan

EMPTY_ROWS = 1
DUE = (
    ("", _("No time set")),
    ("15", _("15 minutes")),
    ("30", _("30 minutes")),
    ("60", _("1 hour")),
    ("120", _("2 hours")),
    ("240", _("4 hours")),
    ("1440", _("1 day")),
    ("2880", _("2 days")),
)


def people_to_name(user: User, unit: Unit, chain: Chain | None, *, on: date) -> list[tuple[str, str]]:
    """Return whom `user` may name at a step: people of the institution in the units they see, who hold a role that day.

    Who is named in the chain already stays on the list, so that saving it again loses nobody.
    """
    named = [pk for step in chain.steps.all() for pk in (step.person_id, step.deputy_id) if pk] if chain else []
    rows = (
        Membership.objects.filter(unit__institution_id=unit.institution_id, user__is_active=True)
        .filter(Q(unit__in=user.visible_units().values("pk")) | Q(user__in=named))
        .holding(on)
        .select_related("user", "unit")
        .order_by("user__name", "unit__depth", "pk")
    )
    people: dict[str, str] = {}
    for row in rows:
        people.setdefault(str(row.user_id), f"{row.user.name}, {row.title or row.get_role_display()}, {row.unit.name}")
    return list(people.items())


class StepForm(forms.Form):
    """One step. Left without a role and a person it is no step."""

    position = forms.IntegerField(
        label=_("Place"),
        min_value=1,
        max_value=MOST_STEPS,
        help_text=_("Steps with the same number run side by side."),
    )
    holder = forms.ChoiceField(
        label=_("Who"),
        required=False,
        help_text=_("A role, or a person of the units you see; others are named by whoever manages the unit above."),
    )
    label = forms.CharField(
        label=_("Name of the step"), required=False, max_length=80, help_text=_("Empty: the office.")
    )
    mode = forms.ChoiceField(label=_("Asks for"), choices=StepMode.choices)
    needs = forms.IntegerField(label=_("People who must approve"), min_value=1, max_value=MOST_PEOPLE)
    deputy = forms.ChoiceField(label=_("Deputy"), required=False)
    due_minutes = forms.TypedChoiceField(label=_("Due after"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(f"role:{value}", label) for value, label in Role.choices]
        persons = [(f"person:{value}", label) for value, label in people]
        self.fields["holder"].choices = [("", _("No step")), (_("Roles"), roles), (_("People"), persons)]  # type: ignore[attr-defined]
        self.fields["deputy"].choices = [("", _("No deputy")), *people]  # type: ignore[attr-defined]
        self.fields["due_minutes"].choices = self._due_choices()  # type: ignore[attr-defined]

    def _due_choices(self) -> list[tuple[str, Any]]:
        """Return the usual times, and the one that was set otherwise."""
        set_to = str(self.initial.get("due_minutes") or "")
        if not set_to or set_to in dict(DUE):
            return list(DUE)
        return [*DUE, (set_to, _("%(minutes)s minutes") % {"minutes": set_to})]

    def plan(self) -> StepPlan | None:
        """Return the step that was filled in, or None."""
        data = self.cleaned_data
        kind, _colon, value = data["holder"].partition(":")
        if not kind:
            return None
        return StepPlan(
            position=data["position"],
            label=data["label"],
            mode=data["mode"],
            role=value if kind == "role" else "",
            person=int(value) if kind == "person" else None,
            deputy=int(data["deputy"]) if data["deputy"] else None,
            needs=data["needs"],
            due_minutes=data["due_minutes"],
        )


class ChainForm:
    """The steps of a chain: those there are, and a row for one more; "add a step" gives another, without losing any."""

    def __init__(self, data: Any, *, chain: Chain | None, people: list[tuple[str, str]]) -> None:
        self.is_bound = data is not None
        self.error = ""
        if data is None:
            steps = list(chain.steps.all()) if chain else []
            first = [_initial(step) for step in steps]
            first += [{"position": len(first) + 1, "needs": 1}] * EMPTY_ROWS
            self.rows = [
                StepForm(initial=values, prefix=f"step-{number}", people=people)
                for number, values in enumerate(first[:MOST_STEPS])
            ]
            return
        raw = str(data.get("rows", "0"))
        count = int(raw) if raw.isdecimal() and len(raw) < 4 else 0
        self.rows = [StepForm(data, prefix=f"step-{number}", people=people) for number in range(min(count, MOST_STEPS))]
        if "more" in data and len(self.rows) < MOST_STEPS:
            values = {"position": len(self.rows) + 1, "needs": 1}
            self.rows.append(StepForm(initial=values, prefix=f"step-{len(self.rows)}", people=people))

    def is_valid(self) -> bool:
        wrong = [row for row in self.rows if not row.is_valid()]  # every row is asked: each says what is wrong with it
        return not wrong

    def plans(self) -> list[StepPlan]:
        return [plan for row in self.rows if (plan := row.plan()) is not None]

    @property
    def may_add(self) -> bool:
        return len(self.rows) < MOST_STEPS

    def add_step_error(self, error: ActionError) -> None:
        """Show an action's error at its step."""
        name, _dash, number = (error.field or "").partition("-")
        filled = [row for row in self.rows if row.plan() is not None]
        if name == "step" and number.isdecimal() and 0 < int(number) <= len(filled):
            filled[int(number) - 1].add_error(None, error.message)
        else:
            self.error = error.message


def _initial(step: Any) -> dict[str, Any]:
    return {
        "position": step.position,
        "holder": f"role:{step.role}" if step.role else f"person:{step.person_id}" if step.person_id else "",
        "label": step.label,
        "mode": step.mode,
        "needs": step.needs,
        "deputy": str(step.deputy_id or ""),
        "due_minutes": str(min(step.due_minutes, MOST_MINUTES)) if step.due_minutes else "",
    }
