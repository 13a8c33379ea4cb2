from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import CONTENT, make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.audit.models import Entry
from kentongan.common.errors import NotAllowed
from kentongan.newsroom.actions.chains import set_chain
from kentongan.newsroom.actions.publishing import (
    CannotPublish,
    cancel_publication,
    publish_release,
    reschedule,
)
from kentongan.newsroom.choices import Change, Kind, Stage
from kentongan.newsroom.models import Fingerprint, Publication, Release, SigningKey
from kentongan.newsroom.queries.publishing import current_edition
from kentongan.newsroom.rules.content import Content, File, digest
from kentongan.newsroom.rules.signing import check, statement_of
from kentongan.newsroom.signals import release_published

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def unit(now: datetime) -> Unit:
    return make_unit()


@pytest.fixture
def officer(unit: Unit, now: datetime) -> User:
    """An officer in a unit whose chain has no steps: who may publish does so alone."""
    set_chain(unit=unit, kind="", urgent=False, steps=[], by=make_member(unit, Role.BUREAU_HEAD), now=now)
    return make_member(unit, Role.PR_OFFICER)


@pytest.fixture
def release(unit: Unit, officer: User, now: datetime) -> Release:
    return make_release(unit, officer, now)


def test_an_edition_is_public_and_signed(release: Release, officer: User, now: datetime) -> None:
    publication = publish_release(release=release, by=officer, now=now)

    assert current_edition(release, now) == publication
    assert (publication.edition, publication.change, publication.publish_at) == (1, Change.FIRST, now)
    assert (release.stage, release.number) == (Stage.PUBLISHED, publication.number)
    key = SigningKey.objects.get()
    assert check(key.public_key, publication.payload, publication.signature)
    said = statement_of(publication.payload)
    assert said.text == publication.text
    assert publication.text.startswith(f"Siaran pers {publication.number}\n\n{CONTENT.headline}\n\n")
    assert publication.text.endswith(f"/r/{publication.short_code}, kode ucap {publication.spoken_code}.")
    assert said.sha256 == digest(Content.of(release.draft)) == publication.version.sha256
    assert Fingerprint.objects.filter(publication=publication).count() > 20
    entry = Entry.objects.get(action="newsroom.release_published")
    assert entry.data["sha256"] == publication.sha256


def test_pressing_twice_publishes_once(release: Release, officer: User, now: datetime) -> None:
    heard: list[Any] = []

    def hear(**facts: Any) -> None:
        heard.append(facts["publication"])

    release_published.connect(hear)
    try:
        first = publish_release(release=release, by=officer, now=now)
        stale = Release.objects.get(pk=release.pk)
        again = publish_release(release=stale, by=officer, now=now + timedelta(seconds=2), publish_at=now + HOUR)
    finally:
        release_published.disconnect(hear)
    assert first == again
    assert heard == [first]
    assert Publication.objects.count() == 1


def test_a_text_needs_its_approval(unit: Unit, now: datetime) -> None:
    officer = make_member(unit, Role.PR_OFFICER)
    release = make_release(unit, officer, now)
    with pytest.raises(CannotPublish, match="not been approved"):
        publish_release(release=release, by=officer, now=now)
    assert not Publication.objects.exists()


@pytest.mark.parametrize("role", [Role.STAFF, Role.INTERN, Role.MEDIA_ANALYST, Role.INFO_OFFICER_MAIN])
def test_who_may_not_publish_does_not(release: Release, unit: Unit, now: datetime, role: Role) -> None:
    for person in (make_member(unit, role), make_member(make_unit(), Role.BUREAU_HEAD)):
        with pytest.raises(NotAllowed):
            publish_release(release=release, by=person, now=now)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"headline": ""}, "headline"),
        ({"body": "", "lead": ""}, "empty"),
        ({"kind": Kind.PHOTO_RELEASE.value}, "picture"),
        ({"kind": Kind.DATA_SET.value}, "attachment"),
    ],
)
def test_what_is_missing_is_said(unit: Unit, officer: User, now: datetime, changes: dict[str, str], says: str) -> None:
    release = make_release(unit, officer, now, **changes)
    with pytest.raises(CannotPublish, match=says):
        publish_release(release=release, by=officer, now=now)


def test_a_picture_without_words_or_without_file_is_not_published(
    release: Release, officer: User, now: datetime
) -> None:
    lost = File(asset=999, sha256="0" * 64, name="loket.jpg")
    release.draft = replace(CONTENT, pictures=(lost,)).as_json()
    release.save()
    with pytest.raises(CannotPublish, match=r"alternative text.*loket\.jpg"):
        publish_release(release=release, by=officer, now=now)


# --- hours -----------------------------------------------------------------------------------------------------------


