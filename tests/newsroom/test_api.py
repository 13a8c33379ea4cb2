from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, override_settings
from tests.factories.publishing import make_publication

from kentongan.newsroom.actions import verifying
from kentongan.newsroom.models import ForgeryReport, Publication, VerdictCount

pytestmark = pytest.mark.django_db
PART = (
    "Gangguan pada Senin (23/11) menyentuh 12.480 pemohon di sembilan provinsi. Pemohon yang belum menerima nomor "
    "pengganti dapat menghubungi kantor terdekat."
)


@pytest.fixture
def publication(at_now: datetime) -> Publication:
    return make_publication(at_now - timedelta(hours=1), body=f"<p>{PART}</p>")


def ask(text: Any, **headers: str) -> Any:
    return Client().post("/api/v1/verify", json.dumps({"text": text}), content_type="application/json", headers=headers)


def test_it_answers_in_the_words_of_the_contract(publication: Publication) -> None:
    answer = ask(PART)

    assert answer.status_code == 200
    assert answer.json() == {
        "verdict": "authentic",
        "release": {
            "number": publication.number,
            "title": publication.title,
            "url": f"http://localhost:8000/r/{publication.short_code}/",
            "published_at": "2026-11-23T22:12:00Z",
        },
        "differences": [],
    }
    assert not answer.cookies


def test_differences_and_what_is_not_ours(publication: Publication) -> None:
    altered = ask(PART.replace("12.480", "124.800")).json()
    assert (altered["verdict"], altered["release"]["number"]) == ("altered", publication.number)
    assert altered["differences"] == [{"published": "12.480", "pasted": "124.800"}]
    unknown = {"verdict": "unknown", "release": None, "differences": []}
    for text in ("Harga cabai naik dua kali lipat " * 4, "halo", "", "\ud800", "\x00", "🔥" * 500):
        assert ask(text).json() == unknown


@pytest.mark.parametrize("body", ["", "{", "[]", '{"text": 5}', '{"text": null}', "{}", '{"text": ["a"]}'])
def test_what_is_no_question_is_refused(body: str) -> None:
    assert Client().post("/api/v1/verify", body, content_type="application/json").status_code in {400, 422}


def test_a_text_that_is_far_too_long_is_refused() -> None:
    assert ask("a" * 1_000_001).status_code == 422
    assert Client().get("/api/v1/verify").status_code == 405


@override_settings(VERIFY_PER_MINUTE=3)
def test_many_questions_wait_and_nobody_is_locked_out(
    publication: Publication, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = [1000.0]
    monkeypatch.setattr("kentongan.newsroom.api.time.monotonic", lambda: seconds[0])
    for _turn in range(3):
        assert ask(PART).status_code == 200
        seconds[0] += 10

    refused = ask(PART)

    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "30"
    assert Client(REMOTE_ADDR="203.0.113.9").post(
        "/api/v1/verify", json.dumps({"text": "x"}), content_type="application/json"
    ).status_code == 200  # fmt: skip
    seconds[0] += 30
    assert ask(PART).status_code == 200


def test_answers_are_counted_and_texts_are_not_kept(publication: Publication) -> None:
    ask(PART)
    verifying.write_verdicts({})

    count = VerdictCount.objects.get()
    assert (count.publication, count.verdict, count.times) == (publication, "authentic", 1)
    assert not ForgeryReport.objects.exists()
