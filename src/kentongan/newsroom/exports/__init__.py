"""A published edition in the forms in which it leaves: page parts, PDF, DOCX, feeds, news exchange."""
