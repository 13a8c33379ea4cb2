"""Remembers what was said of a text, by a digest of its content: copies and second looks cost nothing."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from threading import Lock
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Memory(Generic[Answer]):
    """The last `size` answers; safe to share between threads. The texts themselves are not kept."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._held: OrderedDict[bytes, Answer] = OrderedDict()
        self._lock = Lock()

    def answers(self, texts: Sequence[str], work: Callable[[list[str]], Iterable[Answer]]) -> list[Answer]:
        """An answer for each text, in order; `work` is asked once for all texts that are new, each once."""
        digests = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts]
        with self._lock:
            found = {digest: self._held[digest] for digest in digests if digest in self._held}
        new = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in found}
        if new:
            found |= zip(new, work(list(new.values())), strict=True)
        with self._lock:
            for digest, answer in found.items():
                self._held[digest] = answer
                self._held.move_to_end(digest)
            while len(self._held) > self._size:
                self._held.popitem(last=False)
        return [found[digest] for digest in digests]
