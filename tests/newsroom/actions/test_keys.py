from __future__ import annotations

import stat
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.audit.models import Entry
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.keys import CannotSign, ensure_key, revoke_key, rotate_key, signer_of
from kentongan.newsroom.models import SigningKey
from kentongan.newsroom.queries.keys import can_sign, key_in_use, published_keys, signing_secret
from kentongan.newsroom.rules.signing import check

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_file(settings: Any, tmp_path: Path) -> Path:
    settings.SIGNING_KEY_FILE = tmp_path / "signing-key"
    return tmp_path / "signing-key"


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def head(unit: Unit) -> User:
    return make_member(unit, Role.BUREAU_HEAD)


def test_the_first_key_is_made_once_and_signs(unit: Unit, now: datetime, key_file: Path) -> None:
    key = ensure_key(institution=unit.institution, by=None, now=now)
    signer = signer_of(institution=unit.institution, by=None, now=now)
    assert ensure_key(institution=unit.institution, by=None, now=now) == key
    assert SigningKey.objects.count() == 1
    assert key.kid.startswith(f"{unit.institution.slug}-2026-")
    assert check(key.public_key, "naskah", signer.sign("naskah"))
    assert not check(key.public_key, "naskah lain", signer.sign("naskah"))


def test_the_secret_lies_in_a_file_for_its_owner_only(unit: Unit, now: datetime, key_file: Path) -> None:
    assert signing_secret() is None
    key = ensure_key(institution=unit.institution, by=None, now=now)
    secret = key_file.read_text("ascii")
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert [path.name for path in key_file.parent.iterdir() if "signing" in path.name] == ["signing-key"]
    assert secret not in key.private_sealed
    # A second institution is sealed with the same file.
    other = ensure_key(institution=make_unit().institution, by=None, now=now)
    assert key_file.read_text("ascii") == secret
    assert can_sign(key)
    assert can_sign(other)


def test_a_secret_from_the_settings_needs_no_file(unit: Unit, now: datetime, key_file: Path, settings: Any) -> None:
    settings.SIGNING_SECRET = "rahasia dari lingkungan"
    key = ensure_key(institution=unit.institution, by=None, now=now)
    assert not key_file.exists()
    assert can_sign(key)
    settings.SIGNING_SECRET = "rahasia yang tertukar"
    assert not can_sign(key)


def test_a_lost_secret_is_said_and_a_new_key_helps(unit: Unit, head: User, now: datetime, key_file: Path) -> None:
    old = ensure_key(institution=unit.institution, by=None, now=now)
    key_file.unlink()
    with pytest.raises(CannotSign, match="new key"):
        signer_of(institution=unit.institution, by=None, now=now)
    assert not key_file.exists()  # nothing is made in its place by looking
    rotate_key(institution=unit.institution, by=head, now=now + timedelta(hours=1))
    signer = signer_of(institution=unit.institution, by=None, now=now + timedelta(hours=2))
    assert signer.kid != old.kid
    old.refresh_from_db()
    assert (old.retired_at, old.revoked_at) == (now + timedelta(hours=1), None)


def test_the_public_list_has_every_key_and_no_private_half(unit: Unit, head: User, now: datetime) -> None:
    first = ensure_key(institution=unit.institution, by=None, now=now)
    later = rotate_key(institution=unit.institution, by=head, now=now + timedelta(hours=1))
    revoke_key(key=first, why=" Kunci dicuri ", by=head, now=now + timedelta(hours=2))
    newest, oldest = published_keys(unit.institution)
    assert (newest.kid, newest.retired_at, newest.revoked_at) == (later.kid, None, None)
    assert (oldest.kid, oldest.revoked_at, oldest.revoked_why) == (first.kid, now + timedelta(hours=2), "Kunci dicuri")
    assert published_keys(make_unit().institution) == []
    assert "private" not in repr(newest)


def test_revoking_the_key_in_use_leaves_none_until_the_next_text(unit: Unit, head: User, now: datetime) -> None:
    key = ensure_key(institution=unit.institution, by=None, now=now)
    revoked = revoke_key(key=key, why="Dicuri", by=head, now=now)
    again = revoke_key(key=key, why="Lain", by=head, now=now + timedelta(days=1))
    assert (again.revoked_at, again.revoked_why) == (revoked.revoked_at, "Dicuri")
    assert key_in_use(unit.institution) is None
    assert signer_of(institution=unit.institution, by=None, now=now).kid != key.kid
    assert Entry.objects.filter(action="newsroom.key_revoked").count() == 1


def test_a_revocation_says_why(unit: Unit, head: User, now: datetime) -> None:
    key = ensure_key(institution=unit.institution, by=None, now=now)
    with pytest.raises(ActionError) as error:
        revoke_key(key=key, why="  ", by=head, now=now)
    assert error.value.field == "why"


@pytest.mark.parametrize("role", [Role.PR_OFFICER, Role.UNIT_OPERATOR, Role.LEADER])
def test_only_who_sets_up_the_whole_newsroom_touches_keys(unit: Unit, now: datetime, role: Role) -> None:
    key = ensure_key(institution=unit.institution, by=None, now=now)
    below = make_unit("Kanwil", parent=Unit.objects.get(pk=unit.pk))
    for person in (make_member(unit, role), make_member(below, Role.BUREAU_HEAD), make_member(make_unit())):
        with pytest.raises(NotAllowed):
            rotate_key(institution=unit.institution, by=person, now=now)
        with pytest.raises(NotAllowed):
            revoke_key(key=key, why="Dicuri", by=person, now=now)
    assert SigningKey.objects.count() == 1
