"""Matches an article against thousands of queries at once: in the kernel where it is built, else in Python."""

from __future__ import annotations

from collections.abc import Iterable

from kentongan.engine.match.native import NativeMatcher
from kentongan.engine.match.plain import PlainMatcher
from kentongan.engine.text.kernel import available
from kentongan.engine.types import Article


class Matcher:
    """Queries, ready to be matched against one article after another.

    Args:
        queries: pairs of an id and the query's text.

    Raises:
        QuerySyntaxError: a query is not of the language. `add` raises it too, and then changes nothing.

    Not for use by several threads at once.
    """

    def __init__(self, queries: Iterable[tuple[str, str]] = ()) -> None:
        self._matcher = NativeMatcher() if available() else PlainMatcher()
        for id_, query in queries:
            self.add(id_, query)

    def __len__(self) -> int:
        return len(self._matcher)

    def add(self, id_: str, query: str) -> None:
        """Watch for one more query; one that has this id already is replaced."""
        self._matcher.add(id_, query)

    def remove(self, id_: str) -> None:
        """Stop watching for a query. Raises KeyError when there is none with this id."""
        self._matcher.remove(id_)

    def match(self, article: Article) -> list[str]:
        """The ids of the queries that match, in the order in which they were added."""
        return self._matcher.match(article)
