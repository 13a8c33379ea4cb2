"""The phone page: a one-time link, a second proof, no trace of the address."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import CONTENT, make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership, Unit, User
from kentongan.newsroom.actions.asking import ask_approval
from kentongan.newsroom.actions.deciding import decide
from kentongan.newsroom.actions.linking import make_link
from kentongan.newsroom.actions.opening import NewLink
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.choices import Decided, RoundState
from kentongan.newsroom.models import ApprovalLink, ApprovalRound, Asset, Decision, Release
from kentongan.newsroom.rules.approving import LINK_LASTS
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.spoken import spoken_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit("Biro Humas")


@pytest.fixture
def writer(unit: Unit) -> User:
    return make_member(unit, Role.PR_OFFICER)


@pytest.fixture
def head(unit: Unit) -> User:
    return make_member(unit, Role.BUREAU_HEAD, name="Teguh Prasodjo")


@pytest.fixture
def link(unit: Unit, writer: User, head: User, at_now: datetime) -> NewLink:
    approval = ask_approval(release=make_release(unit, writer, at_now), by=writer, now=at_now)
    return make_link(step=approval.steps.get(), person=head, by=writer, now=at_now)


@pytest.fixture
def phone() -> Client:
    """A phone that never signed in; forged posts are as good as any here, the address is the secret."""
    return Client(enforce_csrf_checks=True)


def address(link: NewLink) -> str:
    return reverse("newsroom:approve_by_link", args=[link.token])


def send(phone: Client, link: NewLink, **more: Any) -> Any:
    values = {"sha256": link.row.sha256, "code": link.code, "decided": "approve"}
    return phone.post(address(link), values | more)


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_read_approve_done_without_an_account_or_a_cookie(phone: Client, link: NewLink, head: User) -> None:
    page = phone.get(address(link))
    words = text(page)
    for part in (head.name, CONTENT.headline, CONTENT.lead, "12.480 pemohon", CONTENT.boilerplate, "Kami minta maaf."):
        assert part in words
    assert spoken_of(link.row.sha256) in words
    assert dict(phone.cookies) == {}
    assert page["Referrer-Policy"] == "no-referrer"
    assert "no-store" in page["Cache-Control"]
    assert link.code not in words

    done = send(phone, link)
    assert (done.status_code, done["Location"]) == (302, address(link))
    after = phone.get(address(link))
    assert after.status_code == 200
    assert CONTENT.lead not in text(after)
    assert ApprovalRound.objects.get().state == RoundState.APPROVED
    assert send(phone, link).status_code == 200  # told again what was decided, nothing more
    assert Decision.objects.count() == 1


def test_wrong_code_missing_reasons_and_what_was_typed_stays(phone: Client, link: NewLink) -> None:
    wrong = send(phone, link, code="1")
    assert wrong.status_code == 422
    assert CONTENT.lead in text(wrong)
    missing = send(phone, link, decided="return", note="   ")
    assert missing.status_code == 422
    assert f'value="{link.code}"' in text(missing)
    assert send(phone, link, decided="nonsense").status_code == 400
    assert send(phone, link, decided="return", note="Angkanya lama").status_code == 302
    assert ApprovalRound.objects.get().state == RoundState.RETURNED


def test_closed_links_say_why_and_show_no_text(phone: Client, link: NewLink, at_now: datetime) -> None:
    unknown = phone.get(reverse("newsroom:approve_by_link", args=["x" * 43]))
    assert unknown.status_code == 404
    with time_machine.travel(at_now + LINK_LASTS, tick=False):
        expired = phone.get(address(link))
        assert expired.status_code == 410
        assert CONTENT.lead not in text(expired)
        assert send(phone, link).status_code == 410
        renew = reverse("newsroom:approve_link_renew", args=[link.token])
        assert renew in text(expired)
        assert phone.post(renew).status_code == 200
        assert phone.post(renew).status_code == 410
        assert renew not in text(phone.get(address(link)))
    with time_machine.travel(at_now - timedelta(days=1), tick=False):  # the clock was turned back: nothing breaks
        assert phone.get(address(link)).status_code == 200
    assert phone.get(reverse("newsroom:approve_link_renew", args=[link.token])).status_code == 405
    assert Decision.objects.count() == 0


def test_too_many_wrong_codes_close_it(phone: Client, link: NewLink) -> None:
    for _try in range(4):
        assert send(phone, link, code="0").status_code == 422
    assert send(phone, link, code="0").status_code == 410
    assert send(phone, link).status_code == 410
    assert phone.get(address(link)).status_code == 410


def test_the_text_changed_while_it_was_read(phone: Client, link: NewLink, writer: User, at_now: datetime) -> None:
    assert phone.get(address(link)).status_code == 200
    release = Release.objects.get()
    content = Content.of({**release.draft, "lead": "Lain."})
    save_draft(release=release, content=content, revision=release.revision, by=writer, now=at_now)
    answer = send(phone, link)
    assert answer.status_code == 410
    assert "<form" not in text(answer)
    assert Decision.objects.count() == 0


def test_another_decided_first(phone: Client, link: NewLink, unit: Unit, at_now: datetime) -> None:
    second = make_member(unit, Role.BUREAU_HEAD, name="Ratih Kusumaning")
    decide(step=link.row.step, decided=Decided.APPROVE, sha256=link.row.sha256, by=second, now=at_now)
    answer = send(phone, link)
    assert answer.status_code == 410
    assert "Ratih Kusumaning" in text(answer)


def test_another_persons_session_is_sent_away_and_ones_own_is_not(link: NewLink, writer: User, head: User) -> None:
    other = Client()
    other.force_login(writer)
    for answer in (other.get(address(link)), send(other, link)):
        assert answer.status_code == 403
        assert head.name in text(answer)
        assert CONTENT.lead not in text(answer)
    own = Client()
    own.force_login(head)
    assert own.get(address(link)).status_code == 200
    assert send(own, link).status_code == 302


def test_whose_office_ended_decides_nothing(phone: Client, link: NewLink, head: User, at_now: datetime) -> None:
    Membership.objects.filter(user=head).update(end_on=at_now.date() - timedelta(days=1))
    assert phone.get(address(link)).status_code == 403
    assert send(phone, link).status_code == 403
    assert ApprovalLink.objects.get().wrong_codes == 0


def test_files_open_through_the_link_alone(phone: Client, unit: Unit, writer: User, head: User, now: datetime) -> None:
    sha = "ab" * 32
    asset = Asset.objects.create(
        unit=unit, kind="picture", name="loket.jpg", media_type="image/jpeg", size=4, sha256=sha, added_at=now
    )
    path = Path(settings.MEDIA_ROOT) / "newsroom" / sha[:2] / sha
    path.parent.mkdir(parents=True)
    path.write_bytes(b"jpeg")
    release = make_release(unit, writer, now)
    picture = {"asset": asset.pk, "sha256": sha, "name": "loket.jpg", "alt": "Antrean di loket"}
    Release.objects.update(draft={**release.draft, "pictures": [picture]})
    with time_machine.travel(now, tick=False):
        release.refresh_from_db()
        approval = ask_approval(release=release, by=writer, now=now)
        made = make_link(step=approval.steps.get(), person=head, by=writer, now=now)
        page = text(phone.get(address(made)))
        assert "Antrean di loket" in page
        file = reverse("newsroom:approve_link_file", args=[made.token, 0])
        assert file in page
        assert b"".join(phone.get(file).streaming_content) == b"jpeg"
        assert phone.get(reverse("newsroom:approve_link_file", args=[made.token, 1])).status_code == 404
        assert phone.get(reverse("newsroom:approve_link_file", args=["x", 0])).status_code == 404
        send(phone, made)
        assert phone.get(file).status_code == 404


def test_the_address_stays_out_of_the_log(
    phone: Client, link: NewLink, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def breaks(*_arguments: object, **_more: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("kentongan.newsroom.public.approving.approval_context", breaks)
    phone.raise_request_exception = False
    assert phone.get(address(link)).status_code == 500
    phone.get(reverse("newsroom:approve_by_link", args=["unknown-token-of-somebody"]))
    assert link.token not in caplog.text
    assert "unknown-token-of-somebody" not in caplog.text
