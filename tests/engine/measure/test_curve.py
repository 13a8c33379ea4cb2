from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kentongan.engine.measure.curve import curve
from kentongan.engine.types import ToneLabel

START = datetime(2026, 3, 2, tzinfo=UTC)
QUARTER = timedelta(minutes=15)


def test_points_fall_into_their_bucket_by_tone() -> None:
    points = [
        (START, ToneLabel.NEGATIVE),
        (START + timedelta(minutes=14, seconds=59), ToneLabel.NEGATIVE),
        (START + QUARTER, ToneLabel.POSITIVE),
        (START + QUARTER, None),
        (START - timedelta(seconds=1), ToneLabel.NEUTRAL),
        (START + timedelta(hours=1), ToneLabel.NEUTRAL),
    ]
    buckets = curve(points, start=START, end=START + timedelta(hours=1), width=QUARTER)
    assert [bucket.total for bucket in buckets] == [2, 2, 0, 0]
    assert buckets[0].tones == {ToneLabel.NEGATIVE: 2}
    assert buckets[1].tones == {ToneLabel.POSITIVE: 1, None: 1}
    assert buckets[3].start == START + 3 * QUARTER


def test_a_last_bucket_may_be_short() -> None:
    assert len(curve([], start=START, end=START + timedelta(minutes=61))) == 2


def test_an_empty_span() -> None:
    assert curve([(START, None)], start=START, end=START) == []
    assert curve([], start=START, end=START - timedelta(hours=2)) == []


@pytest.mark.parametrize("width", [timedelta(0), timedelta(seconds=-1), timedelta(microseconds=1)])
def test_impossible_widths_are_refused(width: timedelta) -> None:
    with pytest.raises(ValueError, match=r"positive|too many"):
        curve([], start=START, end=START + timedelta(days=1), width=width)
