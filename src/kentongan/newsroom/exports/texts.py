"""An edition as plain text: the very words that were signed, with the marks that WhatsApp knows."""

from __future__ import annotations

from kentongan.newsroom.models import Publication
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.shares import whatsapp_text


def shared_text(publication: Publication, content: Content) -> str:
    """Return the text that people pass on; pasted into the verifier it is found to be ours, word for word."""
    # As they were signed: the house may have moved to another address since.
    head, foot = publication.text.split("\n\n", 1)[0], publication.text.rsplit("\n\n", 1)[-1]
    return whatsapp_text(content, head, foot)
