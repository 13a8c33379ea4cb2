"""Checks at random and the light head: drawn, learned, used, left; a person's word is never touched."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

import pytest
from tests.factories.accounts import InstitutionFactory, make_member, make_unit
from tests.factories.monitoring import LEDE, MentionFactory, hear, make_article, watch

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.audit.models import Entry
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.engine import pipeline
from kentongan.engine.assess.refit import Refit, Score, ToneHead
from kentongan.monitoring.actions import (
    Change,
    adopt_tune,
    draw_checks,
    leave_tune,
    refit_tone,
    skip_check,
    triage,
    tuning,
)
from kentongan.monitoring.models import Mention, ToneCheck, ToneTune
from kentongan.monitoring.queries import head_of, open_checks
from kentongan.monitoring.rules import DRAWN

pytestmark = pytest.mark.django_db
GLOOM = {"sharpness": 1.0, "negative": 9.0, "neutral": 0.0, "positive": 0.0}
SCORE = {"right": 0.7, "macro_f1": 0.6, "loss": 0.8}


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def officer(unit: Unit) -> User:
    return make_member(unit)


@pytest.fixture
def head(unit: Unit) -> User:
    return make_member(unit, Role.BUREAU_HEAD)


def make_mentions(unit: Unit, count: int, now: datetime, **fields: object) -> list[Mention]:
    at = now - timedelta(hours=1)
    articles = [make_article(f"Kabar {number}", f"{LEDE} Bagian {number}.") for number in range(count)]
    return [MentionFactory(unit=unit, article=article, published_at=at, **fields) for article in articles]


def make_tune(unit: Unit, now: datetime, **fields: object) -> ToneTune:
    given = {"head": GLOOM, "before": SCORE, "after": SCORE, "helps": True, "texts": 40, "measured": 40, **fields}
    return ToneTune.objects.create(institution=unit.institution, made_at=now, is_random=True, **given)


# --- checks at random -----------------------------------------------------------------------------------------------


def test_twenty_undecided_first_texts_are_drawn(unit: Unit, officer: User, now: datetime) -> None:
    mentions = make_mentions(unit, 30, now)
    copy = make_mentions(unit, 1, now, original=mentions[0].article)[0]
    old = MentionFactory(unit=unit, article=make_article("Lama"), published_at=now - timedelta(days=31))
    away = make_mentions(unit, 1, now, relevance="irrelevant")[0]
    decided = make_mentions(unit, 1, now, tone_by=officer)[0]

    assert draw_checks(unit=unit, by=officer, now=now, chance=random.Random(4)) == DRAWN

    drawn = set(ToneCheck.objects.values_list("mention", flat=True))
    assert len(drawn) == DRAWN
    assert drawn & {copy.pk, old.pk, away.pk, decided.pk} == set()
    assert draw_checks(unit=unit, by=officer, now=now) == 30 - DRAWN
    with pytest.raises(ActionError):
        draw_checks(unit=unit, by=officer, now=now)


def test_every_text_is_drawn_as_often(unit: Unit, officer: User, now: datetime) -> None:
    mentions = make_mentions(unit, 2 * DRAWN, now)
    times = dict.fromkeys((mention.pk for mention in mentions), 0)
    numbers = random.Random(1)
    for _ in range(60):
        draw_checks(unit=unit, by=officer, now=now, chance=numbers)
        for pk in ToneCheck.objects.values_list("mention", flat=True):
            times[pk] += 1
        ToneCheck.objects.all().delete()
    assert min(times.values()) > 12
    assert max(times.values()) < 48


def test_a_check_is_open_until_somebody_says_or_skips(unit: Unit, officer: User, now: datetime) -> None:
    make_mentions(unit, 3, now)
    draw_checks(unit=unit, by=officer, now=now)
    first, second, _third = open_checks(officer, unit)
    triage(picks={first.mention_id: 1}, change=Change(tone="neutral"), by=officer, now=now)
    skip_check(check=second, by=officer, now=now)
    assert open_checks(officer, unit).count() == 1
    assert Entry.objects.filter(action="monitoring.check_skipped").count() == 1


def test_who_may_not_sort_draws_nothing(unit: Unit, now: datetime) -> None:
    make_mentions(unit, 3, now)
    reader = make_member(unit, Role.COMPLAINT_ADMIN)
    with pytest.raises(NotAllowed):
        draw_checks(unit=unit, by=reader, now=now)
    assert not ToneCheck.objects.exists()


# --- learning -------------------------------------------------------------------------------------------------------


@pytest.fixture
def learned(monkeypatch: pytest.MonkeyPatch) -> list[pipeline.Decided]:
    """What the engine was given to learn from; it answers with a head that helps."""
    given: list[pipeline.Decided] = []

    def refit(decided: list[pipeline.Decided], subject: str) -> Refit:
        given[:] = decided
        score = Score(0.7, 0.6, 0.8)
        return Refit(ToneHead(**GLOOM), len(decided), 40, score, Score(0.8, 0.7, 0.6), helps=bool(subject))

    monkeypatch.setattr(tuning.pipeline, "refit_tone", refit)
    return given


def test_decisions_teach_and_what_was_left_standing_counts_half(
    unit: Unit, officer: User, head: User, now: datetime, learned: list[pipeline.Decided]
) -> None:
    make_mentions(unit, 20, now, tone="negative", tone_by=officer)
    kept = make_mentions(unit, 15, now, relevance="relevant", relevance_by=officer)
    make_mentions(unit, 9, now)
    make_mentions(unit, 2, now, original=kept[0].article, relevance="relevant")
    make_mentions(unit, 3, now, relevance="irrelevant", tone_by=officer)

    tune = refit_tone(unit=unit, by=head, now=now)

    assert sorted((row.tone, row.weight) for row in learned) == [("negative", 1.0)] * 20 + [("neutral", 0.5)] * 15
    assert all(row.measures for row in learned)
    assert (tune.texts, tune.is_random, tune.is_used) == (35, False, False)
    assert tune.after["right"] == 0.8
    assert Entry.objects.get(action="monitoring.tone_refitted").data == {"texts": 35, "helps": True}


def test_texts_drawn_at_random_alone_measure(
    unit: Unit, officer: User, head: User, now: datetime, learned: list[pipeline.Decided]
) -> None:
    make_mentions(unit, 12, now, tone="negative", tone_by=officer)
    for mention in make_mentions(unit, 30, now, tone="negative", tone_by=officer):
        ToneCheck.objects.create(unit=unit, mention=mention, drawn_at=now)
    tune = refit_tone(unit=unit, by=head, now=now)
    assert tune.is_random
    assert [row.measures for row in learned] == [True] * 30 + [False] * 12


def test_too_few_decisions_and_only_wrong_ones_teach_nothing(
    unit: Unit, officer: User, head: User, now: datetime, learned: list[pipeline.Decided]
) -> None:
    make_mentions(unit, 29, now, tone="negative", tone_by=officer)
    with pytest.raises(ActionError):
        refit_tone(unit=unit, by=head, now=now)
    make_mentions(unit, 11, now, tone="negative", tone_by=officer)
    with pytest.raises(ActionError):
        refit_tone(unit=unit, by=head, now=now)
    assert learned == []


def test_the_engine_reads_the_texts_themselves(unit: Unit, officer: User, head: User, now: datetime) -> None:
    make_mentions(unit, 30, now, tone_by=officer)
    tune = refit_tone(unit=unit, by=head, now=now)
    assert (tune.texts, tune.measured) == (30, 30)
    assert set(tune.head) == {"sharpness", "negative", "neutral", "positive"}
    assert 0 <= tune.before["right"] <= 1


def test_only_who_manages_the_first_unit_lets_it_learn_and_uses_it(unit: Unit, officer: User, now: datetime) -> None:
    below = make_unit("Kantor Muara Damar", parent=unit)
    manager = make_member(below, Role.BUREAU_HEAD)
    tune = make_tune(unit, now)
    for by, at in ((officer, unit), (manager, below)):
        with pytest.raises(NotAllowed):
            refit_tone(unit=at, by=by, now=now)
        with pytest.raises(NotAllowed):
            adopt_tune(tune=tune, unit=at, by=by, now=now)
        with pytest.raises(NotAllowed):
            leave_tune(tune=tune, unit=at, by=by, now=now)
    assert head_of(unit.institution_id) is None


def test_another_institutions_head_is_out_of_reach(unit: Unit, head: User, now: datetime) -> None:
    foreign = make_unit("Sekretariat", institution=InstitutionFactory(name="Lembaga Lain"))
    tune = make_tune(foreign, now)
    with pytest.raises(ActionError):
        adopt_tune(tune=tune, unit=unit, by=head, now=now)
    assert not ToneTune.objects.get().is_used


# --- using and leaving ----------------------------------------------------------------------------------------------


def test_new_mentions_are_toned_with_it_and_old_words_stay(unit: Unit, head: User, now: datetime) -> None:
    watch(unit)
    old = hear(make_article("Loket daring terhenti"), now=now)[0]
    tune = make_tune(unit, now)
    adopt_tune(tune=tune, unit=unit, by=head, now=now)

    new = hear(make_article("Loket daring pulih kembali", minutes=5), now=now)[0]
    assert new.tone_machine == "negative"
    before = old.tone_machine, old.tone_score
    old.refresh_from_db()
    assert (old.tone_machine, old.tone_score) == before

    leave_tune(tune=tune, unit=unit, by=head, now=now)
    again = hear(make_article("Loket daring dibuka", minutes=9), now=now)[0]
    assert again.tone_machine == old.tone_machine
    acts = Entry.objects.filter(action__startswith="monitoring.tune_").order_by("pk").values_list("action", flat=True)
    assert list(acts) == ["monitoring.tune_adopted", "monitoring.tune_left"]


def test_a_later_unit_gets_the_tuned_word_too(unit: Unit, head: User, now: datetime) -> None:
    watch(unit)
    article = make_article("Loket daring terhenti")
    hear(article, now=now)
    adopt_tune(tune=make_tune(unit, now), unit=unit, by=head, now=now)
    below = make_unit("Kantor Muara Damar", parent=unit)
    watch(below)
    later = hear(article, now=now)
    assert [(mention.unit_id, mention.tone_machine) for mention in later] == [(below.pk, "negative")]


def test_one_head_at_a_time_and_none_twice(unit: Unit, head: User, now: datetime) -> None:
    first, second = make_tune(unit, now), make_tune(unit, now)
    adopt_tune(tune=first, unit=unit, by=head, now=now)
    adopt_tune(tune=second, unit=unit, by=head, now=now)
    first.refresh_from_db()
    assert (first.left_at, first.left_by, second.is_used) == (now, head, True)
    with pytest.raises(ActionError):
        adopt_tune(tune=first, unit=unit, by=head, now=now)
    second.refresh_from_db()
    assert second.is_used
    with pytest.raises(ActionError):
        leave_tune(tune=first, unit=unit, by=head, now=now)


def test_what_does_not_help_is_not_used(unit: Unit, head: User, now: datetime) -> None:
    tune = make_tune(unit, now, helps=False)
    with pytest.raises(ActionError):
        adopt_tune(tune=tune, unit=unit, by=head, now=now)
    assert head_of(unit.institution_id) is None
