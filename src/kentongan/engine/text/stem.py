"""Indonesian stems: `kebijakannya` and `bijak` become one term.

The rules are Snowball's Indonesian stemmer (after F. Tala, "A Study of Stemming Effects on Information Retrieval in
Bahasa Indonesia", University of Amsterdam, 2003), run by PyStemmer in C. Words come folded, from `text.fold.words`.
"""

from __future__ import annotations

from collections.abc import Iterable
from threading import Lock

import Stemmer

# Running text repeats itself: a day of news has some 60,000 distinct words. A stream of ever new ones (serial numbers,
# random letters) must not fill the memory, so the cache starts anew at this size, and giant "words" stay out of it.
_MAX_CACHED = 200_000
_MAX_LENGTH = 40

_stemmer = Stemmer.Stemmer("indonesian", 0)
_lock = Lock()  # a PyStemmer object may be used by one thread at a time
_cache: dict[str, str] = {}


def stem(word: str) -> str:
    """The stem of one folded word. A word longer than any Indonesian one is returned as it is."""
    return _cache.get(word) or _learn(word)


def stems(words: Iterable[str]) -> list[str]:
    """The stems of folded words, in the same order and number."""
    known = _cache.get
    return [known(word) or _learn(word) for word in words]


def _learn(word: str) -> str:
    if not word or len(word) > _MAX_LENGTH:
        return word
    with _lock:
        found = str(_stemmer.stemWord(word))
        if len(_cache) >= _MAX_CACHED:
            _cache.clear()
        _cache[word] = found
    return found
