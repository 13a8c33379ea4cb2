"""Before its hour nothing of an embargoed text is anywhere; at its hour, to the second, it is everywhere.

The test walks every address of the house that answers without signing in. A new public address with an argument that
is not in `VALUES` fails here until somebody says what to put there.
"""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.factories.newsroom import CONTENT
from tests.factories.publications import file_of, make_asset, open_newsroom, publish

from kentongan.newsroom.actions.correcting import start_correction
from kentongan.newsroom.actions.indexing import index_publications
from kentongan.newsroom.actions.passing import give_embargo_pass
from kentongan.newsroom.actions.publishing import CorrectionWords, cancel_publication, publish_release
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.models import AgendaItem, Publication, Topic
from kentongan.newsroom.rules.content import Contact, Fact, Quote

pytestmark = [pytest.mark.django_db, pytest.mark.whole]  # every address, several times over
MARK = "zanggara"  # in every field of what is not public yet
LIFT = timedelta(hours=3)
PNG = b"\x89PNG" + MARK.encode() * 3
SECRET = {
    "headline": f"Hasil pemeriksaan {MARK} loket daring",
    "lead": f"Lead {MARK} tentang loket daring terpadu yang pulih kembali.",
    "place": MARK.title(),
    "body": f"<p>Isi naskah {MARK} menyebut tiga sebab gangguan loket daring secara lengkap dan rinci.</p>",
    "quotes": (Quote(f"Kutipan {MARK}", f"Nama {MARK}", f"Jabatan {MARK}"),),
    "facts": (Fact(f"7 {MARK}", f"label {MARK}", f"sumber {MARK}"),),
    "boilerplate": f"Tentang {MARK}",
    "contacts": (Contact(f"Kontak {MARK}", MARK, "0812-000", f"{MARK}@kpp.example"),),
}


class Newsroom:
    """One public release, one under embargo, one whose correction is under embargo, one stopped before its hour."""

    def __init__(self, now: datetime) -> None:
        self.unit, self.head = open_newsroom(now, code="BH")
        institution = self.unit.institution
        Topic.objects.create(institution=institution, name="Loket", slug="loket")
        Topic.objects.create(institution=institution, name=f"Topik {MARK}", name_en=MARK, slug=f"topik-{MARK}")
        at = now + LIFT
        self.open = publish(self.unit, self.head, now, topics=("loket",))
        asset = make_asset(self.unit, now, PNG, f"{MARK}.png", "image/png", alt=f"Alt {MARK}", renditions={})
        paper = make_asset(self.unit, now, MARK.encode(), f"{MARK}.csv", "text/csv")
        asset.renditions = {"960": {"jpeg": asset.sha256}}
        asset.save()
        self.asset = asset
        topics = ("loket", f"topik-{MARK}")
        files: dict[str, Any] = {"pictures": (file_of(asset),), "attachments": (file_of(paper),)}
        self.hidden = publish(self.unit, self.head, now, at=at, topics=topics, **SECRET, **files)
        self.corrected = self._corrected(now, at)
        self.stopped = publish(self.unit, self.head, now, at=at, **(SECRET | {"headline": f"Batal {MARK}"}))
        cancel_publication(publication=self.stopped, by=self.head, now=now)
        given = give_embargo_pass(publication=self.hidden, name="Rani", by=self.head, now=now)
        self.token = given.url.rstrip("/").rpartition("/")[2]
        AgendaItem.objects.create(
            unit=self.unit, title=f"Acara {MARK}", starts_at=at, publish_at=at, changed_at=now, place=MARK
        )
        index_publications()

    def _corrected(self, now: datetime, at: datetime) -> Publication:
        first = publish(self.unit, self.head, now, headline="Tarif layanan tetap sampai akhir tahun")
        release = start_correction(release=first.release, by=self.head, now=now)
        content = replace(CONTENT, **(SECRET | {"headline": f"Tarif {MARK}"}))
        release = save_draft(release=release, content=content, revision=release.revision, by=self.head, now=now)
        publish_release(
            release=release,
            by=self.head,
            now=now,
            publish_at=at,
            embargoed=True,
            correction=CorrectionWords(f"Keliru {MARK}", f"Benar {MARK}", None, MARK),
        )
        return first

    def values(self, publication: Publication) -> dict[str, list[Any]]:
        """What stands in addresses, seen from somebody who knows everything about `publication` but its text."""
        return {
            "institution": [self.unit.institution.slug],
            "code": [publication.short_code],
            "title": [publication.slug],
            "key": ["BH", str(self.unit.pk)],
            "unit": ["BH"],
            "topic": ["loket", f"topik-{MARK}"],
            "kind": ["siaran-pers"],
            "year": [publication.publish_at.year],
            "month": [publication.publish_at.month],
            "number": [1, 2],
            "edition": [1, 2],
            "part": [1],
            "form": ["atom.xml", "rss.xml", "feed.json"],
            "asset": [self.asset.pk],
            "width": [960],
            "name": [f"{MARK}.png"],
            "token": ["tidak-ada"],
        }


