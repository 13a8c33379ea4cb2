"""Matches an article against thousands of queries at once, in Python: what the kernel does, to read and fall back on.

Every query is filed under *anchors*: terms of which at least one occurs in every article it matches.
Of an AND the cheapest part is enough, of an OR all parts are needed; cheap is what few articles hold, counted on the
articles seen. An article's terms are intersected with the anchors, and what is filed there is then checked by its
remaining conditions: first needed and avoided terms as set operations, phrases and distances last.
The result is exact; the anchors decide only how fast it comes.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from kentongan.engine.match.conditions import Conditions, Test, compile_query
from kentongan.engine.match.fields import Fields
from kentongan.engine.match.query import parse
from kentongan.engine.types import Article

_RECOUNTS = (64, 512)
"""Anchors are chosen anew after so many articles. After the last, frequencies are known well enough: counting ends."""
_MAX_KNOWN_WORDS = 400_000


class _Posting(NamedTuple):
    """A query, or one alternative of it, under one of its anchors, laid open for the inner loop."""

    need: frozenset[str]
    avoid: frozenset[str]
    rest: Test | None  # None when need and avoid say it all
    number: int


@dataclass(slots=True)
class _Filed:
    """One query: its conditions, the prefixes it uses and the anchors it is filed under."""

    number: int
    conditions: Conditions
    prefixes: frozenset[str]
    anchors: set[str] = field(default_factory=set)


class PlainMatcher:
    """See `matcher.Matcher`."""

    def __init__(self) -> None:
        self._filed: dict[str, _Filed] = {}
        self._ids: dict[int, str] = {}
        self._next_number = 0
        self._postings: dict[str, list[_Posting]] = {}
        self._anchors: set[str] = set()
        self._words = _PrefixedWords()
        self._seen = 0
        self._frequencies: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._filed)

    def add(self, id_: str, query: str) -> None:
        """Watch for one more query; one that has this id already is replaced."""
        conditions = compile_query(parse(query))
        if id_ in self._filed:
            self.remove(id_)
        filed = _Filed(self._next_number, conditions, frozenset(conditions.prefixes()))
        self._next_number += 1
        self._filed[id_] = filed
        self._ids[filed.number] = id_
        self._words.add(filed.prefixes)
        self._file(filed)

    def remove(self, id_: str) -> None:
        """Stop watching for a query. Raises KeyError when there is none with this id."""
        filed = self._filed.pop(id_)
        del self._ids[filed.number]
        self._words.remove(filed.prefixes)
        self._unfile(filed)

    def match(self, article: Article) -> list[str]:
        """The ids of the queries that match, in the order in which they were added."""
        fields = Fields(article)
        in_title = self._words.with_prefixes(set(fields.title.words))
        found = self._words.with_prefixes(fields.terms) | {":" + word for word in in_title}
        fields.terms = found
        numbers: set[int] = set()
        for anchor in found & self._anchors:
            for need, avoid, rest, number in self._postings[anchor]:
                if (
                    need <= found
                    and avoid.isdisjoint(found)
                    and number not in numbers
                    and (rest is None or rest(fields))
                ):
                    numbers.add(number)
        if self._seen < _RECOUNTS[-1]:
            self._count(found)
        return [self._ids[number] for number in sorted(numbers)]

    def _file(self, filed: _Filed) -> None:
        self._post(filed, list(filed.conditions.filed(self._cost)))

    def _post(self, filed: _Filed, places: list[tuple[str, Conditions]]) -> None:
        for anchor, left in places:
            rest = left.rest_holds if left.groups or left.choices or left.tests else None
            self._postings.setdefault(anchor, []).append(_Posting(left.need, left.avoid, rest, filed.number))
        filed.anchors = {anchor for anchor, _ in places}
        self._anchors |= filed.anchors

    def _unfile(self, filed: _Filed) -> None:
        for anchor in filed.anchors:
            left = [posting for posting in self._postings[anchor] if posting.number != filed.number]
            if left:
                self._postings[anchor] = left
            else:
                del self._postings[anchor]
                self._anchors.discard(anchor)

    def _cost(self, term: str) -> float:
        """How many articles held the term; between equals, the longer word is the rarer."""
        return self._frequencies.get(term, 0) + 1 / len(term)

    def _count(self, found: set[str]) -> None:
        self._seen += 1
        self._frequencies.update(found)
        if self._seen in _RECOUNTS:
            for filed in self._filed.values():
                places = list(filed.conditions.filed(self._cost))
                if filed.anchors != {anchor for anchor, _ in places}:
                    self._unfile(filed)
                    self._post(filed, places)


class _PrefixedWords:
    """Which words of an article begin with a prefix that some query uses.

    A word is looked at once. Most have no such prefix, and afterwards one set difference leaves them all out.
    """

    def __init__(self) -> None:
        self._uses: Counter[str] = Counter()
        self._use_lengths: Counter[int] = Counter()
        self._lengths: tuple[int, ...] = ()
        self._plain: set[str] = set()
        self._prefixed: dict[str, tuple[str, ...]] = {}

    def add(self, prefixes: frozenset[str]) -> None:
        new = prefixes - self._uses.keys()
        self._uses.update(prefixes)
        self._use_lengths.update(map(len, new))
        if new:
            self._forget()

    def remove(self, prefixes: frozenset[str]) -> None:
        self._uses.subtract(prefixes)
        unused = [prefix for prefix in prefixes if not self._uses[prefix]]
        for prefix in unused:
            del self._uses[prefix]
            self._use_lengths[len(prefix)] -= 1
        self._use_lengths += Counter()  # drops the lengths that have come to nothing
        if unused:
            self._forget()

    def with_prefixes(self, words: set[str]) -> set[str]:
        """The words and, written `pre*`, the prefixes among those in use that they begin with."""
        if not self._lengths:
            return words
        extra: list[str] = []
        for word in words - self._plain:
            prefixes = self._prefixed.get(word)
            extra += self._learn(word) if prefixes is None else prefixes
        return words.union(extra)

    def _learn(self, word: str) -> tuple[str, ...]:
        heads = (word[:length] for length in self._lengths if length <= len(word))
        prefixes = tuple(head + "*" for head in heads if head in self._uses)
        if len(self._plain) + len(self._prefixed) >= _MAX_KNOWN_WORDS:
            self._forget()
        if prefixes:
            self._prefixed[word] = prefixes
        else:
            self._plain.add(word)
        return prefixes

    def _forget(self) -> None:
        self._lengths = tuple(sorted(self._use_lengths))
        self._plain = set()
        self._prefixed = {}
