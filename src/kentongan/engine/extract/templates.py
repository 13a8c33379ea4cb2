"""What an outlet's pages have in common, learned from those read before.

An outlet builds all its articles by one template: the text stands in places of one shape, and what stands on page after
page word for word is no part of any article. Whoever reads pages keeps a `Templates` and hands it to `extract_page`;
it can be written down as plain values and read again. No list of outlets, no rules by hand, nothing stored here.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np

from kentongan.engine.extract.blocks import Blocks
from kentongan.engine.extract.content import Chances, Kept

MAX_OUTLETS = 1_000
MAX_SHAPES = 500
MAX_TEXTS = 2_000
_ENOUGH = 2  # pages of an outlet before anything is concluded
_PULL = 1.5  # how far, in logits, a shape that was always (or never) of the article moves a block
_SHORTEST = 15  # code points; shorter texts repeat by chance


@dataclass(slots=True)
class _Outlet:
    pages: int = 0
    shapes: OrderedDict[int, list[int]] = field(default_factory=OrderedDict)  # shape -> blocks kept, blocks seen
    texts: OrderedDict[int, int] = field(default_factory=OrderedDict)  # text -> pages that hold it


class Templates:
    """The templates of many outlets; those not seen for long are forgotten first. Safe for several threads."""

    def __init__(self) -> None:
        self._outlets: OrderedDict[str, _Outlet] = OrderedDict()
        self._lock = Lock()

    def adjust(self, outlet: str, blocks: Blocks, chances: Chances) -> Chances:
        """The chances of a page's blocks in the light of the outlet's other pages; shape (blocks,)."""
        with self._lock:
            known = self._outlets.get(outlet)
            if known is None or known.pages < _ENOUGH:
                return chances
            sizes = map(len, blocks.texts)
            rows = zip(sizes, blocks.keys, blocks.shapes, strict=True)
            pulls = np.array([_pull(known, *row) for row in rows], np.float32)
        logits = np.log((chances + 1e-6) / (1 - chances + 1e-6)) + pulls
        out: Chances = (1 / (1 + np.exp(-logits))).astype(np.float32)
        return out

    def learn(self, outlet: str, blocks: Blocks, kept: Kept) -> None:
        """Take in one more page of an outlet. The same article again, also at another address, teaches nothing."""
        keys, held = blocks.keys, kept.tolist()
        texts = {key for key, text in zip(keys, blocks.texts, strict=True) if len(text) >= _SHORTEST}
        own = {key for key, keep in zip(keys, held, strict=True) if keep}
        with self._lock:
            known = self._outlets.setdefault(outlet, _Outlet())
            self._outlets.move_to_end(outlet)
            if sum(text in known.texts for text in own) * 2 > len(own):
                return
            known.pages += 1
            for text in texts:
                known.texts[text] = known.texts.get(text, 0) + 1
                known.texts.move_to_end(text)
            for shape, keep in zip(blocks.shapes, held, strict=True):
                counts = known.shapes.setdefault(shape, [0, 0])
                counts[0] += keep
                counts[1] += 1
            _forget(known.texts, MAX_TEXTS)
            _forget(known.shapes, MAX_SHAPES)
            _forget(self._outlets, MAX_OUTLETS)

    def values(self) -> dict[str, Any]:
        """All that was learned, as values that JSON can hold."""
        with self._lock:
            return {
                outlet: [known.pages, list(known.shapes.items()), list(known.texts.items())]
                for outlet, known in self._outlets.items()
            }

    @classmethod
    def from_values(cls, values: dict[str, Any]) -> Templates:
        """The templates that `values` wrote down.

        Raises:
            ValueError: the values are of another kind.
        """
        made = cls()
        try:
            for outlet, (pages, shapes, texts) in values.items():
                made._outlets[outlet] = _Outlet(
                    int(pages),
                    OrderedDict((int(shape), [int(kept), int(seen)]) for shape, (kept, seen) in shapes),
                    OrderedDict((int(text), int(count)) for text, count in texts),
                )
        except (TypeError, AttributeError) as error:
            raise ValueError("these are no templates") from error
        return made


def _pull(known: _Outlet, size: int, key: int, shape: int) -> float:
    if size >= _SHORTEST and known.texts.get(key, 0) >= _ENOUGH:
        return -30.0
    kept, seen = known.shapes.get(shape, (0, 0))
    return _PULL * (2 * kept - seen) / (seen + 2)


def _forget(kept: OrderedDict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
