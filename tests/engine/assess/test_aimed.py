from __future__ import annotations

import numpy as np
import pytest
from tests.engine.encoder.small_body import HIDDEN, write_body

from kentongan.engine.assess.aim import AimedTone, sentence_features
from kentongan.engine.assess.aimed import BRANCH, TunedAim, pooled_states
from kentongan.engine.assess.told import MARKS, Told
from kentongan.engine.assess.tone import ToneInput, ToneKind, ToneModel
from kentongan.engine.encoder.body import read_body
from kentongan.engine.encoder.branch import Branch, save_branch
from kentongan.engine.encoder.pieces import Pieces
from kentongan.engine.encoder.place import is_set_up
from kentongan.engine.encoder.reader import Reader

CLASSES = ("negative", "neutral", "positive")
TOLD = [Told("", "saya makan KPK", "KPK"), Told("saya", "makan nasi", "KPK"), Told("", "", "")]


@pytest.fixture(scope="module")
def tuned(tmp_path_factory: pytest.TempPathFactory) -> TunedAim:
    """A made-up branch of one untuned layer, whose pool hears only its own head."""
    folder = tmp_path_factory.mktemp("branch")
    body = read_body(write_body(folder / "small.bin"))
    random = np.random.default_rng(3)
    tables = {
        "mark": random.normal(0, 1, (MARKS, HIDDEN)).astype(np.float32),
        "head": random.normal(0, 1, (3 * HIDDEN, 3)).astype(np.float32),
        "offset": np.zeros(3, np.float32),
        "pool": np.column_stack([np.eye(3), np.zeros((3, 4))]).astype(np.float32),
    }
    layers = [body.layers[1]]
    save_branch("toy", body, depth=1, layers=layers, tables=tables, about={"classes": CLASSES}, folder=folder)
    reader = Reader(body, Pieces(body.table))
    return TunedAim(reader, Branch.load("toy", body, folder), AimedTone.load())


def test_probabilities_are_those_of_the_head_where_the_pool_hears_it_alone(tuned: TunedAim) -> None:
    logits = tuned.scores(TOLD)
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    rows = [sentence_features(*told) for told in TOLD]
    assert tuned.probabilities(TOLD, rows) == pytest.approx(true, abs=1e-5)
    assert tuned.probabilities(TOLD[:1] * 2, rows[:1] * 2) == pytest.approx(true[[0, 0]], abs=1e-5)


def test_it_matters_who_is_named(tuned: TunedAim) -> None:
    same = "saya KPK makan BPOM"
    one, other = tuned.scores([Told("", same, "KPK"), Told("", same, "BPOM")])
    assert not np.allclose(one, other)


def test_the_name_is_pooled_where_it_stands() -> None:
    states = np.arange(8, dtype=np.float32).reshape(1, 4, 2)
    held = np.array([[True, True, True, False]])

    def pooled(*marks: int) -> list[float]:
        return pooled_states(states, held, np.array([[*marks, 0]]))[0].tolist()

    assert pooled(0, 2, 4) == [2, 3, 3, 4, 4, 5]  # the sentence's own name
    assert pooled(3, 2, 2) == [2, 3, 3, 4, 0, 1]  # the headline's
    assert pooled(0, 1, 2) == [2, 3, 4, 5, 4, 5]  # none: the sentence
    assert pooled(0, 1, 0) == [2, 3, 2, 3, 2, 3]  # nothing: all


def test_news_that_names_who_asks_is_tier_b_and_other_news_tier_a(tuned: TunedAim) -> None:
    small = ToneModel.load("A")
    articles = type(small._articles)(
        small._articles.classes,
        small._articles.aimed,
        small._articles.plain,
        small._articles.shared,
        small._articles.absent,
        tuned,
    )
    model = ToneModel(small._comments, small._headlines, articles)  # type: ignore[arg-type]
    found = model.assess(
        [
            ToneInput("Judul\n\nRapat di KPK dibuka pagi ini.", "KPK", ToneKind.ARTICLE),
            ToneInput("Judul\n\nRapat di balai dibuka pagi ini.", "KPK", ToneKind.ARTICLE),
            ToneInput("Judul\n\nRapat di KPK dibuka pagi ini.", "", ToneKind.ARTICLE),
            ToneInput("KPK membuka rapat", "KPK", ToneKind.HEADLINE),
            ToneInput("Banjir merendam tiga desa", "KPK", ToneKind.HEADLINE),
        ]
    )
    assert [tone.tier for tone in found] == ["B", "A", "A", "B", "A"]


@pytest.mark.skipif(not is_set_up(BRANCH), reason="tier B is not set up (./run setup language)")
def test_what_ships_tells_blame_from_praise() -> None:
    texts = [
        "Warga mengeluhkan pelayanan Kemenkes yang lambat dan tidak adil.",
        "Presiden memuji Kemenkes yang berhasil menekan angka kematian.",
        "Kemenkes menggelar rapat dengan dinas kesehatan daerah.",
    ]
    found = ToneModel.load().assess([ToneInput(f"Berita\n\n{text}", "Kemenkes", ToneKind.ARTICLE) for text in texts])
    assert [(tone.tone.value, tone.tier) for tone in found] == [("negative", "B"), ("positive", "B"), ("neutral", "B")]
