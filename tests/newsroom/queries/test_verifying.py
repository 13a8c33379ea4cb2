from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from tests.factories.accounts import make_unit
from tests.factories.newsroom import CONTENT
from tests.factories.publishing import make_publication, make_publisher

from kentongan.accounts.models import Unit, User
from kentongan.newsroom.actions.correcting import start_correction, withdraw_release
from kentongan.newsroom.actions.publishing import CorrectionWords, publish_release
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.choices import Standing, Verdict
from kentongan.newsroom.exports.texts import shared_text
from kentongan.newsroom.models import Publication, VerdictCount
from kentongan.newsroom.queries.verifying import asked_today, only_institution, verify
from kentongan.newsroom.rules.content import Content

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
PART = (
    "Gangguan pada Senin (23/11) menyentuh 12.480 pemohon di sembilan provinsi. Pemohon yang belum menerima nomor "
    "pengganti dapat menghubungi kantor terdekat."
)
OTHER = (
    "<p>Jadwal layanan akhir pekan bagi pemohon yang terdampak gangguan dibuka pada hari Sabtu dan Minggu mulai pukul "
    "08.00 sampai pukul 14.00 waktu setempat di seluruh kantor wilayah.</p>"
)


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def officer(unit: Unit, now: datetime) -> User:
    return make_publisher(unit, now)


@pytest.fixture
def publication(unit: Unit, officer: User, now: datetime) -> Publication:
    return make_publication(now - 2 * HOUR, unit=unit, by=officer, body=f"<p>{PART}</p>")


def correct(publication: Publication, by: User, now: datetime) -> Publication:
    release = start_correction(release=publication.release, by=by, now=now)
    content = Content.of({**release.draft, "body": release.draft["body"].replace("12.480", "12.840")})
    release = save_draft(release=release, content=content, revision=release.revision, by=by, now=now)
    return publish_release(release=release, by=by, now=now, correction=CorrectionWords("12.480", "12.840"))


def test_the_text_that_is_passed_on_is_ours(publication: Publication, now: datetime) -> None:
    text = shared_text(publication, Content.of(publication.version.content))

    for pasted in (text, text.upper().replace("\n\n", " 🔥 \n> "), f"Diteruskan: {text}", PART):
        answer = verify(pasted, now=now)
        assert answer.verdict == Verdict.AUTHENTIC, answer.judgement
        assert answer.main is not None
        assert answer.main.publication == publication


def test_it_stays_ours_when_the_house_moves(publication: Publication, now: datetime) -> None:
    settings.BASE_URL, before = "https://pers.kpp.example", settings.BASE_URL
    try:
        assert (
            verify(shared_text(publication, Content.of(publication.version.content)), now=now).verdict
            == Verdict.AUTHENTIC
        )
    finally:
        settings.BASE_URL = before


@pytest.mark.parametrize(
    ("ours", "forged"),
    [("12.480", "124.800"), ("12.480", "12,480"), ("Senin", "Selasa"), ("menyentuh", "tidak menyentuh")],
)
def test_a_forgery_is_caught_and_marked(publication: Publication, now: datetime, ours: str, forged: str) -> None:
    answer = verify(PART.replace(ours, forged, 1), now=now)

    assert answer.verdict == Verdict.ALTERED
    assert answer.judgement is not None
    (difference,) = answer.judgement.differences
    assert forged.removesuffix(ours).strip() in difference.pasted or difference.pasted in forged


def test_foreign_and_short_texts(publication: Publication, now: datetime) -> None:
    assert verify("", now=now).verdict == Verdict.UNKNOWN
    assert verify("\ud800", now=now).verdict == Verdict.UNKNOWN
    short = verify("pemohon di sembilan provinsi", now=now)
    assert short.judgement is not None
    assert short.judgement.too_short
    foreign = verify("Harga cabai rawit di pasar induk naik dua kali lipat dalam sepekan karena hujan deras", now=now)
    assert (foreign.verdict, foreign.main, foreign.nearest) == (Verdict.UNKNOWN, None, None)


