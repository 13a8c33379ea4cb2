"""What a page says when an action refuses. A missing right passes on: the middleware has a page for it."""

from __future__ import annotations

from typing import Any

from django import forms

from kentongan.common.errors import ActionError, NotAllowed


def blame(form: forms.Form | forms.ModelForm[Any], error: ActionError) -> None:
    """Show the refusal at the field it names, else above the form."""
    form.add_error(error.field if error.field in form.fields else None, words_of(error))


def words_of(error: ActionError) -> str:
    """Return the refusal's sentence."""
    if isinstance(error, NotAllowed):
        raise error
    return error.message
