"""Tier B's tone of sentences towards an institution: a branch of the body that knows where its name stands.

The branch reads headline and sentence together (`told.py`); where it begins, a vector is added to each piece by its
mark. What it says is a linear function of three means of the top states: of all, of the sentence, and of the name in
it. Tier A's features have their say beside it, in a logarithmic pool learned on publishers that neither had seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np

from kentongan.engine.assess.aim import Aimed, AimedTone, Values
from kentongan.engine.assess.linear import calibrated, softmax
from kentongan.engine.assess.told import Told, in_sentence, is_name, marked
from kentongan.engine.encoder.body import Floats
from kentongan.engine.encoder.branch import Branch
from kentongan.engine.encoder.forward import Ints, Mask, means, padded
from kentongan.engine.encoder.memory import Memory
from kentongan.engine.encoder.reader import Reader, load_reader

BRANCH: Final = "towards"
_REMEMBERED: Final = 50_000


class TunedAim:
    """The branch, pooled with tier A. Safe to share between threads; sentences it has seen cost nothing."""

    def __init__(self, reader: Reader, branch: Branch, plain: AimedTone) -> None:
        self.classes: tuple[str, ...] = tuple(branch.about["classes"])
        self._reader = reader
        self._branch = branch
        self._plain = plain
        self._order = [plain.classes.index(name) for name in self.classes]
        self._memory: Memory[Values] = Memory(_REMEMBERED)

    def probabilities(self, told: Sequence[Told], rows: Sequence[Aimed]) -> Values:
        """Calibrated probabilities, sentences x classes; `rows` are tier A's features of the same sentences."""
        keys = ["\x1f".join(sentence) for sentence in told]
        texts = dict(zip(keys, told, strict=True))
        own = self._memory.answers(keys, lambda new: self.scores([texts[key] for key in new]))
        plain = np.log(self._plain.probabilities(rows)[:, self._order] + 1e-9)
        both = np.column_stack([np.array(own, dtype=np.float64), plain])
        return softmax(calibrated(both, self._branch.tables["pool"].astype(np.float64)))

    def scores(self, told: Sequence[Told]) -> Values:
        """What the branch alone says: logits, sentences x classes."""
        rows = [marked(self._reader.pieces, sentence) for sentence in told]
        found = np.zeros((len(told), len(self.classes)))
        tables = self._branch.tables
        marks = [row.marks for row in rows]
        for places, states, held in self._reader.run([row.pieces for row in rows], self._branch, marks):
            numbers, _ = padded([marks[place] for place in places])
            found[places] = pooled_states(states, held, numbers) @ tables["head"] + tables["offset"]
        return found


def pooled_states(states: Floats, held: Mask, marks: Ints) -> Floats:
    """The means of all states, of the sentence's, and of the name's in it: texts x (3 hidden).

    Where the sentence does not name it, the name in the headline counts, else the whole sentence.
    """
    sentence = in_sentence(marks)
    names = is_name(marks)
    parts = (held, _first(sentence, held), _first(names & sentence, names, sentence, held))
    return np.concatenate([means(states, part) for part in parts], axis=1)


def _first(*masks: Mask) -> Mask:
    """For each text the first of some masks that holds anything."""
    found = masks[-1]
    for mask in reversed(masks[:-1]):
        found = np.where(mask.any(axis=1, keepdims=True), mask, found)
    return found


@cache
def load_aimed() -> TunedAim:
    """The branch that ships, on the body. Raises NoBody without the extra, OSError without its weights."""
    reader = load_reader()
    return TunedAim(reader, Branch.load(BRANCH, reader.body), AimedTone.load())
