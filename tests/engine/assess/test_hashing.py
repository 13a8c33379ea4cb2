from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.assess.hashing import ngrams, plain, sums
from kentongan.engine.assess.native_hashing import native_sums
from kentongan.engine.text.kernel import available


def test_plain_lowers_shortens_drawls_and_hides_digits() -> None:
    assert plain("BAGUSSSSS, 3x!!!!") == "baguss , 0 x !!"


def test_an_ngram_falls_into_one_bucket_wherever_it_stands() -> None:
    alone = ngrams(["banjir"], bits=16, words=[1])["w1"]
    among = ngrams(["di kota", "ada banjir besar"], bits=16, words=[1])["w1"]
    assert alone.buckets.tolist() == [among.buckets[3]]
    assert among.owner.tolist() == [0, 0, 1, 1, 1]


@pytest.mark.parametrize("kind", ["c4", "w2"])
def test_texts_do_not_mix(kind: str) -> None:
    def of(texts: list[str], owner: int) -> list[int]:
        found = ngrams(texts, bits=16, chars=[4], words=[2])[kind]
        return sorted(found.buckets[(found.owner == owner) & (found.buckets > 0)].tolist())

    assert of(["rumah sakit", "air bersih"], 1) == of(["air bersih"], 0)


def test_order_of_words_counts_in_pairs() -> None:
    pairs = [ngrams([text], bits=20, words=[2])["w2"].buckets[0] for text in ("air bersih", "bersih air")]
    assert pairs[0] != pairs[1]


@pytest.mark.parametrize("texts", [[], [""], ["", "", "a"]])
def test_little_or_nothing_to_hash(texts: list[str]) -> None:
    for found in ngrams(texts, bits=10, chars=[1, 5], words=[1, 3]).values():
        assert np.all((found.buckets >= 0) & (found.buckets < 1024))


@pytest.mark.skipif(not available(), reason="the kernel is not built")
@given(texts=st.lists(st.text(alphabet="ab 7,é\U0001f600\ud800", max_size=90), max_size=4))
def test_the_kernel_adds_up_what_numpy_does(texts: list[str]) -> None:
    table = np.random.default_rng(5).normal(size=(256, 3)).astype(np.float32)
    table[0] = 0
    scales = {"w1": 1.0, "c3": 0.7, "w2": 0.5}
    texts = [plain(text) for text in texts]
    told = sums(ngrams(texts, bits=8, chars=[3], words=[1, 2]), table, scales, len(texts))
    assert np.array_equal(native_sums(texts, bits=8, scales=scales, table=table), told)
