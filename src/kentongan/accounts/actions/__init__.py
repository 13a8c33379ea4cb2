"""What can be changed here. Each action checks the right, writes in one transaction, records and announces."""

from kentongan.accounts.actions.institutions import create_operator, found_institution
from kentongan.accounts.actions.own import change_own_details, erase_person
from kentongan.accounts.actions.people import (
    accept_invitation,
    end_membership,
    give_role,
    invite,
    withdraw_invitation,
)
from kentongan.accounts.actions.tokens import issue_token, note_token_use, revoke_token
from kentongan.accounts.actions.units import add_unit, edit_unit, import_units, move_unit, set_unit_active

__all__ = [
    "accept_invitation",
    "add_unit",
    "change_own_details",
    "create_operator",
    "edit_unit",
    "end_membership",
    "erase_person",
    "found_institution",
    "give_role",
    "import_units",
    "invite",
    "issue_token",
    "move_unit",
    "note_token_use",
    "revoke_token",
    "set_unit_active",
    "withdraw_invitation",
]
