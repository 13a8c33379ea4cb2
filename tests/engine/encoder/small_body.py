"""A made-up body of two layers, written in the format of the package that carries the real one."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

HIDDEN, LAYERS, HEADS, INNER, PLACES = 64, 2, 4, 96, 512
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")
PIECES = (*SPECIAL, "▁", "▁saya", "▁makan", "an", "nasi", "▁nasi", "a", "n", "s", "i", "▁men", "ku")
SCORES = (0, 0, 0, 0, -4, -5, -5, -3, -6, -5.5, -7, -7, -7, -7, -6, -6.5)
NORMAL = {0: "", 10: " ", 0xA0: " ", 0x2460: "1"}


def packed(matrix: np.ndarray) -> bytes:
    """Rows of 4-bit weights in blocks of 32."""
    blocks = matrix.reshape(len(matrix), -1, 32).astype(np.float32)
    steps = (np.abs(blocks).max(axis=2, keepdims=True) / 7).astype(np.float16)
    numbers = np.clip(np.round(blocks / np.maximum(steps.astype(np.float32), 1e-8)) + 8, 0, 15).astype(np.uint8)
    nibbles = numbers[:, :, :16] | (numbers[:, :, 16:] << 4)
    return np.concatenate([steps.view(np.uint8), nibbles], axis=2).tobytes()


def write_body(path: Path, *, magic: bytes = b"E5S1") -> Path:
    """Write the made-up body; the same every time."""
    chance = np.random.default_rng(7)
    tensors: dict[str, bytes] = {}

    def matrix(name: str, rows: int, columns: int) -> None:
        tensors[f"{name}.w"] = packed(chance.normal(0, 0.1, (rows, columns)))
        floats(f"{name}.b", chance.normal(0, 0.05, rows))

    def floats(name: str, values: np.ndarray) -> None:
        tensors[name] = np.asarray(values, np.float32).tobytes()

    tensors["emb.word"] = packed(chance.normal(0, 1, (len(PIECES), HIDDEN)))
    floats("emb.pos", chance.normal(0, 0.1, (PLACES, HIDDEN)))
    floats("emb.type", chance.normal(0, 0.1, (1, HIDDEN)))
    floats("emb.ln.w", np.ones(HIDDEN))
    floats("emb.ln.b", np.zeros(HIDDEN))
    for number in range(LAYERS):
        for part in ("q", "k", "v", "ao"):
            matrix(f"l{number}.{part}", HIDDEN, HIDDEN)
        matrix(f"l{number}.fi", INNER, HIDDEN)
        matrix(f"l{number}.fo", HIDDEN, INNER)
        for part in ("aln", "oln"):
            floats(f"l{number}.{part}.w", 1 + chance.normal(0, 0.05, HIDDEN))
            floats(f"l{number}.{part}.b", chance.normal(0, 0.05, HIDDEN))
    path.write_bytes(_file(magic, tensors))
    return path


def _file(magic: bytes, tensors: dict[str, bytes]) -> bytes:
    pieces = [piece.encode() for piece in PIECES]
    offsets = np.concatenate([[0], np.cumsum([len(piece) for piece in pieces])]).astype(np.uint32)
    normal = b"".join(struct.pack(f"<IB{len(out)}I", point, len(out), *map(ord, out)) for point, out in NORMAL.items())
    head = magic + struct.pack("<I7i", 1, HIDDEN, LAYERS, HEADS, INNER, len(PIECES), PLACES, 1)
    head += struct.pack("<fi", 1e-12, 32)
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, int(offsets[-1])) + offsets.tobytes()
    head += np.array(SCORES, np.float32).tobytes() + b"".join(pieces)
    head += struct.pack("<iI", len(NORMAL), len(normal)) + normal
    size = 4 + sum(2 + len(name) + 1 + 4 + 8 + 8 for name in tensors)
    at = len(head) + size
    directory = struct.pack("<i", len(tensors))
    for name, content in tensors.items():
        directory += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", 0, 0, at, len(content))
        at += len(content)
    return head + directory + b"".join(tensors.values())
