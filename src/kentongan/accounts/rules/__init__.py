"""Who may, as sentences. Each right is a set of roles; rooms join them."""

from __future__ import annotations

from datetime import date

from kentongan.accounts.choices import Role, Standing

HEADS = frozenset({Role.LEADER, Role.BUREAU_HEAD})
DESK = frozenset({Role.PR_COORDINATOR, Role.PR_OFFICER, Role.MEDIA_ANALYST, Role.SPOKESPERSON, Role.SOCIAL_ADMIN})
HANDS = frozenset({Role.STAFF, Role.UNIT_OPERATOR, Role.INTERN})
COUNTERS = frozenset({Role.INFO_OFFICER_MAIN, Role.INFO_OFFICER_UNIT, Role.COMPLAINT_ADMIN, Role.COMPLAINT_LIAISON})

READ = HEADS | DESK | HANDS | COUNTERS
TRIAGE = HEADS | DESK | HANDS  # mark mentions, correct tone, add articles by hand
WATCH = HEADS | DESK | {Role.UNIT_OPERATOR}  # watch queries, term lists, merging and splitting stories
BRIEF = HEADS | DESK | {Role.UNIT_OPERATOR}  # edit and send the brief
MANAGE = frozenset({Role.BUREAU_HEAD, Role.PR_COORDINATOR})  # units, people, sources, mail, tokens

INVITATION_DAYS = 7
PASSKEY_NAME_LENGTH = 60
TOKEN_DAYS = (30, 90, 180, 365)
# How long a person's traces are kept after they left, in words on their page; erasure is the person's right before that
# (UU 27/2022 art. 8 and 43). The audit keeps ids only, so that official records stay whole (UU 43/2009 art. 40).


def may_give(role: Role) -> frozenset[Role]:
    """Return who may give (and end) `role`, held in the same unit or above: nobody raises anybody above themselves.

    Whoever manages may give any role but the heads'; a head's role is given by the bureau head alone.
    """
    return frozenset({Role.BUREAU_HEAD}) if role in HEADS else MANAGE


def needs_end(standing: Standing) -> bool:
    """Return whether this standing is given for a stated period only (Plt. and Plh.)."""
    return standing != Standing.DEFINITIVE


def holds_on(day: date, *, start: date | None, end: date | None) -> bool:
    """Return whether a membership dated `start` to `end` (both inclusive, either open) holds on `day`."""
    return (start is None or start <= day) and (end is None or day <= end)
