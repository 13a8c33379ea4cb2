"""What PDF and DOCX share: the blocks of an edition with their bold, slanted and linked runs, and its words."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one manner."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


class _Runs(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Run] = []
        self._bold = self._italic = 0
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"strong", "b"}:
            self._bold += 1
        elif tag in {"em", "i"}:
            self._italic += 1
        elif tag == "a":
            self._url = dict(attrs).get("href") or ""
        elif tag == "br":
            self.handle_data("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"strong", "b"}:
            self._bold -= 1
        elif tag in {"em", "i"}:
            self._italic -= 1
        elif tag == "a":
            self._url = ""

    def handle_data(self, data: str) -> None:
        self.found.append(Run(data, self._bold > 0, self._italic > 0, self._url))


def runs_of(html: str) -> list[Run]:
    """Return the runs of one block's HTML (`rules.content.Block.html`)."""
    parser = _Runs()
    parser.feed(html)
    parser.close()
    return parser.found
