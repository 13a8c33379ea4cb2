from __future__ import annotations

import pytest
from django.test import Client, override_settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("said", ["33554433", "9" * 5000, "-1", "many"])
def test_a_body_larger_than_any_page_takes_is_not_read(said: str) -> None:
    answer = Client().post("/akun/login/", {"login": "a@example.go.id"}, headers={"content-length": said})

    assert answer.status_code == 400


def test_what_a_page_takes_comes_through() -> None:
    with override_settings(BODY_MAX_BYTES=10_000):
        assert Client().post("/akun/login/", {"login": "a" * 900}).status_code == 200
        assert Client().post("/akun/login/", {"login": "a" * 10_000}).status_code == 400
