"""Who may change what, and what it does: officer, colleague, stranger."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import override_settings
from tests.factories.accounts import InstitutionFactory, UserFactory, make_member, make_unit

from kentongan.accounts import actions
from kentongan.accounts.choices import Role, Standing
from kentongan.accounts.models import ApiToken, Institution, Invitation, Membership, Unit, User
from kentongan.accounts.queries import holds, own_data, token_for
from kentongan.accounts.rules import INVITATION_DAYS, MANAGE, READ
from kentongan.accounts.rules.unit_table import UnitRow
from kentongan.accounts.signals import institution_founded
from kentongan.audit.models import Entry
from kentongan.audit.queries import prove_chain
from kentongan.channels.email.models import OutgoingMail
from kentongan.common.errors import ActionError, Changed, NotAllowed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
PASSWORD = "loket-daring-terpadu"


def token_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def acts() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("action", flat=True))


# --- first start -----------------------------------------------------------------------------------------------------


def test_the_operator_founds_an_institution_and_heads_its_root(now: datetime) -> None:
    heard: list[Institution] = []

    def hear(institution: Institution, **_rest: object) -> None:
        heard.append(institution)

    institution_founded.connect(hear)
    operator = actions.create_operator(email="Ops@KPP.example", name="Ops", password=PASSWORD, now=now)
    institution = actions.found_institution(
        name="Kementerian Pelayanan Publik", short_name="KPP", zone="Asia/Makassar", root_unit="Biro Humas",
        by=operator, now=now,
    )  # fmt: skip
    root = institution.units.get()

    assert (operator.email, operator.is_superuser, operator.check_password(PASSWORD)) == ("ops@kpp.example", True, True)
    assert (root.depth, root.time_zone, institution.slug) == (1, "Asia/Makassar", "kpp")
    assert holds(operator, root, MANAGE, on=TODAY)
    assert heard == [institution]
    assert acts() == ["accounts.operator_created", "accounts.institution_founded", "accounts.role_given"]


@pytest.mark.parametrize(
    ("email", "password", "field"),
    [
        ("bukan", PASSWORD, "email"),
        ("a@b.example", "1234567890", "password"),
        ("a@b.example", "pendek", "password"),
        ("a@b.example", "aaaaaaaaaaaa", "password"),
        ("a@b.example", "password123", "password"),
    ],
)
def test_a_weak_operator_is_refused(now: datetime, email: str, password: str, field: str) -> None:
    with pytest.raises(ActionError) as refusal:
        actions.create_operator(email=email, name="Ops", password=password, now=now)
    assert refusal.value.field == field
    assert not User.objects.exists()


def test_an_operator_is_created_once(now: datetime) -> None:
    actions.create_operator(email="a@b.example", name="Ops", password=PASSWORD, now=now)
    with pytest.raises(ActionError):
        actions.create_operator(email="A@b.example", name="Ops", password=PASSWORD, now=now)


def test_only_the_operator_founds(now: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.found_institution(name="X", root_unit="Y", by=make_member(make_unit(), Role.LEADER), now=now)


def test_two_institutions_of_one_name_have_two_addresses(now: datetime) -> None:
    operator = UserFactory(is_superuser=True)
    slugs = {actions.found_institution(name="KPP", root_unit="Y", by=operator, now=now).slug for _n in range(3)}

    assert slugs == {"kpp", "kpp-2", "kpp-3"}


def test_the_operator_sees_no_units_without_a_role() -> None:
    make_unit()

    assert not UserFactory(is_superuser=True).visible_units().exists()


# --- units -----------------------------------------------------------------------------------------------------------


def test_a_manager_adds_renames_moves_and_closes_below(now: datetime) -> None:
    root = make_unit(time_zone="Asia/Makassar")
    head = make_member(root, Role.PR_COORDINATOR)
    east = actions.add_unit(parent=root, name=" Kanwil Timur ", code="KW-1", by=head, now=now)
    west = actions.add_unit(parent=root, name="Kanwil Barat", by=head, now=now)
    office = actions.add_unit(parent=east, name="UPT", by=head, now=now)
    moved = actions.move_unit(unit=office, parent=west, by=head, now=now)
    renamed = actions.edit_unit(
        unit=moved, name="UPT Baru", code="U-1", level="technical", region_code="32.73", time_zone="Asia/Jakarta",
        by=head, now=now,
    )  # fmt: skip
    closed = actions.set_unit_active(unit=renamed, active=False, by=head, now=now)

    assert (east.name, east.time_zone) == ("Kanwil Timur", "Asia/Makassar")
    assert (Unit.objects.get_parent(closed).pk, closed.name, closed.is_active) == (west.pk, "UPT Baru", False)
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert acts()[-3:] == ["accounts.unit_moved", "accounts.unit_edited", "accounts.unit_closed"]
    with pytest.raises(ActionError):
        actions.add_unit(parent=closed, name="X", by=head, now=now)


def test_officers_and_strangers_change_no_unit(now: datetime) -> None:
    root = make_unit()
    branch = make_unit("Kanwil", parent=root)
    other = make_unit("Kanwil lain", parent=root)
    details = {"name": "X", "code": "", "level": "other", "region_code": "", "time_zone": "Asia/Jakarta"}
    for person in (
        make_member(root),
        make_member(branch, Role.UNIT_OPERATOR),
        make_member(other, Role.BUREAU_HEAD),
        make_member(make_unit(), Role.BUREAU_HEAD),
        UserFactory(is_superuser=True),
    ):
        for attempt in (
            lambda by: actions.add_unit(parent=branch, name="X", by=by, now=now),
            lambda by: actions.edit_unit(unit=branch, **details, by=by, now=now),
            lambda by: actions.move_unit(unit=branch, parent=other, by=by, now=now),
            lambda by: actions.set_unit_active(unit=branch, active=False, by=by, now=now),
            lambda by: actions.import_units(root=branch, rows=[], by=by, now=now),
        ):
            with pytest.raises(NotAllowed):
                attempt(person)
    assert acts() == []


def test_a_branch_manager_cannot_close_or_move_the_own_branch(now: datetime) -> None:
    root = make_unit()
    branch, other = make_unit("Kanwil", parent=root), make_unit("Lain", parent=root)
    local = make_member(branch, Role.BUREAU_HEAD)
    with pytest.raises(NotAllowed):
        actions.set_unit_active(unit=branch, active=False, by=local, now=now)
    with pytest.raises(NotAllowed):
        actions.move_unit(unit=branch, parent=other, by=local, now=now)


def test_a_unit_moves_neither_below_itself_nor_abroad(now: datetime) -> None:
    root, abroad = make_unit(), make_unit()
    head = make_member(root, Role.BUREAU_HEAD)
    Membership.objects.create(user=head, unit=abroad, role=Role.BUREAU_HEAD)
    branch = make_unit("Kanwil", parent=root)
    leaf = make_unit("UPT", parent=branch)
    for parent in (leaf, branch, abroad):
        with pytest.raises(ActionError):
            actions.move_unit(unit=branch, parent=parent, by=head, now=now)
    with pytest.raises(ActionError):
        actions.move_unit(unit=root, parent=branch, by=head, now=now)


def test_codes_are_unique_in_an_institution(now: datetime) -> None:
    root = make_unit()
    head = make_member(root, Role.BUREAU_HEAD)
    actions.add_unit(parent=root, name="A", code="K", by=head, now=now)
    with pytest.raises(ActionError) as refusal:
        actions.add_unit(parent=root, name="B", code=" K ", by=head, now=now)
    assert refusal.value.field == "code"


def rows(*triples: tuple[str, str, str]) -> list[UnitRow]:
    return [UnitRow(line, code, name, parent) for line, (code, name, parent) in enumerate(triples, start=2)]


def tree() -> dict[str, str]:
    units = {unit.path: unit for unit in Unit.objects.all()}
    return {unit.code: units[path[:-4]].code if len(path) > 4 else "-" for path, unit in units.items()}


def test_an_import_builds_updates_and_moves(now: datetime) -> None:
    root = make_unit(code="ROOT")
    head = make_member(root, Role.BUREAU_HEAD)
    first = rows(("C", "C", "B"), ("B", "B", "A"), ("A", "A", ""), ("D", "D", "ROOT"))
    plan = actions.import_units(root=root, rows=first, by=head, now=now)
    again = actions.import_units(root=root, rows=first, by=head, now=now)
    changed = rows(("C", "C baru", ""), ("E", "E", "C"), ("D", "D", "E"))
    second = actions.import_units(root=root, rows=changed, by=head, now=now)

    assert (len(plan.create), again.unchanged, again.create) == (4, 4, [])
    assert [len(part) for part in (second.create, second.update, second.move)] == [1, 1, 2]
    assert tree() == {"ROOT": "-", "A": "ROOT", "B": "A", "C": "ROOT", "E": "C", "D": "E"}
    assert Unit.objects.get(code="C").name == "C baru"
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_units_swap_places(now: datetime) -> None:
    root = make_unit(code="ROOT")
    head = make_member(root, Role.BUREAU_HEAD)
    actions.import_units(root=root, rows=rows(("A", "A", ""), ("B", "B", "A")), by=head, now=now)
    actions.import_units(root=root, rows=rows(("A", "A", "B"), ("B", "B", "")), by=head, now=now)

    assert tree() == {"ROOT": "-", "B": "ROOT", "A": "B"}
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_a_dry_run_writes_nothing(now: datetime) -> None:
    root = make_unit()
    head = make_member(root, Role.BUREAU_HEAD)
    plan = actions.import_units(root=root, rows=rows(("A", "A", "")), by=head, now=now, dry_run=True)

    assert (len(plan.create), Unit.objects.count(), acts()) == (1, 1, [])


def test_an_import_reaches_only_below_its_unit(now: datetime) -> None:
    root = make_unit()
    branch, other = make_unit("Kanwil", parent=root, code="K1"), make_unit("Lain", parent=root, code="K2")
    local = make_member(branch, Role.BUREAU_HEAD)
    table = rows(("K2", "Direbut", ""), ("N", "Baru", "K1"), ("M", "Menumpang", "K2"))
    plan = actions.import_units(root=branch, rows=table, by=local, now=now)

    other.refresh_from_db()
    assert other.name == "Lain"
    assert [row.code for row in plan.create] == ["N"]
    assert [bad.label for bad in plan.bad] == ["K2", "M"]


# --- people ----------------------------------------------------------------------------------------------------------


def test_an_invitation_becomes_an_account_with_its_role(now: datetime) -> None:
    unit = make_unit()
    head = make_member(unit, Role.PR_COORDINATOR)
    invitation, link = actions.invite(
        unit=unit, email="Baru@KPP.example", name="Baru", role=Role.PR_OFFICER, by=head, now=now
    )
    mail = OutgoingMail.objects.get()
    membership = actions.accept_invitation(token=token_of(link), name="Orang  Baru", password=PASSWORD, now=now)

    assert link not in str(Invitation.objects.values().get())
    assert (mail.to, mail.is_private, link in mail.text) == ("baru@kpp.example", True, True)
    assert (membership.user.email, membership.user.name) == ("baru@kpp.example", "Orang Baru")
    assert holds(membership.user, unit, READ, on=TODAY)
    assert acts() == ["accounts.person_invited", "accounts.invitation_accepted"]
    assert invitation.expires_at == now + timedelta(days=INVITATION_DAYS)


def test_an_invitation_works_once_and_for_seven_days(now: datetime) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    _one, used = actions.invite(unit=unit, email="a@b.example", name="A", role=Role.STAFF, by=head, now=now)
    _two, late = actions.invite(unit=unit, email="c@d.example", name="C", role=Role.STAFF, by=head, now=now)
    actions.accept_invitation(token=token_of(used), name="A", password=PASSWORD, now=now)
    after = now + timedelta(days=INVITATION_DAYS)
    for token, moment in ((token_of(used), now), (token_of(late), after), ("palsu", now), ("", now)):
        with pytest.raises(ActionError):
            actions.accept_invitation(token=token, name="X", password=PASSWORD, now=moment)
    assert Membership.objects.filter(role=Role.STAFF).count() == 1


def test_a_newer_or_withdrawn_invitation_closes_the_older(now: datetime) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    _old, first = actions.invite(unit=unit, email="a@b.example", name="A", role=Role.STAFF, by=head, now=now)
    newer, second = actions.invite(unit=unit, email="a@b.example", name="A", role=Role.STAFF, by=head, now=now)
    actions.withdraw_invitation(invitation=newer, by=head, now=now)
    for link in (first, second):
        with pytest.raises(ActionError):
            actions.accept_invitation(token=token_of(link), name="A", password=PASSWORD, now=now)


def test_an_invitation_is_worth_what_its_sender_may_still_give(now: datetime) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    _invitation, link = actions.invite(unit=unit, email="a@b.example", name="A", role=Role.STAFF, by=head, now=now)
    Membership.objects.filter(user=head).delete()
    with pytest.raises(ActionError):
        actions.accept_invitation(token=token_of(link), name="A", password=PASSWORD, now=now)
    assert not User.objects.filter(email="a@b.example").exists()


def test_an_account_is_never_taken_over_by_an_invitation(now: datetime) -> None:
    unit = make_unit()
    head, known, other = make_member(unit, Role.BUREAU_HEAD), UserFactory(email="a@b.example"), UserFactory()
    _invitation, link = actions.invite(unit=unit, email="a@b.example", name="A", role=Role.STAFF, by=head, now=now)
    with pytest.raises(ActionError):
        actions.accept_invitation(token=token_of(link), name="A", password=PASSWORD, now=now)
    with pytest.raises(ActionError):
        actions.accept_invitation(token=token_of(link), by=other, now=now)

    assert actions.accept_invitation(token=token_of(link), by=known, now=now).user == known


def test_a_weak_password_uses_up_nothing(now: datetime) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    _invitation, link = actions.invite(unit=unit, email="a@b.example", name="A", role=Role.STAFF, by=head, now=now)
    with pytest.raises(ActionError) as refusal:
        actions.accept_invitation(token=token_of(link), name="A", password="12345", now=now)
    assert refusal.value.field == "password"
    assert actions.accept_invitation(token=token_of(link), name="A", password=PASSWORD, now=now)


ESCALATIONS = [
    (Role.PR_COORDINATOR, Role.BUREAU_HEAD),
    (Role.PR_COORDINATOR, Role.LEADER),
    (Role.PR_OFFICER, Role.PR_OFFICER),
    (Role.PR_OFFICER, Role.PR_COORDINATOR),
    (Role.LEADER, Role.BUREAU_HEAD),
    (Role.UNIT_OPERATOR, Role.INTERN),
    (Role.INTERN, Role.BUREAU_HEAD),
]


@pytest.mark.parametrize(("own", "wanted"), ESCALATIONS)
def test_nobody_gives_what_lies_above_their_reach(now: datetime, own: Role, wanted: Role) -> None:
    unit = make_unit()
    person = make_member(unit, own)
    with pytest.raises(NotAllowed):
        actions.give_role(user=person, unit=unit, role=wanted, by=person, now=now)
    with pytest.raises(NotAllowed):
        actions.invite(unit=unit, email="teman@b.example", name="T", role=wanted, by=person, now=now)


def test_a_branch_head_gives_nothing_above_or_beside(now: datetime) -> None:
    root = make_unit()
    branch, other = make_unit("Kanwil", parent=root), make_unit("Lain", parent=root)
    local, friend = make_member(branch, Role.BUREAU_HEAD), make_member(branch)
    for unit in (root, other, make_unit()):
        with pytest.raises(NotAllowed):
            actions.give_role(user=friend, unit=unit, role=Role.INTERN, by=local, now=now)

    assert actions.give_role(user=friend, unit=branch, role=Role.BUREAU_HEAD, by=local, now=now)


def test_an_acting_official_acts_only_in_the_stated_days(now: datetime) -> None:
    unit = make_unit()
    head, deputy = make_member(unit, Role.BUREAU_HEAD), make_member(unit)
    actions.give_role(
        user=deputy, unit=unit, role=Role.BUREAU_HEAD, standing=Standing.ACTING_ABSENT, by=head, now=now,
        start_on=TODAY + timedelta(days=1), end_on=TODAY + timedelta(days=3),
    )  # fmt: skip
    days = {n: holds(deputy, unit, MANAGE, on=TODAY + timedelta(days=n)) for n in range(5)}

    assert days == {0: False, 1: True, 2: True, 3: True, 4: False}
    guest = {"email": "a@b.example", "name": "A", "role": Role.STAFF, "by": deputy}
    for moment in (now, now + timedelta(days=4)):
        with pytest.raises(NotAllowed):
            actions.invite(unit=unit, **guest, now=moment)
    assert actions.invite(unit=unit, **guest, now=now + timedelta(days=2))


@pytest.mark.parametrize(
    ("standing", "start", "end"),
    [
        (Standing.ACTING_ABSENT, None, None),
        (Standing.ACTING_VACANT, TODAY, None),
        (Standing.DEFINITIVE, TODAY, TODAY - timedelta(days=1)),
        (Standing.DEFINITIVE, None, TODAY - timedelta(days=1)),
    ],
)
def test_dates_that_make_no_sense_are_refused(now: datetime, standing: Standing, start: date, end: date) -> None:
    unit = make_unit()
    head, person = make_member(unit, Role.BUREAU_HEAD), make_member(unit)
    with pytest.raises(ActionError) as refusal:
        actions.give_role(
            user=person, unit=unit, role=Role.STAFF, standing=standing, start_on=start, end_on=end, by=head, now=now
        )
    assert refusal.value.field == "end_on"


def test_the_same_role_is_not_held_twice_at_once(now: datetime) -> None:
    unit = make_unit()
    head, person = make_member(unit, Role.BUREAU_HEAD), make_member(unit, Role.STAFF)
    with pytest.raises(ActionError):
        actions.give_role(user=person, unit=unit, role=Role.STAFF, by=head, now=now)
    Membership.objects.filter(user=person).update(end_on=TODAY)
    assert actions.give_role(
        user=person, unit=unit, role=Role.STAFF, start_on=TODAY + timedelta(days=1), by=head, now=now
    )


def test_a_role_ends_on_its_day(now: datetime) -> None:
    unit = make_unit()
    head, person = make_member(unit, Role.BUREAU_HEAD), make_member(unit)
    membership = person.memberships.get()
    actions.end_membership(membership=membership, last_day=TODAY, by=head, now=now)

    assert holds(person, unit, READ, on=TODAY)
    assert not holds(person, unit, READ, on=TODAY + timedelta(days=1))


def test_a_role_that_never_began_is_gone(now: datetime) -> None:
    unit = make_unit()
    head, person = make_member(unit, Role.BUREAU_HEAD), make_member(unit)
    membership = person.memberships.get()
    Membership.objects.filter(pk=membership.pk).update(start_on=TODAY + timedelta(days=9))
    actions.end_membership(membership=membership, last_day=TODAY, by=head, now=now)

    assert not person.memberships.exists()


def test_roles_are_ended_by_who_may_give_them_or_laid_down(now: datetime) -> None:
    unit = make_unit()
    head, coordinator = make_member(unit, Role.BUREAU_HEAD), make_member(unit, Role.PR_COORDINATOR)
    officer, stranger = make_member(unit), make_member(make_unit(), Role.BUREAU_HEAD)
    for person, target in ((coordinator, head), (officer, coordinator), (stranger, officer)):
        with pytest.raises(NotAllowed):
            actions.end_membership(membership=target.memberships.get(), last_day=TODAY, by=person, now=now)

    actions.end_membership(membership=officer.memberships.get(), last_day=TODAY, by=officer, now=now)
    assert officer.memberships.get().end_on == TODAY


def test_the_last_manager_of_the_root_stays(now: datetime) -> None:
    root = make_unit()
    branch = make_unit("Kanwil", parent=root)
    head = make_member(root, Role.BUREAU_HEAD)
    make_member(branch, Role.BUREAU_HEAD)
    deputy = make_member(root)
    actions.give_role(
        user=deputy, unit=root, role=Role.BUREAU_HEAD, standing=Standing.ACTING_ABSENT, by=head, now=now,
        end_on=TODAY + timedelta(days=30),
    )  # fmt: skip
    for day in (TODAY, TODAY + timedelta(days=400)):
        with pytest.raises(ActionError):
            actions.end_membership(membership=head.memberships.get(), last_day=day, by=head, now=now)
    with pytest.raises(ActionError):
        actions.erase_person(person=head, by=head, now=now)

    actions.give_role(user=deputy, unit=root, role=Role.PR_COORDINATOR, by=head, now=now)
    actions.end_membership(membership=head.memberships.get(), last_day=TODAY, by=head, now=now)
    assert head.memberships.get().end_on == TODAY


def test_an_accepted_invitation_cannot_be_withdrawn(now: datetime) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    invitation, link = actions.invite(unit=unit, email="a@b.example", name="A", role=Role.STAFF, by=head, now=now)
    actions.accept_invitation(token=token_of(link), name="A", password=PASSWORD, now=now)
    with pytest.raises(Changed):
        actions.withdraw_invitation(invitation=invitation, by=head, now=now)


def test_a_closed_unit_takes_nobody(now: datetime) -> None:
    root = make_unit()
    head = make_member(root, Role.BUREAU_HEAD)
    closed = make_unit("Tutup", parent=root, is_active=False)
    with pytest.raises(ActionError):
        actions.invite(unit=closed, email="a@b.example", name="A", role=Role.STAFF, by=head, now=now)


# --- oneself ---------------------------------------------------------------------------------------------------------


def test_own_details(now: datetime) -> None:
    person = UserFactory()
    actions.change_own_details(by=person, name="  Nama   Baru ", language="en", now=now)
    person.refresh_from_db()

    assert (person.name, person.language) == ("Nama Baru", "en")
    for name, language in (("", "en"), ("X", "xx")):
        with pytest.raises(ActionError):
            actions.change_own_details(by=person, name=name, language=language, now=now)


def test_own_data_holds_roles_and_acts_and_nobody_elses(now: datetime) -> None:
    unit = make_unit("Biro Humas")
    person, other = make_member(unit, name="Sekar"), make_member(unit, name="Orang Lain")
    actions.change_own_details(by=person, name="Sekar A", language="id", now=now)
    data = own_data(person)

    assert data["account"]["name"] == "Sekar A"
    assert [role["unit"] for role in data["roles"]] == ["Biro Humas"]
    assert [act["action"] for act in data["acts"]] == ["accounts.details_changed"]
    assert other.name not in str(data)


def test_erasure_leaves_a_number_and_a_whole_chain(now: datetime) -> None:
    root = make_unit()
    head = make_member(root, Role.BUREAU_HEAD, name="Kepala")
    person = make_member(root, email="sekar@kpp.example", name="Sekar Ayuningtyas")
    actions.change_own_details(by=person, name="Sekar Ayu", language="id", now=now)
    actions.invite(unit=root, email="sekar@kpp.example", name="Sekar", role=Role.STAFF, by=head, now=now)
    actions.erase_person(person=person, by=person, now=now)
    person.refresh_from_db()

    assert (person.name, person.is_active, person.has_usable_password()) == ("", False, False)
    assert person.email == f"erased-{person.pk}@kentongan.invalid"
    assert not holds(person, root, READ, on=TODAY)
    assert not Invitation.objects.exists()
    assert not OutgoingMail.objects.filter(to="sekar@kpp.example").exists()
    assert Entry.objects.filter(actor_id=person.pk).count() == 2
    assert prove_chain().whole
    everything = str([list(model.objects.values()) for model in (User, Membership, Entry)])
    assert "Sekar" not in everything


def test_erasure_is_for_oneself_and_the_root_managers(now: datetime) -> None:
    root, abroad = make_unit(), make_unit()
    branch = make_unit("Kanwil", parent=root)
    head, local = make_member(root, Role.BUREAU_HEAD), make_member(branch, Role.BUREAU_HEAD)
    person, officer = make_member(branch), make_member(root)
    Membership.objects.create(user=person, unit=abroad, role=Role.STAFF)
    for by in (local, officer, make_member(abroad, Role.BUREAU_HEAD), head):
        with pytest.raises(NotAllowed):
            actions.erase_person(person=person, by=by, now=now)

    person.memberships.filter(unit=abroad).delete()
    actions.erase_person(person=person, by=head, now=now)
    person.refresh_from_db()
    assert person.erased_at == now


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_opens_until_it_expires_or_is_revoked(now: datetime) -> None:
    root = make_unit()
    branch = make_unit("Kanwil", parent=root)
    head = make_member(root, Role.BUREAU_HEAD)
    token, raw = actions.issue_token(unit=branch, name="Dasbor", days=30, by=head, now=now)

    assert raw not in str(ApiToken.objects.values().get())
    assert token_for(raw, now) == token
    assert list(token.visible_units()) == [branch]
    assert token_for(raw, now + timedelta(days=30)) is None
    assert token_for(raw + "x", now) is None
    assert token_for("", now) is None
    actions.revoke_token(token=token, by=head, now=now)
    assert token_for(raw, now) is None


def test_keys_are_made_and_revoked_by_managers(now: datetime) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD)
    token, _raw = actions.issue_token(unit=unit, name="Dasbor", days=30, by=head, now=now)
    for person in (make_member(unit), make_member(make_unit(), Role.BUREAU_HEAD)):
        with pytest.raises(NotAllowed):
            actions.issue_token(unit=unit, name="X", days=30, by=person, now=now)
        with pytest.raises(NotAllowed):
            actions.revoke_token(token=token, by=person, now=now)
    for name, days in (("", 30), ("X", 4000)):
        with pytest.raises(ActionError):
            actions.issue_token(unit=unit, name=name, days=days, by=head, now=now)


def test_the_use_of_a_key_is_noted_every_ten_minutes(now: datetime) -> None:
    unit = make_unit()
    token, _raw = actions.issue_token(unit=unit, name="D", days=30, by=make_member(unit, Role.BUREAU_HEAD), now=now)
    for minutes in (0, 5, 11):
        actions.note_token_use(token=ApiToken.objects.get(), now=now + timedelta(minutes=minutes))
        token.refresh_from_db()
        assert token.last_used_at == now + timedelta(minutes=11 if minutes == 11 else 0)


@override_settings(BASE_URL="https://kentongan.kpp.example")
def test_links_stand_under_the_public_address(now: datetime) -> None:
    unit = make_unit(institution=InstitutionFactory())
    head = make_member(unit, Role.BUREAU_HEAD)
    _invitation, link = actions.invite(unit=unit, email="a@b.example", name="A", role=Role.STAFF, by=head, now=now)

    assert link.startswith("https://kentongan.kpp.example/akun/undangan/")
