"""An article as the matcher sees it: two fields of folded words, and the set of terms they hold."""

from __future__ import annotations

from bisect import bisect_left

from kentongan.engine.match.query import Prefix, Word
from kentongan.engine.text.fold import words
from kentongan.engine.types import Article


class Field:
    """The words of a title or body. What phrases and NEAR need is made when first asked for."""

    __slots__ = ("_joined", "_places", "words")

    def __init__(self, found: list[str]) -> None:
        self.words = found
        self._joined: str | None = None
        self._places: dict[str, list[int]] | None = None

    def has_phrase(self, phrase: str) -> bool:
        """Whether the words of `phrase`, written with a space before and after each, stand side by side."""
        if self._joined is None:
            self._joined = f" {' '.join(self.words)} "
        return phrase in self._joined

    def has_near(self, left: Word | Prefix, right: Word | Prefix, distance: int) -> bool:
        """Whether two different places hold `left` and `right` with at most `distance` words between them."""
        reach = distance + 1
        others = self.places(right)
        for place in self.places(left):
            at = bisect_left(others, place - reach)
            if at < len(others) and others[at] == place:
                at += 1
            if at < len(others) and others[at] <= place + reach:
                return True
        return False

    def places(self, leaf: Word | Prefix) -> list[int]:
        """Where the word, or words with the prefix, stand: indexes into `words`, rising."""
        if self._places is None:
            self._places = {}
            for at, word in enumerate(self.words):
                self._places.setdefault(word, []).append(at)
        if isinstance(leaf, Word):
            return self._places.get(leaf.word, [])
        found = [place for word, places in self._places.items() if word.startswith(leaf.prefix) for place in places]
        return sorted(found)


class Fields:
    """Title and body of one article, and `terms`, the set of look-up terms in it (see `match.terms`)."""

    __slots__ = ("body", "terms", "title")

    def __init__(self, article: Article) -> None:
        self.title = Field(words(article.title))
        self.body = Field(words(article.body))
        self.terms: set[str] = {*self.title.words, *self.body.words}
