"""What an action says when it cannot do what was asked. Messages are for the person who asked, already translated."""

from __future__ import annotations


class ActionError(Exception):
    """An action refused; nothing was changed. `field` names the input that is wrong, where there is one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class NotAllowed(ActionError):
    """The person may not do this here. Views answer 404 for foreign rows and 403 for a missing role."""


class Changed(ActionError):
    """Somebody else changed the row in the meantime; nothing was overwritten."""
