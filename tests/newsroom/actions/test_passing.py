from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.factories.accounts import make_member, make_unit
from tests.factories.publishing import make_publication

from kentongan.accounts.choices import Role
from kentongan.audit.models import Entry
from kentongan.channels.email.models import OutgoingMail
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.passing import give_embargo_pass, revoke_embargo_pass
from kentongan.newsroom.actions.publishing import cancel_publication
from kentongan.newsroom.models import EmbargoPass, Publication
from kentongan.newsroom.queries.passes import pass_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def waiting(now: datetime) -> Publication:
    return make_publication(now, publish_at=now + 4 * HOUR, embargoed=True)


def token_of(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def test_a_pass_opens_by_its_link_alone(waiting: Publication, now: datetime) -> None:
    given = give_embargo_pass(
        publication=waiting, name=" Raka  Wardana ", outlet="Kabar Serayu", by=waiting.published_by, now=now
    )
    token = token_of(given.url)
    assert pass_of(token) == given.row
    assert given.row.name == "Raka Wardana"
    assert pass_of(token[:-1]) is pass_of("") is None
    assert token not in str(EmbargoPass.objects.values().get())
    assert token not in str(list(Entry.objects.values()))


def test_the_mailed_link_says_nothing_of_the_text(waiting: Publication, now: datetime) -> None:
    give_embargo_pass(publication=waiting, name="Raka", email="raka@serayu.example", by=waiting.published_by, now=now)
    mail = OutgoingMail.objects.get()
    assert mail.is_private
    assert "/embargo/" in mail.text
    assert "10.12\u00a0WIB" in mail.text
    assert waiting.title not in mail.text + mail.subject


def test_a_pass_is_taken_back(waiting: Publication, now: datetime) -> None:
    given = give_embargo_pass(publication=waiting, name="Raka", by=waiting.published_by, now=now)
    revoke_embargo_pass(embargo_pass=given.row, by=waiting.published_by, now=now)
    again = revoke_embargo_pass(embargo_pass=given.row, by=waiting.published_by, now=now + HOUR)
    assert again.revoked_at == now
    assert pass_of(token_of(given.url)) is None


def test_a_stopped_edition_opens_no_more(waiting: Publication, now: datetime) -> None:
    given = give_embargo_pass(publication=waiting, name="Raka", by=waiting.published_by, now=now)
    cancel_publication(publication=waiting, by=waiting.published_by, now=now)
    assert pass_of(token_of(given.url)) is None
    with pytest.raises(ActionError, match="no embargo"):
        give_embargo_pass(publication=waiting, name="Raka", by=waiting.published_by, now=now)


@pytest.mark.parametrize(("name", "email", "field"), [("  ", "", "name"), ("Raka", "bukan alamat", "email")])
def test_what_cannot_be_is_said(waiting: Publication, now: datetime, name: str, email: str, field: str) -> None:
    with pytest.raises(ActionError) as error:
        give_embargo_pass(publication=waiting, name=name, email=email, by=waiting.published_by, now=now)
    assert error.value.field == field


def test_only_under_embargo_and_by_whoever_publishes(waiting: Publication, now: datetime) -> None:
    public = make_publication(now)
    with pytest.raises(ActionError, match="no embargo"):
        give_embargo_pass(publication=public, name="Raka", by=public.published_by, now=now)
    with pytest.raises(ActionError, match="no embargo"):
        give_embargo_pass(publication=waiting, name="Raka", by=waiting.published_by, now=now + 4 * HOUR)
    for person in (make_member(waiting.unit, Role.STAFF), make_member(make_unit(), Role.BUREAU_HEAD)):
        with pytest.raises(NotAllowed):
            give_embargo_pass(publication=waiting, name="Raka", by=person, now=now)
