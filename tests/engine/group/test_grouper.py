from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.environment import tries

from kentongan.engine.group import index, vocabulary
from kentongan.engine.group.grouper import StoryGrouper
from kentongan.engine.text.kernel import available
from kentongan.engine.types import Article, Placement

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

HOSPITAL = [
    (
        "h1",
        "Menteri Kesehatan Resmikan Rumah Sakit Baru di Ambon",
        (
            "Rumah sakit vertikal di Ambon diresmikan Menteri Kesehatan."
            " Rumah sakit itu punya 300 tempat tidur untuk warga Maluku."
        ),
    ),
    (
        "h2",
        "Rumah Sakit Baru Ambon Diresmikan, Punya 300 Tempat Tidur",
        "Menteri Kesehatan meresmikan rumah sakit vertikal di Ambon, Maluku. Sebanyak 300 tempat tidur tersedia.",
    ),
    (
        "h3",
        "Warga Maluku Kini Punya Rumah Sakit Vertikal di Ambon",
        "Rumah sakit baru di Ambon diresmikan Menteri Kesehatan dengan 300 tempat tidur untuk warga Maluku.",
    ),
]
CHILI = [
    (
        "c1",
        "Harga Cabai Rawit di Pasar Kramat Jati Naik Dua Kali Lipat",
        (
            "Harga cabai rawit merah di Pasar Induk Kramat Jati naik menjadi Rp 120 ribu per kilogram"
            " karena hujan merusak panen."
        ),
    ),
    (
        "c2",
        "Cabai Rawit Tembus Rp 120 Ribu di Kramat Jati",
        (
            "Pedagang Pasar Induk Kramat Jati menjual cabai rawit merah Rp 120 ribu per kilogram."
            " Hujan merusak panen cabai."
        ),
    ),
]


def article(row: tuple[str, str, str], *, hours: float = 0, outlet: str = "harian-contoh") -> Article:
    id_, title, body = row
    return Article(id=id_, title=title, body=body, outlet=outlet, published=START + timedelta(hours=hours))


def stories(grouper: StoryGrouper, rows: list[tuple[str, str, str]]) -> dict[str, str | None]:
    return {row[0]: grouper.story_of(row[0]) for row in rows}


@pytest.fixture
def grouper() -> StoryGrouper:
    return StoryGrouper()


def test_one_story_as_several_outlets_tell_it(grouper: StoryGrouper) -> None:
    mixed = [HOSPITAL[0], CHILI[0], HOSPITAL[1], CHILI[1], HOSPITAL[2]]
    placements = [grouper.add(article(row, hours=hour)) for hour, row in enumerate(mixed)]
    assert [placement.story for placement in placements] == ["h1", "c1", "h1", "c1", "h1"]


def test_title_only_items_find_their_story(grouper: StoryGrouper) -> None:
    grouper.add(article(HOSPITAL[0]))
    grouper.add(article(CHILI[0]))
    bare = Article(id="t", title="Rumah Sakit Baru di Ambon Diresmikan Menteri Kesehatan", published=START)
    assert grouper.add(bare).story == "h1"


def test_an_article_twice_stays_where_it_is(grouper: StoryGrouper) -> None:
    grouper.add(article(HOSPITAL[0]))
    first = grouper.add(article(HOSPITAL[1]))
    assert grouper.add(article(HOSPITAL[1])) == first
    assert len(grouper) == 2


def test_empty_articles_are_stories_of_their_own(grouper: StoryGrouper) -> None:
    assert [grouper.add(Article(id=id_, title="")).story for id_ in "ab"] == ["a", "b"]


def test_new_story_names_by_the_caller_never_used_twice() -> None:
    grouper = StoryGrouper(new_story=lambda _article: "cerita")
    assert [grouper.add(article(row)).story for row in (HOSPITAL[0], CHILI[0])] == ["cerita", "cerita~2"]


