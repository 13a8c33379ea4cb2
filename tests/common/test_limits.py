from __future__ import annotations

import pytest
from django.test import Client, RequestFactory, override_settings

from kentongan.common.limits import Window, address_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("said", ["33554433", "9" * 5000, "-1", "many"])
def test_a_body_larger_than_any_page_takes_is_not_read(said: str) -> None:
    answer = Client().post("/akun/login/", {"login": "a@example.go.id"}, headers={"content-length": said})

    assert answer.status_code == 400


def test_what_a_page_takes_comes_through() -> None:
    with override_settings(BODY_MAX_BYTES=10_000):
        assert Client().post("/akun/login/", {"login": "a" * 900}).status_code == 200
        assert Client().post("/akun/login/", {"login": "a" * 10_000}).status_code == 400


def test_a_window_lets_so_many_pass_and_says_how_long_to_wait() -> None:
    window = Window(seconds=60)

    assert [window.wait_for("a", 2, at) for at in (0.0, 10.0, 20.0, 59.0)] == [0.0, 0.0, 40.0, 1.0]
    assert window.wait_for("b", 2, 20.0) == 0.0
    assert window.wait_for("a", 2, 60.0) == 0.0
    assert window.wait_for("a", 2, 61.0) == 9.0
    window.clear()
    assert window.wait_for("a", 1, 61.0) == 0.0


def test_a_window_forgets_visitors_of_long_ago() -> None:
    window = Window()
    window.MOST_KEYS = 3
    for key in "abcd":
        window.wait_for(key, 1, 0.0)

    assert window.wait_for("d", 1, 1.0) > 0
    assert window.wait_for("a", 1, 1.0) == 0.0


@pytest.mark.parametrize(
    ("said", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("nonsense", ""),
    ],
)
def test_of_whom_calls_are_counted(said: str, counted: str) -> None:
    assert address_of(RequestFactory(REMOTE_ADDR=said).get("/")) == counted
