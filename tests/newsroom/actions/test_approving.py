"""A text goes up its chain, and nothing slips through."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.factories.accounts import UserFactory, make_member, make_unit
from tests.factories.newsroom import CONTENT, make_release

from kentongan.accounts.choices import Role, Standing
from kentongan.accounts.models import Membership, Unit, User
from kentongan.audit.models import Entry
from kentongan.channels.email.models import OutgoingMail
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.newsroom.actions.asking import CannotAsk, ask_approval, take_back_round
from kentongan.newsroom.actions.chains import remove_chain, set_chain
from kentongan.newsroom.actions.deciding import decide, let_go_step, over_because, take_step
from kentongan.newsroom.actions.reminding import remind_overdue_step
from kentongan.newsroom.actions.writing import drop_release, save_draft
from kentongan.newsroom.choices import Decided, RoundState, Stage, StepMode, StepState
from kentongan.newsroom.models import ApprovalRound, ApprovalStep, Decision, Release
from kentongan.newsroom.queries.approving import (
    approved_round,
    may_publish_now,
    needs_approval,
    official_at,
    overdue_steps,
    steps_waiting_for,
)
from kentongan.newsroom.rules.approving import StepPlan
from kentongan.newsroom.rules.content import Content, File

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit("Biro Humas")


@pytest.fixture
def writer(unit: Unit) -> User:
    return make_member(unit, Role.PR_OFFICER, name="Damar Lintang")


@pytest.fixture
def coordinator(unit: Unit) -> User:
    return make_member(unit, Role.PR_COORDINATOR, name="Sekar Ayuningtyas")


@pytest.fixture
def head(unit: Unit) -> User:
    return make_member(unit, Role.BUREAU_HEAD, name="Teguh Prasodjo")


@pytest.fixture
def release(unit: Unit, writer: User, now: datetime) -> Release:
    return make_release(unit, writer, now)


def ask(release: Release, by: User, now: datetime, **more: object) -> ApprovalRound:
    approval = ask_approval(release=release, by=by, now=now, **more)
    return ApprovalRound.objects.get(pk=approval.pk)


def step_of(approval: ApprovalRound, label: str = "", position: int = 0) -> ApprovalStep:
    steps = approval.steps.all()
    found = [each for each in steps if each.label == label or each.position == position] if label or position else steps
    return found[0]


def yes(step: ApprovalStep, by: User, now: datetime, **more: object) -> Decision:
    return decide(step=step, decided=Decided.APPROVE, sha256=step.round.sha256, by=by, now=now, **more)


def change(release: Release, by: User, now: datetime, **fields: object) -> Release:
    row = Release.objects.get(pk=release.pk)
    content = replace(Content.of(row.draft), **(fields or {"headline": "Judul lain"}))
    return save_draft(release=row, content=content, revision=row.revision, by=by, now=now)


THREE = [
    StepPlan(1, "Koordinator", role=Role.PR_COORDINATOR, due_minutes=30),
    StepPlan(2, "Hukum", role=Role.INFO_OFFICER_MAIN),
    StepPlan(3, "Kepala Biro", role=Role.BUREAU_HEAD),
]


# --- the way up ------------------------------------------------------------------------------------------------------


def test_where_no_chain_is_set_the_bureau_head_approves(
    release: Release, writer: User, head: User, now: datetime
) -> None:
    approval = ask(release, writer, now)
    yes(step_of(approval), head, now)

    approval.refresh_from_db()
    release.refresh_from_db()
    assert (approval.state, release.stage) == (RoundState.APPROVED, Stage.APPROVED)
    assert approved_round(release, approval.sha256) == approval
    assert may_publish_now(release, approval.sha256, head, now)


def test_three_steps_open_one_after_the_other_and_their_people_are_told(
    *, release: Release, unit: Unit, writer: User, coordinator: User, head: User, now: datetime
) -> None:
    lawyer = make_member(unit, Role.INFO_OFFICER_MAIN)
    set_chain(unit=unit, kind="", urgent=False, steps=THREE, by=head, now=now)
    approval = ask(release, writer, now, note="Tolong cepat")
    assert [step.state for step in approval.steps.all()] == ["open", "waiting", "waiting"]
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {coordinator.email}

    with pytest.raises(Changed, match="earlier step"):
        yes(step_of(approval, position=3), head, now)
    yes(step_of(approval, position=1), coordinator, now)
    assert steps_waiting_for(lawyer, now)[0].label == "Hukum"
    yes(step_of(approval, position=2), lawyer, now)
    assert not may_publish_now(release, approval.sha256, head, now)
    yes(step_of(approval, position=3), head, now)

    approval.refresh_from_db()
    assert approval.state == RoundState.APPROVED
    offices = [decision.office for decision in Decision.objects.order_by("pk")]
    assert offices == [str(role.label) for role in (Role.PR_COORDINATOR, Role.INFO_OFFICER_MAIN, Role.BUREAU_HEAD)]
    assert OutgoingMail.objects.filter(to=writer.email, key__contains="approved").count() == 1
    acts = list(Entry.objects.filter(action__startswith="newsroom.").values_list("action", flat=True))
    assert acts.count("newsroom.step_approved") == 3
    assert "newsroom.release_approved" in acts


def test_a_later_change_of_the_chain_does_not_touch_a_round_under_way(
    *, release: Release, unit: Unit, writer: User, coordinator: User, head: User, now: datetime
) -> None:
    chain = set_chain(unit=unit, kind="", urgent=False, steps=THREE[:1], by=head, now=now)
    approval = ask(release, writer, now)
    set_chain(unit=unit, kind="", urgent=False, steps=THREE, by=head, now=now)
    remove_chain(chain=chain, by=head, now=now)
    yes(step_of(approval), coordinator, now)

    approval.refresh_from_db()
    assert approval.state == RoundState.APPROVED


def test_returned_with_reasons_only(release: Release, writer: User, head: User, now: datetime) -> None:
    approval = ask(release, writer, now)
    step = step_of(approval)
    with pytest.raises(ActionError) as refused:
        decide(step=step, decided=Decided.RETURN, sha256=approval.sha256, note="  ", by=head, now=now)
    assert refused.value.field == "note"
    decide(step=step, decided=Decided.RETURN, sha256=approval.sha256, note="Angkanya lama.", by=head, now=now)

    approval.refresh_from_db()
    release.refresh_from_db()
    assert (approval.state, release.stage) == (RoundState.RETURNED, Stage.RETURNED)
    mail = OutgoingMail.objects.get(to=writer.email)
    assert "Angkanya lama." in mail.text
    with pytest.raises(Changed, match="decided this"):
        yes(step, head, now)
    assert ask(release, writer, now).state == RoundState.OPEN  # the same text may be asked for again


def test_a_change_voids_every_approval_and_says_so(
    *, release: Release, unit: Unit, writer: User, coordinator: User, head: User, now: datetime
) -> None:
    set_chain(unit=unit, kind="", urgent=False, steps=[THREE[0], THREE[2]], by=head, now=now)
    approval = ask(release, writer, now)
    yes(step_of(approval, position=1), coordinator, now)
    change(release, writer, now)

    approval.refresh_from_db()
    release.refresh_from_db()
    assert (approval.state, release.stage) == (RoundState.VOID, Stage.DRAFT)
    assert Decision.objects.count() == 1  # stays on the record
    assert OutgoingMail.objects.filter(to=coordinator.email, key__contains="voided").count() == 1
    with pytest.raises(Changed):
        yes(step_of(approval, position=2), head, now)
    assert over_because(step_of(approval, position=2), head)

    change(release, writer, now, headline=CONTENT.headline)  # back to the very words that were approved
    assert approved_round(Release.objects.get(pk=release.pk), approval.sha256) is None


def test_a_change_after_the_last_approval_voids_it_too(
    release: Release, writer: User, head: User, now: datetime
) -> None:
    approval = ask(release, writer, now)
    yes(step_of(approval), head, now)
    for fields in ({"facts": ()}, {"headline": "Lain"}):
        change(release, writer, now, **fields)
    release.refresh_from_db()

    assert release.stage == Stage.DRAFT
    assert approved_round(release, approval.sha256) is None
    assert ApprovalRound.objects.get().state == RoundState.VOID


def test_saving_the_same_text_again_changes_nothing(release: Release, writer: User, head: User, now: datetime) -> None:
    approval = ask(release, writer, now)
    yes(step_of(approval), head, now)
    change(release, writer, now, headline=CONTENT.headline)

    assert approved_round(release, approval.sha256) is not None


def test_the_text_changed_while_it_was_read(release: Release, writer: User, head: User, now: datetime) -> None:
    old = ask(release, writer, now)
    change(release, writer, now)
    new = ask(Release.objects.get(pk=release.pk), writer, now)

    with pytest.raises(Changed, match="changed while you were reading"):
        decide(step=step_of(new), decided=Decided.APPROVE, sha256=old.sha256, by=head, now=now)
    assert Decision.objects.count() == 0


def test_a_draft_changed_behind_the_actions_is_not_approved(
    release: Release, writer: User, head: User, now: datetime
) -> None:
    approval = ask(release, writer, now)
    Release.objects.update(draft=replace(CONTENT, headline="Diam-diam").as_json())

    with pytest.raises(Changed):
        yes(step_of(approval), head, now)


# --- who -------------------------------------------------------------------------------------------------------------


def test_the_writer_never_counts(release: Release, unit: Unit, writer: User, head: User, now: datetime) -> None:
    Membership.objects.create(user=writer, unit=unit, role=Role.BUREAU_HEAD)
    approval = ask(release, writer, now)
    with pytest.raises(NotAllowed, match="wrote"):
        yes(step_of(approval), writer, now)
    assert steps_waiting_for(writer, now) == []
    yes(step_of(approval), head, now)


def test_whoever_corrected_the_text_last_does_not_approve_it(
    release: Release, writer: User, head: User, now: datetime
) -> None:
    change(release, head, now)
    approval = ask(Release.objects.get(pk=release.pk), writer, now)

    with pytest.raises(NotAllowed):
        yes(step_of(approval), head, now)


def test_reading_it_in_the_editor_makes_nobody_a_writer(
    release: Release, writer: User, head: User, now: datetime
) -> None:
    approval = ask(release, writer, now)
    change(release, head, now, headline=CONTENT.headline)  # the editor saves by itself, the same text

    yes(step_of(approval), head, now)


@pytest.mark.parametrize("standing", [Standing.ACTING_VACANT, Standing.ACTING_ABSENT])
def test_acting_officials_decide_as_such_in_their_time(
    release: Release, unit: Unit, writer: User, now: datetime, standing: Standing
) -> None:
    acting = UserFactory()
    day = now.date() + timedelta(days=1)  # 24 November in Jakarta
    Membership.objects.create(
        user=acting, unit=unit, role=Role.BUREAU_HEAD, standing=standing, title="Kepala Biro Humas",
        start_on=day, end_on=day,
    )  # fmt: skip
    approval = ask(release, writer, now)
    step = step_of(approval)
    official = official_at(step, acting, now)
    assert official is not None
    assert official.office == f"{'Plt.' if standing == Standing.ACTING_VACANT else 'Plh.'} Kepala Biro Humas"
    assert official_at(step, acting, now + timedelta(days=1)) is None
    assert official_at(step, acting, now - timedelta(days=1)) is None
    assert yes(step, acting, now).office.startswith("Pl")


def test_a_role_above_decides_and_the_nearest_are_told(unit: Unit, now: datetime) -> None:
    below = make_unit("Kantor Wilayah", parent=unit)
    writer = make_member(below, Role.UNIT_OPERATOR)
    near = make_member(below, Role.BUREAU_HEAD)
    far = make_member(unit, Role.BUREAU_HEAD)
    approval = ask(make_release(below, writer, now), writer, now)

    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {near.email}
    yes(step_of(approval), far, now)


def test_strangers_and_those_below_do_not_decide(release: Release, unit: Unit, writer: User, now: datetime) -> None:
    below = make_member(make_unit("Bagian", parent=unit), Role.BUREAU_HEAD)
    stranger = make_member(make_unit("Lain"), Role.BUREAU_HEAD)
    left = make_member(unit, Role.BUREAU_HEAD)
    Membership.objects.filter(user=left).update(end_on=now.date())
    closed = make_member(unit, Role.BUREAU_HEAD, is_active=False)
    step = step_of(ask(release, writer, now))
    for person in (below, stranger, left, closed):
        assert steps_waiting_for(person, now) == []
        with pytest.raises(NotAllowed):
            yes(step, person, now)


def test_a_person_of_another_unit_and_their_deputy(
    *, release: Release, unit: Unit, writer: User, head: User, now: datetime
) -> None:
    law = make_unit("Biro Hukum", institution=unit.institution)
    lawyer = make_member(law, Role.STAFF, name="Ratih Kusumaning")
    deputy = make_member(law, Role.STAFF)
    plan = StepPlan(1, "Kabag Hukum", person=lawyer.pk, deputy=deputy.pk)
    set_chain(unit=unit, kind="", urgent=False, steps=[plan], by=head, now=now)
    step = step_of(ask(release, writer, now))
    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {lawyer.email, deputy.email}
    official = official_at(step, deputy, now)
    assert official is not None
    assert official.is_deputy

    Membership.objects.filter(user=lawyer).update(end_on=now.date() - timedelta(days=9))
    with pytest.raises(NotAllowed):  # whoever left approves nothing, also when a chain still names them
        yes(step, lawyer, now)
    assert yes(step, deputy, now).office != "Staff"


def test_two_people_must_approve(release: Release, unit: Unit, writer: User, head: User, now: datetime) -> None:
    second = make_member(unit, Role.BUREAU_HEAD)
    plan = StepPlan(1, "Dua kepala", role=Role.BUREAU_HEAD, needs=2)
    set_chain(unit=unit, kind="", urgent=False, steps=[plan], by=head, now=now)
    approval = ask(release, writer, now)
    step = step_of(approval)
    yes(step, head, now)
    step.refresh_from_db()
    assert step.state == StepState.OPEN
    with pytest.raises(Changed, match="You decided"):
        yes(step, head, now)
    assert steps_waiting_for(head, now) == []
    yes(step, second, now)

    approval.refresh_from_db()
    assert approval.state == RoundState.APPROVED


def test_one_is_enough_and_the_second_is_told_who_was_first(
    *, release: Release, unit: Unit, writer: User, head: User, now: datetime
) -> None:
    second = make_member(unit, Role.BUREAU_HEAD)
    step = step_of(ask(release, writer, now))
    yes(step, head, now)

    with pytest.raises(Changed, match="Teguh Prasodjo"):
        yes(step, second, now)
    with pytest.raises(Changed, match="Teguh Prasodjo"):
        decide(step=step, decided=Decided.RETURN, sha256=step.round.sha256, note="Jangan", by=second, now=now)
    assert Decision.objects.count() == 1


def test_side_by_side_both_must_approve_in_any_order(
    *, release: Release, unit: Unit, writer: User, coordinator: User, head: User, now: datetime
) -> None:
    steps = [StepPlan(5, "Koordinator", role=Role.PR_COORDINATOR), StepPlan(5, "Kepala", role=Role.BUREAU_HEAD),
             StepPlan(9, "Pimpinan", role=Role.LEADER)]  # fmt: skip
    set_chain(unit=unit, kind="", urgent=False, steps=steps, by=head, now=now)
    leader = make_member(unit, Role.LEADER)
    approval = ask(release, writer, now)
    yes(step_of(approval, "Kepala"), head, now)
    assert step_of(approval, "Pimpinan").state == StepState.WAITING
    yes(step_of(approval, "Koordinator"), coordinator, now)
    yes(step_of(approval, "Pimpinan"), leader, now)

    approval.refresh_from_db()
    assert [step.position for step in approval.steps.all()] == [1, 1, 2]
    assert approval.state == RoundState.APPROVED


def test_a_comment_holds_nobody_up(
    *, release: Release, unit: Unit, writer: User, coordinator: User, head: User, now: datetime
) -> None:
    steps = [StepPlan(1, "Masukan", mode=StepMode.COMMENT, role=Role.PR_COORDINATOR),
             StepPlan(2, "Kepala", role=Role.BUREAU_HEAD)]  # fmt: skip
    set_chain(unit=unit, kind="", urgent=False, steps=steps, by=head, now=now)
    approval = ask(release, writer, now)
    comment = step_of(approval, "Masukan")
    with pytest.raises(ActionError):
        yes(comment, coordinator, now)
    yes(step_of(approval, "Kepala"), head, now)
    approval.refresh_from_db()
    assert approval.state == RoundState.APPROVED
    assert [step.pk for step in steps_waiting_for(coordinator, now)] == [comment.pk]  # until it is published
    decide(step=comment, decided=Decided.COMMENT, sha256=approval.sha256, note="Baik.", by=coordinator, now=now)

    assert steps_waiting_for(coordinator, now) == []
    release.refresh_from_db()
    assert release.stage == Stage.APPROVED


def test_a_chain_of_comments_alone_approves_at_once_and_one_of_no_steps_needs_nothing(
    *, release: Release, unit: Unit, writer: User, coordinator: User, head: User, now: datetime
) -> None:
    only = [StepPlan(1, "Masukan", mode=StepMode.COMMENT, role=Role.PR_COORDINATOR)]
    set_chain(unit=unit, kind="", urgent=False, steps=only, by=head, now=now)
    assert ask(release, writer, now).state == RoundState.APPROVED
    set_chain(unit=unit, kind="", urgent=False, steps=[], by=head, now=now)
    assert not needs_approval(release)
    assert may_publish_now(release, "0" * 64, head, now)
    with pytest.raises(CannotAsk, match="No approval"):
        ask(make_release(unit, writer, now), writer, now)


# --- chains ----------------------------------------------------------------------------------------------------------


def test_the_nearest_chain_holds_and_the_type_goes_before_any(unit: Unit, head: User, now: datetime) -> None:
    below = make_unit("Kanwil", parent=unit)
    operator = make_member(below, Role.UNIT_OPERATOR)
    release = make_release(below, operator, now)
    set_chain(unit=unit, kind="", urgent=False, steps=THREE, by=head, now=now)
    assert ask(release, operator, now).steps.count() == 3
    set_chain(unit=unit, kind="speech", urgent=False, steps=[], by=head, now=now)
    assert needs_approval(release)
    assert not needs_approval(make_release(below, operator, now, kind="speech"))
    set_chain(unit=below, kind="", urgent=False, steps=THREE[:1], by=head, now=now)
    assert ask(make_release(below, operator, now), operator, now).steps.count() == 1
    assert ask(make_release(below, operator, now, kind="speech"), operator, now).steps.count() == 1


def test_the_urgent_lane_is_short_and_falls_back(
    *, release: Release, unit: Unit, writer: User, head: User, now: datetime
) -> None:
    set_chain(unit=unit, kind="", urgent=False, steps=THREE, by=head, now=now)
    first = ask(release, writer, now, urgent=True)
    assert first.steps.count() == 3  # nobody set a short lane
    take_back_round(approval=first, by=writer, now=now)
    set_chain(unit=unit, kind="", urgent=True, steps=[THREE[2]], by=head, now=now)
    second = ask(release, writer, now, urgent=True)

    assert (second.steps.count(), second.is_urgent) == (1, True)
    release.refresh_from_db()
    assert release.is_urgent


@pytest.mark.parametrize(
    "plan",
    [
        StepPlan(1, "Kosong"),
        StepPlan(1, "Dua-duanya", role=Role.LEADER, person=1),
        StepPlan(1, "Peran asing", role="raja"),
        StepPlan(1, "Terlalu banyak", role=Role.LEADER, needs=99),
        StepPlan(1, "Nol", role=Role.LEADER, needs=0),
        StepPlan(1, "Lewat waktu", role=Role.LEADER, due_minutes=0),
        StepPlan(1, "Abad", role=Role.LEADER, due_minutes=10**9),
        StepPlan(1, "Orang hilang", person=10**12),
        StepPlan(1, "Wakil hilang", role=Role.LEADER, deputy=10**12),
        StepPlan(1, "Cara asing", role=Role.LEADER, mode="tidur"),
    ],
)
def test_a_step_that_cannot_work_is_refused(unit: Unit, head: User, now: datetime, plan: StepPlan) -> None:
    with pytest.raises(ActionError) as refused:
        set_chain(unit=unit, kind="", urgent=False, steps=[plan], by=head, now=now)
    assert refused.value.field == "step-1"


def test_a_stranger_is_no_deputy_and_sets_no_chain(unit: Unit, head: User, writer: User, now: datetime) -> None:
    stranger = make_member(make_unit("Lain"), Role.BUREAU_HEAD)
    with pytest.raises(ActionError, match="no role"):
        set_chain(
            unit=unit, kind="", urgent=False, by=head, now=now,
            steps=[StepPlan(1, "Kepala", role=Role.BUREAU_HEAD, deputy=stranger.pk)],
        )  # fmt: skip
    for person in (stranger, writer):
        with pytest.raises(NotAllowed):
            set_chain(unit=unit, kind="", urgent=False, steps=[], by=person, now=now)


# --- asking ----------------------------------------------------------------------------------------------------------


def test_what_cannot_be_asked_for(release: Release, unit: Unit, writer: User, head: User, now: datetime) -> None:
    empty = make_release(unit, writer, now, headline="  ")
    with pytest.raises(CannotAsk, match="headline"):
        ask(empty, writer, now)
    analyst = make_member(make_unit("Lain"), Role.BUREAU_HEAD)
    with pytest.raises(NotAllowed):
        ask(release, analyst, now)
    ask(release, writer, now)
    with pytest.raises(Changed, match="under way"):
        ask(release, head, now)
    dropped = drop_release(release=make_release(unit, writer, now), by=writer, now=now)
    with pytest.raises(CannotAsk):
        ask(dropped, writer, now)


def test_a_picture_without_words_is_not_sent_up(release: Release, writer: User, now: datetime) -> None:
    content = replace(CONTENT, pictures=(File(1, "0" * 64, "foto.jpg"),))
    Release.objects.update(draft=content.as_json())
    with pytest.raises(CannotAsk, match="alternative text"):
        ask(release, writer, now)


def test_taken_back(release: Release, writer: User, head: User, now: datetime) -> None:
    approval = ask(release, writer, now)
    take_back_round(approval=approval, by=writer, now=now)
    with pytest.raises(Changed, match="taken back"):
        yes(step_of(approval), head, now)
    with pytest.raises(Changed):
        take_back_round(approval=approval, by=writer, now=now)
    assert ask(release, writer, now).pk != approval.pk


# --- somebody is on it, overdue --------------------------------------------------------------------------------------


def test_somebody_is_on_it_and_others_may_still_decide(
    *, release: Release, unit: Unit, writer: User, head: User, now: datetime
) -> None:
    second = make_member(unit, Role.BUREAU_HEAD)
    step = step_of(ask(release, writer, now))
    take_step(step=step, by=head, now=now)
    with pytest.raises(Changed, match="Teguh Prasodjo"):
        take_step(step=step, by=second, now=now)
    with pytest.raises(NotAllowed):
        let_go_step(step=step, by=second, now=now)
    with pytest.raises(NotAllowed):
        take_step(step=step, by=writer, now=now)
    let_go_step(step=step, by=head, now=now)
    let_go_step(step=step, by=head, now=now)
    assert take_step(step=step, by=second, now=now).taken_by == second
    yes(step, head, now)
    with pytest.raises(Changed):
        take_step(step=step, by=second, now=now)


def test_an_overdue_step_is_reminded_of_once_and_never_approved_by_silence(
    *, release: Release, unit: Unit, writer: User, coordinator: User, head: User, now: datetime
) -> None:
    set_chain(unit=unit, kind="", urgent=False, steps=THREE[:1], by=head, now=now)
    approval = ask(release, writer, now)
    assert list(overdue_steps(now + timedelta(minutes=29))) == []
    late = now + timedelta(minutes=30)
    step = overdue_steps(late)[0]
    assert remind_overdue_step(step=step, now=late)
    assert not remind_overdue_step(step=step, now=late)
    assert not remind_overdue_step(step=step, now=now)  # the clock was turned back
    assert OutgoingMail.objects.filter(to=coordinator.email, key__endswith=":late").count() == 1
    year = now + timedelta(days=400)
    assert list(overdue_steps(year)) == []
    approval.refresh_from_db()
    assert approval.state == RoundState.OPEN
    yes(step, coordinator, year)


def test_the_audit_names_no_words_of_the_text(release: Release, writer: User, head: User, now: datetime) -> None:
    step = step_of(ask(release, writer, now, note="rahasia-catatan"))
    decide(step=step, decided=Decided.RETURN, sha256=step.round.sha256, note="rahasia-alasan", by=head, now=now)
    assert not any("rahasia" in str(entry.data) for entry in Entry.objects.all())
