"""An emblem is a picture of pixels and nothing else, set by whoever sets up the whole institution's newsroom."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from PIL import Image
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.emblem import PAGE, remove_emblem, set_emblem
from kentongan.newsroom.queries.emblem import emblem_bytes, emblem_of
from kentongan.newsroom.queries.files import path_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def head(unit: Unit) -> User:
    return make_member(unit, Role.BUREAU_HEAD)


def picture(size: tuple[int, int] = (700, 800), *, edge: int = 50) -> bytes:
    whole = Image.new("RGBA", size, (0, 0, 0, 0))
    whole.paste((20, 60, 120, 255), (edge, edge, size[0] - edge, size[1] - edge))
    out = io.BytesIO()
    whole.save(out, "PNG")
    return out.getvalue()


def test_it_is_cut_to_what_is_seen_and_kept_in_two_sizes(unit: Unit, head: User, now: datetime) -> None:
    emblem = set_emblem(institution=unit.institution, file=picture(), by=head, now=now)

    with (
        Image.open(io.BytesIO(emblem_bytes(unit.institution))) as large,
        Image.open(path_of(emblem.small_sha256)) as small,
    ):
        assert large.size == (514, 600)  # 600 x 700, made to fit
        assert small.size == (emblem.width, emblem.height)
        assert small.height == PAGE[1]
    assert path_of(emblem.small_sha256).stat().st_size < 10_000


def test_another_takes_its_place_and_it_can_be_taken_away(unit: Unit, head: User, now: datetime) -> None:
    first = set_emblem(institution=unit.institution, file=picture(), by=head, now=now)
    second = set_emblem(institution=unit.institution, file=picture((300, 200), edge=20), by=head, now=now)

    assert first.pk == second.pk
    remove_emblem(institution=unit.institution, by=head, now=now)
    assert emblem_of(unit.institution) is None
    assert emblem_bytes(unit.institution) == b""


@pytest.mark.parametrize(
    "file",
    [
        b"", b"no picture", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        picture()[:400], picture((40, 40), edge=5), picture((200, 200), edge=120),
    ],
)  # fmt: skip
def test_what_is_no_emblem_is_refused(unit: Unit, head: User, now: datetime, file: bytes) -> None:
    with pytest.raises(ActionError):
        set_emblem(institution=unit.institution, file=file, by=head, now=now)
    assert emblem_of(unit.institution) is None


def test_only_whoever_sets_up_the_whole_newsroom_may(unit: Unit, now: datetime) -> None:
    below = make_unit("Kanwil", parent=unit)
    for person in (make_member(unit, Role.PR_OFFICER), make_member(below, Role.BUREAU_HEAD)):
        with pytest.raises(NotAllowed):
            set_emblem(institution=unit.institution, file=picture(), by=person, now=now)
        with pytest.raises(NotAllowed):
            remove_emblem(institution=unit.institution, by=person, now=now)
