"""Names out of bylines: "Penulis: Siti Rahma dan Budi Santoso, S.Sos / Editor: ..." becomes a list of names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kentongan.engine.text.markup import line_from_html

MAX_AUTHORS = 12

_PREFIX = re.compile(
    r"^\W*(?:(?:penulis|reporter|pewarta|wartawan|jurnalis|kontributor|laporan(?:\s+wartawan)?|ditulis\s+oleh|oleh|tim\s+liputan"
    r"|written\s+by|words\s+by|posted\s+by|by|von|par|author)\b\s*[:/|\-–]?\s*)+",
    re.IGNORECASE,
)
# "Siti Rahma - detikNews", "Budi Santoso | Kompas.com", "Ani/Antara": what follows names the outlet.
_OUTLET = re.compile(r"\s*(?:\s[-–—|]\s|/\s*(?=[A-Z]\w*(?:\.com|\.id|\.co)\b)).*$")
_SPLIT = re.compile(
    r"\s*(?:;|\||/|\s&\s|\s(?:dan|and|und|et)\s|,(?!\s*(?:[A-Z][A-Za-z]{0,4}\.){1,3}|\s*(?:SH|SE|MM|MSi|MA|PhD|Jr)\b))\s*"
)
_NOISE = re.compile(r"https?://\S+|\S+@\S+|@\w+|\s*\([^)]*\)|\s*\[[^\]]*\]")
_NOT_A_NAME = re.compile(r"\d|^\W*$|[{}<>=]")
_CREDIT = re.compile(
    r"(?:^|[\s(\[|,/])(?:penulis|reporter|pewarta|kontributor|laporan\s+wartawan\s+\w[\w.]*,?)\s*[:|]\s*(?P<names>[^\n|:]{3,120})",
    re.IGNORECASE,
)
_NEXT_ROLE = re.compile(
    r"\s*[/|,;·•\-–]?\s*\b(?:editor|redaktur|penyunting|fotografer|foto|penulis|reporter|sumber)\b\s*[:|]?.*$",
    re.IGNORECASE | re.DOTALL,
)
_GENERIC = {
    "redaksi",
    "tim redaksi",
    "admin",
    "administrator",
    "editor",
    "tim",
    "newsroom",
    "web",
    "redaktur",
    "author",
    "penulis",
}


def split_names(values: Iterable[str]) -> tuple[str, ...]:
    """The distinct names in bylines or author fields, in order; roles, outlets, addresses and handles removed."""
    names: dict[str, str] = {}
    for value in values:
        for part in _SPLIT.split(_OUTLET.sub("", _PREFIX.sub("", _tidy(value)))):
            name = _PREFIX.sub("", part).strip(" \t.,:;-–—|/*\"'")
            if 2 <= len(name) <= 80 and not _NOT_A_NAME.search(name) and len(name.split()) <= 8:
                names.setdefault(name.casefold(), name)
    return tuple(names.values())[:MAX_AUTHORS]


def names_in_credit(text: str) -> tuple[str, ...]:
    """Names after "Penulis:" or "Reporter:" in running text; empty where no such credit stands."""
    found = (_NEXT_ROLE.sub("", match["names"]) for match in _CREDIT.finditer(text))
    return split_names(found)


def is_generic(name: str, outlet: str = "") -> bool:
    """Whether a name says nobody in particular: "Redaksi", "Admin", or the outlet's own name."""
    folded = name.casefold().strip()
    return folded in _GENERIC or (bool(outlet) and folded == outlet.casefold().strip())


def _tidy(value: str) -> str:
    return " ".join(_NOISE.sub(" ", line_from_html(value[:500])).split())
