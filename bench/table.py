"""One table of every figure the engine and the house are held to, beside its goal and its peer.

    python -m bench.table FOLDER [--only PART] [--print]

Runs each bench as a process of its own, keeps what it printed in FOLDER, and reads the figures out of that; a bench whose
output lies there already is not run again (delete the file to have it measured anew), and `--print` runs none. A
figure that its bench did not print stands as missing: never as reached. What each figure means and how it is
measured stands in the bench that is named beside it.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_NUMBER = r"([\d,]*\.?\d+)"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    `found` is a pattern over the bench's output with `#` where the figure stands; `over` one for what it is divided by (a
    peer's figure). `goal` is reached from there on upwards, or downwards where `most` is set.
    """

    what: str
    goal: float
    found: str
    over: str = ""
    peer: str = ""
    most: bool = False
    unit: str = ""

    def reached(self, text: str) -> float | None:
        """The figure in a bench's output; None where it is not there."""
        value = _read(self.found, text)
        if value is None or not self.over:
            return value
        divisor = _read(self.over, text)
        return value / divisor if divisor else None

    def line(self, text: str) -> str:
        """The figure as a row of a Markdown table."""
        value = self.reached(text)
        bound = f"{'≤' if self.most else '≥'} {self.goal:g}{self.unit}"
        if value is None:
            return f"| {self.what} | {bound} | missing | | {self.peer} |"
        met = value <= self.goal if self.most else value >= self.goal
        theirs = _read(self.over, text) if self.over else None
        peer = self.peer + (f" {theirs:,g}" if theirs is not None else "")
        return f"| {self.what} | {bound} | {value:,.4g}{self.unit} | {'reached' if met else '**short**'} | {peer} |"


def _read(pattern: str, text: str) -> float | None:
    found = re.search(pattern.replace("#", _NUMBER), text, re.MULTILINE)
    return float(found[1].replace(",", "")) if found else None


def _column(name: str, number: int) -> str:
    """A figure in a printed table: the `number`th (from 1) of the row that begins with `name`."""
    skipped = rf"(?:[ \t]+[\d,.]+){{{number - 1}}}" if number > 1 else ""
    return rf"^{re.escape(name)}{skipped}[ \t]+#"


def _match(label: str, queries: str) -> list[Figure]:
    best = rf"^{label}[\\s\\S]*?#"
    return [
        Figure(f"match, {queries} queries, times the best peer", 12, best + " times the best peer", peer="tantivy, batches"),
        Figure("... replacing a query", 50, best + " µs", most=True, unit=" µs"),
        Figure("... a query", 512, best + " bytes a query", most=True, unit=" B"),
    ]


_FREE = "no peer: the issue's own goal"
BENCHES: dict[str, list[Figure]] = {
    "match": [*_match("10,000", "10,000"), *_match("100,000", "100,000"), *_match("968", "968 x 200")],
    "reuse": [
        Figure("reuse, recall, 30 % kept", 0.92, "^kentongan: recall rewritten #", peer="rensa"),
        Figure("... two paragraphs lifted", 0.95, r"^kentongan: .*two paragraphs #", peer="rensa"),
        Figure("... precision, true pick-ups off", 0.99, r"^kentongan: .*\n.*; # without", peer="rensa"),
        Figure("... times rensa, foreign", 6, r"^rensa .*?#\s+[\d.]+$", peer="rensa"),
        Figure("... times rensa, rewritten", 6, r"^rensa .*\s#$", peer="rensa"),
    ],
}
