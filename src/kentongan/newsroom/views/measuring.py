"""Making an edition's downloads once, right after it was published, so that its page can say how large they are."""

from __future__ import annotations

from kentongan.newsroom.actions.measuring import note_size
from kentongan.newsroom.exports.docx import release_docx
from kentongan.newsroom.exports.pdf import release_pdf
from kentongan.newsroom.models import Publication
from kentongan.newsroom.queries.reading import release_page


def measure(publication: Publication) -> None:
    """Make PDF and DOCX as they will be at the edition's hour, and note their sizes."""
    shown = release_page(publication, max(publication.publish_at, publication.made_at))
    note_size(publication, "pdf", len(release_pdf(shown)))
    note_size(publication, "docx", len(release_docx(shown)))