def test_what_the_window_has_passed_is_forgotten() -> None:
    grouper = StoryGrouper(window=timedelta(hours=24))
    grouper.add(article(HOSPITAL[0]))
    for number in range(40):  # unrelated, so that the stream's time moves on
        grouper.add(Article(id=f"x{number}", title=f"kata{number}", published=START + timedelta(hours=number)))
    assert grouper.story_of("h1") is None
    assert grouper.add(article(HOSPITAL[1], hours=40)).story == "h2"
    assert len(grouper) <= 32


def test_one_wrong_date_does_not_end_the_window(grouper: StoryGrouper) -> None:
    grouper.add(article(HOSPITAL[0]))
    grouper.add(article(CHILI[0]))
    grouper.add(Article(id="future", title="Tanggal keliru", published=datetime(9999, 12, 31, tzinfo=UTC)))
    grouper.add(Article(id="past", title="Arsip lama", published=datetime(1, 1, 1, tzinfo=UTC)))
    assert grouper.add(article(HOSPITAL[1])).story == "h1"


def test_a_stream_without_dates_is_bounded() -> None:
    grouper = StoryGrouper(max_articles=100)
    for number in range(3000):
        grouper.add(Article(id=str(number), title=f"judul{number} kata{number % 7}"))
    assert len(grouper) == 100


def test_grouping_goes_on_after_slots_were_given_anew() -> None:
    grouper = StoryGrouper(max_articles=50)
    for number in range(2000):
        grouper.add(Article(id=str(number), title=f"judul{number}"))
    grouper.add(article(HOSPITAL[0]))
    for number in range(2000, 2040):
        grouper.add(Article(id=str(number), title=f"judul{number}"))
    assert grouper.add(article(HOSPITAL[1])).story == "h1"


def test_huge_and_strange_text(grouper: StoryGrouper) -> None:
    giant = Article(id="giant", title="a" * 2_000_000, body="kata " * 1_000_000, published=START)
    strange = Article(id="strange", title="\u200b\ud7ff 你好 ﷽", body="\x00\n" * 1000, published=START)
    assert [grouper.add(giant).story, grouper.add(strange).story] == ["giant", "strange"]


@pytest.mark.skipif(not available(), reason="the kernel is not built")
@settings(deadline=None, max_examples=tries(60))
@given(st.integers(0, 2**32))
def test_the_kernel_groups_as_python_does(seed: int) -> None:
    drawn = stream(random.Random(seed), 150)
    with pytest.MonkeyPatch.context() as patch:
        for module in (index, vocabulary):
            patch.setattr(module, "available", lambda: False)
        plain = StoryGrouper(max_articles=60)
    native = StoryGrouper(max_articles=60)
    assert [native.add(one) for one in drawn] == [plain.add(one) for one in drawn]


def stream(chance: random.Random, number: int) -> list[Article]:
    """Articles that draw their words from a few stories with words of their own, over three days."""
    names = [f"kata{number}" for number in range(300)]
    told = [chance.sample(names, 12) for _ in range(8)]
    drawn = []
    for count in range(number):
        own = chance.choice(told)
        words = chance.choices(own, k=25) + chance.choices(names, k=chance.randrange(20))
        row = (str(count), " ".join(chance.sample(own, 5)), " ".join(words))
        drawn.append(article(row, hours=count / 2))
    return drawn


# --- by hand ----------------------------------------------------------------------------------------------------


def test_rebuilt_from_rows_it_goes_on_as_before(grouper: StoryGrouper) -> None:
    rows = [*HOSPITAL[:2], CHILI[0]]
    for row in rows:
        grouper.add(article(row))
    rebuilt = StoryGrouper()
    for row in rows:
        rebuilt.place(article(row), grouper.story_of(row[0]) or "")
    for row in (HOSPITAL[2], CHILI[1]):
        assert rebuilt.add(article(row)) == grouper.add(article(row))


