"""How large an edition's PDF and DOCX are: told on its page before anybody fetches them over a telephone."""

from __future__ import annotations

from typing import Literal

from kentongan.common.patience import if_free
from kentongan.newsroom.models import Publication

Form = Literal["pdf", "docx"]
TELLS_APART = 1_000  # bytes: the page shows whole kB


def note_size(publication: Publication, form: Form, size: int) -> None:
    """Note a size where it is another than is known: also of the archive, from its first download on."""
    name = f"{form}_size"
    known: int | None = getattr(publication, name)
    if known is not None and abs(known - size) < TELLS_APART:
        return
    setattr(publication, name, size)
    with if_free():  # who downloads must not wait for who writes
        Publication.objects.filter(pk=publication.pk).update(**{name: size})
