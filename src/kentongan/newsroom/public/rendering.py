"""How every public page is drawn: one frame, the zone of the office, the language asked for."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from kentongan.accounts.models import Institution
from kentongan.newsroom.doors import PublicRequest


def page(
    request: PublicRequest,
    template: str,
    institution: Institution | None,
    context: dict[str, Any],
    *,
    zone: tzinfo,
    language: str = "",
    status: int = 200,
) -> HttpResponse:
    """Return a page of the newsroom.

    Args:
        zone: in which it tells time.
        language: that of its own text, where that is another than was asked for.
    """
    spoken = request.language or (language if language in {"id", "en"} else "id")
    with translation.override(spoken), timezone.override(zone):
        html = render_to_string(
            template,
            {
                "institution": institution,
                "now": request.now,
                "page_language": language or spoken,
                "spoken": spoken,
                # Links keep the language that was asked for.
                "keep": f"?lang={request.language}" if request.language else "",
                "path": request.path,
                **context,
            },
        )
    return HttpResponse(html, status=status)
