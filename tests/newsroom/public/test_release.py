"""The page of a release, as a reader, a search engine and a newsroom system get it."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import docx
import pytest
from django.test import Client
from tests.factories.newsroom import CONTENT
from tests.factories.publications import file_of, make_asset, open_newsroom, publish

from kentongan.accounts.models import Unit, User
from kentongan.newsroom.actions.correcting import start_correction, withdraw_release
from kentongan.newsroom.actions.publishing import CorrectionWords, publish_release
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.exports.texts import shared_text
from kentongan.newsroom.models import Publication, ViewCount
from kentongan.newsroom.queries.reading import release_page
from kentongan.newsroom.rules.content import Content, Part, blocks

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def newsroom(now: datetime) -> tuple[Unit, User]:
    return open_newsroom(now - HOUR)


@pytest.fixture
def release(newsroom: tuple[Unit, User], at_now: datetime) -> Publication:
    return publish(*newsroom, at_now - HOUR)


def address(publication: Publication) -> str:
    return f"/pers/{publication.institution.slug}/{publication.short_code}/{publication.slug}/"


def correct(publication: Publication, by: User, now: datetime) -> Publication:
    release = start_correction(release=publication.release, by=by, now=now)
    content = replace(CONTENT, headline="Layanan loket daring pulih bertahap")
    release = save_draft(release=release, content=content, revision=release.revision, by=by, now=now)
    words = CorrectionWords("Tertulis pulih penuh.", "Pulih bertahap.", None, "212 media")
    return publish_release(release=release, by=by, now=now, correction=words)


def test_the_page_says_everything_in_the_signed_order(release: Publication) -> None:
    answer = Client().get(address(release))

    page = answer.content.decode()
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    parts = [block for block in blocks(CONTENT) if block.part not in {Part.CONTACT, Part.QUOTE, Part.FACT}]
    places = [said.index(" ".join(block.text.split())[:60], said.index("Skip to content")) for block in parts]
    assert answer.status_code == 200
    assert places == sorted(places)
    assert release.spoken_code in said
    assert "Genuinely ours" in said


def test_a_reader_gets_no_cookie_and_no_foreign_address(release: Publication) -> None:
    client = Client()
    answer = client.get(address(release))

    assert not client.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
    loaded = re.findall(
        r'(?:src|srcset)="([^"]+)"|<link rel="(?:stylesheet|preload|icon)"[^>]*href="([^"]+)"', answer.text
    )
    assert loaded
    assert all((first or second).startswith("/") for first, second in loaded)
    assert "style=" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_what_was_read_already_is_not_sent_again(release: Publication) -> None:
    client = Client()
    first = client.get(address(release))
    again = client.get(address(release), headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_other_addresses_lead_to_the_page(release: Publication) -> None:
    slug = release.institution.slug
    for path in (
        f"/r/{release.short_code}/",
        f"/r/{release.short_code.upper()}/",
        f"/pers/{slug}/{release.short_code}/",
        f"/pers/{slug}/{release.short_code}/judul-lain/",
        f"/pers/lembaga-lain/{release.short_code}/{release.slug}/",
    ):
        assert Client().get(path).headers["Location"] == address(release), path


@pytest.mark.parametrize("path", ["/r/zzzzz/", "/pers/tidak-ada/", "/pers/tidak-ada/k7f2q/x/", "/r/zzzzz/rilis.pdf"])
def test_what_is_not_there_says_so(release: Publication, path: str) -> None:
    answer = Client().get(path)

    assert answer.status_code == 404
    assert "Nothing is published at this address" in answer.text


def test_a_correction_is_seen_by_everyone_who_comes_back(
    release: Publication, newsroom: tuple[Unit, User], at_now: datetime
) -> None:
    client = Client()
    before = client.get(address(release))
    new = correct(release, newsroom[1], at_now)

    after = client.get(address(release), headers={"If-None-Match": before.headers["ETag"]}, follow=True)
    old = client.get(f"/pers/{release.institution.slug}/{release.short_code}/edisi/1/")

    assert new.title in after.text
    assert "What was wrong: <del>Tertulis pulih penuh.</del>" in after.text
    assert release.title in old.text
    assert "This is edition 1. It was replaced." in old.text
    assert 'name="robots" content="noindex"' in old.text
    register = client.get(f"/pers/{release.institution.slug}/ralat/").text
    assert "Tertulis pulih penuh." in register
    assert "Pulih bertahap." in register
    assert "212 media" in register


def test_a_withdrawn_release_stays_readable_and_says_so(
    release: Publication, newsroom: tuple[Unit, User], at_now: datetime
) -> None:
    client = Client()
    client.get(address(release))
    withdraw_release(release=release.release, why="Terbit sebelum waktunya.", told="", by=newsroom[1], now=at_now)

    page = client.get(address(release)).text

    assert "Terbit sebelum waktunya." in page
    assert release.title in page
    assert "Genuinely ours" not in page
    assert release.title not in client.get(f"/pers/{release.institution.slug}/atom.xml").text


def test_languages_lead_to_each_other(newsroom: tuple[Unit, User], release: Publication, at_now: datetime) -> None:
    english = publish(*newsroom, at_now - HOUR, language="en", headline="Counter service restored")
    english.release.translation_of = release.release
    english.release.save()
    slug = release.institution.slug

    assert f'hreflang="en" href="http://localhost:8000{address(english)}"' in Client().get(address(release)).text
    english_page = Client().get(address(english)).text
    assert '<html lang="en">' in english_page
    assert "Genuinely ours" in english_page
    home = Client().get(f"/pers/{slug}/").text
    assert release.title in home
    assert english.title not in home
    home_in_english = Client().get(f"/pers/{slug}/?lang=en").text
    assert english.title in home_in_english
    assert release.title not in home_in_english


def test_views_are_counted_without_programs_and_without_cookies(release: Publication) -> None:
    path, phone = address(release), {"User-Agent": "Mozilla/5.0 (Linux; Android 14)"}
    Client().get(path, headers=phone)
    Client().get(path, headers={"User-Agent": "Googlebot/2.1"})
    Client().get(path, headers={"User-Agent": "WhatsApp/2.23"})
    Client().get(path, headers=phone | {"Sec-Purpose": "prefetch"})
    Client().head(path, headers=phone)

    assert ViewCount.objects.get().views == 1


# --- in other forms --------------------------------------------------------------------------------------------------


def test_linked_data_is_whole_json(release: Publication) -> None:
    page = Client().get(address(release)).text
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', page)
    assert found is not None
    data = json.loads(found[1])

    assert data["@type"] == "NewsArticle"
    assert data["headline"] == release.title
    assert data["publisher"]["name"] == release.institution.name


def test_a_headline_cannot_break_out_of_the_linked_data(newsroom: tuple[Unit, User], at_now: datetime) -> None:
    evil = publish(*newsroom, at_now - HOUR, headline="</script><script>alert(1)</script>", lead='"><img src=x>')
    page = Client().get(address(evil)).text

    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_ninjs_names_text_and_standing(release: Publication) -> None:
    data = Client().get(f"/r/{release.short_code}/rilis.ninjs.json").json()

    assert data["standard"]["name"] == "ninjs"
    assert data["headlines"][0]["value"] == release.title
    assert data["bodies"][0]["value"] == release.text
    assert data["pubstatus"] == "usable"


# The names that ninjs 2.1 knows of those we use, and the names inside each; it takes no others.
NINJS = {
    "headlines": {"role", "contenttype", "value"},
    "descriptions": {"role", "contenttype", "value"},
    "bodies": {"role", "contenttype", "charcount", "wordcount", "value"},
    "people": {"name", "rel", "uri", "literal", "contactinfo"},
    "organisations": {"name", "rel", "uri", "literal", "symbols", "contactinfo"},
    "places": {"name", "rel", "uri", "literal", "contactinfo", "geojson"},
    "subjects": {"name", "rel", "uri", "literal", "creator", "relevance", "confidence"},
    "renditions": {
        "name", "href", "contenttype", "title", "height", "width", "sizeinbytes", "duration", "format",
    },
    "altids": {"role", "value"},
}  # fmt: skip
NINJS_PLAIN = {
    "uri", "type", "representationtype", "version", "firstcreated", "versioncreated", "contentcreated", "pubstatus",
    "urgency", "language", "standard", "associations",
}  # fmt: skip


def follows_ninjs(data: dict[str, Any]) -> bool:
    listed = all(set(row) <= NINJS[name] for name in NINJS for row in data.get(name, []))
    return listed and set(data) <= NINJS_PLAIN | set(NINJS)


def test_ninjs_keeps_to_its_schema(release: Publication) -> None:
    data = Client().get(f"/r/{release.short_code}/rilis.ninjs.json").json()

    assert follows_ninjs(data)
    assert all(follows_ninjs({k: v for k, v in one.items() if k != "name"}) for one in data.get("associations", []))
    assert data["representationtype"] in {"full", "partial"}
    assert set(data["standard"]) == {"name", "version", "schema"}
    assert not follows_ninjs({**data, "links": []})  # what it was published with before


def test_the_text_for_whatsapp_is_the_signed_one(release: Publication) -> None:
    text = Client().get(f"/r/{release.short_code}/wa.txt").text

    assert text.replace("*", "") == release.text
    assert text == shared_text(release, Content.of(release.version.content))


def test_pdf_is_for_the_archive(release: Publication) -> None:
    answer = Client().get(f"/r/{release.short_code}/rilis.pdf")

    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")
    assert b"pdfaid" in answer.content


def test_docx_holds_the_words_in_order(release: Publication, at_now: datetime) -> None:
    answer = Client().get(f"/r/{release.short_code}/rilis.docx")
    paper = docx.Document(io.BytesIO(answer.content))
    words = " ".join(" ".join(paragraph.text for paragraph in paper.paragraphs).split())

    places = [words.index(block.text.splitlines()[0]) for block in blocks(release_page(release, at_now).content)]
    assert places == sorted(places)
    assert release.spoken_code in paper.sections[0].footer.paragraphs[0].text


def test_the_preview_is_a_picture_of_the_text(release: Publication) -> None:
    answer = Client().get(f"/r/{release.short_code}/kartu.png")

    assert answer.headers["Content-Type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG")


def test_files_come_only_through_a_public_edition(newsroom: tuple[Unit, User], at_now: datetime) -> None:
    unit, head = newsroom
    evil = make_asset(unit, at_now, b"<script>alert(1)</script>", "data.html", "text/html")
    other = make_asset(unit, at_now, b"rahasia", "lain.csv", "text/csv")
    shown = publish(unit, head, at_now - HOUR, attachments=(file_of(evil),))

    answer = Client().get(f"/r/{shown.short_code}/berkas/{evil.pk}/data.html")

    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert b"".join(answer) == b"<script>alert(1)</script>"
    assert Client().get(f"/r/{shown.short_code}/berkas/{other.pk}/lain.csv").status_code == 404
