"""The light head: drawn to the shipped model, learned from decisions, offered only where it helps unseen texts."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.engine.assess import refit as refitting
from kentongan.engine.assess.refit import LABELS, Judged, ToneHead, refit
from kentongan.engine.types import ToneLabel

HARSH = ToneHead(1.0, negative=1.5, neutral=-0.5, positive=-1.0)
"""An office that calls more negative than the shipped model does."""


SHIPPED = ToneHead()


def office(count: int, head: ToneHead = SHIPPED, *, seed: int = 7) -> list[Judged]:
    """Made-up texts, decided as an office would whose chances are those with `head` on."""
    numbers = random.Random(seed)
    rows = []
    for _ in range(count):
        raw = np.array([numbers.gammavariate(0.8, 1) + 0.02 for _ in LABELS])
        shipped = raw / raw.sum()
        wanted = head.chances(shipped[None])[0]
        tone = LABELS[numbers.choices(range(3), weights=wanted)[0]]
        rows.append(Judged(tuple(float(value) for value in shipped), tone))
    return rows


def moved(count: int) -> float:
    head = refit(office(count, HARSH)).head
    return (head.negative - head.positive) / (HARSH.negative - HARSH.positive)


def test_twenty_decisions_shift_it_little_and_five_hundred_a_lot() -> None:
    assert 0 < moved(20) < 0.25
    assert moved(500) > 0.65


def test_an_office_that_reads_otherwise_is_helped_out_of_fold() -> None:
    found = refit(office(500, HARSH))
    assert found.helps
    assert found.after.right > found.before.right + 0.05
    assert found.after.loss < found.before.loss
    assert (found.texts, found.measured) == (500, 500)


def test_an_office_that_agrees_is_offered_nothing() -> None:
    found = refit(office(500))
    assert not found.helps
    assert abs(found.head.negative) < 0.3


def test_few_texts_tell_no_gain() -> None:
    assert not refit(office(refitting.LEAST - 1, HARSH)).helps


def test_only_the_measuring_texts_are_scored_and_all_teach() -> None:
    rows = office(300, HARSH)
    drawn = [Judged(row.chances, row.tone, row.weight, measures=place < 40) for place, row in enumerate(rows)]
    found = refit(drawn)
    assert found.measured == 40
    assert found.head == refit(rows).head


def test_a_decision_of_half_weight_moves_less() -> None:
    rows = office(80, HARSH)
    half = refit([Judged(row.chances, row.tone, 0.5) for row in rows]).head
    assert 0 < half.negative < refit(rows).head.negative


def test_without_rows_the_head_is_the_shipped_one() -> None:
    found = refit([])
    assert found.head == ToneHead()
    assert not found.helps
    shipped = np.array([[0.2, 0.5, 0.3]])
    assert found.head.chances(shipped)[0] == pytest.approx(shipped[0], abs=1e-6)


def test_the_head_is_the_minimum_of_its_loss() -> None:
    rows = office(120, HARSH)
    chances = np.array([row.chances for row in rows])
    tones = np.array([LABELS.index(row.tone) for row in rows])

    def cost(head: ToneHead) -> float:
        values = np.array([head.sharpness, head.negative, head.neutral, head.positive])
        own = head.chances(chances)[np.arange(len(rows)), tones]
        return float(-np.log(own).sum() + refitting.STIFF / 2 * ((values - [1, 0, 0, 0]) ** 2).sum())

    head = refit(rows).head
    values = [head.sharpness, head.negative, head.neutral, head.positive]
    near = [
        ToneHead(*(value + (step if place == at else 0) for at, value in enumerate(values)))
        for place in range(4)
        for step in (-0.05, 0.05)
    ]
    assert min(cost(other) for other in near) > cost(head)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.sampled_from(LABELS)).filter(
            lambda row: sum(row[:3]) > 0
        ),
        max_size=60,
    )
)
def test_whatever_was_decided_the_head_stays_a_head(found: list[tuple[float, float, float, ToneLabel]]) -> None:
    rows = [
        Judged((one / (one + two + three), two / (one + two + three), three / (one + two + three)), tone)
        for one, two, three, tone in found
    ]
    head = refit(rows).head
    assert head.sharpness > 0
    assert np.isfinite([head.negative, head.neutral, head.positive]).all()
    assert head.chances(np.array([[0.1, 0.8, 0.1]])).sum() == pytest.approx(1)
