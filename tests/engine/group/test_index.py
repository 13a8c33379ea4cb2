from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.engine.group.index import SimilarityIndex
from kentongan.engine.group.plain_vectors import ONE, Vector
from kentongan.engine.types import Article

NAMES = [f"kata{number}" for number in range(300)]


def article(id_: str, title: str, body: str = "") -> Article:
    return Article(id=id_, title=title, body=body)


def vector_of(index: SimilarityIndex, title: str, body: str = "") -> Vector:
    return index.vector(article("x", title, body))


def stories_of(chance: random.Random, number: int) -> list[Article]:
    """Articles that draw their words from a few stories each of which has words of its own."""
    stories = [chance.sample(NAMES, 12) for _ in range(8)]
    drawn = []
    for count in range(number):
        own = chance.choice(stories)
        words = chance.choices(own, k=25) + chance.choices(NAMES, k=10)
        drawn.append(article(str(count), " ".join(chance.sample(own, 5)), " ".join(words)))
    return drawn


def cosine(one: Vector, other: Vector) -> float:
    weights = dict(zip(one.terms.tolist(), one.weights.tolist(), strict=True))
    pairs = zip(other.terms.tolist(), other.weights.tolist(), strict=True)
    return float(sum(weights.get(term, 0) * weight for term, weight in pairs) / (ONE * ONE))


def test_a_vector_has_length_1_and_the_title_its_share() -> None:
    index = SimilarityIndex()
    vector = vector_of(index, "Jembatan Kapuas ambruk", "Jembatan Kapuas ambruk diterjang banjir.")
    weights = vector.weights / ONE
    titles = weights[vector.terms % 2 == 1]
    assert float(weights @ weights) == pytest.approx(1, abs=1e-4)
    assert float(titles @ titles) == pytest.approx(0.15, abs=1e-4)


def test_words_of_one_stem_are_one_term_and_everyday_words_none() -> None:
    index = SimilarityIndex()
    assert len(vector_of(index, "", "kebijakan kebijakannya yang dan di").terms) == 1
    assert len(vector_of(index, "yang dan di").terms) == 0


@given(st.integers(0, 2**32))
def test_who_is_alike_is_found_without_looking_at_everybody(seed: int) -> None:
    index = SimilarityIndex()
    drawn = stories_of(random.Random(seed), 40)
    vectors = []
    for one in drawn[:-1]:
        vectors.append(index.vector(one))
        index.add(vectors[-1])
    asked = index.vector(drawn[-1])
    found = set(index.alike(asked, 0.5))
    assert found == {slot for slot, vector in enumerate(vectors) if cosine(asked, vector) >= 0.5}


@given(st.integers(0, 2**32))
def test_means_are_the_means_of_the_cosines(seed: int) -> None:
    chance = random.Random(seed)
    index = SimilarityIndex()
    vectors = [index.vector(one) for one in stories_of(chance, 12)]
    for vector in vectors[1:]:
        index.add(vector)
    means = index.mean_similarities(vectors[0], [[0, 3], [5], [1, 2, 4]])
    expected = [
        np.mean([cosine(vectors[0], vectors[slot + 1]) for slot in group]) for group in ([0, 3], [5], [1, 2, 4])
    ]
    assert means == pytest.approx(expected, abs=1e-5)
    pairs = [cosine(vectors[some], vectors[other]) for some in (1, 2) for other in (4, 5, 6)]
    assert index.mean_similarity([0, 1], [3, 4, 5]) == pytest.approx(np.mean(pairs), abs=1e-5)


def test_an_article_without_words_is_like_nothing() -> None:
    index = SimilarityIndex()
    empty = vector_of(index, "")
    slot = index.add(empty)
    index.add(vector_of(index, "Jembatan Kapuas ambruk"))
    assert index.alike(empty, 0.0) == []
    assert index.mean_similarities(vector_of(index, "Jembatan Kapuas"), [[slot]]) == [0.0]
    assert index.mean_similarities(empty, []) == []


def test_dropped_slots_are_never_found_and_their_memory_goes() -> None:
    index = SimilarityIndex()
    for number in range(3000):
        slot = index.add(vector_of(index, f"judul{number} berita{number}"))
        if number >= 10:
            index.drop(slot - 10)
    assert index.alike(vector_of(index, "judul5 berita5"), 0.1) == []
    kept = index.compact()
    assert kept == list(range(2990, 3000))
    assert len(index) == 10
    assert index.alike(vector_of(index, "judul2995 berita2995"), 0.9) == [5]
    assert index.compact() is None
