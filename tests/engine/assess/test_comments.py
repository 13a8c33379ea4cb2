from __future__ import annotations

import numpy as np
import pytest
from tests.engine.encoder.small_body import HIDDEN, write_body

from kentongan.engine.assess.comments import TunedComments
from kentongan.engine.assess.linear import HashedLinear
from kentongan.engine.assess.tone import ToneInput, ToneKind, ToneModel
from kentongan.engine.encoder.body import read_body
from kentongan.engine.encoder.branch import Branch, save_branch
from kentongan.engine.encoder.pieces import Pieces
from kentongan.engine.encoder.place import is_set_up
from kentongan.engine.encoder.reader import Reader

CLASSES = ("negative", "neutral", "positive")


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory) -> TunedComments:
    """A made-up branch without tuned layers, whose pool hears only its own head."""
    folder = tmp_path_factory.mktemp("branch")
    body = read_body(write_body(folder / "small.bin"))
    tables = {
        "head": np.random.default_rng(3).normal(0, 1, (HIDDEN, 3)).astype(np.float32),
        "offset": np.zeros(3, np.float32),
        "pool": np.column_stack([np.eye(3), np.zeros((3, 4))]).astype(np.float32),
    }
    save_branch("toy", body, depth=2, layers=[], tables=tables, about={"classes": CLASSES}, folder=folder)
    reader = Reader(body, Pieces(body.table))
    return TunedComments(reader, Branch.load("toy", body, folder), HashedLinear.load("comments"))


def test_probabilities_are_those_of_the_head_where_the_pool_hears_it_alone(tuned: TunedComments) -> None:
    texts = ["saya makan nasi", "", "nasi " * 1000, "saya makan nasi"]
    logits = tuned.scores(texts)
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    assert tuned.probabilities(texts) == pytest.approx(true, abs=1e-5)
    assert tuned.probabilities([]).shape[0] == 0


def test_what_is_shouted_reads_as_what_is_said(tuned: TunedComments) -> None:
    assert np.array_equal(tuned.scores(["SAYA MAKAN NASI"]), tuned.scores(["saya makan nasi"]))


def test_comments_are_tier_b_and_news_stays_tier_a(tuned: TunedComments) -> None:
    small = ToneModel.load("A")
    model = ToneModel(small._comments, small._headlines, small._articles, tuned)  # type: ignore[arg-type]
    found = model.assess(
        [
            ToneInput("saya makan nasi", kind=ToneKind.COMMENT),
            ToneInput("Banjir merendam tiga desa", kind=ToneKind.HEADLINE),
            ToneInput("", kind=ToneKind.COMMENT),
        ]
    )
    assert [tone.tier for tone in found] == ["B", "A", "B"]
    assert found[2].unsure
    chances = tuned.probabilities(["saya makan nasi"])[0]
    assert found[0].score == pytest.approx(chances.max())
    assert found[0].tone == CLASSES[int(chances.argmax())]


@pytest.mark.skipif(not is_set_up("comments"), reason="tier B is not set up (./run setup language)")
def test_what_ships_reads_plain_comments_rightly() -> None:
    texts = ["pelayanannya buruk sekali, saya kecewa", "tempatnya nyaman dan petugasnya ramah"]
    found = ToneModel.load().assess([ToneInput(text, kind=ToneKind.COMMENT) for text in texts])
    assert [(tone.tone.value, tone.tier) for tone in found] == [("negative", "B"), ("positive", "B")]
