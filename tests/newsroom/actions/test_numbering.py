from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.numbering import give_number, set_pattern
from kentongan.newsroom.actions.writing import drop_release, start_release
from kentongan.newsroom.models import ReleaseNumber
from kentongan.newsroom.queries.numbering import numbering_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit(code="PIH")


@pytest.fixture
def head(unit: Unit) -> User:
    return make_member(unit, Role.BUREAU_HEAD)


def number(unit: Unit, by: User, now: datetime, kind: str = "press_release") -> str:
    return give_number(release=make_release(unit, by, now, kind=kind), by=by, now=now)


def test_numbers_run_within_a_year_of_the_units_zone(unit: Unit, head: User, now: datetime) -> None:
    assert [number(unit, head, now) for _ in range(3)] == [f"{n}/HM.02/KPP/11/2026" for n in (1, 2, 3)]
    # 23.30 UTC on New Year's Eve is 1 January in Jakarta.
    assert number(unit, head, datetime(2026, 12, 31, 23, 30, tzinfo=UTC)) == "1/HM.02/KPP/1/2027"


def test_a_number_is_given_once(unit: Unit, head: User, now: datetime) -> None:
    release = make_release(unit, head, now)
    assert give_number(release=release, by=head, now=now) == give_number(release=release, by=head, now=now)
    assert ReleaseNumber.objects.count() == 1


def test_the_number_of_a_dropped_text_is_not_given_again(unit: Unit, head: User, now: datetime) -> None:
    release = make_release(unit, head, now)
    give_number(release=release, by=head, now=now)
    drop_release(release=release, by=head, now=now)
    assert number(unit, head, now) == "2/HM.02/KPP/11/2026"
    release.delete()
    assert number(unit, head, now) == "3/HM.02/KPP/11/2026"


def test_a_number_from_the_archive_is_skipped(unit: Unit, head: User, now: datetime) -> None:
    ReleaseNumber.objects.create(
        institution=unit.institution, unit=unit, year=2026, number="1/HM.02/KPP/11/2026", given_at=now
    )
    assert number(unit, head, now) == "2/HM.02/KPP/11/2026"


def test_the_nearest_pattern_rules_and_a_types_own_first(unit: Unit, head: User, now: datetime) -> None:
    child = make_unit("Kanwil", parent=unit, code="KW")
    set_pattern(unit=unit, kind="", pattern="No. {sequence}/{code}/KOMINFO/{month}/{year}", by=head, now=now)
    set_pattern(unit=unit, kind="speech", pattern="PID-{sequence:03}/{roman}/{year}", by=head, now=now)
    assert number(child, head, now) == "No. 1/KW/KOMINFO/11/2026"
    assert number(unit, head, now) == "No. 2/PIH/KOMINFO/11/2026"
    assert number(child, head, now, kind="speech") == "PID-001/XI/2026"
    set_pattern(unit=child, kind="", pattern="{sequence}/KW", by=head, now=now)
    assert number(child, head, now, kind="speech") == "1/KW"
    assert set_pattern(unit=child, kind="", pattern="  ", by=head, now=now) is None
    assert numbering_of(child, "speech").kind == "speech"


def test_a_translation_carries_the_number_of_its_origin(unit: Unit, head: User, now: datetime) -> None:
    release = make_release(unit, head, now)
    english = start_release(unit=unit, kind="speech", language="en", translation_of=release, by=head, now=now)
    given = give_number(release=english, by=head, now=now)
    release.refresh_from_db()
    assert given == release.number == give_number(release=release, by=head, now=now)
    assert ReleaseNumber.objects.count() == 1


@pytest.mark.parametrize("pattern", ["{year}", "{sequence}{x}", "{sequence", "{sequence:>99999999}"])
def test_a_pattern_that_cannot_number_is_refused(unit: Unit, head: User, now: datetime, pattern: str) -> None:
    with pytest.raises(ActionError) as told:
        set_pattern(unit=unit, kind="", pattern=pattern, by=head, now=now)
    assert told.value.field == "pattern"


def test_a_pattern_without_year_runs_into_taken_numbers(unit: Unit, head: User, now: datetime) -> None:
    set_pattern(unit=unit, kind="", pattern="{sequence}/KPP", by=head, now=now)
    assert number(unit, head, now) == "1/KPP"
    assert number(unit, head, datetime(2027, 2, 1, tzinfo=UTC)) == "2/KPP"


def test_who_may_not_does_not(unit: Unit, head: User, now: datetime) -> None:
    release = make_release(unit, head, now)
    with pytest.raises(NotAllowed):
        give_number(release=release, by=make_member(make_unit()), now=now)
    with pytest.raises(NotAllowed):
        set_pattern(unit=unit, kind="", pattern="{sequence}", by=make_member(unit, Role.STAFF), now=now)


def test_a_dropped_text_gets_no_number(unit: Unit, head: User, now: datetime) -> None:
    release = make_release(unit, head, now)
    drop_release(release=release, by=head, now=now)
    with pytest.raises(ActionError):
        give_number(release=release, by=head, now=now)
