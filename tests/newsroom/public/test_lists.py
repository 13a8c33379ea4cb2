"""Lists, feeds, sitemaps, search, agenda: what stands where, and what bad input does."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import feedparser
import pytest
from django.test import Client
from tests.factories.accounts import InstitutionFactory, make_unit
from tests.factories.publications import open_newsroom, publish

from kentongan.accounts.models import Unit, User
from kentongan.newsroom.actions.indexing import index_publications
from kentongan.newsroom.models import AgendaItem, PressContact, Publication, Topic

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def newsroom(now: datetime) -> tuple[Unit, User]:
    unit, head = open_newsroom(now - 30 * DAY)
    Topic.objects.create(institution=unit.institution, name="Ganti rugi", name_en="Compensation", slug="ganti-rugi")
    return unit, head


@pytest.fixture
def at(newsroom: tuple[Unit, User], at_now: datetime) -> str:
    return f"/pers/{newsroom[0].institution.slug}"


def test_one_institution_is_its_newsroom_several_are_a_list(at: str) -> None:
    assert Client().get("/pers/").headers["Location"] == f"{at}/"
    other = make_unit(institution=InstitutionFactory(name="Badan Lain"))
    page = Client().get("/pers/").text
    assert f"/pers/{other.institution.slug}/" in page


@pytest.mark.parametrize("path", ["/pers/", "/robots.txt", "/r/ABC/"])
def test_a_name_that_is_not_ours_is_refused(newsroom: tuple[Unit, User], settings: object, path: str) -> None:
    settings.ALLOWED_HOSTS = ["pers.serayu.example"]
    assert Client().get(path, headers={"host": "lain.example"}).status_code == 400
    assert Client().get(path, headers={"host": "pers.serayu.example"}).status_code in {200, 302, 404}


def test_an_empty_newsroom_says_what_will_stand_there(at: str) -> None:
    for path in ("/", "/arsip/", "/agenda/", "/ralat/", "/narahubung/", "/topik/", "/unit/", "/terbitan/", "/ikuti/"):
        answer = Client().get(at + path)
        assert answer.status_code == 200, path
    assert "Nothing has been published here yet." in Client().get(f"{at}/").text


def test_every_list_shows_its_own_and_nothing_else(newsroom: tuple[Unit, User], at: str, at_now: datetime) -> None:
    unit, head = newsroom
    child = make_unit("Kantor Layanan Serayu", parent=unit, code="KL-1")
    plain = publish(unit, head, at_now - HOUR, headline="Rilis biasa")
    denial = publish(unit, head, at_now - HOUR, kind="clarification", headline="Bukan dari kami")
    told = publish(unit, head, at_now - HOUR, headline="Ganti rugi dibayar", topics=("ganti-rugi",))
    local = publish(child, head, at_now - HOUR, headline="Layanan keliling")
    lists = {
        "/jenis/siaran-pers/": {plain, told, local},
        "/jenis/klarifikasi/": {denial},
        "/topik/ganti-rugi/": {told},
        "/unit/KL-1/": {local},
        "/unit/KL-1/rilis/": {local},
        "/arsip/2026/11/": {plain, denial, told, local},
    }
    for path, wanted in lists.items():
        page = Client().get(at + path).text
        main = page[page.index("<main") : page.index("<aside")]
        assert {row for row in (plain, denial, told, local) if row.title in main} == wanted, path
    assert "Nothing was published in this time." in Client().get(f"{at}/arsip/2026/1/").text


def test_long_lists_have_pages(
    newsroom: tuple[Unit, User], at: str, at_now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kentongan.newsroom.public.lists.ROWS", 2)
    for number in range(3):
        publish(*newsroom, at_now - timedelta(minutes=number + 1), headline=f"Rilis ke-{number}.")
    first, second = Client().get(f"{at}/arsip/").text, Client().get(f"{at}/arsip/?hal=2").text

    assert "Rilis ke-0." in first
    assert "Rilis ke-2." not in first
    assert "Rilis ke-2." in second


@pytest.mark.parametrize(
    "path",
    [
        "/arsip/?hal=abc", "/arsip/?hal=-1", "/arsip/?hal=999999999999999999999", "/arsip/?lang=xx", "/?lang=%00",
        "/cari/?q=%00", "/cari/?q=%22%20OR%20*", "/cari/?q=" + "a" * 5000, "/cari/?q=NEAR(", "/?fbclid=1",
        "/ikuti/?unit=999999999999999999999&topik=x", "/cari/?q=%ED%A0%80",
    ],
)  # fmt: skip
def test_bad_input_breaks_nothing(newsroom: tuple[Unit, User], at: str, at_now: datetime, path: str) -> None:
    publish(*newsroom, at_now - HOUR)
    assert Client().get(at + path).status_code == 200


@pytest.mark.parametrize("path", ["/arsip/2026/13/", "/arsip/0/", "/arsip/9999/", "/unit/9999999999999999999999/"])
def test_what_cannot_be_is_not_there(newsroom: tuple[Unit, User], at: str, at_now: datetime, path: str) -> None:
    publish(*newsroom, at_now - HOUR)
    assert Client().get(at + path).status_code == 404


def test_search_finds_by_stem_number_and_code(newsroom: tuple[Unit, User], at: str, at_now: datetime) -> None:
    row = publish(*newsroom, at_now - HOUR, headline="Kebijakan baru tentang loket")
    other = publish(*newsroom, at_now - HOUR, headline="Jadwal libur", body="<p>Kantor tutup.</p>", lead="", quotes=())
    for indexed in (False, True):
        if indexed:
            assert index_publications() == 2
        for query in ("kebijakannya", row.number, row.short_code, row.spoken_code):
            page = Client().get(f"{at}/cari/", {"q": query}).text
            assert row.title in page, query
            assert other.title not in page, query
    assert "No release holds" in Client().get(f"{at}/cari/", {"q": "zanggara"}).text


def test_feeds_are_read_by_a_reader(newsroom: tuple[Unit, User], at: str, at_now: datetime) -> None:
    row = publish(*newsroom, at_now - HOUR, headline="Rilis <b>&</b> umpan", topics=("ganti-rugi",))
    for start in ("", f"/unit/{newsroom[0].pk}", "/topik/ganti-rugi"):
        for form in ("atom.xml", "rss.xml"):
            feed = feedparser.parse(Client().get(f"{at}{start}/{form}").content)
            assert not feed.bozo
            assert [entry.link for entry in feed.entries] == [f"http://localhost:8000{at}/{row.short_code}/{row.slug}/"]
        data = Client().get(f"{at}{start}/feed.json").json()
        assert [item["title"] for item in data["items"]] == [row.title]


def test_sitemaps_name_every_release(newsroom: tuple[Unit, User], at: str, at_now: datetime) -> None:
    row = publish(*newsroom, at_now - HOUR)
    index = ET.fromstring(Client().get("/sitemap.xml").content)
    parts = [found.text.removeprefix("http://localhost:8000") for found in index.iter() if found.tag.endswith("loc")]
    texts = [Client().get(path).text for path in parts]

    assert len(parts) == 2
    assert all(f"/{row.short_code}/{row.slug}/" in text for text in texts)
    assert all(ET.fromstring(text) is not None for text in texts)
    assert "Sitemap: http://localhost:8000/sitemap.xml" in Client().get("/robots.txt").text


def test_the_agenda_shows_what_may_be_known(newsroom: tuple[Unit, User], at: str, at_now: datetime) -> None:
    unit = newsroom[0]
    values = {"unit": unit, "starts_at": at_now + DAY, "changed_at": at_now, "place": "Ruang Arjuna; lantai 2"}
    AgendaItem.objects.create(title="Konferensi pers", publish_at=at_now, **values)
    AgendaItem.objects.create(title="Belum boleh diketahui", publish_at=at_now + HOUR, **values)
    AgendaItem.objects.create(title="Sudah lewat", publish_at=at_now, **(values | {"starts_at": at_now - DAY}))
    page, file = Client().get(f"{at}/agenda/").text, Client().get(f"{at}/agenda.ics").text

    for text in (page, file):
        assert "Konferensi pers" in text
        assert "Belum boleh diketahui" not in text
        assert "Sudah lewat" not in text
    assert "LOCATION:Ruang Arjuna\\; lantai 2" in file
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))


def test_contacts_are_those_set_else_those_of_releases(newsroom: tuple[Unit, User], at: str, at_now: datetime) -> None:
    publish(*newsroom, at_now - HOUR)
    assert "Sekar Ayuningtyas" in Client().get(f"{at}/narahubung/").text
    PressContact.objects.create(unit=newsroom[0], name="Maria Goreti", phone="0812-1", changed_at=at_now)
    page = Client().get(f"{at}/narahubung/?lang=id").text
    assert "Maria Goreti" in page
    assert "Sekar Ayuningtyas" not in page


def test_lists_do_not_ask_once_a_row(
    newsroom: tuple[Unit, User], at: str, at_now: datetime, django_assert_max_num_queries: object
) -> None:
    for number in range(3):
        publish(*newsroom, at_now - timedelta(minutes=number + 1), headline=f"Rilis {number}")
    with django_assert_max_num_queries(16):  # type: ignore[operator]
        assert Client().get(f"{at}/").status_code == 200
    assert Publication.objects.count() == 3
