"""What the views of this room share: the person's request with its unit, and telling what an action said."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from kentongan.common.errors import ActionError, NotAllowed


def refused(request: HttpRequest, error: ActionError) -> HttpResponse | None:
    """Return the page for a missing right (403); say anything else as a message and return None."""
    if isinstance(error, NotAllowed):
        return render(request, "errors/403.html", {"message": error.message}, status=403)
    messages.error(request, error.message)
    return None
