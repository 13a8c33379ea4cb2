"""The body and its vocabulary at work: texts in, states out, through one branch or plain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from kentongan.engine.encoder.body import Body, Floats, load_body
from kentongan.engine.encoder.branch import Branch
from kentongan.engine.encoder.forward import Mask, batches, embed, padded, run_layer
from kentongan.engine.encoder.pieces import Pieces


class States(NamedTuple):
    """What a batch of texts came to: their places, texts x longest x hidden, and which pieces are there."""

    places: list[int]
    values: Floats
    held: Mask


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads texts; safe to share between threads."""

    body: Body
    pieces: Pieces

    def row(self, text: str, longest: int) -> list[int]:
        """A text as the layers take it: begin, pieces, end; at most `longest` of them."""
        return [self.pieces.begin, *self.pieces.of(text, longest - 2), self.pieces.end]

    def run(
        self,
        rows: Sequence[Sequence[int]],
        branch: Branch | None = None,
        marks: Sequence[Sequence[int]] | None = None,
    ) -> Iterator[States]:
        """Send texts (as pieces) through the layers, in batches of like length; the longest come first.

        `marks` names for each piece the row of the branch's table `mark` that is added to it where the branch begins.
        """
        layers = self.body.layers if branch is None else (*self.body.layers[: branch.depth], *branch.layers)
        for places in batches([len(row) for row in rows]):
            numbers, held = padded([rows[place] for place in places])
            x = embed(self.body, numbers)
            for depth, parts in enumerate(layers):
                if branch and marks and depth == branch.depth:
                    x = x + branch.tables["mark"][padded([marks[place] for place in places])[0]]
                x = run_layer(x, held, parts, self.body.heads, self.body.epsilon)
            yield States(places, x, held)


@cache
def load_reader() -> Reader:
    """The reader, once a process. Raises NoBody without the extra `language`."""
    body = load_body()
    return Reader(body, Pieces(body.table))
