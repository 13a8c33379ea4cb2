"""Branches of the body: its upper layers tuned to one task, kept as 8-bit differences, and the task's own tables.

A branch shares the layers below `depth` with the body as it came. What ships is small: a tuned weight differs little
from the body's, so one byte and one step a column say it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from kentongan.engine.encoder.body import Body, Floats, Parts
from kentongan.engine.encoder.place import WEIGHTS


@dataclass(frozen=True, slots=True)
class Branch:
    """Tuned layers from `depth` on, and what the task adds: tables by name, and facts in `about`."""

    depth: int
    layers: tuple[Parts, ...]
    tables: dict[str, Floats]
    about: dict[str, Any]

    @classmethod
    def load(cls, name: str, body: Body, folder: Path = WEIGHTS) -> Branch:
        """The branch `NAME.npz` on its body. Raises OSError when it is missing."""
        with np.load(folder / f"{name}.npz", allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            depth = about["depth"]
            layers = tuple(
                {part: _tuned(file, f"{number}.{part}", body.layers[number][part]) for part in body.layers[number]}
                for number in range(depth, about["top"])
            )
            tables = {key[6:]: file[key].astype(np.float32) for key in file.files if key.startswith("table.")}
        return cls(depth, layers, tables, about)


def save_branch(
    name: str,
    body: Body,
    *,
    depth: int,
    layers: Sequence[Parts],
    tables: dict[str, Floats],
    about: dict[str, Any],
    folder: Path = WEIGHTS,
) -> None:
    """Write `NAME.npz` with the differences of `layers` from the body's, rounded to 8 bits, a step a column."""
    arrays: dict[str, Any] = {f"table.{key}": table.astype(np.float32) for key, table in tables.items()}
    for number, parts in enumerate(layers, depth):
        for part, tuned in parts.items():
            difference = tuned - body.layers[number][part]
            step = np.maximum(np.abs(difference).max(axis=0, keepdims=True), 1e-12).astype(np.float32) / 127
            arrays[f"{number}.{part}"] = np.round(difference / step).astype(np.int8)
            arrays[f"{number}.{part}.step"] = step
    facts = about | {"depth": depth, "top": depth + len(layers)}
    arrays["about"] = np.frombuffer(json.dumps(facts).encode(), dtype=np.uint8)
    np.savez_compressed(folder / f"{name}.npz", **arrays)


def _tuned(file: Any, key: str, plain: Floats) -> Floats:
    return np.ascontiguousarray(plain + file[key].astype(np.float32) * file[f"{key}.step"], dtype=np.float32)
