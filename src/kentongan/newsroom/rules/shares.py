"""The lines around a text wherever it is shared: above it what it is, below it where and how to check it.

They are part of what is signed. Their words stand here and not in the catalogue, so that a better translation never
changes a text that is out.
"""

from __future__ import annotations

from kentongan.newsroom.rules.content import Content, Part, blocks

_KINDS = {
    "id": {
        "press_release": "Siaran pers",
        "media_advisory": "Undangan media",
        "holding_statement": "Pernyataan awal",
        "clarification": "Klarifikasi",
        "speech": "Pidato",
        "photo_release": "Siaran foto",
        "infographic": "Infografik",
        "publication": "Publikasi",
        "data_set": "Data",
        "urgent": "Pengumuman serta-merta",
    },
    "en": {
        "press_release": "Press release",
        "media_advisory": "Media advisory",
        "holding_statement": "Holding statement",
        "clarification": "Clarification",
        "speech": "Speech",
        "photo_release": "Photo release",
        "infographic": "Infographic",
        "publication": "Publication",
        "data_set": "Data",
        "urgent": "Urgent announcement",
    },
}
_CHECK = {
    "id": "Periksa keasliannya: {url}, kode ucap {spoken}.",
    "en": "Check that it is genuine: {url}, spoken code {spoken}.",
}


def head_line(kind: str, number: str, language: str = "id") -> str:
    """Return the line above the headline, "Siaran pers 119/HM.02/KPP/11/2026"; regional languages take Indonesian."""
    words = _KINDS.get(language, _KINDS["id"])
    return f"{words.get(kind, '')} {number}".strip()


def foot_line(short_url: str, spoken: str, language: str = "id") -> str:
    """Return the line below the text: the short address, without `https://`, and the code that can be read aloud."""
    bare = short_url.partition("://")[2] or short_url
    return _CHECK.get(language, _CHECK["id"]).format(url=bare, spoken=spoken)


def whatsapp_text(content: Content, head: str, foot: str) -> str:
    """Return the text for WhatsApp: the words of the signed text in their order, headline and headings in `*bold*`."""
    loud = {Part.HEADLINE, Part.HEADING}
    said = (_bold(block.text) if block.part in loud else block.text for block in blocks(content))
    parts = [head, *said, foot]
    return "\n\n".join(part.strip() for part in parts if part.strip())


def _bold(text: str) -> str:
    # WhatsApp ends bold at the line's end, and an asterisk inside would end it early.
    if "*" in text:
        return text
    return "\n".join(f"*{line.strip()}*" for line in text.splitlines() if line.strip())