def test_an_article_placed_by_hand_stays_and_its_old_story_is_kept_apart(grouper: StoryGrouper) -> None:
    for row in HOSPITAL[:2]:
        grouper.add(article(row))
    grouper.place(article(HOSPITAL[1]), "lain")
    placement = grouper.add(article(HOSPITAL[2]))
    assert placement.merged == ()
    assert grouper.story_of("h1") == "h1"
    assert grouper.story_of("h2") == "lain"


def test_stories_split_by_hand_are_not_merged_again(grouper: StoryGrouper) -> None:
    for row in HOSPITAL:
        grouper.add(article(row))
    grouper.split(["h2", "h3"], "baru")
    copies = [grouper.add(article((f"copy{number}", *HOSPITAL[number % 3][1:]))) for number in range(6)]
    assert {story for copy in copies for story in copy.merged} == set()
    assert stories(grouper, HOSPITAL) == {"h1": "h1", "h2": "baru", "h3": "baru"}


def test_machine_merges_two_stories_that_a_third_article_joins() -> None:
    grouper = StoryGrouper()
    grouper.place(article(HOSPITAL[0]), "satu")
    grouper.place(article(HOSPITAL[1]), "dua")
    placement = grouper.add(article(HOSPITAL[2]))
    assert len(placement.merged) == 1
    assert set(stories(grouper, HOSPITAL).values()) == {placement.story}


@pytest.mark.parametrize("names", [("satu", "dua"), ("h1", "h2"), ("dua", "h1")])
@pytest.mark.parametrize("early", [True, False])
def test_kept_apart_by_story_or_article(names: tuple[str, str], early: bool) -> None:
    grouper = StoryGrouper()
    if early and names == ("satu", "dua"):
        grouper.keep_apart([names])
    grouper.place(article(HOSPITAL[0]), "satu")
    grouper.place(article(HOSPITAL[1]), "dua")
    grouper.keep_apart([names])
    assert grouper.add(article(HOSPITAL[2])).merged == ()
    grouper.let_join([names])
    assert len(grouper.add(article(("h4", *HOSPITAL[2][1:]))).merged) == 1


def test_kept_apart_outlives_a_merge_with_a_third(grouper: StoryGrouper) -> None:
    grouper.place(article(HOSPITAL[0]), "satu")
    grouper.place(article(HOSPITAL[1]), "dua")
    grouper.place(article(CHILI[0]), "tiga")
    grouper.keep_apart([("satu", "dua")])
    grouper.merge("satu", "tiga")
    assert grouper.add(article(HOSPITAL[2])).merged == ()
    assert grouper.story_of("h1") == "tiga"
    assert grouper.story_of("h2") == "dua"


def test_merged_by_hand_the_old_id_leads_to_the_new(grouper: StoryGrouper) -> None:
    grouper.add(article(HOSPITAL[0]))
    grouper.add(article(CHILI[0]))
    grouper.merge("c1", "h1")
    assert grouper.add(article(CHILI[1])) == Placement("c2", grouper.story_of("c1") or "")
    assert grouper.story_of("c1") == "h1"
    grouper.place(article(("c3", *CHILI[1][1:])), "c1")
    assert grouper.story_of("c3") == "h1"


def test_a_merge_by_hand_overrides_kept_apart_and_can_be_undone(grouper: StoryGrouper) -> None:
    grouper.add(article(HOSPITAL[0]))
    grouper.add(article(CHILI[0]))
    grouper.keep_apart([("h1", "c1")])
    grouper.merge("c1", "h1")
    assert grouper.story_of("c1") == "h1"
    grouper.split(["c1"], "c1")
    assert grouper.story_of("c1") == "c1"
    assert grouper.add(article(CHILI[1])).story == "c1"


def test_merging_what_is_not_there_changes_nothing(grouper: StoryGrouper) -> None:
    grouper.add(article(HOSPITAL[0]))
    grouper.merge("tidak-ada", "juga-tidak")
    grouper.merge("h1", "h1")
    grouper.split(["tidak-ada"], "kosong")
    assert grouper.add(article(HOSPITAL[1])).story == "h1"
