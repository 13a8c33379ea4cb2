"""What a password must be, beyond what Django asks."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class DifferentSigns:
    """A password of few different signs, such as "aaaaaaaaaaaa", is guessed at once, however long it is."""

    def __init__(self, least: int = 5) -> None:
        self.least = least

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password of fewer than `least` different signs."""
        if len(set(password)) < self.least:
            message = ngettext(
                "Use at least %(count)d different letter, digit or sign.",
                "Use at least %(count)d different letters, digits or signs.",
                self.least,
            )
            raise ValidationError(message % {"count": self.least}, code="password_too_uniform")

    def get_help_text(self) -> str:
        return _("Your password must hold at least %(count)d different letters, digits or signs.") % {
            "count": self.least
        }
