"""Where a query touches an article: the places a reader wants marked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kentongan.engine.match.query import And, Near, Not, Or, Phrase, Prefix, Query, Title, Word
from kentongan.engine.text.fold import word_spans
from kentongan.engine.types import Article

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Highlights:
    """Places to mark, as `(start, end)` in code points of title and body: rising, not touching, ends exclusive."""

    title: tuple[Span, ...] = ()
    body: tuple[Span, ...] = ()


def matched_spans(query: Query, article: Article) -> Highlights:
    """The words, phrases and pairs in the article that speak for the query; excluded parts are never marked.

    Whether the query as a whole matches is not asked: a near miss shows what is there.
    """
    leaves = list(_positive(query, negated=False, in_title=False))
    return Highlights(
        title=_mark(article.title, [leaf for leaf, _ in leaves]),
        body=_mark(article.body, [leaf for leaf, in_title in leaves if not in_title]),
    )


_Leaf = Word | Prefix | Phrase | Near


def _positive(tree: Query, *, negated: bool, in_title: bool) -> Iterator[tuple[_Leaf, bool]]:
    match tree:
        case Not(part):
            yield from _positive(part, negated=not negated, in_title=in_title)
        case Title(part):
            yield from _positive(part, negated=negated, in_title=True)
        case And(parts) | Or(parts):
            for part in parts:
                yield from _positive(part, negated=negated, in_title=in_title)
        case _:
            if not negated:
                yield tree, in_title


def _mark(text: str, leaves: Iterable[_Leaf]) -> tuple[Span, ...]:
    places = _Places(text)
    return tuple(_joined(sorted({span for leaf in leaves for span in places.of(leaf)})))


class _Places:
    def __init__(self, text: str) -> None:
        self.found = word_spans(text)
        self.by_word: dict[str, list[int]] = {}
        for at, (word, _, _) in enumerate(self.found):
            self.by_word.setdefault(word, []).append(at)

    def of(self, leaf: _Leaf) -> Iterator[Span]:
        match leaf:
            case Phrase(words):
                yield from self._phrase(words)
            case Near(left, right, distance):
                yield from self._near(self._at(left), self._at(right), distance)
            case _:
                yield from map(self._span, self._at(leaf))

    def _span(self, at: int) -> Span:
        return self.found[at][1:]

    def _at(self, leaf: Word | Prefix) -> list[int]:
        if isinstance(leaf, Word):
            return self.by_word.get(leaf.word, [])
        return sorted(
            place for word, places in self.by_word.items() if word.startswith(leaf.prefix) for place in places
        )

    def _phrase(self, words: tuple[str, ...]) -> Iterator[Span]:
        for start in self.by_word.get(words[0], []):
            piece = self.found[start : start + len(words)]
            if tuple(word for word, _, _ in piece) == words:
                yield piece[0][1], piece[-1][2]

    def _near(self, lefts: list[int], rights: list[int], distance: int) -> Iterator[Span]:
        """Both words of every pair that is close enough; what has no partner stays unmarked."""
        for places, others in ((lefts, rights), (rights, lefts)):
            behind = 0
            for place in places:
                while behind < len(others) and others[behind] < place - distance - 1:
                    behind += 1
                partners = (other for other in others[behind : behind + 2] if other != place)
                if any(other <= place + distance + 1 for other in partners):
                    yield self._span(place)


def _joined(spans: list[Span]) -> Iterator[Span]:
    """Overlapping and touching places as one."""
    current: Span | None = None
    for start, end in spans:
        if current is not None and start <= current[1]:
            current = (current[0], max(current[1], end))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current
