"""How often the machine is right: counted from decisions, told with its doubt, each figure opening its rows."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from tests.factories.accounts import make_member, make_unit
from tests.factories.monitoring import MentionFactory, hear, make_article, watch

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.engine.assess.measured import MEASURED, Dataset, Measure, Stage
from kentongan.monitoring.choices import DATASET_WORDS, MEASURE_WORDS, STAGE_WORDS
from kentongan.monitoring.models import Mention, StoryMember, ToneCheck, ToneTune
from kentongan.monitoring.queries import accuracy
from kentongan.monitoring.rules import Share, wilson

pytestmark = pytest.mark.django_db
PAGE = "/pantau/ketepatan/"
SCORE = {"right": 0.7, "macro_f1": 0.6, "loss": 0.8}


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def officer(unit: Unit) -> User:
    return make_member(unit, language="en")


@pytest.fixture
def client_of(client: Client, officer: User) -> Client:
    client.force_login(officer)
    return client


def decide(
    unit: Unit, by: User | None, now: datetime, words: str, count: int = 1, *, drawn: bool = False, **fields: object
) -> list[Mention]:
    """Make mentions whose tone a person decided; `words` are the machine's and the person's, as "neutral>negative"."""
    machine, person = words.split(">")
    made = [
        MentionFactory(
            unit=unit, published_at=now - timedelta(hours=2), tone_machine=machine, tone=person, tone_by=by, **fields
        )
        for _ in range(count)
    ]
    if drawn:
        ToneCheck.objects.bulk_create(ToneCheck(unit=unit, mention=row, drawn_at=now) for row in made)
    return made


# --- the interval ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "count", "low", "high"),
    # Newcombe, Statistics in Medicine 17, 1998, table I, method 3
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_wilsons(right: int, count: int, low: float, high: float) -> None:
    assert wilson(right, count) == pytest.approx((low, high), abs=1e-4)


def test_a_share_of_few_is_not_told() -> None:
    assert Share(29, 29).value is None
    assert Share(29, 29).missing == 1
    assert Share(24, 30).value == 0.8
    assert Share(0, 0).low == 0
    assert Share(0, 0).high == 1


# --- counting -------------------------------------------------------------------------------------------------------


def test_words_are_counted_beside_each_other(unit: Unit, officer: User, now: datetime) -> None:
    decide(unit, officer, now, "neutral>neutral", 4)
    decide(unit, officer, now, "neutral>negative", 3)
    decide(unit, officer, now, "negative>negative", 2, drawn=True)
    decide(unit, None, now, "neutral>neutral", 1, drawn=True)
    decide(unit, None, now, "neutral>neutral", 5, relevance="relevant")
    decide(unit, officer, now, "neutral>positive", 2, relevance="irrelevant")
    found = accuracy(unit, now - timedelta(days=30), now)

    assert found.tone.cells == {("neutral", "neutral"): 4, ("neutral", "negative"): 3, ("negative", "negative"): 2}
    assert (found.tone.share.right, found.tone.count, found.tone.corrected) == (6, 9, 3)
    assert (found.drawn.cells, found.drawn_all) == ({("negative", "negative"): 2}, 3)
    assert found.standing == 5
    assert found.relevant == Share(5, 7)
    said, cells, count = found.tone.table[1]
    assert (said, [cell.count for cell in cells], count) == ("neutral", [0, 4, 3], 7)


def test_only_the_units_own_and_only_the_period_counts(unit: Unit, officer: User, now: datetime) -> None:
    below = make_unit("Kantor Muara Damar", parent=unit)
    decide(below, officer, now, "neutral>neutral", 2)
    decide(make_unit("Biro lain"), officer, now, "neutral>negative", 3)
    MentionFactory(unit=unit, published_at=now - timedelta(days=31), tone_by=officer)
    assert accuracy(unit, now - timedelta(days=30), now).tone.count == 0
    assert accuracy(Unit.objects.get(pk=unit.pk), now - timedelta(days=30), now, below=True).tone.count == 2


def test_a_random_sample_of_thirty_speaks_before_all_the_rest(unit: Unit, officer: User, now: datetime) -> None:
    decide(unit, officer, now, "neutral>negative", 40)
    decide(unit, officer, now, "neutral>neutral", 29, drawn=True)
    assert not accuracy(unit, now - timedelta(days=30), now).is_random
    decide(unit, officer, now, "neutral>neutral", 1, drawn=True)
    found = accuracy(unit, now - timedelta(days=30), now)
    assert found.is_random
    assert found.best.share.value == 1


def test_texts_that_people_moved_are_counted(unit: Unit, officer: User, now: datetime) -> None:
    watch(unit)
    hear(make_article("Loket daring terhenti"), make_article("Loket daring mati", minutes=2), now=now)
    before = accuracy(unit, now - timedelta(days=30), now)
    assert (before.placed, before.grouped) == (0, 2)
    StoryMember.objects.filter(pk=StoryMember.objects.first().pk).update(placed_by=officer)
    assert accuracy(unit, now - timedelta(days=30), now).placed == 1


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_now")
class TestPage:
    def test_too_little_is_told_as_too_little(
        self, client_of: Client, unit: Unit, officer: User, now: datetime
    ) -> None:
        assert "Nobody in this office has decided a tone yet" in client_of.get(PAGE).content.decode()
        decide(unit, officer, now, "neutral>neutral", 29)
        page = client_of.get(PAGE).content.decode()
        assert "29 decided</a> of at least 30" in page
        assert "%" not in re.search(r"<h1.*?</h1>", page, re.DOTALL)[0]

    def test_decisions_that_were_not_drawn_are_called_so(
        self, client_of: Client, unit: Unit, officer: User, now: datetime
    ) -> None:
        decide(unit, officer, now, "neutral>negative", 30)
        page = client_of.get(PAGE).content.decode()
        assert "30 tones people decided</a>, 0 stayed as the machine said." in page
        assert "That is no random sample" in page

    def test_every_figure_opens_its_rows(self, client_of: Client, unit: Unit, officer: User, now: datetime) -> None:
        decide(unit, officer, now, "neutral>negative", 3, drawn=True)
        decide(unit, officer, now, "neutral>neutral", 31, drawn=True)
        decide(unit, officer, now, "negative>negative", 2)
        decide(unit, None, now, "negative>negative", 2, relevance="relevant")
        page = client_of.get(PAGE).content.decode()
        assert "is right for 91% of" in page
        assert "between 77% and 97%" in page
        links = re.findall(r'href="(/pantau/\?[^"]*)">([^<]*)<', page)
        opened = {figure: client_of.get(unescape(url)).context["hours"] for url, figure in links}
        shown = {figure: sum(len(hour.rows) for hour in hours) for figure, hours in opened.items()}
        assert shown == {"34 texts checked at random": 34, "3": 3, "31": 31, "2": 2}

    def test_public_figures_stand_there_and_what_is_unmeasured(self, client_of: Client) -> None:
        page = client_of.get(PAGE).content.decode()
        assert page.count("Not measured yet") == 1
        assert all(f'id="umum-{stage}"' in page for stage in Stage)
        assert "7 of 12" in page
        assert "between 76% and 88%" in page
        assert set(STAGE_WORDS) == set(Stage)
        assert set(MEASURE_WORDS) == set(Measure)
        assert set(DATASET_WORDS) == set(Dataset) == {figure.dataset for figure in MEASURED}

    def test_it_is_one_tap_from_every_machine_word(self, client_of: Client, unit: Unit, now: datetime) -> None:
        watch(unit)
        mention = hear(make_article("Loket daring terhenti"), now=now)[0]
        pages = [
            "/",
            "/pantau/",
            f"/pantau/{mention.pk}/",
            "/cerita/",
            f"/cerita/{mention.story_id}/",
            "/cari/?q=loket",
        ]
        assert [path for path in pages if f'href="{PAGE}#' not in client_of.get(path).content.decode()] == []

    def test_the_machines_word_can_be_confirmed(self, client_of: Client, unit: Unit, now: datetime) -> None:
        watch(unit)
        mention = hear(make_article("Loket daring terhenti"), now=now)[0]
        assert "It is:" in client_of.get(f"/pantau/{mention.pk}/").content.decode()
        client_of.post(f"/pantau/{mention.pk}/nilai/", {"tone": mention.tone, "version": "1"})
        assert accuracy(unit, now - timedelta(days=30), now).tone.share == Share(1, 1)
        assert "It is:" not in client_of.get(f"/pantau/{mention.pk}/").content.decode()


# --- the check ------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_now")
class TestCheck:
    def test_a_drawn_text_hides_the_machines_word_until_the_person_spoke(
        self, client_of: Client, unit: Unit, now: datetime
    ) -> None:
        decide(unit, None, now, "positive>positive", 2, article__title="Loket dibuka")
        started = client_of.post(f"{PAGE}ambil/", follow=True)
        page = started.content.decode()
        assert started.redirect_chain[-1][0] == reverse("monitoring:check")
        assert "1 of 2" in page
        assert "The machine" not in page.partition("<main")[2]
        row = ToneCheck.objects.order_by("drawn_at", "pk").first()
        after = client_of.post(f"{PAGE}periksa/{row.pk}/", {"tone": "neutral", "version": "1"}, follow=True)
        assert "You: neutral. The machine: positive. Your word counts." in after.content.decode()
        row.mention.refresh_from_db()
        assert (row.mention.tone, row.mention.tone_machine) == ("neutral", "positive")

    def test_the_last_one_leads_to_the_figures(self, client_of: Client, unit: Unit, now: datetime) -> None:
        decide(unit, None, now, "neutral>neutral", 2)
        client_of.post(f"{PAGE}ambil/")
        first, second = ToneCheck.objects.order_by("pk")
        client_of.post(f"{PAGE}periksa/{first.pk}/", {"skip": "1"})
        done = client_of.post(f"{PAGE}periksa/{second.pk}/", {"relevance": "irrelevant"}, follow=True)
        assert "All drawn texts are decided" in done.content.decode()
        second.mention.refresh_from_db()
        assert second.mention.relevance == "irrelevant"

    def test_somebody_elses_change_is_not_overwritten(
        self, client_of: Client, unit: Unit, officer: User, now: datetime
    ) -> None:
        mention = decide(unit, None, now, "neutral>neutral", 1, drawn=True)[0]
        Mention.objects.filter(pk=mention.pk).update(tone="negative", tone_by=officer, version=2)
        client_of.post(f"{PAGE}periksa/{mention.tone_check.pk}/", {"tone": "positive", "version": "1"})
        mention.refresh_from_db()
        assert mention.tone == "negative"

    def test_a_foreign_check_is_not_there(self, client_of: Client, now: datetime) -> None:
        mention = decide(make_unit("Biro lain"), None, now, "neutral>neutral", 1, drawn=True)[0]
        assert client_of.post(f"{PAGE}periksa/{mention.tone_check.pk}/", {"tone": "negative"}).status_code == 404


# --- learning -------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("at_now")
class TestLearning:
    @pytest.fixture
    def tune(self, unit: Unit, now: datetime) -> ToneTune:
        return ToneTune.objects.create(
            institution=unit.institution, made_at=now, texts=60, measured=40, is_random=True, helps=True,
            head={"sharpness": 1.0, "negative": 0.5, "neutral": 0.0, "positive": 0.0}, before=SCORE,
            after={**SCORE, "right": 0.8},
        )  # fmt: skip

    def test_who_manages_is_offered_what_helps_uses_it_and_goes_back(
        self, client: Client, unit: Unit, tune: ToneTune
    ) -> None:
        client.force_login(make_member(unit, Role.BUREAU_HEAD, language="en"))
        assert "Right for 70% before, for 80% after." in client.get(PAGE).content.decode()
        used = client.post(f"{PAGE}{tune.pk}/pakai/", follow=True).content.decode()
        assert "60 decisions of the institution taught" in used
        client.post(f"{PAGE}{tune.pk}/kembali/")
        tune.refresh_from_db()
        assert tune.left_at is not None

    def test_an_officer_reads_of_it_and_changes_nothing(self, client_of: Client, tune: ToneTune) -> None:
        page = client_of.get(PAGE).content.decode()
        assert "Right for 70% before" in page
        assert f"{PAGE}{tune.pk}/pakai/" not in page
        for name in (f"{tune.pk}/pakai/", f"{tune.pk}/kembali/", "pelajari/"):
            assert client_of.post(PAGE + name).status_code == 403

    def test_too_little_to_learn_from_is_said(self, client: Client, unit: Unit) -> None:
        client.force_login(make_member(unit, Role.BUREAU_HEAD, language="en"))
        page = client.post(f"{PAGE}pelajari/", follow=True).content.decode()
        assert "0 texts are decided; at least 30 are wanted." in page
