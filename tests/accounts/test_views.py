"""Pages as people meet them: signed out, signed in, without a unit, from another institution."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories.accounts import UserFactory, make_member, make_unit

from kentongan.accounts import actions
from kentongan.accounts.choices import Role
from kentongan.accounts.models import Invitation, Membership, Unit, User
from kentongan.accounts.templatetags.accounts import device
from kentongan.channels.email.models import OutgoingMail

pytestmark = pytest.mark.django_db
PASSWORD = "loket-daring-terpadu"


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def person_with_password(unit: Unit | None = None, role: Role = Role.PR_OFFICER) -> User:
    person = make_member(unit, role, language="en") if unit else UserFactory(language="en")
    person.set_password(PASSWORD)
    person.save()
    return person


def try_sign_in(client: Client, email: str, password: str):
    return client.post(reverse("account_login"), {"login": email, "password": password})


# --- signing in ------------------------------------------------------------------------------------------------------


def test_sign_in_leads_home_and_out_again() -> None:
    person = person_with_password(make_unit())
    client = Client()

    assert client.get(reverse("profile")).status_code == 302
    assert try_sign_in(client, person.email.upper(), PASSWORD).status_code == 302
    assert client.get(reverse("profile")).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(reverse("profile")).status_code == 302


def test_five_wrong_passwords_lock_even_the_right_one_out() -> None:
    person = person_with_password(make_unit())
    client = Client(headers={"cookie": "django_language=en"})
    for _n in range(5):
        assert try_sign_in(client, person.email, "salah").status_code == 200
    locked = try_sign_in(client, person.email, PASSWORD)

    assert locked.status_code == 200
    said = locked.content.decode().replace("\xa0", " ")
    assert re.search(r"You can try again after \d\d:\d\d WIB, in 5 minutes\.", said)
    assert client.get(reverse("profile")).status_code == 302
    # Another machine is locked out as well: the address counts, not only the line.
    assert try_sign_in(Client(REMOTE_ADDR="10.1.2.3"), person.email, PASSWORD).status_code == 200


def test_the_lock_opens_again(time_machine: object, now: datetime) -> None:
    person = person_with_password(make_unit())
    client = Client()
    time_machine.move_to(now)
    for _n in range(5):
        try_sign_in(client, person.email, "salah")
    time_machine.move_to(now + timedelta(minutes=4, seconds=10))
    locked = try_sign_in(client, person.email, PASSWORD).content.decode().replace("\xa0", " ")
    told = timezone.localtime(now + timedelta(minutes=5))
    assert f"{told:%H.%M} WIB" in locked
    assert re.search(r"1 (menit|minute)\b", locked)
    time_machine.move_to(now + timedelta(minutes=5, seconds=1))

    assert try_sign_in(client, person.email, PASSWORD).status_code == 302


def test_a_closed_account_does_not_open() -> None:
    person = person_with_password(make_unit())
    User.objects.update(is_active=False)
    client = Client()
    try_sign_in(client, person.email, PASSWORD)

    assert client.get(reverse("profile")).status_code == 302


def test_the_second_step_is_asked_and_a_recovery_code_opens_once() -> None:
    person = person_with_password(make_unit())
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    client = Client()
    first = try_sign_in(client, person.email, PASSWORD)
    assert first.url == reverse("mfa_authenticate")
    assert client.get(reverse("profile")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200

    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    assert client.post(reverse("mfa_authenticate"), {"code": code}).status_code == 302
    assert client.get(reverse("profile")).status_code == 200
    assert secret not in str(list(person.authenticator_set.values()))


def test_nobody_signs_up_by_themselves() -> None:
    page = Client().post(reverse("account_signup"), {"email": "a@b.example", "password1": PASSWORD})

    assert not User.objects.exists()
    assert page.status_code == 200


def test_a_new_password_comes_by_mail_once() -> None:
    person = person_with_password(make_unit())
    client = Client()
    client.post(reverse("account_reset_password"), {"email": person.email})
    client.post(reverse("account_reset_password"), {"email": "tidak-ada@b.example"})
    mail = OutgoingMail.objects.get()
    link = re.search(r"http://\S+", mail.text)
    assert link is not None
    assert (mail.to, mail.is_private) == (person.email, True)

    path = link[0].removeprefix("http://localhost:8000")
    form = client.get(path, follow=True)
    new = "antrean-sudah-terurai"
    client.post(form.redirect_chain[-1][0], {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)
    assert "no longer works" in Client().get(path, headers={"cookie": "django_language=en"}).content.decode()


@pytest.mark.parametrize(
    "name",
    [
        "profile", "mfa_index", "usersessions_list", "account_change_password", "mfa_generate_recovery_codes",
        "account_logout", "accounts:settings", "accounts:units", "accounts:unit-import", "accounts:people",
        "accounts:invite", "accounts:appoint", "accounts:tokens", "accounts:trail", "accounts:choose-unit",
        "accounts:erase", "accounts:export",
    ],
)  # fmt: skip
def test_every_page_opens_for_a_manager_and_for_nobody_signed_out(name: str) -> None:
    unit = make_unit()
    response = signed_in(make_member(unit, Role.BUREAU_HEAD)).get(reverse(name), follow=True)

    assert response.status_code == 200
    assert Client().get(reverse(name)).status_code == 302


def test_signing_in_says_that_it_works() -> None:
    page = Client().get(reverse("account_login")).content.decode()
    assert re.search(r'<button class="button main" type="submit" data-busy="[^"]+">', page)


@pytest.mark.parametrize("name", ["account_login", "account_reset_password", "account_reset_password_done"])
def test_the_doors_stand_open_to_visitors(name: str) -> None:
    assert Client().get(reverse(name)).status_code == 200


# --- without a unit, first start -------------------------------------------------------------------------------------


def test_no_cache_keeps_what_a_person_saw() -> None:
    client = signed_in(make_member(make_unit(), Role.PR_OFFICER))

    for name in ("profile", "accounts:export", "accounts:people", "today"):
        assert client.get(reverse(name)).headers["Cache-Control"] == "private, no-store", name


@pytest.mark.parametrize(
    ("name", "asked"),
    [("people", "unit"), ("trail", "orang"), ("trail", "sebelum")],
)
def test_a_number_longer_than_any_is_no_failure(name: str, asked: str) -> None:
    client = signed_in(make_member(make_unit(), Role.PR_COORDINATOR))

    assert client.get(reverse(f"accounts:{name}"), {asked: "9" * 5000}).status_code in {200, 404}
    assert client.post(reverse("accounts:choose-unit"), {"unit": "9" * 5000}).status_code == 404
    rows = {"rows": "[" * 100_000}
    assert client.post(reverse("accounts:unit-import-checked"), rows).status_code < 500


def test_without_a_role_a_page_says_why() -> None:
    make_unit()
    response = signed_in(UserFactory(language="en")).get(reverse("accounts:units"))

    assert response.status_code == 403
    assert "You work for no unit today" in response.content.decode()


def test_the_operator_is_led_to_the_welcome_and_sets_up_the_institution() -> None:
    operator = UserFactory(is_superuser=True, language="en")
    client = signed_in(operator)
    assert client.get(reverse("accounts:units")).url == reverse("accounts:welcome")
    assert client.get(reverse("accounts:welcome")).url == reverse("accounts:welcome-institution")
    table = SimpleUploadedFile("unit.csv", b"kode;nama;kode_induk\nB;Bandung;A\nA;Kanwil;\nX;Yatim;ZZ\n")
    response = client.post(
        reverse("accounts:welcome-institution"),
        {"name": "KPP", "root_unit": "Biro Humas", "time_zone": "Asia/Jakarta", "units": table},
    )

    page = response.content.decode()  # the row left out is named at once, with its line and its reason
    assert [(row.line, row.label) for row in response.context["bad"]] == [(4, "X")]
    assert "no unit has the parent code “ZZ”" in page
    assert f'href="{reverse("accounts:welcome")}"' in page
    assert [unit.name for unit in Unit.objects.all()] == ["Biro Humas", "Kanwil", "Bandung"]
    assert client.get(reverse("accounts:units")).status_code == 200
    assert client.get(reverse("accounts:welcome-institution")).url == reverse("accounts:welcome")


def test_others_set_up_no_institution() -> None:
    client = signed_in(UserFactory())
    client.post(
        reverse("accounts:welcome-institution"), {"name": "KPP", "root_unit": "Biro", "time_zone": "Asia/Jakarta"}
    )
    assert not Unit.objects.exists()


# --- units -----------------------------------------------------------------------------------------------------------


def test_the_tree_shows_ours_and_finds_by_words() -> None:
    root = make_unit("Biro Humas")
    branch = make_unit("Kanwil Jawa Barat", parent=root)
    make_unit("UPT Bandung", parent=branch, code="U-77")
    make_unit("Biro Rahasia Lain")
    client = signed_in(make_member(root, language="en"))
    url = reverse("accounts:units")

    page = client.get(url).content.decode()
    assert "Kanwil Jawa Barat" in page
    assert "1 unit" in page
    assert "Rahasia" not in page
    assert "UPT Bandung" in client.get(url, {"q": "bandung upt"}).content.decode()
    assert "UPT Bandung" in client.get(url, {"q": "u-77"}).content.decode()
    assert "No unit is called that" in client.get(url, {"q": "rahasia"}).content.decode()
    fragment = client.get(reverse("accounts:unit-branch", args=[branch.pk])).content.decode()
    assert "UPT Bandung" in fragment
    assert "<html" not in fragment


def test_the_tree_costs_the_same_with_one_unit_and_with_thirty() -> None:
    root = make_unit()
    client = signed_in(make_member(root, Role.BUREAU_HEAD))
    make_unit("Kanwil", parent=root)
    counts = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("accounts:units"))
        counts.append(len(queries))
        for n in range(30):
            make_unit("UPT", parent=make_unit(f"Kanwil {n}", parent=Unit.objects.get(pk=root.pk)))

    assert counts[0] >= counts[1]


def test_foreign_units_do_not_exist() -> None:
    theirs, ours = make_unit(), make_unit()
    below = make_unit("Kanwil", parent=theirs)
    client = signed_in(make_member(ours, Role.BUREAU_HEAD))
    for name in ("unit", "unit-branch", "unit-add", "unit-move"):
        assert client.get(reverse(f"accounts:{name}", args=[below.pk])).status_code == 404
    assert client.post(reverse("accounts:unit-active", args=[below.pk]), {"active": "no"}).status_code == 404
    mine = make_unit("Punya kita", parent=ours)
    assert client.post(reverse("accounts:unit-move", args=[mine.pk]), {"parent": below.pk}).status_code == 404
    assert client.get(reverse("accounts:people"), {"unit": theirs.pk}).status_code == 404


def test_an_officer_reads_and_may_not_change() -> None:
    root = make_unit()
    branch = make_unit("Kanwil", parent=root)
    client = signed_in(make_member(root, language="en"))
    assert client.get(reverse("accounts:unit", args=[branch.pk])).status_code == 200
    details = {"name": "X", "code": "", "level": "other", "region_code": "", "time_zone": "Asia/Jakarta"}
    answer = client.post(reverse("accounts:unit", args=[branch.pk]), details)

    assert answer.status_code == 403
    assert "Not yours to do" in answer.content.decode()
    assert client.post(reverse("accounts:unit-add", args=[branch.pk]), details).status_code == 403
    assert client.get(reverse("accounts:invite")).status_code == 403
    assert client.get(reverse("accounts:tokens")).status_code == 403


def test_a_table_is_looked_at_before_it_is_imported() -> None:
    root = make_unit()
    client = signed_in(make_member(root, Role.BUREAU_HEAD, language="en"))
    table = SimpleUploadedFile("unit.csv", b"kode;nama;kode_induk\nA;Kanwil;\nB;Bandung;A\nX;Yatim;ZZ\n;Tanpa;\n")
    page = client.post(reverse("accounts:unit-import"), {"table": table}).content.decode()
    assert Unit.objects.count() == 1
    assert "no unit has the parent code “ZZ”" in page
    assert "no code" in page
    assert page.index("Nothing is saved yet") < page.index("Import the good rows") < page.index("no code")

    checked = re.search(r'name="rows" value="([^"]*)"', page)
    assert checked is not None
    rows = checked[1].replace("&quot;", '"')
    client.post(reverse("accounts:unit-import-checked"), {"rows": rows})
    assert sorted(unit.code for unit in Unit.objects.all()) == ["", "A", "B"]


@pytest.mark.parametrize(
    "rows", ["", "[", "[[1]]", '[["x","A","A","",null,"",null]]', '[[2,"A","A","","king","",null]]', "{}", "null"]
)
def test_meddled_rows_import_nothing(rows: str) -> None:
    client = signed_in(make_member(make_unit(), Role.BUREAU_HEAD))
    client.post(reverse("accounts:unit-import-checked"), {"rows": rows})

    assert Unit.objects.count() == 1


def test_the_table_of_units_comes_back_unchanged() -> None:
    root = make_unit()
    client = signed_in(make_member(root, Role.BUREAU_HEAD, language="en"))
    branch = make_unit("Kanwil", parent=root, code="K")
    make_unit("=UPT", parent=branch, code="U")
    content = client.get(reverse("accounts:unit-table")).content
    page = client.post(
        reverse("accounts:unit-import"), {"table": SimpleUploadedFile("unit.csv", content)}
    ).content.decode()

    assert "'=UPT" in content.decode()
    assert "0 new units" in page


# --- people ----------------------------------------------------------------------------------------------------------


def test_from_invitation_to_first_sign_in() -> None:
    unit = make_unit()
    head = signed_in(make_member(unit, Role.BUREAU_HEAD, language="en"))
    page = head.post(
        reverse("accounts:invite"),
        {"name": "Baru", "email": "baru@kpp.example", "role": Role.STAFF, "standing": "definitive"},
    ).content.decode()
    link = re.search(r'value="http://localhost:8000(/akun/undangan/[^"]+)"', page)
    assert link is not None
    mail = OutgoingMail.objects.get(to="baru@kpp.example").text.replace("\xa0", " ")
    assert re.search(r"\b20\d\d, \d\d\.\d\d WIB\.", mail)
    visitor = Client()
    assert visitor.get(link[1]).status_code == 200
    weak = visitor.post(link[1], {"name": "Baru", "password": "123"})
    assert weak.status_code == 200
    assert visitor.post(link[1], {"name": "Baru", "password": PASSWORD}).url == "/"
    assert visitor.get(reverse("accounts:units")).status_code == 200  # signed in by the link and the new password
    visitor.logout()
    assert try_sign_in(visitor, "baru@kpp.example", PASSWORD).status_code == 302
    assert visitor.get(reverse("accounts:units")).status_code == 200
    assert Client().get(link[1]).status_code == 410
    assert Client().get("/akun/undangan/palsu/").status_code == 410
    assert link[1] not in head.get(reverse("accounts:people")).content.decode()


def test_somebody_with_an_account_accepts_signed_in(now: datetime) -> None:
    unit = make_unit()
    known = person_with_password(make_unit())
    head = make_member(unit, Role.BUREAU_HEAD)
    _invitation, link = actions.invite(
        unit=unit, email=known.email, name="K", role=Role.STAFF, by=head, now=_real_now()
    )
    path = link.removeprefix("http://localhost:8000")
    other = signed_in(UserFactory(language="en"))
    other.post(path, {})
    assert Membership.objects.filter(unit=unit).count() == 1

    assert Client().post(path, {"name": "Maling", "password": PASSWORD}).status_code == 200
    assert signed_in(known).post(path, {}).status_code == 302
    assert Membership.objects.filter(unit=unit, user=known).exists()


def test_roles_are_given_and_ended_on_pages() -> None:
    unit = make_unit()
    person = make_member(unit)
    head = signed_in(make_member(unit, Role.BUREAU_HEAD, language="en"))
    acting = {"user": person.pk, "role": Role.BUREAU_HEAD, "standing": "plh", "start_on": "", "end_on": ""}
    assert "name its last day" in head.post(reverse("accounts:appoint"), acting).content.decode()
    acting["end_on"] = (_real_now() + timedelta(days=5)).date().isoformat()
    assert head.post(reverse("accounts:appoint"), acting).status_code == 302
    given = person.memberships.get(role=Role.BUREAU_HEAD)
    yesterday = (_real_now() - timedelta(days=1)).date()
    assert head.post(reverse("accounts:end-role", args=[given.pk]), {"last_day": yesterday}).status_code == 302

    given.refresh_from_db()
    assert given.end_on == yesterday


def test_a_coordinator_finds_no_heads_role_on_offer() -> None:
    unit = make_unit()
    client = signed_in(make_member(unit, Role.PR_COORDINATOR))
    page = client.get(reverse("accounts:invite")).content.decode()
    assert 'value="pr_officer"' in page
    assert 'value="bureau_head"' not in page
    client.post(
        reverse("accounts:invite"),
        {"name": "T", "email": "t@b.example", "role": Role.BUREAU_HEAD, "standing": "definitive"},
    )
    assert not Invitation.objects.exists()


def test_foreign_people_do_not_exist() -> None:
    theirs = make_unit()
    stranger = make_member(theirs, name="Nama Orang Lain")
    invitation = Invitation.objects.create(
        unit=theirs, email="x@y.example", name="X", role=Role.STAFF, token_hash="h",
        created_at=_real_now(), expires_at=_real_now(),
    )  # fmt: skip
    client = signed_in(make_member(make_unit(), Role.BUREAU_HEAD))
    assert client.get(reverse("accounts:end-role", args=[stranger.memberships.get().pk])).status_code == 404
    assert client.post(reverse("accounts:withdraw", args=[invitation.pk])).status_code == 404
    assert stranger.name not in client.get(reverse("accounts:appoint")).content.decode()
    acting = {"user": stranger.pk, "role": Role.STAFF, "standing": "definitive"}
    client.post(reverse("accounts:appoint"), acting)
    assert stranger.memberships.count() == 1


def test_many_people_come_page_by_page() -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD, name="A. Kepala", language="en")
    for number in range(60):
        make_member(unit, name=f"Petugas {number:02}")
    client = signed_in(head)

    first = client.get(reverse("accounts:people")).content.decode()
    second = client.get(reverse("accounts:people"), {"hal": 2}).content.decode()

    assert "Petugas 48" in first
    assert "Petugas 49" not in first
    assert "1 to 50 of 61" in first
    assert "Petugas 48" not in second
    assert "Petugas 59" in second


def test_people_cost_the_same_with_one_and_with_thirty() -> None:
    unit = make_unit()
    client = signed_in(make_member(unit, Role.BUREAU_HEAD))
    client.get(reverse("accounts:people"))
    counts = []
    for _n in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("accounts:people"), {"bawah": ""})
        counts.append(len(queries))
        for _m in range(30):
            make_member(unit)

    assert counts[0] == counts[1]


# --- oneself ---------------------------------------------------------------------------------------------------------


def test_another_unit_is_chosen_only_among_ones_own() -> None:
    root, abroad = make_unit("Biro Humas"), make_unit("Biro Lain")
    branch = make_unit("Kanwil", parent=root)
    client = signed_in(make_member(root, language="en"))
    assert client.post(reverse("accounts:choose-unit"), {"unit": abroad.pk}).status_code == 404
    assert client.post(reverse("accounts:choose-unit"), {"unit": "x"}).status_code == 404
    assert client.post(reverse("accounts:choose-unit"), {"unit": branch.pk, "next": "//jahat.example"}).url == "/"
    assert "Kanwil</h1>" in client.get(reverse("accounts:people")).content.decode()


def test_a_chosen_unit_is_let_go_with_the_role() -> None:
    root, second = make_unit("Biro Humas"), make_unit("Biro Dua")
    person = make_member(root, language="en")
    extra = Membership.objects.create(user=person, unit=second, role=Role.STAFF)
    client = signed_in(person)
    client.post(reverse("accounts:choose-unit"), {"unit": second.pk})
    assert "Biro Dua</h1>" in client.get(reverse("accounts:people")).content.decode()
    extra.delete()
    assert "Biro Humas</h1>" in client.get(reverse("accounts:people")).content.decode()


def test_the_language_follows_the_cookie_then_the_person() -> None:
    client = Client()
    client.post(reverse("accounts:language"), {"language": "en", "next": "/akun/login/"})
    assert 'lang="en"' in client.get(reverse("account_login")).content.decode()
    assert 'lang="id"' in Client().get(reverse("account_login")).content.decode()
    bad = Client()
    bad.post(reverse("accounts:language"), {"language": "xx", "next": "https://jahat.example"})
    assert 'lang="id"' in bad.get(reverse("account_login")).content.decode()


def test_ones_own_data_as_a_file_and_its_erasure() -> None:
    unit = make_unit()
    make_member(unit, Role.BUREAU_HEAD)
    person = person_with_password(unit)
    client = signed_in(person)
    assert client.get(reverse("accounts:export")).json()["account"]["email"] == person.email
    assert client.post(reverse("accounts:erase"), {"password": "salah"}).status_code == 200
    person.refresh_from_db()
    assert person.erased_at is None
    client.post(reverse("accounts:erase"), {"password": PASSWORD})
    person.refresh_from_db()
    assert person.erased_at is not None
    assert client.get(reverse("profile")).status_code == 302


# --- keys and the record ---------------------------------------------------------------------------------------------


def test_a_key_is_shown_once_and_revoked_by_its_managers() -> None:
    unit = make_unit()
    client = signed_in(make_member(unit, Role.BUREAU_HEAD, language="en"))
    page = client.post(reverse("accounts:tokens"), {"name": "Dasbor", "days": "30"}).content.decode()
    raw = re.search(r"ktg_[\w-]+", page)
    assert raw is not None
    assert raw[0] not in client.get(reverse("accounts:tokens")).content.decode()
    token = unit.api_tokens.get()
    stranger = signed_in(make_member(make_unit(), Role.BUREAU_HEAD))
    assert stranger.post(reverse("accounts:revoke-token", args=[token.pk])).status_code == 404
    client.post(reverse("accounts:revoke-token", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_the_record_speaks_in_sentences_of_ones_own_units(now: datetime) -> None:
    ours, theirs = make_unit("Biro Humas"), make_unit("Biro Lain")
    head, foreign = (
        make_member(ours, Role.BUREAU_HEAD, name="Sekar"),
        make_member(theirs, Role.BUREAU_HEAD, name="Rahasia"),
    )
    actions.add_unit(parent=ours, name="Kanwil Satu", by=head, now=now)
    actions.add_unit(parent=theirs, name="Kanwil Rahasia", by=foreign, now=now)
    client = signed_in(make_member(ours, language="en"))
    page = client.get(reverse("accounts:trail")).content.decode()

    assert "Sekar" in page
    assert "added a unit" in page
    assert "Kanwil Satu" in page
    assert "Rahasia" not in page
    day = {"hari": "2026-11-24"}
    assert "Kanwil Satu" in client.get(reverse("accounts:trail"), day).content.decode()
    for nothing in ({"hari": "2026-11-23"}, {"tindakan": "accounts.unit_moved"}, {"orang": foreign.pk}):
        assert "Nothing recorded here" in client.get(reverse("accounts:trail"), nothing).content.decode()
    for odd in ({"hari": "x"}, {"orang": "x"}, {"sebelum": "x"}, {"tindakan": "'--"}, {"orang": "9" * 30}):
        assert client.get(reverse("accounts:trail"), odd).status_code == 200


def test_the_record_turns_its_pages(now: datetime) -> None:
    unit = make_unit()
    head = make_member(unit, Role.BUREAU_HEAD, language="en")
    for n in range(70):
        actions.add_unit(parent=unit, name=f"Unit {n:02}", by=head, now=now)
    client = signed_in(head)
    page = client.get(reverse("accounts:trail")).content.decode()
    older = re.search(r'href="(\?sebelum=\d+)"', page)
    assert older is not None
    rest = client.get(reverse("accounts:trail") + older[1]).content.decode()

    assert ("Unit 69" in page, "Unit 00" in page, "Unit 00" in rest, "Unit 69" in rest) == (True, False, True, False)


def _real_now() -> datetime:
    return timezone.now()


def test_reading_pages_notes_the_device_once_in_five_minutes(time_machine) -> None:
    person = make_member(make_unit())
    client = signed_in(person)
    client.get(reverse("profile"))
    first = person.usersession_set.get()

    with CaptureQueriesContext(connection) as asked:
        client.get(reverse("profile"))
    assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "SAVEPOINT"))]

    client.get(reverse("profile"), headers={"user-agent": "another browser"})
    assert person.usersession_set.get().user_agent == "another browser"

    time_machine.move_to(timezone.now() + timedelta(minutes=6))
    client.get(reverse("profile"), headers={"user-agent": "another browser"})
    assert person.usersession_set.get().last_seen_at > first.last_seen_at + timedelta(minutes=5)


def test_the_second_step_is_set_up_on_pages(django_capture_on_commit_callbacks: Any) -> None:
    person = person_with_password(make_unit())
    client = Client()
    try_sign_in(client, person.email, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    assert client.post(reverse("mfa_activate_totp"), {"code": "000000"}).status_code == 200
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})

    codes = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert codes.count("<code>") == 10
    for name in (
        "mfa_index",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "mfa_generate_recovery_codes",
        "mfa_deactivate_totp",
    ):
        assert client.get(reverse(name), follow=True).status_code == 200
    assert "<form" in client.get(reverse("mfa_add_webauthn")).content.decode()
    mail = OutgoingMail.objects.get(to=person.email).text.replace("\xa0", " ")
    assert "Your Kentongan account was changed:" in mail
    assert re.search(r"\d\d:\d\d WIB, from the address 127.0.0.1, with", mail)
    assert mail.rstrip().endswith("Kentongan")

    # The phone is lost: a recovery code opens the account, once.
    recovery = re.search(r"<code>([^<]+)</code>", codes)
    assert recovery is not None
    for works in (True, False):
        visitor = Client()
        try_sign_in(visitor, person.email, PASSWORD)
        visitor.post(reverse("mfa_authenticate"), {"code": recovery[1]})
        assert (visitor.get(reverse("profile")).status_code == 200) is works


BROKEN_CREDENTIALS = (
    "", "{}", "[]", '"x"', "1", "{", '{"response":{}}', '{"id":"\u00e9","rawId":"\u00e9","response":"x"}',
    '{"id":"AA","rawId":"AA","response":{"clientDataJSON":"W10","attestationObject":"AA"},"type":"public-key"}',
    '{"id":"AA","rawId":"AA","response":{"clientDataJSON":"e30","authenticatorData":"AA","signature":"AA"}}',
    '{"id":1,"rawId":2,"response":[],"type":3}',
)  # fmt: skip


@pytest.mark.parametrize("credential", BROKEN_CREDENTIALS)
def test_a_broken_passkey_neither_opens_nor_is_added(credential: str) -> None:
    visitor = Client(headers={"accept-language": "en"})
    visitor.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})
    page = visitor.post(reverse("mfa_login_webauthn"), {"credential": credential}, follow=True).content.decode()
    assert "This passkey opens no account here" in page or "Your device handed over no passkey" in page
    assert visitor.get(reverse("profile")).status_code == 302

    person, client = person_with_password(make_unit()), Client()
    try_sign_in(client, person.email, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_add_webauthn"))
    answer = client.post(reverse("mfa_add_webauthn"), {"name": "Ponsel", "credential": credential})
    assert "Nothing was added" in answer.content.decode()
    assert not person.authenticator_set.exists()


def test_who_has_no_passkey_is_not_asked_for_one() -> None:
    person = person_with_password(make_unit())
    TOTP.activate(person, generate_totp_secret())
    client = Client()
    page = client.get(try_sign_in(client, person.email, PASSWORD).url).content.decode()

    assert "mfa_webauthn_authenticate" not in page
    assert 'name="code"' in page


def test_a_passkey_is_named_after_the_device_and_opens_the_account_alone() -> None:
    person, client = person_with_password(make_unit()), Client()
    try_sign_in(client, person.email, PASSWORD)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"
    form = client.get(reverse("mfa_add_webauthn"), headers={"user-agent": agent}).context["form"]

    assert form["name"].value() == "Chrome, Android"
    assert form["passwordless"].value() is True


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/130 Safari/537.36 Edg/130", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("curl/8.5", "curl/8.5"),
        ("", "Unknown device"),
    ],
)  # fmt: skip
def test_devices_are_named_in_words(agent: str, words: str) -> None:
    assert device(agent) == words
