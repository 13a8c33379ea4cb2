"""Approval in the office: the chain beside a text, the page to decide on, who approves what."""

from __future__ import annotations

from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership, Unit, User
from kentongan.channels.email.models import OutgoingMail
from kentongan.newsroom.actions.asking import ask_approval
from kentongan.newsroom.actions.chains import set_chain
from kentongan.newsroom.actions.deciding import decide
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.choices import Decided, RoundState
from kentongan.newsroom.models import ApprovalLink, ApprovalRound, ApprovalStep, Chain, Decision, Release, ReleaseLook
from kentongan.newsroom.panels.approving import approval_clocks, approvals_stuck, approvals_wait
from kentongan.newsroom.queries.officials import office_of
from kentongan.newsroom.rules.approving import StepPlan
from kentongan.newsroom.rules.content import Content

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit("Biro Humas")


@pytest.fixture
def writer(unit: Unit) -> User:
    return make_member(unit, Role.PR_OFFICER, name="Damar Lintang")


@pytest.fixture
def head(unit: Unit) -> User:
    return make_member(unit, Role.BUREAU_HEAD, name="Teguh Prasodjo")


@pytest.fixture
def release(unit: Unit, writer: User, at_now: datetime) -> Release:
    return make_release(unit, writer, at_now)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def step_of(release: Release) -> ApprovalStep:
    return ApprovalStep.objects.filter(round__release=release).order_by("-round_id", "position")[0]


def text(answer: object) -> str:
    return unescape(answer.content.decode())


def test_asked_read_and_approved_in_the_office(release: Release, writer: User, head: User) -> None:
    sender, boss = signed_in(writer), signed_in(head)
    answer = sender.post(reverse("newsroom:approval_ask", args=[release.pk]), {"note": "Sebelum 07.00"}, follow=True)
    assert head.name in text(answer)
    page = text(boss.get(reverse("newsroom:approve", args=[release.pk])))
    assert "12.480 pemohon" in page
    assert "Sebelum 07.00" in page
    assert ApprovalRound.objects.get().sha256 in page
    step = step_of(release)
    posted = {"step": step.pk, "sha256": step.round.sha256, "decided": "approve"}
    done = boss.post(reverse("newsroom:approve", args=[release.pk]), posted)
    assert (done.status_code, done["Location"]) == (302, "/")
    assert ApprovalRound.objects.get().state == RoundState.APPROVED
    again = boss.post(reverse("newsroom:approve", args=[release.pk]), posted)
    assert again.status_code == 422
    assert Decision.objects.count() == 1
    assert 'value="approve"' not in text(boss.get(reverse("newsroom:approve", args=[release.pk])))


def test_sent_by_the_script_the_answer_says_where_to_go_and_keeps_its_message(
    release: Release, writer: User, head: User
) -> None:
    signed_in(writer).post(reverse("newsroom:approval_ask", args=[release.pk]))
    boss, step = signed_in(head), step_of(release)
    posted = {"step": step.pk, "sha256": step.round.sha256, "decided": "approve"}
    address = reverse("newsroom:approve", args=[release.pk])
    done = boss.post(address, posted, headers={"X-Requested-With": "fetch"})
    assert (done.status_code, done["Location"]) == (204, "/")
    assert "Your decision is recorded: Approved" in text(boss.get("/"))


def test_the_page_says_what_changed_since_the_last_look(
    release: Release, writer: User, head: User, at_now: datetime
) -> None:
    boss, address = signed_in(head), reverse("newsroom:approve", args=[release.pk])
    ask_approval(release=release, by=writer, now=at_now)
    assert "change-1" not in text(boss.get(address))
    content = Content.of({**release.draft, "body": release.draft["body"].replace("12.480", "12.489")})
    row = save_draft(release=release, content=content, revision=release.revision, by=writer, now=at_now)
    ask_approval(release=row, by=writer, now=at_now)
    for _again in range(2):  # a second look at the same text changes nothing
        page = text(boss.get(address))
        assert "<del>12.480</del>" in page
        assert "<ins>12.489</ins>" in page
    assert ReleaseLook.objects.get(user=head).before is not None


