"""An edition as plain text: the very words that were signed, with the marks that WhatsApp knows."""

from __future__ import annotations

from django.conf import settings

from kentongan.newsroom.models import Publication
from kentongan.newsroom.rules.codes import short_url
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.shares import foot_line, head_line, whatsapp_text


def shared_text(publication: Publication, content: Content) -> str:
    """Return the text that people pass on; pasted into the verifier it is found to be ours, word for word."""
    head = head_line(publication.kind, publication.number, publication.language)
    foot = foot_line(
        short_url(settings.BASE_URL, publication.short_code).removesuffix("/"),
        publication.spoken_code,
        publication.language,
    )
    return whatsapp_text(content, head, foot)
