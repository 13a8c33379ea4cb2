"""A brief in the forms in which offices pass it on: PDF, XLSX, text for WhatsApp, mail."""

from __future__ import annotations

from kentongan.reports.exports.document import BriefDocument, Words, document_of
from kentongan.reports.exports.mail import rendered_mail
from kentongan.reports.exports.pdf import brief_pdf
from kentongan.reports.exports.text import brief_text
from kentongan.reports.exports.xlsx import brief_xlsx

__all__ = ["BriefDocument", "Words", "brief_pdf", "brief_text", "brief_xlsx", "document_of", "rendered_mail"]