def test_a_link_whose_address_changed_is_shown_as_changed(
    release: Release, writer: User, head: User, at_now: datetime
) -> None:
    def with_link(url: str) -> Content:
        return Content.of({**release.draft, "body": f'<p>Baca <a href="{url}">di sini</a>.</p>'})

    address = reverse("newsroom:approve", args=[release.pk])
    row = save_draft(
        release=release, content=with_link("https://kpp.example/a"), revision=release.revision, by=writer, now=at_now
    )
    ask_approval(release=row, by=writer, now=at_now)
    assert "(https://kpp.example/a)" in text(signed_in(head).get(address))
    row.refresh_from_db()
    row = save_draft(
        release=row, content=with_link("https://jahat.example/a"), revision=row.revision, by=writer, now=at_now
    )
    ask_approval(release=row, by=writer, now=at_now)
    page = text(signed_in(head).get(address))
    assert "jahat.example" in page
    assert 'id="change-1"' in page


def test_scripts_in_a_draft_are_words(release: Release, writer: User, head: User, at_now: datetime) -> None:
    Release.objects.update(
        draft={
            **release.draft,
            "headline": "<script>alert(1)</script>",
            "body": '<p onclick="x()">a<script>alert(2)</script><a href="javascript:alert(3)">b</a></p>',
        }
    )
    ask_approval(release=release, by=writer, now=at_now)
    page = signed_in(head).get(reverse("newsroom:approve", args=[release.pk])).content.decode()
    assert "<script>alert" not in page
    assert "onclick" not in page
    assert 'href="javascript' not in page


def test_a_text_of_another_unit_opens_only_for_whom_the_chain_names(
    release: Release, unit: Unit, writer: User, head: User, at_now: datetime
) -> None:
    law = make_unit("Biro Hukum", institution=unit.institution)
    lawyer, colleague = make_member(law, Role.STAFF), make_member(law, Role.BUREAU_HEAD)
    stranger = make_member(make_unit("Lain"), Role.BUREAU_HEAD)
    address = reverse("newsroom:approve", args=[release.pk])
    set_chain(
        unit=unit, kind="", urgent=False, steps=[StepPlan(1, "Hukum", person=lawyer.pk)], by=head, now=at_now
    )  # fmt: skip
    assert signed_in(lawyer).get(address).status_code == 404
    ask_approval(release=release, by=writer, now=at_now)
    assert signed_in(lawyer).get(address).status_code == 200
    assert [item.url for item in approvals_wait(lawyer, law, at_now)] == [address]
    for person in (colleague, stranger):
        client = signed_in(person)
        assert client.get(address).status_code == 404
        assert client.post(address, {"decided": "approve", "step": step_of(release).pk}).status_code == 404
        for name in ("approval_of", "approval_sheet"):
            assert client.get(reverse(f"newsroom:{name}", args=[release.pk])).status_code == 404
        for name in ("approval_ask", "approval_take_back"):
            assert client.post(reverse(f"newsroom:{name}", args=[release.pk])).status_code == 404
        for name in ("approval_take", "approval_let_go", "approval_link"):
            args = [release.pk, step_of(release).pk]
            assert client.post(reverse(f"newsroom:{name}", args=args), {"person": lawyer.pk}).status_code == 404
    step = step_of(release)
    signed_in(lawyer).post(address, {"step": step.pk, "sha256": step.round.sha256, "decided": "approve"})
    assert ApprovalRound.objects.get().state == RoundState.APPROVED


def test_a_step_of_another_text_is_not_reached_through_this_one(
    release: Release, unit: Unit, writer: User, head: User, at_now: datetime
) -> None:
    other = make_release(unit, writer, at_now)
    for text_ in (release, other):
        ask_approval(release=text_, by=writer, now=at_now)
    posted = {"step": step_of(other).pk, "sha256": step_of(other).round.sha256, "decided": "approve"}
    assert signed_in(head).post(reverse("newsroom:approve", args=[release.pk]), posted).status_code == 404
    assert Decision.objects.count() == 0


@pytest.mark.parametrize("step", ["", "x", "9" * 40, "-1", "0"])
def test_nonsense_is_answered_kindly(release: Release, writer: User, head: User, at_now: datetime, step: str) -> None:
    ask_approval(release=release, by=writer, now=at_now)
    address = reverse("newsroom:approve", args=[release.pk])
    answer = signed_in(head).post(address, {"step": step, "sha256": "x", "decided": "perhaps", "note": "\x00"})
    assert answer.status_code in {400, 404}
    assert signed_in(head).post(address, {"sha256": "x", "decided": "approve"}).status_code == 422
    assert Decision.objects.count() == 0


