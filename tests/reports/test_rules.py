from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kentongan.reports.rules import is_due, net_tone, period_of, share


def test_a_brief_goes_on_where_the_last_one_stopped(now: datetime) -> None:
    assert period_of(until=now, previous_until=now - timedelta(hours=50)) == now - timedelta(hours=50)


@pytest.mark.parametrize("gap", [None, timedelta(days=9), timedelta(hours=-1)])
def test_after_a_long_pause_a_brief_counts_one_day(now: datetime, gap: timedelta | None) -> None:
    assert period_of(until=now, previous_until=now - gap if gap else None) == now - timedelta(days=1)


def test_the_hour_is_the_units_own(now: datetime) -> None:
    # 06.12 WIB is 08.12 WIT
    jakarta, jayapura = ZoneInfo("Asia/Jakarta"), ZoneInfo("Asia/Jayapura")
    assert not is_due(now=now, zone=jakarta, hour=time(8, 0), prepared_for=None)
    assert is_due(now=now, zone=jayapura, hour=time(8, 0), prepared_for=None)
    assert not is_due(now=now, zone=jayapura, hour=time(8, 0), prepared_for=date(2026, 11, 24))


def test_shares_round_half_up_and_nothing_has_no_share() -> None:
    assert (share(1, 8), share(81, 318), share(0, 0)) == (13, 25, 0)


def test_net_tone_counts_the_neutral() -> None:
    assert net_tone({"positive": 1, "neutral": 2, "negative": 1}) == 0
    assert net_tone({"positive": 3, "neutral": 0, "negative": 1}) == 0.5
    assert net_tone({"positive": 0, "neutral": 0, "negative": 0}) is None
