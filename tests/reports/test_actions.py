from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from tests.factories.accounts import make_member, make_unit
from tests.factories.reports import make_morning, make_plan

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.audit.models import Entry
from kentongan.channels.email.models import OutgoingMail
from kentongan.channels.email.rules import Attachment
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.monitoring.models import Quote
from kentongan.reports.actions import CannotSend, Rendered, edit_brief, prepare_brief, send_brief, set_plan
from kentongan.reports.choices import BriefState
from kentongan.reports.models import Brief, BriefPlan
from kentongan.reports.queries import waiting_mail

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)
MAIL = Rendered(
    subject="Ringkasan", text="teks", html="<p>teks</p>", attachments=[Attachment("r.pdf", "application/pdf", b"%PDF")]
)


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def officer(unit: Unit) -> User:
    return make_member(unit)


def words(brief: Brief, **change: object) -> dict[str, object]:
    stories = {row.pk: {"title": row.title, "note": "", "is_hidden": False} for row in brief.stories.all()}
    return {
        "brief": brief,
        "version": brief.version,
        "lede": "Gangguan mereda.",
        "response": "",
        "stories": stories,
        "hidden_clips": frozenset(),
    } | change


def test_a_brief_counts_tones_texts_and_outlets(unit: Unit, now: datetime) -> None:
    make_morning(unit, now=now)
    make_morning(make_unit("Unit lain", parent=unit), now=now)  # another unit's mentions are not ours

    brief = prepare_brief(unit=unit, day=DAY, now=now)

    figures = brief.figures
    assert [figures[key] for key in ("mentions", "texts", "positive", "neutral", "negative", "outlets")] == [
        4,
        3,
        1,
        1,
        2,
        1,
    ]
    assert brief.number == "1/RH/11/2026"
    assert [(row.title, row.figures["count"]) for row in brief.stories.all()] == [("Loket daring terhenti", 4)]
    assert [len(clip.figures["copies"]) for clip in brief.clips.all()] == [0, 0, 1]
    assert figures["quotes"][0]["speaker"] == "Maria Goreti"


def test_who_is_quoted_counts_texts_not_sentences(unit: Unit, now: datetime) -> None:
    first, *_others = make_morning(unit, now=now)
    for number in range(9):
        Quote.objects.create(article=first.article, speaker="Bagus", text=f"Kalimat {number}.", start=number, end=9)

    quotes = prepare_brief(unit=unit, day=DAY, now=now).figures["quotes"]

    # Four texts, one of them a copy; nine sentences in one text are one.
    assert [(quote["speaker"], quote["count"]) for quote in quotes] == [("Maria Goreti", 3), ("Bagus", 1)]


def test_an_empty_night_still_makes_a_brief(unit: Unit, now: datetime) -> None:
    brief = prepare_brief(unit=unit, day=DAY, now=now)

    assert brief.figures["mentions"] == 0
    assert brief.stories.count() == brief.clips.count() == 0


def test_counting_again_keeps_what_a_person_wrote(unit: Unit, officer: User, now: datetime) -> None:
    make_morning(unit, now=now)
    brief = prepare_brief(unit=unit, day=DAY, now=now)
    row, clip = brief.stories.get(), brief.clips.last()
    stories = {row.pk: {"title": "Loket pulih", "note": "Sudah dijawab.", "is_hidden": False}}
    edit_brief(**words(brief, stories=stories, hidden_clips=frozenset({clip.pk})), by=officer, now=now)

    again = prepare_brief(unit=unit, day=DAY, now=now + timedelta(minutes=20), by=officer)

    assert again.pk == brief.pk
    assert again.lede == "Gangguan mereda."
    assert [(story.title, story.note) for story in again.stories.all()] == [("Loket pulih", "Sudah dijawab.")]
    assert [row.figures["title"] for row in again.clips.filter(is_hidden=True)] == [clip.figures["title"]]


def test_the_next_brief_counts_from_where_the_last_stopped(unit: Unit, now: datetime) -> None:
    prepare_brief(unit=unit, day=DAY - timedelta(days=1), now=now - timedelta(hours=30))

    brief = prepare_brief(unit=unit, day=DAY, now=now)

    assert brief.since == now - timedelta(hours=30)
    assert brief.sequence == 2


def test_numbers_start_anew_with_the_year_and_are_never_given_twice(unit: Unit, now: datetime) -> None:
    BriefPlan.objects.create(unit=unit, number_pattern="RH-{sequence}")
    prepare_brief(unit=unit, day=date(2025, 12, 31), now=now - timedelta(days=300))

    assert prepare_brief(unit=unit, day=DAY, now=now).number == "RH-2"