def public_patterns(resolver: Any = None, start: str = "", space: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Yield name and pattern of every address whose view is public."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from public_patterns(entry, start + str(entry.pattern), inner)
        elif getattr(entry.callback, "is_public", False):
            yield f"{space}{entry.name}", entry


def addresses(values: dict[str, list[Any]]) -> Iterator[str]:
    for name, pattern in public_patterns():
        wanted = list(pattern.pattern.converters)
        if name == "newsroom:rendition":
            values = values | {"form": ["jpeg"]}
        for missing in set(wanted) - set(values):
            pytest.fail(f"{name} takes {missing!r}: say in `Newsroom.values` what to put there")
        filled: list[dict[str, Any]] = [{}]
        for each in wanted:
            choices = ["jpeg"] if (name, each) == ("newsroom:rendition", "form") else values[each]
            filled = [row | {each: value} for row in filled for value in choices]
        for row in filled:
            yield reverse(name, kwargs=row)


def read(response: HttpResponseBase) -> str:
    """Return everything that an answer says: headers, unpacked body, and what lies inside a DOCX."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[attr-defined]
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            body = b"".join(file.read(name) for name in file.namelist())
    return f"{dict(response.items())} {body.decode('utf-8', 'replace')}".lower()


EXTRA = ("", "?lang=en", "?hal=1", "?edisi=1", "?edisi=2", "?q=loket+daring", "?q=pemeriksaan")


def everything(newsroom: Newsroom) -> Iterator[tuple[str, HttpResponseBase]]:
    """Ask every public address, in every way, for everything that is not public; yields address and answer."""
    client = Client()
    asked: set[str] = set()
    for publication in (newsroom.hidden, newsroom.corrected, newsroom.stopped):
        for path in addresses(newsroom.values(publication)):
            for extra in EXTRA:
                if path + extra in asked:
                    continue
                asked.add(path + extra)
                yield path + extra, client.get(path + extra, headers={"Accept-Encoding": "gzip"})
                if not extra:
                    yield path, client.head(path)
    for code in (newsroom.hidden.short_code, newsroom.hidden.spoken_code, newsroom.hidden.number):
        slug = newsroom.unit.institution.slug
        for path in ("/periksa/", f"/pers/{slug}/periksa/", f"/pers/{slug}/cari/"):
            yield f"{path}?q={code}", client.get(path, {"q": code})
            yield f"{path} q={code}", client.post(path, {"q": code, "text": code})


def ours(path: str, newsroom: Newsroom) -> bool:
    """Whether the address itself names the marker (a title, a file): then the answer may say it back."""
    return MARK in path.lower()


def test_nothing_of_it_is_anywhere_before_its_hour(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        newsroom = Newsroom(now)
    for moment in (now, now + LIFT - timedelta(microseconds=1)):
        with time_machine.travel(moment, tick=False):
            for path, answer in everything(newsroom):
                said = read(answer)
                assert answer.status_code < 500, path
                assert "set-cookie" not in said, path
                if ours(path, newsroom):
                    assert answer.status_code in {302, 404, 405}, f"{path}: {answer.status_code}"
                else:
                    assert MARK not in said, f"{path} ({answer.status_code}) says what is under embargo"


def test_what_is_under_embargo_is_not_there_at_all(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        newsroom = Newsroom(now)
        code = newsroom.hidden.short_code
        known = [path for path in addresses(newsroom.values(newsroom.hidden)) if f"/{code}" in path]
        assert len(known) > 10
        assert {Client().get(path).status_code for path in known} == {404}


def test_programs_that_verify_learn_nothing_of_it(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        newsroom = Newsroom(now)
        for text in (newsroom.hidden.text, newsroom.hidden.short_code, newsroom.hidden.spoken_code):
            answer = Client().post("/api/v1/verify", {"text": text}, content_type="application/json").json()
            assert answer["verdict"] == "unknown"
            assert answer["release"] is None


def test_no_answer_may_be_kept_past_the_hour(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        newsroom = Newsroom(now)
    with time_machine.travel(now + LIFT - timedelta(seconds=2), tick=False):
        for path, answer in everything(newsroom):
            kept = str(answer.headers.get("Cache-Control", ""))
            assert "no-cache" in kept or "no-store" in kept or "/berkas/" in path or "/gambar/" in path, path


def test_it_is_public_to_the_second_although_pages_are_kept(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        newsroom = Newsroom(now)
    slug, hidden = newsroom.unit.institution.slug, newsroom.hidden
    home, page = f"/pers/{slug}/", f"/pers/{slug}/{hidden.short_code}/{hidden.slug}/"
    with time_machine.travel(now + LIFT - timedelta(microseconds=1), tick=False):
        assert MARK not in read(Client().get(home))
        assert Client().get(page).status_code == 404
    with time_machine.travel(now + LIFT, tick=False):
        assert MARK in read(Client().get(home))
        assert hidden.title in Client().get(page).content.decode()
        corrected = read(Client().get(f"/r/{newsroom.corrected.short_code}/", follow=True))
        assert f"keliru {MARK}" in corrected
        assert Client().get(f"/r/{newsroom.stopped.short_code}/").status_code == 404


def test_a_pass_opens_it_once_the_terms_are_accepted(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        newsroom = Newsroom(now)
        path = f"/embargo/{newsroom.token}/"
        client = Client()
        assert MARK not in read(client.get(path))
        answer = client.post(path, follow=True)
        assert f"isi naskah {MARK}" in read(answer)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert not client.cookies
    with time_machine.travel(now + LIFT, tick=False):
        assert client.get(path).status_code == 302