def test_the_sender_sees_the_code_once_and_never_the_link(
    release: Release, writer: User, head: User, at_now: datetime
) -> None:
    ask_approval(release=release, by=writer, now=at_now)
    client, step = signed_in(writer), step_of(release)
    answer = text(client.post(reverse("newsroom:approval_link", args=[release.pk, step.pk]), {"person": head.pk}))
    token = OutgoingMail.objects.get(key__contains="link:").text.split("/setujui/")[1].split("/")[0]
    assert token not in answer
    assert head.name in answer
    assert ApprovalLink.objects.count() == 1
    assert "chain-code" not in text(client.get(reverse("newsroom:approval_of", args=[release.pk])))
    for person in ("", "x", writer.pk, 10**30):
        bad = client.post(reverse("newsroom:approval_link", args=[release.pk, step.pk]), {"person": person})
        assert bad.status_code == 404


def test_the_panel_is_a_piece_for_htmx_and_tells_errors(release: Release, writer: User, head: User) -> None:
    client, address = signed_in(writer), reverse("newsroom:approval_ask", args=[release.pk])
    first = client.post(address, headers={"HX-Request": "true"})
    assert first.status_code == 200
    assert b"<html" not in first.content
    second = client.post(address, headers={"HX-Request": "true"})
    assert 'role="alert"' in text(second)
    assert client.post(address).status_code == 422
    back = client.post(reverse("newsroom:approval_take_back", args=[release.pk]), follow=True)
    assert back.status_code == 200
    assert client.post(reverse("newsroom:approval_take_back", args=[release.pk])).status_code == 422


def test_a_role_nobody_holds_is_said_with_who_can_mend_it(
    release: Release, unit: Unit, writer: User, head: User, at_now: datetime
) -> None:
    set_chain(
        unit=unit, kind="", urgent=False, steps=[StepPlan(1, "Kabag Hukum", role=Role.LEADER)], by=head, now=at_now
    )  # fmt: skip
    page = text(signed_in(writer).get(reverse("newsroom:approval_of", args=[release.pk])))
    assert "chain-missing" in page
    assert head.name in page
    assert approvals_stuck(head, unit, at_now) == []  # nothing waits yet
    ask_approval(release=release, by=writer, now=at_now)
    stuck = approvals_stuck(head, unit, at_now)
    assert "Kabag Hukum" in stuck[0].says
    assert approvals_stuck(writer, unit, at_now) == []  # who cannot mend it is not told
    Membership.objects.create(user=head, unit=unit, role=Role.LEADER)
    assert approvals_stuck(head, unit, at_now) == []


def test_today_says_the_time_left_and_what_is_overdue(
    release: Release, unit: Unit, writer: User, head: User, at_now: datetime
) -> None:
    plan = StepPlan(1, "Kepala Biro", role=Role.BUREAU_HEAD, due_minutes=48)
    set_chain(unit=unit, kind="", urgent=False, steps=[plan], by=head, now=at_now)
    ask_approval(release=release, by=writer, now=at_now)
    item = approvals_wait(head, unit, at_now)[0]
    assert (item.figure, item.overdue, item.title) == ("48", False, release.title)
    late = approvals_wait(head, unit, at_now + timedelta(minutes=68))[0]
    assert (late.figure, late.overdue) == ("20", True)
    assert approvals_wait(writer, unit, at_now) == []
    assert approval_clocks(writer, unit, at_now)[0].left == 1.0
    assert approval_clocks(writer, unit, at_now + timedelta(minutes=24))[0].left == 0.5
    assert approval_clocks(writer, unit, at_now + timedelta(hours=5))[0].left == 0.0
    assert "48" in text(signed_in(head).get("/"))


def test_the_sheet_holds_the_whole_chain(release: Release, writer: User, head: User, at_now: datetime) -> None:
    address = reverse("newsroom:approval_sheet", args=[release.pk])
    client = signed_in(writer)
    assert client.get(address).status_code == 404
    approval = ask_approval(release=release, by=writer, now=at_now)
    decide(
        step=step_of(release), decided=Decided.RETURN, sha256=approval.sha256, note="*#_$ <b> lama", by=head, now=at_now
    )  # fmt: skip
    ask_approval(release=release, by=writer, now=at_now)
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


# --- who approves what -----------------------------------------------------------------------------------------------


def row(number: int, **fields: object) -> dict[str, object]:
    values = {"position": number + 1, "holder": "role:bureau_head", "label": "", "mode": "approve", "needs": 1,
              "deputy": "", "due_minutes": ""}  # fmt: skip
    return {f"step-{number}-{name}": value for name, value in (values | fields).items()}


