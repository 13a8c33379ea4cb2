"""Arrivals become mentions: once, whole, grouped, whatever dies on the way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.factories.accounts import make_unit
from tests.factories.monitoring import LEDE, OTHER, hear, make_article, watch

from kentongan.engine import pipeline
from kentongan.monitoring.actions import absorb, absorbing, note_arrivals
from kentongan.monitoring.actions.ear import Ear
from kentongan.monitoring.models import Arrival, Mention, Quote, Story, StoryMember
from kentongan.monitoring.signals import mentions_found

pytestmark = pytest.mark.django_db


def test_an_article_becomes_a_mention_of_every_unit_that_wants_it(now: datetime) -> None:
    bureau = make_unit()
    office = make_unit("Kantor Muara Damar", parent=bureau)
    stranger = make_unit("Biro lain")
    watch(bureau, "loket daring")
    watch(office, '"Tanjung Arang"')
    watch(stranger, "kelautan")
    article = make_article("Loket daring terhenti")

    mentions = hear(article, now=now)

    assert {mention.unit_id for mention in mentions} == {bureau.pk, office.pk}
    assert {mention.story_id for mention in Mention.objects.all()} == {Story.objects.get().pk}
    assert Mention.objects.get(unit=bureau).seen_at == now
    assert not Arrival.objects.exists()


def test_what_nobody_wants_leaves_nothing_behind(now: datetime) -> None:
    watch(make_unit())
    assert hear(make_article("Final sepak bola", OTHER), now=now) == []
    assert not StoryMember.objects.exists()
    assert not Arrival.objects.exists()


def test_a_copy_folds_under_the_first_text_in_the_same_story(now: datetime) -> None:
    unit = make_unit()
    watch(unit)
    first = make_article("Loket daring terhenti tiga jam", minutes=1)
    copy = make_article("Tiga jam tanpa loket daring", LEDE + " Laporan wartawan kami dari lokasi.", minutes=5)
    again = make_article("Loket mati, warga pulang", LEDE, minutes=9)

    hear(first, copy, now=now)
    hear(again, now=now)

    assert list(Mention.objects.order_by("pk").values_list("original", flat=True)) == [None, first.pk, first.pk]
    assert Story.objects.count() == 1
    assert StoryMember.objects.get(article=copy).similarity == pytest.approx(1.0)


def test_a_copy_whose_original_the_unit_does_not_have_folds_under_the_first_one_it_has(now: datetime) -> None:
    unit = make_unit()
    below = make_unit("Kantor", parent=unit)
    watch(unit, "loket daring")
    watch(below, "title:warga")
    first = make_article("Loket daring terhenti tiga jam", minutes=1)
    second = make_article("Warga pulang dari loket", minutes=2)
    third = make_article("Warga kecewa pada loket", minutes=3)

    hear(first, second, third, now=now)

    assert Mention.objects.get(unit=below, article=second).original_id is None
    assert Mention.objects.get(unit=below, article=third).original_id == second.pk
    assert Mention.objects.get(unit=unit, article=third).original_id == first.pk


def test_a_text_read_later_that_came_out_earlier_is_the_first(now: datetime) -> None:
    """Outlets are read in turns: who wrote it first is told by the hours of the texts, not by ours."""
    unit, ear = make_unit(), Ear()
    watch(unit)
    late = make_article("Loket mati, warga pulang", LEDE, minutes=9)
    copy = make_article("Tiga jam tanpa loket daring", LEDE + " Laporan wartawan kami dari lokasi.", minutes=12)
    early = make_article("Loket daring terhenti tiga jam", LEDE + " Menurut petugas, listrik padam.", minutes=1)
    again = make_article("Loket daring kembali mati", LEDE, minutes=15)

    hear(late, copy, now=now, ear=ear)
    hear(early, now=now, ear=ear)
    hear(again, now=now, ear=ear)
    hear(make_article("Loket daring padam", LEDE, minutes=17), now=now, ear=Ear())

    heads = dict(Mention.objects.values_list("article__title", "original__title"))
    assert heads.pop("Loket daring terhenti tiga jam") is None
    assert set(heads.values()) == {"Loket daring terhenti tiga jam"}
    assert len(heads) == 4
    members = dict(StoryMember.objects.values_list("article", "original"))
    assert (members[early.pk], members[late.pk], members[copy.pk]) == (None, early.pk, early.pk)
    assert 0.8 < (StoryMember.objects.get(article=late).similarity or 0) < 1


def test_one_batch_is_heard_in_the_order_of_publication(now: datetime) -> None:
    watch(make_unit())
    late, early = make_article("Loket mati", LEDE, minutes=9), make_article("Loket daring terhenti", minutes=1)
    hear(late, early, now=now)
    assert Mention.objects.get(article=late).original_id == early.pk


def test_a_text_whose_hour_was_not_told_is_not_called_the_first(now: datetime) -> None:
    watch(make_unit())
    online = make_article("Loket daring terhenti", minutes=9)
    hear(online, now=now)
    printed = make_article("Loket daring terhenti tiga jam", minutes=1)
    printed.published_on = printed.published_at.date()
    printed.save()
    hear(printed, now=now)
    assert Mention.objects.get(article=printed).original_id == online.pk


def test_what_somebody_worked_on_stays_the_head(now: datetime) -> None:
    unit = make_unit()
    watch(unit)
    late = make_article("Loket mati", LEDE, minutes=9)
    hear(late, now=now)
    Mention.objects.update(version=2)
    early = make_article("Loket daring terhenti", minutes=1)
    hear(early, now=now)
    assert Mention.objects.get(article=early).original_id == late.pk
    assert StoryMember.objects.get(article=late).original_id == early.pk


def test_different_matters_make_different_stories(now: datetime) -> None:
    unit = make_unit()
    watch(unit, "loket OR bola")
    hear(make_article("Loket daring terhenti"), make_article("Final bola imbang", OTHER), now=now)
    assert Story.objects.count() == 2


def test_each_institution_has_its_own_stories(now: datetime) -> None:
    one, other = make_unit(), make_unit("Biro lain")
    watch(one)
    watch(other)
    hear(make_article("Loket daring terhenti"), now=now)
    assert {story.institution_id for story in Story.objects.all()} == {one.institution_id, other.institution_id}


def test_a_restarted_worker_goes_on_where_the_rows_stand(now: datetime) -> None:
    unit = make_unit()
    watch(unit)
    hear(make_article("Loket daring terhenti tiga jam"), now=now, ear=Ear())
    hear(make_article("Loket daring di Tanjung Arang terhenti", LEDE, minutes=20), now=now, ear=Ear())
    assert Story.objects.count() == 1
    assert Mention.objects.filter(original__isnull=False).count() == 1


def test_two_workers_never_write_against_old_stories(now: datetime) -> None:
    unit = make_unit()
    watch(unit)
    one, other = Ear(), Ear()
    hear(make_article("Loket daring terhenti tiga jam"), now=now, ear=one)
    hear(make_article("Loket daring mati", minutes=2), now=now, ear=other)
    hear(make_article("Loket daring belum pulih", minutes=4), now=now, ear=one)
    assert Story.objects.count() == 1
    assert Mention.objects.filter(original__isnull=True).count() == 1


def test_a_new_query_is_heard_without_a_restart(now: datetime) -> None:
    unit, ear = make_unit(), Ear()
    assert hear(make_article("Loket daring terhenti"), now=now, ear=ear) == []
    watch(unit, changed_at=now)
    assert len(hear(make_article("Loket daring pulih", minutes=3), now=now, ear=ear)) == 1


def test_an_article_that_breaks_a_stage_steps_aside_and_stops_nobody(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = make_unit()
    watch(unit)
    titles = ["Loket daring a", "Rusak", "Loket daring c"]
    good, bad, late = (make_article(title, minutes=at) for at, title in enumerate(titles))
    whole = pipeline.quotes

    def breaks(article: object) -> object:
        if article.title == "Rusak":
            raise RuntimeError("a stage fell over")
        return whole(article)

    monkeypatch.setattr(absorbing.pipeline, "quotes", breaks)
    hear(good, bad, late, now=now)

    assert set(Mention.objects.values_list("article", flat=True)) == {good.pk, late.pk}
    arrival = Arrival.objects.get()
    assert arrival.article_id == bad.pk
    assert "a stage fell over" in arrival.problem
    assert arrival.leased_until > now


def test_a_worker_that_dies_before_the_end_leaves_nothing_half_written(now: datetime) -> None:
    unit = make_unit()
    watch(unit)
    article = make_article("Loket daring terhenti")
    note_arrivals(articles=[article])
    ear = Ear()

    def dies(**_: object) -> None:
        raise KeyboardInterrupt

    mentions_found.connect(dies)
    try:
        with pytest.raises(KeyboardInterrupt):
            absorb(arrivals=list(Arrival.objects.all()), ear=ear, now=now)
    finally:
        mentions_found.disconnect(dies)

    assert Arrival.objects.count() == 1
    assert not Story.objects.exists()
    absorb(arrivals=list(Arrival.objects.all()), ear=Ear(), now=now + timedelta(seconds=30))
    assert Mention.objects.count() == 1


def test_who_is_quoted_is_kept_once(now: datetime) -> None:
    one, other = make_unit(), make_unit("Biro lain")
    watch(one)
    watch(other)
    body = LEDE + '\n\n"Kami minta maaf atas gangguan ini," kata Maria Goreti Tena, Senin (23/11/2026).'
    hear(make_article("Loket daring terhenti", body), now=now)
    assert [quote.speaker for quote in Quote.objects.all()] == ["Maria Goreti Tena"]


@pytest.mark.whole
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.lists(st.integers(0, 5), min_size=1, max_size=14), crashes=st.sets(st.integers(0, 13)))
def test_absorbing_again_and_after_crashes_doubles_nothing(now: datetime, order: list[int], crashes: set[int]) -> None:
    Mention.objects.all().delete()
    Story.objects.all().delete()
    Arrival.objects.all().delete()
    unit = make_unit()
    watch(unit)
    bodies = [LEDE if n % 2 else f"{OTHER} loket daring {n}" for n in range(6)]
    articles = [make_article(f"Loket daring bagian {n}", body, minutes=n) for n, body in enumerate(bodies)]
    ear = Ear()
    for step, number in enumerate(order):
        if step in crashes:
            ear = Ear()
        hear(articles[number], now=now, ear=ear)
        note_arrivals(articles=[articles[number]])
        absorb(arrivals=list(Arrival.objects.all()), ear=ear, now=now)
    heard = {articles[number].pk for number in order}
    rows = list(Mention.objects.filter(unit=unit).values_list("article", flat=True))
    assert sorted(rows) == sorted(heard)
    assert StoryMember.objects.filter(institution=unit.institution).count() == len(heard)
    assert not Arrival.objects.exists()
