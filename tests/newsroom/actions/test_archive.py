from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from tests.factories.accounts import make_member, make_unit
from tests.factories.publishing import make_publisher

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit
from kentongan.audit.models import Entry
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.archive import ArchiveReport, check_archive, import_archive
from kentongan.newsroom.actions.correcting import start_correction
from kentongan.newsroom.actions.publishing import CorrectionWords, publish_release
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.choices import Change, Stage
from kentongan.newsroom.models import Fingerprint, Publication, Release, ReleaseNumber, SigningKey
from kentongan.newsroom.rules.content import Content, digest, text_of
from kentongan.newsroom.rules.shares import foot_line, head_line
from kentongan.newsroom.rules.signing import check, statement_of

pytestmark = pytest.mark.django_db


def row(number: int = 1, **fields: Any) -> dict[str, Any]:
    body = (
        f"Sebanyak {number}2.480 pemohon dilayani di 214 kantor.\n\nLayanan berjalan sampai pukul 20.00 waktu setempat."
    )
    return {
        "number": f"{number}/HM/2020",
        "title": f"Layanan pulih {number}",
        "body": body,
        "published_at": "2020-05-06T07:00:00+07:00",
        **fields,
    }


def take(unit: Unit, now: datetime, *rows: dict[str, Any], **options: Any) -> ArchiveReport:
    content = "\n".join(json.dumps(each) for each in rows).encode()
    return import_archive(content=content, institution=unit.institution, by=None, now=now, **options)


def test_old_releases_are_public_signed_and_found(now: datetime) -> None:
    unit = make_unit()

    report = take(unit, now, row(1), row(2))

    assert (report.taken, report.known, report.bad, report.new_units) == (2, 0, [], [])
    publication = Publication.objects.public(now).get(number="1/HM/2020")
    assert publication.change == Change.ARCHIVE
    assert publication.publish_at == datetime(2020, 5, 6, 0, 0, tzinfo=UTC)
    assert publication.unit == unit
    assert publication.release.stage == Stage.PUBLISHED
    assert check(SigningKey.objects.get().public_key, publication.payload, publication.signature)
    content = Content.of(publication.version.content)
    assert statement_of(publication.payload).text == publication.text
    assert publication.sha256 == digest(content) == publication.version.sha256
    assert publication.text.startswith(f"{head_line('press_release', '1/HM/2020')}\n\nLayanan pulih 1\n\nSebanyak")
    foot = foot_line(f"http://localhost:8000/r/{publication.short_code}", publication.spoken_code)
    assert publication.text == text_of(content, head=head_line(publication.kind, publication.number), foot=foot)
    assert Fingerprint.objects.filter(publication=publication).count() > 10
    assert ReleaseNumber.objects.get(number="1/HM/2020").release == publication.release
    assert Entry.objects.filter(action="newsroom.archive_imported").get().data == {"releases": 2}


def test_the_same_file_again_adds_nothing(now: datetime) -> None:
    unit = make_unit()
    take(unit, now, row(1))

    report = take(unit, now, row(1), row(2), row(2))

    assert (report.taken, report.known, report.bad) == (1, 2, [])
    assert Publication.objects.count() == 2


def test_the_same_file_again_after_a_correction(now: datetime) -> None:
    unit = make_unit()
    take(unit, now, row(1))
    officer = make_publisher(unit, now)
    release = start_correction(release=Release.objects.get(), by=officer, now=now)
    content = Content.of({**release.draft, "body": release.draft["body"].replace("12.480", "12.840")})
    release = save_draft(release=release, content=content, revision=release.revision, by=officer, now=now)
    publish_release(release=release, by=officer, now=now, correction=CorrectionWords("12.480", "12.840"))

    report = take(unit, now, row(1))

    assert (report.taken, report.known, report.bad) == (0, 1, [])


def test_a_number_is_never_given_twice(now: datetime) -> None:
    unit = make_unit()
    take(unit, now, row(1))

    report = take(unit, now, row(1, title="Lain"), row(2), row(2, body="Lain lagi"))

    assert report.taken == 1
    assert [(bad.line, bad.what) for bad in report.bad] == [(1, "1/HM/2020"), (3, "2/HM/2020")]


def test_units_by_name_and_code_and_new_ones_under_the_root(now: datetime) -> None:
    root = make_unit()
    below = make_unit("Kantor Wilayah", parent=root, code="KW-01")

    report = take(root, now, row(1, unit="kantor wilayah"), row(2, unit="kw-01"), row(3, unit="Balai Baru"), row(4))

    assert report.new_units == ["Balai Baru"]
    units = dict(Publication.objects.values_list("number", "unit__name"))
    assert list(units.values()).count("Kantor Wilayah") == 2
    assert units["4/HM/2020"] == root.name
    added = Unit.objects.get(name="Balai Baru")
    assert added.path.startswith(root.path)
    assert added.depth == below.depth


def test_a_dry_run_writes_nothing(now: datetime) -> None:
    unit = make_unit()

    report = take(unit, now, row(1, unit="Baru"), row(2, body=""), dry_run=True)

    assert (report.taken, len(report.bad), report.new_units) == (1, 1, ["Baru"])
    assert not Release.objects.exists()
    assert not SigningKey.objects.exists()
    content = json.dumps(row(1, unit="Baru")).encode()
    alone = check_archive(content=content, zone=unit.zone, now=now)
    assert (alone.taken, alone.new_units) == (1, ["Baru"])


def test_codes_are_nobody_elses(now: datetime) -> None:
    unit = make_unit()

    take(unit, now, *(row(number) for number in range(1, 60)))

    for field in ("short_code", "spoken_code"):
        codes = Publication.objects.values_list(field, flat=True)
        assert len(set(codes)) == len(codes) == 59


def test_who_may(now: datetime) -> None:
    unit = make_unit()
    content = json.dumps(row(1)).encode()

    with pytest.raises(NotAllowed):
        import_archive(content=content, institution=unit.institution, by=make_member(unit), now=now)
    head = make_member(unit, Role.BUREAU_HEAD)
    assert import_archive(content=content, institution=unit.institution, by=head, now=now).taken == 1


def test_no_list_at_all(now: datetime) -> None:
    with pytest.raises(ActionError):
        import_archive(content=b"halo", institution=make_unit().institution, by=None, now=now)
