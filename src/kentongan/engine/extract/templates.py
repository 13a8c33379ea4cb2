"""What an outlet's pages have in common, learned from those read before.

An outlet builds all its articles by one template: the text stands in places of one shape, and short lines that stand on
page after page word for word are furniture. Prose is not: outlets repeat a paragraph of background through all articles
of a story. So what is learned here takes no prose out of an article, and never most of it. Whoever reads pages keeps a
`Templates` and hands it to `extract_page`; it can be written down as plain values and read again. No list of outlets,
nothing stored here.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kentongan.engine.extract.blocks import Blocks
from kentongan.engine.extract.content import Chances, Kept, choose, spread

MAX_OUTLETS = 1_000
MAX_SHAPES = 500
MAX_TEXTS = 2_000
# Texts of so many words, mostly unlinked, that the network by itself holds for the article's are prose.
PROSE_WORDS = 10
PROSE_CHANCE = 0.7
_ENOUGH = 2  # pages of an outlet before anything is concluded
_PULL = 1.5  # how far, in logits, a shape that was always (or never) of the article moves a block
_SHORTEST = 15  # code points; shorter texts repeat by chance
# Furniture stands on half of the outlet's recent pages, and on so many at least: more for each word of a text, by how
# likely the network finds it to be the article's.
_FEWEST = 5
_PER_WORD = 0.5
_MOST = 40
_RECENT = 100  # pages; then all counts are halved, so that old pages fade


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

    def judge(self, outlet: str, blocks: Blocks, chances: Chances, kept: Kept) -> tuple[Chances, Kept]:
        """The chances of a page's blocks, and the blocks chosen, in the light of the outlet's other pages.

        Prose that was chosen stays. Where less than half of the text chosen would stay, all is left as it was.

        Args:
            outlet: whose page it is.
            blocks: of the page.
            chances: the network's; shape (blocks,).
            kept: what `choose` chose by them; shape (blocks,).
        """
        pulls = self._pulls(outlet, blocks, chances)
        if pulls is None:
            return chances, kept
        prose = _is_prose(blocks, chances)
        pulls[prose] = np.maximum(pulls[prose], 0)
        judged = spread(np.log((chances + 1e-6) / (1 - chances + 1e-6)) + pulls)
        chosen = choose(blocks, judged) | (kept & prose)
        if 2 * blocks.chars[kept & chosen].sum() < blocks.chars[kept].sum():
            return chances, kept
        return judged, chosen

    def learn(self, outlet: str, blocks: Blocks, kept: Kept) -> None:
        """Take in one more page of an outlet. The same article again, also at another address, teaches nothing.

        An article is the same when most of its text, by length, stood on pages before: a new headline makes no new one.
        """
        keys, held = blocks.keys, kept.tolist()
        texts = {key for key, text in zip(keys, blocks.texts, strict=True) if len(text) >= _SHORTEST}
        own = {key: len(text) for key, text, keep in zip(keys, blocks.texts, held, strict=True) if keep}
        with self._lock:
            known = self._outlets.setdefault(outlet, _Outlet())
            self._outlets.move_to_end(outlet)
            if 2 * sum(size for key, size in own.items() if key in known.texts) > sum(own.values()):
                return
            known.pages += 1
            for text in texts:
                known.texts[text] = known.texts.get(text, 0) + 1
                known.texts.move_to_end(text)
            for shape, keep in zip(blocks.shapes, held, strict=True):
                counts = known.shapes.setdefault(shape, [0, 0])
                counts[0] += keep
                counts[1] += 1
            if known.pages >= _RECENT:
                _fade(known)
            _forget(known.texts, MAX_TEXTS)
            _forget(known.shapes, MAX_SHAPES)
            _forget(self._outlets, MAX_OUTLETS)

    def _pulls(self, outlet: str, blocks: Blocks, chances: Chances) -> NDArray[np.float32] | None:
        """How far, in logits, each block is moved; None for an outlet hardly known."""
        with self._lock:
            known = self._outlets.get(outlet)
            if known is None or known.pages < _ENOUGH:
                return None
            needed = np.minimum(_FEWEST + _PER_WORD * blocks.words * chances, _MOST).tolist()
            rows = zip(map(len, blocks.texts), needed, blocks.keys, blocks.shapes, strict=True)
            return np.array([_pull(known, *row) for row in rows], np.float32)

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


def _is_prose(blocks: Blocks, chances: Chances) -> Kept:
    prose: Kept = (2 * blocks.linked < blocks.chars) & (blocks.words >= PROSE_WORDS) & (chances >= PROSE_CHANCE)
    return prose


def _pull(known: _Outlet, size: int, needed: float, key: int, shape: int) -> float:
    if size >= _SHORTEST and known.texts.get(key, 0) >= max(needed, known.pages / 2):
        return -30.0
    kept, seen = known.shapes.get(shape, (0, 0))
    return _PULL * (2 * kept - seen) / (seen + 2)


def _fade(known: _Outlet) -> None:
    known.pages //= 2
    for text, count in known.texts.items():
        known.texts[text] = (count + 1) // 2  # never 0: that it was seen at all tells the same article again
    for counts in known.shapes.values():
        counts[:] = (count // 2 for count in counts)


def _forget(kept: OrderedDict[Any, Any], most: int) -> None:
    while len(kept) > most:
        kept.popitem(last=False)