def test_a_scheduled_edition_is_public_to_the_second(release: Release, officer: User, now: datetime) -> None:
    publication = publish_release(release=release, by=officer, now=now, publish_at=now + HOUR)
    assert current_edition(release, now + HOUR - timedelta(microseconds=1)) is None
    assert current_edition(release, now + HOUR) == publication


@pytest.mark.parametrize(
    ("hour", "says"),
    [((-HOUR, False), "past"), ((timedelta(days=400), False), "year"), ((timedelta(0), True), "An embargo")],
)
def test_hours_that_cannot_be(
    release: Release, officer: User, now: datetime, hour: tuple[timedelta, bool], says: str
) -> None:
    span, embargoed = hour
    with pytest.raises(CannotPublish, match=says) as error:
        publish_release(release=release, by=officer, now=now, publish_at=now + span, embargoed=embargoed)
    assert error.value.field == "publish_at"
    with pytest.raises(CannotPublish, match="An embargo"):
        publish_release(release=release, by=officer, now=now, embargoed=True)


def test_now_is_never_in_the_future(release: Release, officer: User, now: datetime) -> None:
    late = now + timedelta(microseconds=999_999)
    publication = publish_release(release=release, by=officer, now=late, publish_at=now - timedelta(minutes=2))
    assert publication.publish_at == now
    assert publication.is_public(late)


def test_an_edition_is_stopped_before_its_hour_and_its_place_taken_again(
    release: Release, officer: User, now: datetime
) -> None:
    first = publish_release(release=release, by=officer, now=now, publish_at=now + HOUR, embargoed=True)
    cancel_publication(publication=first, by=officer, now=now)
    stopped = cancel_publication(publication=first, by=officer, now=now + timedelta(minutes=1))
    assert stopped.cancelled_at == now
    release.refresh_from_db()
    assert release.stage == Stage.DRAFT
    second = publish_release(release=release, by=officer, now=now + 2 * HOUR)
    assert (second.edition, second.change, second.short_code) == (1, Change.FIRST, first.short_code)
    assert [row.pk for row in Publication.objects.public(now + 3 * HOUR)] == [second.pk]


def test_what_is_public_or_about_to_be_is_not_stopped(release: Release, officer: User, now: datetime) -> None:
    publication = publish_release(release=release, by=officer, now=now, publish_at=now + HOUR)
    for moment, says in ((now + HOUR, "is public"), (now + HOUR - timedelta(seconds=20), "within seconds")):
        with pytest.raises(CannotPublish, match=says):
            cancel_publication(publication=publication, by=officer, now=moment)
        with pytest.raises(CannotPublish, match=says):
            reschedule(publication=publication, publish_at=now + 5 * HOUR, by=officer, now=moment)


def test_another_hour_is_signed_too(release: Release, officer: User, now: datetime) -> None:
    publication = publish_release(release=release, by=officer, now=now, publish_at=now + HOUR, embargoed=True)
    moved = reschedule(publication=publication, publish_at=now + 3 * HOUR, by=officer, now=now)
    assert moved.is_embargoed
    assert statement_of(moved.payload).published_at == moved.publish_at == now + 3 * HOUR
    assert check(SigningKey.objects.get().public_key, moved.payload, moved.signature)
    out = reschedule(publication=publication, publish_at=None, by=officer, now=now + timedelta(minutes=1))
    assert (out.is_embargoed, out.is_public(now + timedelta(minutes=1))) == (False, True)


def test_a_stopped_edition_is_not_moved(release: Release, officer: User, now: datetime) -> None:
    publication = publish_release(release=release, by=officer, now=now, publish_at=now + HOUR)
    cancel_publication(publication=publication, by=officer, now=now)
    with pytest.raises(CannotPublish, match="stopped"):
        reschedule(publication=publication, publish_at=None, by=officer, now=now)


# --- codes -----------------------------------------------------------------------------------------------------------


def test_no_two_releases_share_a_spoken_code(unit: Unit, release: Release, officer: User, now: datetime) -> None:
    twin = make_release(unit, officer, now)
    one = publish_release(release=release, by=officer, now=now)
    other = publish_release(release=twin, by=officer, now=now)
    assert one.sha256 == other.sha256
    assert one.spoken_code != other.spoken_code
    assert one.short_code != other.short_code
    assert one.number != other.number


def test_a_text_with_broken_letters_is_signed_as_it_is_shown(unit: Unit, officer: User, now: datetime) -> None:
    release = make_release(unit, officer, now, lead="Loket \ud83d pulih")
    publication = publish_release(release=release, by=officer, now=now)
    assert statement_of(publication.payload).text == publication.text
    assert publication.lead in publication.text
