"""What people decide: kept, checked, undoable, never overwritten; and the grouping respects it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.factories.accounts import make_member, make_unit
from tests.factories.monitoring import LEDE, OTHER, hear, make_article, watch

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.audit.models import Entry
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.monitoring.actions import (
    Change,
    continue_backfills,
    delete_terms,
    merge_stories,
    move_article,
    note_look,
    rename_story,
    save_query,
    save_terms,
    split_story,
    take_lane,
    telling,
    triage,
    undo_triage,
)
from kentongan.monitoring.actions.ear import Ear
from kentongan.monitoring.models import Arrival, Backfill, Look, Mention, Story
from kentongan.monitoring.queries import new_since_look, story_page
from kentongan.monitoring.tasks import absorb_arrivals, look_back
from kentongan.sources.models import Article
from kentongan.sources.signals import articles_ready

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def officer(unit: Unit) -> User:
    return make_member(unit)


@pytest.fixture
def mention(unit: Unit, now: datetime) -> Mention:
    watch(unit)
    return hear(make_article("Loket daring terhenti"), now=now)[0]


# --- triage ---------------------------------------------------------------------------------------------------------


def test_the_persons_word_counts_and_the_machines_stays(mention: Mention, officer: User, now: datetime) -> None:
    machine = mention.tone_machine
    other = "positive" if machine != "positive" else "neutral"
    triage(picks={mention.pk: 1}, change=Change(tone=other), by=officer, now=now)
    mention.refresh_from_db()
    assert (mention.tone, mention.tone_by, mention.tone_machine) == (other, officer, machine)
    triage(picks={mention.pk: 2}, change=Change(tone=""), by=officer, now=now)
    mention.refresh_from_db()
    assert (mention.tone, mention.tone_by) == (machine, None)


def test_two_people_cannot_overwrite_each_other(mention: Mention, officer: User, unit: Unit, now: datetime) -> None:
    colleague = make_member(unit)
    triage(picks={mention.pk: 1}, change=Change(relevance="irrelevant"), by=colleague, now=now)
    with pytest.raises(Changed):
        triage(picks={mention.pk: 1}, change=Change(relevance="relevant"), by=officer, now=now)
    mention.refresh_from_db()
    assert (mention.relevance, mention.relevance_by) == ("irrelevant", colleague)


def test_many_at_once_leave_alone_what_changed_meanwhile(officer: User, unit: Unit, now: datetime) -> None:
    watch(unit)
    one, other = hear(make_article("Loket daring a"), make_article("Loket daring b", OTHER + " loket daring"), now=now)
    triage(picks={other.pk: 1}, change=Change(tone="positive"), by=make_member(unit), now=now)
    outcome = triage(picks={one.pk: 1, other.pk: 1}, change=Change(relevance="relevant"), by=officer, now=now)
    assert [row.pk for row in outcome.changed] == [one.pk]
    assert [row.pk for row in outcome.conflicts] == [other.pk]


def test_what_is_not_ours_takes_its_untouched_copies_along(officer: User, unit: Unit, now: datetime) -> None:
    watch(unit)
    texts = [make_article(f"Loket daring {number}", LEDE, minutes=number) for number in range(4)]
    first, copy, other, worked_on = hear(*texts, now=now)
    triage(picks={worked_on.pk: None}, change=Change(relevance="relevant"), by=officer, now=now)

    irrelevant = Change(relevance="irrelevant")
    outcome = triage(picks={first.pk: first.version}, change=irrelevant, by=officer, now=now, with_copies=True)

    words = dict(Mention.objects.values_list("pk", "relevance"))
    assert [words[row.pk] for row in (first, copy, other)] == ["irrelevant"] * 3
    assert words[worked_on.pk] == "relevant"
    assert outcome.undo is not None
    undo_triage(undo=outcome.undo, by=officer, now=now)
    assert set(Mention.objects.filter(relevance="new")) == {first, copy, other}


def test_undo_puts_everything_back(mention: Mention, officer: User, now: datetime) -> None:
    change = Change(relevance="irrelevant", tone="positive", note="Bukan kita", assign_to=officer, add_tags=["loket"])
    outcome = triage(picks={mention.pk: 1}, change=change, by=officer, now=now)
    before = (mention.tone, "new", "", None)
    assert outcome.undo is not None
    undo_triage(undo=outcome.undo, by=officer, now=now + timedelta(minutes=1))
    mention.refresh_from_db()
    assert (mention.tone, mention.relevance, mention.note, mention.assigned_to) == before
    assert list(mention.tags.all()) == []
    with pytest.raises(ActionError):
        undo_triage(undo=outcome.undo, by=officer, now=now)


def test_undo_does_not_touch_what_another_changed_since(
    mention: Mention, officer: User, unit: Unit, now: datetime
) -> None:
    outcome = triage(picks={mention.pk: 1}, change=Change(relevance="irrelevant"), by=officer, now=now)
    triage(picks={mention.pk: 2}, change=Change(relevance="relevant"), by=make_member(unit), now=now)
    assert outcome.undo is not None
    undone = undo_triage(undo=outcome.undo, by=officer, now=now)
    assert [row.pk for row in undone.conflicts] == [mention.pk]
    mention.refresh_from_db()
    assert mention.relevance == "relevant"


def test_a_stranger_changes_nothing(mention: Mention, now: datetime) -> None:
    stranger = make_member(make_unit("Biro lain"))
    assert triage(picks={mention.pk: 1}, change=Change(relevance="relevant"), by=stranger, now=now).changed == []
    mention.refresh_from_db()
    assert (mention.relevance, mention.version) == ("new", 1)


def test_a_role_that_only_reads_is_refused(mention: Mention, unit: Unit, now: datetime) -> None:
    clerk = make_member(unit, Role.COMPLAINT_ADMIN)
    with pytest.raises(NotAllowed):
        triage(picks={mention.pk: 1}, change=Change(relevance="relevant"), by=clerk, now=now)


def test_nobody_from_elsewhere_can_be_given_the_work(mention: Mention, officer: User, now: datetime) -> None:
    stranger = make_member(make_unit("Biro lain"))
    with pytest.raises(ActionError) as caught:
        triage(picks={mention.pk: 1}, change=Change(assign_to=stranger), by=officer, now=now)
    assert caught.value.field == "assign_to"


def test_the_audit_holds_ids_and_no_words(mention: Mention, officer: User, now: datetime) -> None:
    triage(picks={mention.pk: 1}, change=Change(note="Rahasia kantor", assign_to=officer), by=officer, now=now)
    entry = Entry.objects.get(action="monitoring.mention_triaged")
    assert entry.data == {"mentions": [mention.pk], "noted": True, "assigned_to": officer.pk}


# --- stories --------------------------------------------------------------------------------------------------------


@pytest.fixture
def two_stories(unit: Unit, now: datetime) -> tuple[Ear, list[Article]]:
    watch(unit, "loket OR bola")
    ear = Ear()
    articles = [make_article("Loket daring terhenti"), make_article("Final bola imbang", OTHER, minutes=1)]
    hear(*articles, now=now, ear=ear)
    return ear, articles


def test_a_merge_by_hand_holds_for_what_comes_later(
    two_stories: tuple[Ear, list[Article]], officer: User, unit: Unit, now: datetime
) -> None:
    ear, _ = two_stories
    lives_on, ended = Story.objects.order_by("pk")
    merge_stories(ended=ended, lives_on=lives_on, unit=unit, by=officer, now=now)
    assert set(Mention.objects.values_list("story", flat=True)) == {lives_on.pk}
    hear(make_article("Final bola berakhir imbang", OTHER, minutes=9), now=now, ear=ear)
    assert Mention.objects.latest("pk").story_id == lives_on.pk
    ended.refresh_from_db()
    assert ended.merged_into == lives_on


def test_two_people_merging_a_pair_crosswise_do_not_lose_it(
    two_stories: tuple[Ear, list[Article]], officer: User, unit: Unit, now: datetime
) -> None:
    """Each holds the two stories as they were before the other pressed the button."""
    one, other = Story.objects.order_by("pk")
    same_one, same_other = Story.objects.order_by("pk")
    merge_stories(ended=one, lives_on=other, unit=unit, by=officer, now=now)
    with pytest.raises(ActionError):
        merge_stories(ended=same_other, lives_on=same_one, unit=unit, by=officer, now=now)
    article = other.members.earliest("pk").article_id
    with pytest.raises(ActionError):
        move_article(story=same_other, article=article, into=same_one, unit=unit, by=officer, now=now)
    assert Story.objects.get(merged_into=None).pk == other.pk
    assert set(Mention.objects.values_list("story", flat=True)) == {other.pk}


def test_a_title_given_by_a_person_outlives_a_merge(
    two_stories: tuple[Ear, list[Article]], officer: User, unit: Unit, now: datetime
) -> None:
    lives_on, ended = Story.objects.order_by("pk")
    rename_story(story=ended, title="Bola antarkampung", unit=unit, by=officer, now=now)
    merge_stories(ended=ended, lives_on=lives_on, unit=unit, by=officer, now=now)
    lives_on.refresh_from_db()
    assert (lives_on.title, lives_on.titled_by) == ("Bola antarkampung", officer)


@pytest.mark.parametrize("restart", [False, True])
def test_a_split_by_hand_holds_for_what_comes_later(officer: User, unit: Unit, now: datetime, *, restart: bool) -> None:
    watch(unit)
    ear = Ear()
    one, two = make_article("Loket daring terhenti"), make_article("Loket daring mati lagi", minutes=3)
    hear(one, two, now=now, ear=ear)
    story = Story.objects.get()
    new = split_story(story=story, articles=[two.pk], unit=unit, by=officer, now=now)
    copy = make_article("Loket daring mati lagi di pusat", minutes=8)
    hear(copy, now=now, ear=Ear() if restart else ear)
    assert Mention.objects.get(article=one).story_id == story.pk
    assert Mention.objects.get(article=two).story_id == new.pk
    assert Story.objects.filter(merged_into__isnull=False).count() == 0


def test_copies_of_a_first_text_that_was_split_off_are_texts_of_their_own(
    officer: User, unit: Unit, now: datetime
) -> None:
    watch(unit)
    texts = [make_article(f"Loket daring {number}", LEDE, minutes=number) for number in range(3)]
    hear(*texts, now=now)
    story = Story.objects.get()

    split_story(story=story, articles=[texts[0].pk], unit=unit, by=officer, now=now)

    left = story_page(story, unit, look=None)
    assert left is not None
    assert [(source.mention.article_id, source.copies) for source in left.texts] == [(texts[1].pk, 1)]
    assert dict(Mention.objects.values_list("article", "original")) == {
        texts[0].pk: None,
        texts[1].pk: None,
        texts[2].pk: texts[1].pk,
    }


def test_an_article_moved_by_hand_stays_where_it_was_put(
    two_stories: tuple[Ear, list[Article]], officer: User, unit: Unit, now: datetime
) -> None:
    ear, articles = two_stories
    loket, bola = Story.objects.order_by("pk")
    extra = make_article("Loket daring di stadion", LEDE, minutes=2)
    hear(extra, now=now, ear=ear)
    move_article(story=loket, article=extra.pk, into=bola, unit=unit, by=officer, now=now)
    hear(make_article("Loket daring kembali terhenti", minutes=6), now=now, ear=Ear())
    assert Mention.objects.get(article=extra).story_id == bola.pk
    assert Mention.objects.get(article=articles[0]).story_id == loket.pk


def test_what_moved_while_somebody_split_is_not_moved_back(
    officer: User, unit: Unit, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(unit, "loket")
    one, two, three = (make_article(f"Loket daring {n}", minutes=n) for n in range(3))
    story = hear(one, two, three, now=now)[0].story
    raised = telling._raise_version

    def somebody_was_quicker(institution: int) -> None:
        monkeypatch.setattr(telling, "_raise_version", raised)
        split_story(story=story, articles=[two.pk], unit=unit, by=officer, now=now)
        raised(institution)

    monkeypatch.setattr(telling, "_raise_version", somebody_was_quicker)
    new = split_story(story=story, articles=[two.pk, three.pk], unit=unit, by=officer, now=now)
    assert set(new.members.values_list("article", flat=True)) == {three.pk}
    assert set(story.members.values_list("article", flat=True)) == {one.pk}


def test_all_texts_cannot_be_split_off(
    two_stories: tuple[Ear, list[Article]], officer: User, unit: Unit, now: datetime
) -> None:
    story = Story.objects.earliest("pk")
    articles = list(story.members.values_list("article", flat=True))
    with pytest.raises(ActionError):
        split_story(story=story, articles=articles, unit=unit, by=officer, now=now)


def test_stories_of_two_institutions_are_never_merged(officer: User, unit: Unit, now: datetime) -> None:
    watch(unit)
    watch(make_unit("Biro lain"))
    hear(make_article("Loket daring terhenti"), now=now)
    one, other = Story.objects.order_by("pk")
    with pytest.raises(ActionError):
        merge_stories(ended=one, lives_on=other, unit=unit, by=officer, now=now)


def test_an_intern_names_no_stories(two_stories: tuple[Ear, list[Article]], unit: Unit, now: datetime) -> None:
    intern = make_member(unit, Role.INTERN)
    with pytest.raises(NotAllowed):
        rename_story(story=Story.objects.earliest("pk"), title="x", unit=unit, by=intern, now=now)


# --- watch queries --------------------------------------------------------------------------------------------------


def arrive(*articles: Article, now: datetime) -> None:
    articles_ready.send(sender=Article, articles=list(articles), now=now)


def test_a_new_query_finds_what_came_in_the_last_seven_days(officer: User, unit: Unit, at_now: datetime) -> None:
    inside = make_article("Loket daring terhenti", minutes=-60 * 24 * 3)
    outside = make_article("Loket daring lama", minutes=-60 * 24 * 8)
    arrive(inside, outside, make_article("Final bola", OTHER), now=at_now)
    absorb_arrivals.func()
    assert not Mention.objects.exists()

    query = save_query(unit=unit, name="Loket", text="loket DAN daring", by=officer, now=at_now)
    look_back.func()
    absorb_arrivals.func()

    assert list(Mention.objects.values_list("article", flat=True)) == [inside.pk]
    assert list(query.mentions.values_list("article", flat=True)) == [inside.pk]
    backfill = Backfill.objects.get(query=query)
    assert (backfill.found, backfill.done, backfill.finished_at) == (1, backfill.total, at_now)
    assert (backfill.days_done, backfill.days) == (7, 7)
    query.refresh_from_db()
    assert query.backfilled_at == at_now


def test_looking_back_twice_finds_nothing_twice(officer: User, unit: Unit, at_now: datetime) -> None:
    arrive(make_article("Loket daring terhenti"), now=at_now)
    query = save_query(unit=unit, name="Loket", text="loket", by=officer, now=at_now)
    look_back.func()
    absorb_arrivals.func()
    save_query(unit=unit, query=query, name="Loket", text="loket daring", by=officer, now=at_now)
    look_back.func()
    assert not Arrival.objects.exists()
    assert Mention.objects.count() == 1


def test_what_is_new_is_absorbed_before_what_was_looked_back_for(officer: User, unit: Unit, at_now: datetime) -> None:
    old = make_article("Loket daring terhenti", minutes=-600)
    arrive(old, now=at_now)
    absorb_arrivals.func()
    save_query(unit=unit, name="Loket", text="loket", by=officer, now=at_now)
    while continue_backfills(now=at_now):
        pass
    new = make_article("Loket daring pulih", OTHER + " loket")
    arrive(new, now=at_now)
    assert list(Arrival.objects.values_list("article", flat=True)) == [new.pk, old.pk]


@pytest.mark.parametrize(
    ("text", "field"), [("(loket", "text"), ("BUKAN loket", "text"), ("@tiada", "text"), ("", "text")]
)
def test_a_wrong_query_is_refused_at_its_field(text: str, field: str, officer: User, unit: Unit, now: datetime) -> None:
    with pytest.raises(ActionError) as caught:
        save_query(unit=unit, name="Loket", text=text, by=officer, now=now)
    assert caught.value.field == field


def test_a_list_is_shared_downward_and_a_nearer_one_wins(officer: User, unit: Unit, now: datetime) -> None:
    below = make_unit("Kantor Muara Damar", parent=unit)
    save_terms(unit=unit, name="kantor", terms="tanjung arang", by=officer, now=now)
    watch(below, "@kantor", changed_at=now)
    article = make_article("Loket daring terhenti")
    assert [row.unit_id for row in hear(article, now=now)] == [below.pk]
    save_terms(unit=below, name="kantor", terms="muara damar", by=officer, now=now + timedelta(seconds=1))
    assert hear(make_article("Loket kedua", minutes=4), now=now) == []


def test_a_list_holds_no_list(officer: User, unit: Unit, now: datetime) -> None:
    with pytest.raises(ActionError, match=r"Line 2.*@kantor") as refused:
        save_terms(unit=unit, name="dinas", terms="humas@kpp.example\n@kantor", by=officer, now=now)
    assert refused.value.field == "terms"


def test_a_list_in_use_is_not_deleted(officer: User, unit: Unit, now: datetime) -> None:
    row = save_terms(unit=unit, name="kantor", terms="loket", by=officer, now=now)
    save_query(unit=unit, name="Loket", text="@kantor", by=officer, now=now)
    with pytest.raises(ActionError, match="Loket"):
        delete_terms(term_list=row, by=officer, now=now)


# --- lanes and looks ------------------------------------------------------------------------------------------------


def test_a_lane_has_one_holder_until_its_lease_runs_out(now: datetime) -> None:
    lease = timedelta(seconds=20)
    assert take_lane(name="absorb", holder="a", now=now, lease=lease)
    assert not take_lane(name="absorb", holder="b", now=now + timedelta(seconds=10), lease=lease)
    assert take_lane(name="absorb", holder="a", now=now + timedelta(seconds=15), lease=lease)
    assert not take_lane(name="absorb", holder="b", now=now + timedelta(seconds=30), lease=lease)
    assert take_lane(name="absorb", holder="b", now=now + timedelta(seconds=36), lease=lease)


def test_the_line_of_last_seen_moves_with_a_new_sitting(officer: User, unit: Unit, now: datetime) -> None:
    note_look(user=officer, unit=unit, now=now)
    note_look(user=officer, unit=unit, now=now + timedelta(minutes=10))
    assert Look.objects.get().previous_at is None
    note_look(user=officer, unit=unit, now=now + timedelta(hours=3))
    assert Look.objects.get().previous_at == now + timedelta(minutes=10)


def test_new_is_what_became_visible_since(mention: Mention, officer: User, unit: Unit, now: datetime) -> None:
    assert new_since_look(officer, unit, now=now) == 1
    Look.objects.create(user=officer, unit=unit, at=now, previous_at=now)
    assert new_since_look(officer, unit, now=now) == 0
