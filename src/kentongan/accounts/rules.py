"""Who may, as sentences. Each right is a set of roles; rooms join them."""

from __future__ import annotations

from datetime import date

from kentongan.accounts.choices import Role

HEADS = frozenset({Role.LEADER, Role.BUREAU_HEAD})
DESK = frozenset({Role.PR_COORDINATOR, Role.PR_OFFICER, Role.MEDIA_ANALYST, Role.SPOKESPERSON, Role.SOCIAL_ADMIN})
HANDS = frozenset({Role.STAFF, Role.UNIT_OPERATOR, Role.INTERN})
COUNTERS = frozenset({Role.INFO_OFFICER_MAIN, Role.INFO_OFFICER_UNIT, Role.COMPLAINT_ADMIN, Role.COMPLAINT_LIAISON})

READ = HEADS | DESK | HANDS | COUNTERS
TRIAGE = HEADS | DESK | HANDS  # mark mentions, correct tone, add articles by hand
WATCH = HEADS | DESK | {Role.UNIT_OPERATOR}  # watch queries, term lists, merging and splitting stories
BRIEF = HEADS | DESK | {Role.UNIT_OPERATOR}  # edit and send the brief
MANAGE = frozenset({Role.BUREAU_HEAD, Role.PR_COORDINATOR})  # units, people, sources, mail, tokens


def holds_on(day: date, *, start: date | None, end: date | None) -> bool:
    """Return whether a membership dated `start` to `end` (both inclusive, either open) holds on `day`."""
    return (start is None or start <= day) and (end is None or day <= end)
