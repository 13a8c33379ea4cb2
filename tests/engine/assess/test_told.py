from __future__ import annotations

import numpy as np
import pytest
from tests.engine.encoder.small_body import write_body

from kentongan.engine.assess.subjects import Kind
from kentongan.engine.assess.told import MARKS, Told, in_sentence, is_name, marked
from kentongan.engine.encoder.body import read_body
from kentongan.engine.encoder.pieces import Pieces


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> Pieces:
    """A vocabulary that knows "saya", "makan", "nasi" and some letters."""
    return Pieces(read_body(write_body(tmp_path_factory.mktemp("body") / "small.bin")).table)


def test_headline_and_sentence_stand_between_begin_and_ends(pieces: Pieces) -> None:
    row = marked(pieces, Told("saya makan", "nasi", ""))
    headline, sentence = pieces.of("saya makan", 99), pieces.of("nasi", 99)
    assert row.pieces == [pieces.begin, *headline, pieces.end, *sentence, pieces.end]
    assert row.marks == [0, *[1] * len(headline), 0, *[2] * len(sentence), 0]


@pytest.mark.parametrize(("subject", "kind"), [("Kemenkes", Kind.OTHER), ("KPK", Kind.LAW), ("DPR", Kind.PARLIAMENT)])
def test_the_institution_is_hidden_and_marked_by_its_kind(pieces: Pieces, subject: str, kind: Kind) -> None:
    row = marked(pieces, Told(f"{subject.upper()} saya", f"saya {subject}", subject))
    for_all = pieces.of("lembaga ini", 99)
    begins, ends = 1, len(row.pieces) - 1 - len(for_all)
    assert row.pieces[begins : begins + len(for_all)] == row.pieces[ends:-1] == for_all
    assert set(row.marks[begins : begins + len(for_all)]) == {3 + 2 * kind}
    assert set(row.marks[ends:-1]) == {4 + 2 * kind}
    assert max(row.marks) < MARKS


def test_a_bill_that_bears_the_name_is_not_the_institution(pieces: Pieces) -> None:
    row = marked(pieces, Told("", "RUU KPK saya", "KPK"))
    assert set(row.marks) == {0, 2}
    assert marked(pieces, Told("", "10N saya", "KPK")).pieces == [
        pieces.begin,
        pieces.end,
        *pieces.of("10n saya", 99),
        pieces.end,
    ]


def test_marks_tell_names_and_sentence() -> None:
    marks = np.array([0, 1, 2, 3, 4, 9, 10])
    assert is_name(marks).tolist() == [False, False, False, True, True, True, True]
    assert in_sentence(marks).tolist() == [False, False, True, False, True, False, True]


@pytest.mark.parametrize("text", ["", "saya " * 5000, "KPK " * 5000, "\ud800", "0N0L 0N"])
def test_a_text_of_any_length_is_cut(pieces: Pieces, text: str) -> None:
    row = marked(pieces, Told(text, text, "KPK"))
    assert len(row.pieces) == len(row.marks) <= 3 + 32 + 96
