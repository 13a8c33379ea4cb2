"""Names of occasions."""

from __future__ import annotations

from kentongan.common.keys import KEY_LENGTH, digest, fitting_key


def test_a_key_that_fits_stays_as_it_is() -> None:
    assert fitting_key("brief:7") == "brief:7"
    assert fitting_key("x" * KEY_LENGTH) == "x" * KEY_LENGTH


def test_long_keys_that_differ_at_the_end_stay_apart() -> None:
    one, other = (fitting_key("brief:7:" + "a" * 300 + end) for end in ("1", "2"))

    assert one != other
    assert one.startswith("brief:7:aaa")
    assert len(one) == len(other) == KEY_LENGTH


def test_a_digest_has_one_length() -> None:
    assert len(digest("")) == len(digest("é" * 10_000)) == 40
    assert digest("a") != digest("b")
