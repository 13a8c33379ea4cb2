"""Who may do what with a text, as sets of roles (joined with `accounts.queries.holds`)."""

from __future__ import annotations

from kentongan.accounts.choices import Role
from kentongan.accounts.rules import DESK, HANDS, HEADS

READ = HEADS | DESK | HANDS | {Role.INFO_OFFICER_MAIN, Role.INFO_OFFICER_UNIT}
WRITE = HEADS | DESK | HANDS
# The chain is what holds a text back; a unit of one operator with an empty chain publishes on its own.
PUBLISH = HEADS | {Role.PR_COORDINATOR, Role.PR_OFFICER, Role.SPOKESPERSON, Role.UNIT_OPERATOR}
WITHDRAW = HEADS | {Role.PR_COORDINATOR}
SET_UP = frozenset({Role.BUREAU_HEAD, Role.PR_COORDINATOR})  # chains, numbering, templates, keys, topics
