"""One-time links: bound to person, step and text; used once; a second proof."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership, Unit, User
from kentongan.audit.models import Entry
from kentongan.channels.email.models import OutgoingMail
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.common.secrets import token_hash
from kentongan.newsroom.actions.asking import ask_approval, take_back_round
from kentongan.newsroom.actions.deciding import decide
from kentongan.newsroom.actions.linking import LinkClosed, WrongCode, ask_new_link, decide_by_link, make_link
from kentongan.newsroom.actions.opening import NewLink
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.choices import Decided, Door, Proof, RoundState
from kentongan.newsroom.models import ApprovalLink, ApprovalStep, Decision, Release
from kentongan.newsroom.rules.approving import LINK_LASTS, WRONG_CODES
from kentongan.newsroom.rules.content import Content

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
def step(unit: Unit, writer: User, head: User, now: datetime) -> ApprovalStep:
    release = make_release(unit, writer, now)
    return ask_approval(release=release, by=writer, now=now).steps.get()


@pytest.fixture
def link(step: ApprovalStep, head: User, writer: User, now: datetime) -> NewLink:
    return make_link(step=step, person=head, by=writer, now=now)


def use(link: NewLink, now: datetime, **more: object) -> Decision:
    values = {"code": link.code or "", "sha256": link.row.sha256, "decided": Decided.APPROVE}
    return decide_by_link(token=link.token, now=now, **(values | more))


def with_totp(user: User) -> str:
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def totp(secret: str, at: datetime) -> str:
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


def other_code(code: str | None) -> str:
    return f"{(int(code or 0) + 1) % 10**6:06d}"


def test_the_link_goes_by_mail_the_code_by_another_way(link: NewLink, head: User, step: ApprovalStep) -> None:
    assert link.code is not None
    assert len(link.code) == 6
    mail = OutgoingMail.objects.get(key__contains="link:")
    assert (mail.to, mail.is_private) == (head.email, True)
    assert link.url in mail.text
    assert link.code not in mail.text
    row = ApprovalLink.objects.get()
    assert row.token_hash == token_hash(link.token)
    assert link.token not in str(Entry.objects.values_list("data", flat=True))
    assert link.code not in (row.code_hash, row.token_hash)


def test_link_and_code_approve_once(link: NewLink, step: ApprovalStep, head: User, now: datetime) -> None:
    decision = use(link, now, code=f"{link.code[:3]} {link.code[3:]}")  # as it was read out

    assert (decision.by, decision.door, decision.proof) == (head, Door.LINK, Proof.CODE)
    step.round.refresh_from_db()
    assert step.round.state == RoundState.APPROVED
    with pytest.raises(LinkClosed, match="used"):
        use(link, now)
    assert Decision.objects.count() == 1


def test_returning_by_link_needs_reasons_and_does_not_use_the_link_up(link: NewLink, now: datetime) -> None:
    with pytest.raises(ActionError) as refused:
        use(link, now, decided=Decided.RETURN)
    assert refused.value.field == "note"
    assert use(link, now, decided=Decided.RETURN, note="Angkanya lama").note == "Angkanya lama"


def test_wrong_codes_are_counted_and_close_the_link(link: NewLink, now: datetime) -> None:
    for left in range(WRONG_CODES - 1, 0, -1):
        with pytest.raises(WrongCode, match=str(left)):
            use(link, now, code=other_code(link.code))
    with pytest.raises(LinkClosed):
        use(link, now, code="")
    with pytest.raises(LinkClosed, match="wrong codes"):
        use(link, now)  # the right one comes too late
    assert Decision.objects.count() == 0
    assert Entry.objects.filter(action="newsroom.approval_link_closed").count() == 1


@pytest.mark.parametrize("code", ["", "0", "abcdef", "１２３４５６", "9" * 500, "\udc80", "12345\n6"])
def test_strange_codes_are_wrong_codes(link: NewLink, now: datetime, code: str) -> None:
    if code == link.code:
        return
    with pytest.raises(WrongCode):
        use(link, now, code=code)


def test_an_expired_link_opens_nothing(link: NewLink, now: datetime) -> None:
    with pytest.raises(LinkClosed, match="expired"):
        use(link, now + LINK_LASTS)
    assert use(link, now + LINK_LASTS - timedelta(seconds=1)).pk


def test_the_urgent_lane_has_shorter_links(unit: Unit, writer: User, head: User, now: datetime) -> None:
    release = make_release(unit, writer, now, kind="urgent")
    step = ask_approval(release=release, by=writer, now=now).steps.get()
    assert make_link(step=step, person=head, by=writer, now=now).row.expires_at < now + LINK_LASTS


def test_the_text_changed_after_the_link_was_sent(link: NewLink, writer: User, now: datetime) -> None:
    release = Release.objects.get()
    content = Content.of({**release.draft, "headline": "Lain"})
    save_draft(release=release, content=content, revision=release.revision, by=writer, now=now)
    with pytest.raises(LinkClosed, match="changed"):
        use(link, now)
    release.refresh_from_db()
    again = ask_approval(release=release, by=writer, now=now)
    with pytest.raises(LinkClosed):  # nor does it open the next round
        use(link, now, sha256=again.sha256)
    assert Decision.objects.count() == 0


def test_a_link_for_one_version_is_none_for_another(link: NewLink, now: datetime) -> None:
    with pytest.raises(Changed, match="while you were reading"):
        use(link, now, sha256="0" * 64)
    assert use(link, now).pk


def test_another_was_first(link: NewLink, unit: Unit, step: ApprovalStep, now: datetime) -> None:
    second = make_member(unit, Role.BUREAU_HEAD, name="Ratih")
    decide(step=step, decided=Decided.APPROVE, sha256=link.row.sha256, by=second, now=now)
    with pytest.raises(LinkClosed, match="Ratih"):
        use(link, now)


def test_a_newer_link_closes_the_older(
    link: NewLink, step: ApprovalStep, head: User, writer: User, now: datetime
) -> None:
    newer = make_link(step=step, person=head, by=writer, now=now)
    with pytest.raises(LinkClosed, match="newer"):
        use(link, now)
    assert use(newer, now).pk


def test_taken_back_unknown_and_office_ended(
    link: NewLink, step: ApprovalStep, head: User, writer: User, now: datetime
) -> None:
    with pytest.raises(LinkClosed, match="not known"):
        decide_by_link(token="x", code="1", sha256="", decided=Decided.APPROVE, now=now)
    held = Membership.objects.filter(user=head)
    held.update(end_on=now.date() - timedelta(days=2))
    with pytest.raises(NotAllowed):
        use(link, now)
    held.update(end_on=None)
    take_back_round(approval=step.round, by=writer, now=now)
    with pytest.raises(LinkClosed, match="taken back"):
        use(link, now)


def test_who_may_send_a_link_to_whom(step: ApprovalStep, unit: Unit, head: User, writer: User, now: datetime) -> None:
    stranger = make_member(make_unit("Lain"), Role.BUREAU_HEAD)
    with pytest.raises(NotAllowed):
        make_link(step=step, person=head, by=stranger, now=now)
    for person in (stranger, writer):
        with pytest.raises(ActionError):
            make_link(step=step, person=person, by=writer, now=now)
    with pytest.raises(ActionError, match="signed in"):
        make_link(step=step, person=head, by=head, now=now)


def test_an_authenticator_takes_the_place_of_the_code(
    step: ApprovalStep, head: User, writer: User, now: datetime
) -> None:
    secret = with_totp(head)
    link = make_link(step=step, person=head, by=writer, now=now)
    assert link.code is None
    with pytest.raises(WrongCode):
        use(link, now, code=totp(secret, now - timedelta(hours=1)))
    decision = use(link, now, code=totp(secret, now))
    assert decision.proof == Proof.TOTP


def test_one_code_of_an_authenticator_proves_once(unit: Unit, head: User, writer: User, now: datetime) -> None:
    secret = with_totp(head)
    links = []
    for _number in range(2):
        step = ask_approval(release=make_release(unit, writer, now), by=writer, now=now).steps.get()
        links.append(make_link(step=step, person=head, by=writer, now=now))
    use(links[0], now, code=totp(secret, now))
    with pytest.raises(WrongCode):
        use(links[1], now, code=totp(secret, now))
    later = now + timedelta(seconds=60)
    assert use(links[1], later, code=totp(secret, later)).pk


def test_who_has_an_authenticator_gets_the_link_at_once(unit: Unit, head: User, writer: User, now: datetime) -> None:
    with_totp(head)
    ask_approval(release=make_release(unit, writer, now), by=writer, now=now)
    mail = OutgoingMail.objects.get()
    assert "/setujui/" in mail.text
    assert mail.is_private
    row = ApprovalLink.objects.get()
    assert row.code_hash == ""
    assert row.made_by is None


def test_an_authenticator_taken_away_leaves_the_link_unprovable(
    step: ApprovalStep, head: User, writer: User, now: datetime
) -> None:
    secret = with_totp(head)
    link = make_link(step=step, person=head, by=writer, now=now)
    Authenticator.objects.all().delete()
    with pytest.raises(WrongCode):
        use(link, now, code=totp(secret, now))


def test_asking_for_a_new_link_once(link: NewLink, step: ApprovalStep, head: User, writer: User, now: datetime) -> None:
    late = now + LINK_LASTS
    assert not ask_new_link(link=link.row, now=late)
    assert OutgoingMail.objects.filter(to=writer.email, key__contains="renewal").count() == 1
    with pytest.raises(ActionError):
        ask_new_link(link=link.row, now=late)
    newer = make_link(step=step, person=head, by=writer, now=late)
    with_totp(head)
    assert ask_new_link(link=newer.row, now=late + LINK_LASTS)
    assert ApprovalLink.objects.filter(person=head).count() == 3
    decide(step=step, decided=Decided.APPROVE, sha256=link.row.sha256, by=head, now=late)
    with pytest.raises(ActionError):
        ask_new_link(link=ApprovalLink.objects.order_by("-pk")[0], now=late)
