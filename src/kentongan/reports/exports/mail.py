"""The brief as a mail: a short text anyone can read on a phone, the full PDF attached."""

from __future__ import annotations

from django.template.loader import render_to_string

from kentongan.channels.email.rules import Attachment
from kentongan.reports.actions import Rendered
from kentongan.reports.exports.document import BriefDocument
from kentongan.reports.exports.pdf import brief_pdf
from kentongan.reports.exports.text import brief_plain


def file_name(document: BriefDocument, ending: str) -> str:
    """Return a file name that sorts by day and says whose brief it is."""
    short = document.brief.unit.institution.slug
    return f"ringkasan-{short}-{document.brief.day:%Y-%m-%d}.{ending}"


def rendered_mail(document: BriefDocument, *, url: str = "") -> Rendered:
    """Return subject, text, HTML and the attached PDF of a brief."""
    return Rendered(
        subject=f"{document.title}, {document.day}: {document.unit}",
        text=brief_plain(document, url=url),
        html=render_to_string(
            "reports/mail.html",
            {"document": document, "url": url, "institution": document.institution, "unit": document.unit},
        ),
        attachments=[Attachment(file_name(document, "pdf"), "application/pdf", brief_pdf(document, going_out=True))],
    )