def test_a_chain_is_set_and_taken_away(unit: Unit, head: User, at_now: datetime) -> None:
    client = signed_in(head)
    address = reverse("newsroom:chain_edit")
    posted = {"rows": 3, **row(0, label="Kepala"), **row(1, holder=f"person:{head.pk}", label="Teguh", due_minutes=60),
              **row(2, holder="")}  # fmt: skip
    assert client.post(address, posted)["Location"] == reverse("newsroom:chains")
    steps = Chain.objects.get().steps.all()
    assert [(step.label, step.position, step.due_minutes) for step in steps] == [("Kepala", 1, None), ("Teguh", 2, 60)]
    page = text(client.get(reverse("newsroom:chains")))
    assert "Kepala" in page
    assert "Teguh Prasodjo" in page
    urgent = client.post(f"{address}?jenis=speech&darurat=1", {"rows": 0})
    assert urgent.status_code == 302
    assert Chain.objects.filter(kind="speech", is_urgent=True).exists()
    for chain in Chain.objects.all():
        client.post(reverse("newsroom:chain_remove", args=[chain.pk]))
    assert Chain.objects.count() == 0


def test_another_row_loses_nothing_and_errors_stand_at_their_step(unit: Unit, head: User, at_now: datetime) -> None:
    client, address = signed_in(head), reverse("newsroom:chain_edit")
    more = text(client.post(address, {"rows": 1, "more": "1", **row(0, label="Belum disimpan")}))
    assert "Belum disimpan" in more
    assert "step-1-holder" in more
    assert Chain.objects.count() == 0
    wrong = client.post(address, {"rows": 2, **row(0), **row(1, holder=f"person:{head.pk}", needs=2)})
    assert wrong.status_code == 422
    assert Chain.objects.count() == 0
    assert client.post(address, {"rows": 1, **row(0, holder=f"person:{head.pk}", label="")}).status_code == 302
    assert Chain.objects.get().steps.get().label == office_of(head.memberships.get())
    Chain.objects.all().delete()
    for bad in ({"rows": "x"}, {"rows": "9" * 50}):
        assert client.post(address, bad).status_code == 302  # no steps at all is a chain too
    assert client.post(address, {"rows": 1, **row(0, needs="many", holder="role:king")}).status_code == 422
    assert client.get(f"{address}?jenis=nonsense").status_code == 404


def test_who_may_not_set_up_reads_only(unit: Unit, writer: User, head: User, at_now: datetime) -> None:
    client = signed_in(writer)
    assert client.get(reverse("newsroom:chains")).status_code == 200
    assert client.get(reverse("newsroom:chain_edit")).status_code == 403
    assert client.post(reverse("newsroom:chain_edit"), {"rows": 0}).status_code == 403
    chain = set_chain(unit=unit, kind="", urgent=False, steps=[], by=head, now=at_now)
    client.post(reverse("newsroom:chain_remove", args=[chain.pk]))
    stranger = signed_in(make_member(make_unit("Lain"), Role.BUREAU_HEAD))
    assert stranger.post(reverse("newsroom:chain_remove", args=[chain.pk])).status_code == 404
    assert Chain.objects.count() == 1


def test_a_unit_below_sees_whose_chain_holds(unit: Unit, head: User, at_now: datetime) -> None:
    set_chain(unit=unit, kind="", urgent=False, steps=[StepPlan(1, "Pusat", role=Role.LEADER)], by=head, now=at_now)
    below = make_unit("Kanwil", parent=unit)
    page = text(signed_in(make_member(below, Role.BUREAU_HEAD)).get(reverse("newsroom:chains")))
    assert "Pusat" in page
    assert unit.name in page


def test_people_of_units_one_does_not_see_are_not_listed(unit: Unit, head: User, at_now: datetime) -> None:
    law = make_unit("Biro Hukum", institution=unit.institution)
    lawyer = make_member(law, Role.STAFF, name="Ratih Kusumaning")
    client, address = signed_in(head), reverse("newsroom:chain_edit")
    assert "Ratih" not in text(client.get(address))
    posted = {"rows": 1, **row(0, holder=f"person:{lawyer.pk}", label="Hukum")}
    assert client.post(address, posted).status_code == 422
    steps = [StepPlan(1, "Hukum", person=lawyer.pk)]  # named by whoever manages both
    set_chain(unit=unit, kind="", urgent=False, steps=steps, by=head, now=at_now)
    assert "Ratih" in text(client.get(address))
    assert client.post(address, posted).status_code == 302
