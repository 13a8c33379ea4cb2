"""A step opens: its people are told, and get a one-time link where they can prove themselves."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from kentongan.accounts.actions.second_step import has_totp
from kentongan.accounts.models import User
from kentongan.audit.actions import record
from kentongan.common.secrets import new_token, token_hash
from kentongan.newsroom.actions.approving import revoke_links
from kentongan.newsroom.actions.telling import approve_address, link_address, tell_turn
from kentongan.newsroom.models import ApprovalLink, ApprovalStep
from kentongan.newsroom.queries.approving import officials_of
from kentongan.newsroom.queries.officials import nearest
from kentongan.newsroom.rules.approving import code_hash, link_until


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link as it is given away: once. `code` only where the person has no authenticator app.

    The link goes to the person by mail. With a code, whoever knows both could decide in the person's name: the sender
    is shown the code alone.
    """

    row: ApprovalLink
    token: str
    code: str | None

    @property
    def url(self) -> str:
        return link_address(self.token)


def tell_opened(steps: list[ApprovalStep], *, by: User | None, now: datetime) -> None:
    """Tell the people of steps that opened now; whoever opened them by deciding knows already.

    Who has an authenticator gets a one-time link at once. The others sign in, or the sender makes them a link and
    passes its code on.
    """
    for step in steps:
        for official in nearest(officials_of(step, now)):
            if by is not None and official.user.pk == by.pk:
                continue
            if has_totp(official.user):
                new_link(step, official.user, by=None, now=now)
            else:
                tell_turn(step, official.user, url=approve_address(step.round), link=None, by=by, now=now)


def remind(step: ApprovalStep, *, now: datetime) -> None:
    """Tell whoever is on an overdue step, else all who are told of it, that it is overdue."""
    people = nearest(officials_of(step, now))
    taken = [official for official in people if official.user.pk == step.taken_by_id]
    for official in taken or people:
        tell_turn(step, official.user, url=approve_address(step.round), link=None, by=None, now=now, late=True)


def new_link(step: ApprovalStep, person: User, *, by: User | None, now: datetime) -> NewLink:
    """Make a one-time link and mail it to its person; their earlier links to the step are closed."""
    revoke_links(ApprovalLink.objects.filter(step=step, person=person), now=now)
    token = new_token()
    code = None if has_totp(person) else f"{secrets.randbelow(10**6):06d}"
    link = ApprovalLink.objects.create(
        step=step,
        person=person,
        sha256=step.round.sha256,
        token_hash=token_hash(token),
        code_hash=code_hash(token, code) if code else "",
        made_by=by,
        made_at=now,
        expires_at=link_until(now, urgent=step.round.is_urgent),
    )
    record(
        action="newsroom.approval_link_made",
        by=by,
        now=now,
        unit_id=step.round.release.unit_id,
        target=step.round.release,
        data={"step": step.pk, "person": person.pk, "proof": "code" if code else "totp"},
    )
    tell_turn(step, person, url=link_address(token), link=link, by=by, now=now)
    return NewLink(link, token, code)
