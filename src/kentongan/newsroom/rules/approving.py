"""How approval works, pure: what a step asks for, when it is due, how long a link opens it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kentongan.newsroom.choices import StepMode

LINK_LASTS = timedelta(hours=24)
URGENT_LINK_LASTS = timedelta(hours=4)
WRONG_CODES = 5  # then the link is closed: one chance in 200,000 to guess a six-digit code
MOST_STEPS = 12
MOST_PEOPLE = 5
MOST_MINUTES = 30 * 24 * 60


@dataclass(frozen=True, slots=True)
class StepPlan:
    """One step as it is set up: a role or a person (ids), never both. Steps of one `position` run side by side."""

    position: int
    label: str
    mode: str = StepMode.APPROVE
    role: str = ""
    person: int | None = None
    deputy: int | None = None
    needs: int = 1
    due_minutes: int | None = None


def tidy(steps: Sequence[StepPlan]) -> list[StepPlan]:
    """Return the steps in order, their positions counted 1, 2, 3 without gaps; those side by side stay so."""
    places = {position: number for number, position in enumerate(sorted({step.position for step in steps}), 1)}
    ordered = sorted(steps, key=lambda step: step.position)
    return [
        StepPlan(
            places[step.position], step.label, step.mode, step.role, step.person, step.deputy, step.needs,
            step.due_minutes,
        )
        for step in ordered
    ]  # fmt: skip


def due_at(opened_at: datetime, minutes: int | None) -> datetime | None:
    """Return until when a step wants its decision; None: no time was set."""
    return None if minutes is None else opened_at + timedelta(minutes=minutes)


def link_until(now: datetime, *, urgent: bool) -> datetime:
    """Return until when a link made now opens its step."""
    return now + (URGENT_LINK_LASTS if urgent else LINK_LASTS)


def code_hash(token: str, code: str) -> str:
    """Return what is kept of a six-digit code.

    A plain hash of six digits is undone in a moment; keyed with the token, which is not kept, it cannot be.
    """
    return hmac.new(token.encode(), code.encode(), hashlib.sha256).hexdigest()


def plain_code(typed: str) -> str:
    """Return the digits of a code as somebody typed or pasted it ("482 913")."""
    return "".join(letter for letter in typed if letter.isdecimal() and letter.isascii())[:12]


def spaced(code: str) -> str:
    """Return a code as it is read out: "482 913"."""
    return f"{code[:3]} {code[3:]}"