def test_two_who_edit_are_told(unit: Unit, officer: User, now: datetime) -> None:
    brief = prepare_brief(unit=unit, day=DAY, now=now)
    stale = words(brief)
    edit_brief(**words(brief), by=officer, now=now)

    with pytest.raises(Changed):
        edit_brief(**(stale | {"lede": "Lain."}), by=officer, now=now)
    assert Brief.objects.get().lede == "Gangguan mereda."


def test_sending_queues_one_mail_a_recipient_once(unit: Unit, officer: User, now: datetime) -> None:
    make_plan(unit, "a@kpp.example", "b@kpp.example")
    brief = prepare_brief(unit=unit, day=DAY, now=now)

    send_brief(brief=brief, rendered=MAIL, by=officer, now=now)
    with pytest.raises(CannotSend):
        send_brief(brief=brief, rendered=MAIL, by=officer, now=now)

    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == ["a@kpp.example", "b@kpp.example"]
    assert OutgoingMail.objects.first().attachments.get().name == "r.pdf"
    assert Entry.objects.filter(action="reports.brief_sent").count() == 1


def test_addresses_that_differ_only_at_their_far_end_each_get_their_mail(
    unit: Unit, officer: User, now: datetime
) -> None:
    long = [f"{'a' * 64}@{'b' * 60}.{'c' * 40}.{end}.example" for end in ("satu", "dua")]
    make_plan(unit, *long)

    send_brief(brief=prepare_brief(unit=unit, day=DAY, now=now), rendered=MAIL, by=officer, now=now)

    assert sorted(OutgoingMail.objects.values_list("to", flat=True)) == sorted(long)
    assert waiting_mail(unit, [Brief.objects.get().pk]).total() == 2


def test_a_brief_changed_after_it_was_rendered_does_not_go_out(unit: Unit, officer: User, now: datetime) -> None:
    make_plan(unit)
    rendered_of = prepare_brief(unit=unit, day=DAY, now=now)
    prepare_brief(unit=unit, day=DAY, now=now + timedelta(minutes=1))

    with pytest.raises(Changed):
        send_brief(brief=rendered_of, rendered=MAIL, by=officer, now=now)

    assert not OutgoingMail.objects.exists()


def test_what_was_sent_is_neither_edited_nor_counted_again(unit: Unit, officer: User, now: datetime) -> None:
    make_plan(unit)
    brief = send_brief(brief=prepare_brief(unit=unit, day=DAY, now=now), rendered=MAIL, by=officer, now=now)
    make_morning(unit, now=now)

    with pytest.raises(ActionError):
        edit_brief(**words(brief), by=officer, now=now)
    again = prepare_brief(unit=unit, day=DAY, now=now + timedelta(hours=1))

    assert (again.state, again.figures["mentions"]) == (BriefState.SENT, 0)


def test_a_brief_without_recipients_is_not_sent(unit: Unit, officer: User, now: datetime) -> None:
    brief = prepare_brief(unit=unit, day=DAY, now=now)

    with pytest.raises(CannotSend) as refused:
        send_brief(brief=brief, rendered=MAIL, by=officer, now=now)
    assert refused.value.field == "recipients"
    assert Brief.objects.get().state == BriefState.DRAFT


@pytest.mark.parametrize("role", [Role.INTERN, Role.COMPLAINT_LIAISON, None])
def test_who_may_not_send_cannot(unit: Unit, now: datetime, role: Role | None) -> None:
    person = make_member(unit, role) if role else make_member(make_unit("Instansi lain"))
    make_plan(unit)
    brief = prepare_brief(unit=unit, day=DAY, now=now)

    with pytest.raises(NotAllowed):
        send_brief(brief=brief, rendered=MAIL, by=person, now=now)
    with pytest.raises(NotAllowed):
        edit_brief(**words(brief), by=person, now=now)
    with pytest.raises(NotAllowed):
        prepare_brief(unit=unit, day=DAY, now=now, by=person)


PLAN = {
    "is_active": True,
    "hour": time(5, 30),
    "working_days_only": False,
    "for_whom": "Menteri",
    "number_pattern": "{sequence}/{year}",
    "recipients": [],
}


def test_a_plan_keeps_each_address_once(unit: Unit, officer: User, now: datetime) -> None:
    rows = [{"name": "Nirmala", "email": " N@KPP.example "}, {"name": "", "email": "n@kpp.example"}]

    plan = set_plan(unit=unit, **(PLAN | {"recipients": rows}), by=officer, now=now)

    assert plan.recipients == [{"name": "", "email": "n@kpp.example"}]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"number_pattern": "RH"}, "number_pattern"),
        ({"recipients": [{"name": "", "email": "bukan alamat"}]}, "recipients"),
    ],
)
def test_a_plan_that_cannot_work_names_the_field(
    unit: Unit, officer: User, now: datetime, change: dict[str, object], field: str
) -> None:
    with pytest.raises(ActionError) as refused:
        set_plan(unit=unit, **(PLAN | change), by=officer, now=now)
    assert refused.value.field == field
