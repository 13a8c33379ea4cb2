"""Plain links to pass a release on: no script, no picture, nothing of anybody's is loaded before the press."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class ShareLink:
    name: str
    url: str


def share_links(title: str, address: str) -> list[ShareLink]:
    """Return links that hand title and short address to the service the reader chooses."""
    words, link = quote(title), quote(address, safe="")
    return [
        ShareLink("WhatsApp", f"https://wa.me/?text={words}%20{link}"),
        ShareLink("Telegram", f"https://t.me/share/url?url={link}&text={words}"),
        ShareLink("X", f"https://x.com/intent/post?text={words}&url={link}"),
        ShareLink("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={link}"),
        ShareLink(_("E-mail"), f"mailto:?subject={words}&body={link}"),
    ]
