"""Rules of watching and triage that need no database."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from kentongan.engine.match.query import MAX_TERMS, Problem, Query, QuerySyntaxError, parse

BACKFILL = timedelta(days=7)
"""How far a new or changed query looks back."""

MOST_WRITTEN = 1_000_000
"""How many characters the lists that a query names may come to; the longest list alone has 200,000."""

MAX_TRIES = 5
"""An article whose absorbing fails so often is left aside, and named on the health page."""

ALONE_AFTER = 1
"""After so many failed tries an article is absorbed on its own, so that it takes nobody along."""

LEAST_SAMPLE = 30
"""Below so many decided texts no share is told: of 30, the interval is still 35 points wide."""

DRAWN = 20
"""How many mentions are drawn at once for a check; two minutes of work."""

MOST_LEARNED = 1_500
"""So many texts teach a head at most, the drawn ones first, then the newest; reading them takes some seconds."""

STANDING_WEIGHT = 0.5
"""What a tone that was left standing counts, where somebody called the mention relevant: half a confirmation."""

LEAST_KEPT = 1 / 3
"""At least this share of the decided texts must keep the machine's tone, unless texts were drawn at random. An office
that only ever touches what is wrong would else teach that everything is."""

_LIST = re.compile(r"@([A-Za-z0-9_-]+)")
_FRAGMENT = re.compile(r"[\"()*:]|\b(?:AND|DAN|OR|ATAU|NOT|BUKAN|NEAR/\d+)\b")

# A minus right before a word, a phrase or a group, where a token may begin. Phrases are passed over whole.
_MINUS = re.compile(
    r'"[^"]*"|“[^“”"]*["“”]|(?P<minus>(?<![^\s(])-)(?=["“(\w])(?!(?:AND|DAN|OR|ATAU|NOT|BUKAN)(?![^\s()]))'
)
_NOT = "NOT "


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `count`, with the interval that holds the true share 95 times of 100."""

    right: int
    count: int

    @property
    def value(self) -> float | None:
        """The share (0-1); None where too few were counted to tell one."""
        return self.right / self.count if self.count >= LEAST_SAMPLE else None

    @property
    def missing(self) -> int:
        """How many more are wanted before a share is told."""
        return max(LEAST_SAMPLE - self.count, 0)

    @property
    def low(self) -> float:
        """The lower end of the interval (0-1)."""
        return wilson(self.right, self.count)[0]

    @property
    def high(self) -> float:
        """The upper end of the interval (0-1)."""
        return wilson(self.right, self.count)[1]


def wilson(right: int, count: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the score interval of a share (Wilson, JASA 22, 1927), ends in 0-1; the whole of it where nothing counts.

    Args:
        right: how many had it, 0 to `count`.
        count: of how many.
        z: standard errors to each side; 1.96 for 95 of 100.
    """
    if count <= 0:
        return 0.0, 1.0
    share, square = right / count, z * z
    middle = share + square / (2 * count)
    half = z * math.sqrt(share * (1 - share) / count + square / (4 * count * count))
    whole = 1 + square / count
    return max((middle - half) / whole, 0.0), min((middle + half) / whole, 1.0)


class UnknownList(ValueError):
    """A query names a list that its unit does not have. `column` counts from 1."""

    def __init__(self, name: str, column: int) -> None:
        super().__init__(f"column {column}: there is no list called {name}")
        self.name = name
        self.column = column


@dataclass(frozen=True, slots=True)
class Expanded:
    """A query with its lists written out: as text for the matcher, and as tree."""

    text: str
    tree: Query


def list_names(text: str) -> list[str]:
    """Return the names of the lists a query refers to, in small letters; `@` inside quotation marks is only a sign."""
    return [found.group(1).lower() for found in _references(text)]


def expand(text: str, lists: Mapping[str, str]) -> Expanded:
    """Write out every `@name` of a query as an OR of the list's lines.

    Args:
        text: the query as people write it.
        lists: terms (one a line) by the list's name in small letters.

    Raises:
        UnknownList: a name is not among `lists`.
        QuerySyntaxError: the query is wrong; the column counts in `text` as written.
    """
    references = list(_references(text))
    # First with a plain word of the same length, so that columns are those of the text as written.
    parse(_plain(text, references))
    for found in references:
        if found.group(1).lower() not in lists:
            raise UnknownList(found.group(1), found.start() + 1)
    pieces, end, length = [], 0, 0
    written = {name: query_of_terms(lists[name]) for name in {found.group(1).lower() for found in references}}
    for found in references:
        pieces += [text[end : found.start()], "(" + written[found.group(1).lower()] + ")"]
        end, length = found.end(), length + len(pieces[-1])
        if length > MOST_WRITTEN:  # a long list named a thousand times
            raise QuerySyntaxError(Problem.TOO_LONG, found.start() + 1, limit=MAX_TERMS)
    whole = "".join([*pieces, text[end:]])
    try:
        return Expanded(whole, parse(whole))
    except QuerySyntaxError as error:
        column = references[0].start() + 1 if references else error.column
        raise QuerySyntaxError(error.code, column, **error.params) from None


def parse_search(text: str) -> Query:
    """Return the tree of what a person looks for in the archive or the stream: `-word` is NOT word.

    So search engines have taught everybody to write. Watch queries keep their own grammar: there a minus is no sign.

    Raises:
        QuerySyntaxError: the query is wrong; the column counts in `text` as written.
    """
    starts = [found.start() for found in _MINUS.finditer(text) if found["minus"]]
    written = _MINUS.sub(lambda found: _NOT if found["minus"] else found[0], text)
    try:
        return parse(written)
    except QuerySyntaxError as error:
        longer = len(_NOT) - 1
        before = sum(1 for number, start in enumerate(starts) if start + number * longer < error.column - 1)
        raise QuerySyntaxError(error.code, max(error.column - before * longer, 1), **error.params) from None


def query_of_terms(terms: str) -> str:
    """Return a list's lines as one query: a line of several words is a phrase, unless it says otherwise itself.

    Raises:
        QuerySyntaxError: a line is wrong, or there is none; `column` is then the number of the line.
    """
    lines = []
    for number, line in enumerate(terms.splitlines(), 1):
        term = line.strip()
        if not term:
            continue
        part = f"({term})" if _FRAGMENT.search(term) else f'"{term}"'
        try:
            parse(part)
        except QuerySyntaxError as error:
            raise QuerySyntaxError(error.code, number, **error.params) from None
        lines.append(part)
    if not lines:
        parse("")
    return " OR ".join(lines)


def list_named_in(terms: str) -> tuple[int, str] | None:
    """Return where a list's line names a list itself (`@kantor`): the line, from 1, and what stands there.

    Lists hold no lists. An address such as `humas@kpp.example` names none.
    """
    for number, line in enumerate(terms.splitlines(), 1):
        if found := next((ref for ref in _references(line) if not line[: ref.start()][-1:].strip()), None):
            return number, found.group()
    return None


def _references(text: str) -> list[re.Match[str]]:
    """The `@name`s outside quotation marks."""
    return [found for found in _LIST.finditer(text) if text.count('"', 0, found.start()) % 2 == 0]


def _plain(text: str, references: list[re.Match[str]]) -> str:
    for found in references:
        text = text[: found.start()] + "x" * (found.end() - found.start()) + text[found.end() :]
    return text
