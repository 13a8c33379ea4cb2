"""Finds texts that live on in other texts: releases in articles, and articles in later articles.

In the kernel where it is built, else in Python; the measure is explained in `plain_reuse`.
"""

from __future__ import annotations

from collections.abc import Iterable

from kentongan.engine.match.native_reuse import NativeReuseIndex
from kentongan.engine.match.plain_reuse import PlainReuseIndex
from kentongan.engine.text.kernel import available
from kentongan.engine.types import Article, Reuse


class ReuseIndex:
    """Originals, ready to be recognised in one article after another.

    Args:
        originals: articles (or releases) of which `id` and `body` are used. A body of fewer than five words has no
            shingles and is never found.

    Not for use by several threads at once.
    """

    def __init__(self, originals: Iterable[Article] = ()) -> None:
        self._index = NativeReuseIndex() if available() else PlainReuseIndex()
        for original in originals:
            self.add(original)

    def __len__(self) -> int:
        return len(self._index)

    def add(self, original: Article) -> None:
        """Look for one more original; one that has this id already is replaced."""
        self._index.add(original)

    def remove(self, id_: str) -> None:
        """Stop looking for an original. Raises KeyError when there is none with this id."""
        self._index.remove(id_)

    def find(self, article: Article) -> list[Reuse]:
        """The originals that live on in the article's body, the most complete first."""
        return self._index.find(article)