def test_two_releases_together(publication: Publication, unit: Unit, officer: User, now: datetime) -> None:
    other = make_publication(now - HOUR, unit=unit, by=officer, headline="Jadwal akhir pekan", body=OTHER)

    answer = verify(f"{PART}\n\n{Content.of(other.version.content).body[3:-4]}", now=now)

    assert answer.verdict == Verdict.MIXED
    assert {found.publication for found in answer.editions.values()} == {publication, other}


def test_a_corrected_text(publication: Publication, officer: User, now: datetime) -> None:
    newer = correct(publication, officer, now - HOUR)

    old = verify(PART, now=now)
    assert old.verdict == Verdict.CORRECTED
    assert old.main is not None
    assert (old.main.publication, old.main.newest, old.main.standing) == (publication, newer, Standing.CORRECTED)
    assert verify(PART.replace("12.480", "12.840"), now=now).verdict == Verdict.AUTHENTIC
    kept = verify(f"{CONTENT.lead} {CONTENT.headline}"[: len(CONTENT.lead)], now=now)
    assert kept.verdict == Verdict.AUTHENTIC
    # Before the correction was public, the first edition was valid.
    assert verify(PART, now=now - 2 * HOUR).verdict == Verdict.AUTHENTIC


def test_a_withdrawn_text(publication: Publication, officer: User, now: datetime) -> None:
    withdraw_release(release=publication.release, why="Keliru seluruhnya", by=officer, now=now - HOUR)

    for asked in (PART, publication.short_code):
        answer = verify(asked, now=now)
        assert answer.verdict == Verdict.WITHDRAWN
        assert answer.main is not None
        assert answer.main.withdrawal is not None


def test_an_embargoed_text_is_not_guessed_out(unit: Unit, officer: User, now: datetime) -> None:
    waiting = make_publication(now, unit=unit, by=officer, publish_at=now + HOUR, embargoed=True, body=f"<p>{PART}</p>")

    for asked in (PART, waiting.text, waiting.number, waiting.short_code, waiting.spoken_code):
        answer = verify(asked, now=now)
        assert (answer.verdict, answer.main, answer.nearest) == (Verdict.UNKNOWN, None, None)
    assert verify(PART, now=now + HOUR).verdict == Verdict.AUTHENTIC


def test_codes_numbers_and_links(publication: Publication, now: datetime) -> None:
    code = publication.short_code
    ours = (
        code, code.upper(), publication.number, f"nomor {publication.number}", publication.spoken_code,
        f"Kode ucap: {publication.spoken_code.upper()}.", f"http://localhost:8000/r/{code}/", f"localhost/r/{code}",
        f"http://localhost:8000/pers/{publication.institution.slug}/{code}/{publication.slug}/",
    )  # fmt: skip
    for asked in ours:
        answer = verify(asked, now=now)
        assert answer.verdict == Verdict.AUTHENTIC, asked
        assert answer.main is not None
        assert answer.main.publication == publication
    for asked in (
        f"https://evil.example/r/{code}/",
        f"http://localhost.evil.example/r/{code}/",
        "http://[/r/",
        "zzzzz",
    ):
        assert verify(asked, now=now).verdict == Verdict.UNKNOWN, asked


def test_whose_texts_count(publication: Publication, now: datetime) -> None:
    other = make_unit("Humas lain").institution

    assert verify(PART, now=now, institution=publication.institution).verdict == Verdict.AUTHENTIC
    assert verify(PART, now=now, institution=other).verdict == Verdict.UNKNOWN
    assert verify(publication.short_code, now=now, institution=other).verdict == Verdict.UNKNOWN
    assert only_institution() is None


def test_a_huge_paste_is_answered(publication: Publication, now: datetime) -> None:
    answer = verify(PART + " lain" * 60_000, now=now)

    assert answer.judgement is not None
    assert answer.judgement.capped


def test_how_often_it_was_asked(publication: Publication, now: datetime) -> None:
    assert asked_today(publication, now) is None
    for hours, times in ((0, 2), (3, 5), (30, 7)):
        VerdictCount.objects.create(
            institution=publication.institution,
            publication=publication,
            hour=(now - hours * HOUR).replace(minute=0),
            verdict=Verdict.ALTERED,
            times=times,
        )

    asked = asked_today(publication, now)

    assert asked is not None
    assert asked.times == 7
    assert asked.since.hour == 3
    assert asked.hours == [0, 0, 0, 5, 0, 0, 2]
