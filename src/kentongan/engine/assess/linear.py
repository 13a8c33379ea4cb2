"""A linear model over hashed n-grams, kept in a small .npz: 8-bit weights, a bias, and how n-grams are scaled."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.hashing import NGrams, ngrams, plain, sums
from kentongan.engine.assess.native_hashing import native_sums
from kentongan.engine.text.kernel import available

WEIGHTS = Path(__file__).parent / "weights"
Scores = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class HashedLinear:
    """Scores of classes for texts. `calibration` turns scores into the logits of probabilities (a row a class)."""

    classes: tuple[str, ...]
    bits: int
    scales: dict[str, float]
    table: npt.NDArray[np.float32]  # buckets x classes
    bias: Scores
    calibration: Scores  # classes x (classes + 1): matrix and offset

    @classmethod
    def load(cls, name: str) -> HashedLinear:
        """The model `weights/NAME.npz`. Raises OSError when the file is missing."""
        with np.load(WEIGHTS / f"{name}.npz", allow_pickle=False) as file:
            about = json.loads(file["about"].tobytes())
            table = file["table"].astype(np.float32) * file["steps"]
            # Bucket 0 stands for "no n-gram here".
            table[0] = 0
            return cls(
                classes=tuple(about["classes"]),
                bits=about["bits"],
                scales=about["scales"],
                table=table,
                bias=file["bias"],
                calibration=file["calibration"],
            )

    def save(self, name: str, folder: Path = WEIGHTS) -> None:
        """Write `NAME.npz`; the table is rounded to 8 bits a weight, one step a class."""
        steps = np.abs(self.table).max(axis=0) / 127
        about = {"classes": list(self.classes), "bits": self.bits, "scales": self.scales}
        np.savez_compressed(
            folder / f"{name}.npz",
            about=np.frombuffer(json.dumps(about).encode(), dtype=np.uint8),
            table=np.round(self.table / steps).astype(np.int8),
            steps=steps.astype(np.float32),
            bias=self.bias,
            calibration=self.calibration,
        )

    def scores(self, texts: Sequence[str]) -> Scores:
        """Raw scores, texts x classes."""
        if available():
            plains = [plain(text) for text in texts]
            return native_sums(plains, bits=self.bits, scales=self.scales, table=self.table) + self.bias
        grams = features(texts, self.bits, self.scales)
        return sums(grams, self.table, self.scales, len(texts)) + self.bias

    def probabilities(self, texts: Sequence[str]) -> Scores:
        """Calibrated probabilities, texts x classes; rows sum to 1."""
        return softmax(calibrated(self.scores(texts), self.calibration))


def features(texts: Sequence[str], bits: int, scales: dict[str, float]) -> dict[str, NGrams]:
    """The n-grams of raw texts that `scales` names (`w1`: words, `c4`: runs of four characters)."""
    return ngrams(
        [plain(text) for text in texts],
        bits=bits,
        chars=[int(kind[1:]) for kind in scales if kind[0] == "c"],
        words=[int(kind[1:]) for kind in scales if kind[0] == "w"],
    )


def calibrated(scores: Scores, calibration: Scores) -> Scores:
    """Logits: `calibration` holds a matrix and, in its last column, an offset (Platt scaling for many classes)."""
    return scores @ calibration[:, :-1].T + calibration[:, -1]


def softmax(logits: Scores) -> Scores:
    """Probabilities from logits, row by row."""
    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    out: Scores = raised / raised.sum(axis=1, keepdims=True)
    return out
