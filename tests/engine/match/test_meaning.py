from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from kentongan.engine.match.meaning import Meaning
from kentongan.engine.types import ClaimMatch

KNOWN = {"1": "uang dibagikan\nisi panjang", "2": "vaksin berbahaya", "3": "gempa besok"}
ANGLES = {"uang dibagikan": 1.2, "vaksin berbahaya": 0.1, "gempa besok": 1.5}
ASKED: list[str] = []


def vectors(texts: Sequence[str]) -> np.ndarray:
    """Made up: an angle a text, the asked one at 0."""
    ASKED.extend(texts)
    angles = np.array([ANGLES.get(text, 0.0) for text in texts])
    return np.column_stack([np.cos(angles), np.sin(angles)]).astype(np.float32)


FOUND = [ClaimMatch("1", 0.50), ClaimMatch("2", 0.45), ClaimMatch("3", 0.1)]


def test_the_nearer_in_meaning_comes_first_and_keeps_its_score() -> None:
    order = Meaning(vectors, KNOWN).reorder("imunisasi itu jahat sekali", FOUND)
    assert [match.known for match in order] == ["2", "1", "3"]
    assert order[0].score == pytest.approx(0.45)
    assert all(0 <= match.score <= 1 for match in order)
    assert [match.score for match in order] == sorted((match.score for match in order), reverse=True)


def test_titles_are_compared_and_the_wrapping_is_taken_off() -> None:
    ASKED.clear()
    chain = "Dari grup sebelah:\nVaksin itu berbahaya bagi anak\nSebarkan ke semua grup!"
    Meaning(vectors, KNOWN).reorder(chain, FOUND)
    assert "uang dibagikan" in ASKED
    assert not any("isi panjang" in text or "Sebarkan" in text for text in ASKED)


def test_without_share_nothing_changes_and_silence_stays_silence() -> None:
    assert Meaning(vectors, KNOWN, share=0).reorder("apa saja di sini", FOUND) == FOUND
    assert Meaning(vectors, KNOWN).reorder("apa saja di sini", []) == []
    assert [match.known for match in Meaning(vectors, KNOWN).reorder("apa saja di sini", FOUND, limit=1)] == ["2"]
