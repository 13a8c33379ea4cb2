"""Strangers walk through every address of the house, read nothing of the owner's, and change nothing.

New pages are covered by themselves. A new address with arguments fails here until `REGISTRY` names the owner's row
that fills it; a new model fails until the owner has a row of it (`tests/crawling.py`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from tests.crawling import (
    HOUSE_MARK,
    MARK,
    SHARED,
    TAKEN,
    Address,
    House,
    Page,
    addresses,
    build_house,
    changes,
    dump,
    models_without_a_row,
)
from tests.factories.accounts import make_member

from kentongan.accounts.actions import issue_token
from kentongan.accounts.choices import Role
from kentongan.common.tenancy import UnitScopedQuerySet

pytestmark = [pytest.mark.django_db, pytest.mark.whole]

# (start of the route, argument) -> a thing of the owner's, or "=text" for what is nobody's. The longest start wins.
REGISTRY: dict[tuple[str, str], str] = {
    ("akun/undangan/", "token"): "=not-a-token",  # whoever has the address of an invitation may open it
    ("akun/^confirm-email/", "key"): "=abc",
    ("akun/^password/reset/key/", "uidb36"): "=1",
    ("akun/^password/reset/key/", "key"): "=abc-def",
    ("akun/2fa/webauthn/keys/", "pk"): "security_key",
    ("pengaturan/unit/", "pk"): "unit",
    ("pengaturan/orang/peran/", "pk"): "membership",
    ("pengaturan/orang/undangan/", "pk"): "invitation",
    ("pengaturan/kunci-api/", "pk"): "token",
    ("pengaturan/surat/kotak-keluar/", "pk"): "mail",
    ("pengaturan/surat/kotak-keluar/", "number"): "attachment",
    ("pengaturan/webhook/", "pk"): "webhook",
    ("pengaturan/kueri/", "pk"): "query",
    ("pengaturan/daftar-kata/", "pk"): "terms",
    ("media/", "pk"): "outlet",
    ("media/sumber/", "pk"): "source",
    ("artikel/", "pk"): "article",
    ("pantau/", "pk"): "mention",
    ("pantau/urungkan/", "pk"): "triage",
    ("pantau/ketepatan/", "pk"): "tone_tune",
    ("pantau/ketepatan/periksa/", "pk"): "tone_check",
    ("cerita/", "pk"): "story",
    ("laporan/", "pk"): "brief",
    ("ruang-pers/agenda/", "pk"): "agenda_item",
    ("ruang-pers/narahubung/", "pk"): "press_contact",
    # The public newsroom is for everybody: tests/newsroom/public/test_embargo.py walks it for what is not public yet.
    ("pers/", "institution"): "=tidak-ada",
    ("pers/", "token"): "=not-a-token",
    ("pers/", "code"): "=zzzzz",
    ("pers/", "title"): "=judul",
    ("pers/", "kind"): "=siaran-pers",
    ("pers/", "topic"): "=topik",
    ("pers/", "key"): "=0",
    ("pers/", "unit"): "=0",
    ("pers/", "form"): "=rss.xml",
    ("pers/", "year"): "=2026",
    ("pers/", "month"): "=1",
    ("pers/", "number"): "=1",
    ("pers/", "part"): "=1",
    ("r/", "code"): "=zzzzz",
    ("r/", "asset"): "=1",
    ("r/", "name"): "=berkas.pdf",
    ("r/", "width"): "=960",
    ("r/", "form"): "=jpeg",
    ("r/", "edition"): "=1",
    ("embargo/", "token"): "=not-a-token",
    ("api/v1/articles/", "pk"): "article",
    ("rilis/", "pk"): "release",
    ("rilis/berkas/", "pk"): "asset",
    ("rilis/berkas/", "width"): "=480",
    ("rilis/<int:pk>/draf/", "sequence"): "=1",
    ("rilis/<int:pk>/kartu-", "shape"): "=tegak",
    ("rilis/laporan-warga/", "pk"): "forgery_report",
    ("rilis/<int:pk>/catatan/", "remark_pk"): "remark",
    ("pengaturan/rilis/topik/", "pk"): "topic",
    ("pengaturan/rilis/templat/", "pk"): "template",
    ("rilis/<int:pk>/persetujuan/<int:step>/", "step"): "approval_step",
    ("rilis/<int:pk>/setujui/berkas/", "number"): "=0",
    ("rilis/<int:pk>/terbit/<int:edition>/", "edition"): "publication",
    ("rilis/<int:pk>/terbit/<int:edition>/embargo/", "pass_pk"): "embargo_pass",
    ("pengaturan/kunci/", "pk"): "signing_key",
    ("pengaturan/persetujuan/", "pk"): "chain",
    ("setujui/", "token"): "=not-a-token",  # whoever has the address may open it, and needs a second proof
    ("setujui/", "number"): "=0",
}
NOBODYS = {"outlet", "source", "article"}  # shared matter: may be read by every office
EVIL = (
    "https://jahat.example/x",
    "//jahat.example/x",
    "/\\jahat.example/x",
    "https:jahat.example",
    "javascript:alert(1)",
)
# Fields that only ask: filters, a search, a try-out, a file to be read.
ASKING = {
    "stage",
    "darurat",
    "coba",
    "file",
    "table",
    "hari",
    "jenis",
    "masalah",
    "order",
    "q",
    "since",
    "until",
    "status",
    "tindakan",
}
POLICY = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
)
FORMS_OF_OTHERS = ("/akun/2fa/", "/akun/password/", "/akun/login/", "/akun/reauth", "/akun/sessions/")
# Reached by other ways than a lasting link: the first start, a machine, a notice of the moment, pages of allauth.
UNLINKED = re.compile(
    r"^(pers/|r/|embargo/|robots|sitemap|periksa/|[.]well-known/|pantau/naskah/|"
    r"selamat-datang/|setujui/|sehat/|api/v1/|media/diam/|akun/(?!saya/$|unit/$|data/$|hapus/$))"
)
# Without signing in these say more than "sign in".
OPEN = re.compile(r"^(pers/|r/|embargo/|robots|sitemap|periksa/|[.]well-known/|akun/|sehat/hidup/|api/v1/|setujui/)")
# For anybody, and they name the institution; without a session there is nothing that a foreign page could forge.
PUBLIC = re.compile(r"^/?(pers/|r/|embargo/|robots|sitemap|periksa/|[.]well-known/|setujui/)")


def fill(address: Address, house: House) -> tuple[str, bool]:
    """Return the path with the owner's rows in it, and whether it leads to a row that is the owner's alone."""
    values, foreign = {}, False
    for argument in address.arguments:
        fits = [start for start, name in REGISTRY if name == argument and address.route.startswith(start)]
        if not fits:
            pytest.fail(
                f"The address {address.route!r} wants {argument!r}, and the crawler does not know what to put there. "
                "Name the owner's row in REGISTRY (tests/test_crawler.py)."
            )
        thing = REGISTRY[max(fits, key=len), argument]
        values[argument] = thing[1:] if thing.startswith("=") else house.things[thing].pk
        foreign = foreign or not (thing.startswith("=") or thing in NOBODYS)
    return address.path(values), foreign


def query_of(house: House) -> dict[str, Any]:
    """What a curious visitor adds to an address: the numbers of the owner's rows."""
    things = house.things
    return {
        "unit": things["unit"].pk, "query": things["query"].pk, "tag": things["tag"].pk, "story": things["story"].pk,
        "mention": things["mention"].pk, "assigned": "any", "period": "90d", "below": "1", "bawah": "1", "lalu": "1",
        "orang": things["user"].pk, "person": things["user"].pk, "into": things["story"].pk, "newest": "0",
        "next": EVIL[0], "back": EVIL[0],
    }  # fmt: skip


def payload_of(house: House) -> dict[str, Any]:
    """What a malicious visitor posts anywhere: the owner's numbers under every name that forms here use."""
    things = house.things
    mention = things["mention"]
    return {
        **query_of(house),
        "parent": things["unit"].pk, "user": things["user"].pk, "assign_to": things["user"].pk,
        "pick": [f"{mention.pk}:{number}" for number in (1, 2, 3)], "version": "1", "articles": things["article"].pk,
        "name": TAKEN, "title": TAKEN, "text": TAKEN, "terms": TAKEN, "note": TAKEN, "tags": TAKEN, "lede": TAKEN,
        "response": TAKEN, "relevance": "relevant", "tone": "positive", "then": "send", "active": "no",
        "url": "http://127.0.0.1:1/", "email": f"{TAKEN}@lain.example", "role": "staff", "standing": "definitive",
        "last_day": "2020-01-01", "days": "30", "level": "other", "time_zone": "Asia/Jakarta", "outlet": TAKEN,
        "kind": "feed", "password": "x", "login": "x@y.example",
        "authors": TAKEN, "place": TAKEN, "outlet_kind": "print", "published_on": "2026-11-24", "event": "mention",
        "published_time": "05:41", "end_on": "", "start_on": "", "for_whom": TAKEN, "hour": "06:00", "is_active": "",
        "number_pattern": "{sequence}", "recipients": f"{TAKEN}@lain.example", "working_days_only": "on",
        "language": "en", "skip": "1", "machine": "neutral", "judged": "any",
        **_newsroom_payload(house),
    }  # fmt: skip


def _newsroom_payload(house: House) -> dict[str, Any]:
    """The same for the newsroom. Names are told apart without their row numbers, so both forms stand here."""
    things = house.things
    row = {
        "step-{}-holder": f"person:{things['user'].pk}", "step-{}-deputy": things["user"].pk, "step-{}-label": TAKEN,
        "step-{}-mode": "approve", "step-{}-needs": "1", "step-{}-position": "1", "step-{}-due_minutes": "",
        "contacts-{}-name": TAKEN, "contacts-{}-post": TAKEN, "contacts-{}-phone": "1", "contacts-{}-email": "",
    }  # fmt: skip
    return {
        "headline": TAKEN, "lead": TAKEN, "body": f"<p>{TAKEN}</p>", "boilerplate": TAKEN, "name_en": TAKEN,
        "pattern": "{sequence}", "template": things["template"].pk, "do": "add", "rows": "1", "more": "",
        "hours": TAKEN, "phone": "1", "post": TAKEN, "for_press": "on",
        "starts_at": "2026-11-24T09:00", "ends_at": "", "publish_at": "",
        **{name.format(number): value for number in ("", "0") for name, value in row.items()},
    }  # fmt: skip


@contextmanager
def writes() -> Iterator[list[str]]:
    """Collect the writing statements sent to the database."""
    seen: list[str] = []

    def watch(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if re.match(r"\s*(INSERT|UPDATE|DELETE|REPLACE)", sql, re.IGNORECASE):
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def body_of(response: HttpResponseBase) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode("utf-8", errors="ignore").lower()


def leaves(response: HttpResponseBase) -> str:
    """Return where a redirect leads outside the house, or nothing."""
    target = response.headers.get("Location", "") or response.headers.get("HX-Redirect", "")
    host = urlsplit(target.replace("\\", "/")).netloc
    return target if host not in {"", "testserver"} or target.lower().startswith("javascript:") else ""


def wrong_page(response: HttpResponseBase) -> list[str]:
    """Return what a browser should have been told and was not, and what the content policy would refuse."""
    said = []
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return said
    policy = response.headers.get("Content-Security-Policy", "")
    said += [f"no {needed} in the content policy" for needed in POLICY if needed not in policy]
    if "unsafe" in policy:
        said.append("an unsafe content policy")
    if response.headers.get("X-Frame-Options") != "DENY":
        said.append("may be framed")
    if response.headers.get("X-Content-Type-Options") != "nosniff":
        said.append("may be sniffed")
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return said + [f"inline {what}" for what in Page(content.decode()).inline]


def forms_of(response: HttpResponseBase) -> list[dict[str, list[str]]]:
    if response.streaming or not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    return [fields for _action, fields in Page(response.content.decode()).forms]


class Walk:
    """One visitor's walk; `problems` are sentences for the developer."""

    def __init__(
        self, house: House, visitor: str, *, marks: tuple[str, ...], shared: bool, undone: bool = False
    ) -> None:
        self.undone = undone  # each call is rolled back, and the session with it
        self.house, self.visitor, self.marks, self.shared = house, visitor, marks, shared
        self.client = Client(raise_request_exception=False)
        self.before = dump(house, shared=shared)
        self.problems: list[str] = []
        user = house.visitors.get(visitor)
        self.user, self.signed_in = user, False
        self.headers: dict[str, str] = {"Referer": EVIL[0]}
        self.key = ""
        if user is not None and visitor in {"stranger", "colleague", "leaver"}:
            unit = user.visible_units().get()
            self.key = issue_token(unit=unit, name="Kunci", days=30, by=user, now=timezone.now())[1]

    def call(self, method: str, path: str, data: Any, *, htmx: bool = False) -> HttpResponseBase:
        if self.user is not None and not self.signed_in:
            self.client.force_login(self.user)
        # Posting to the pages of one's own account may sign one out.
        self.signed_in = not self.undone and not (path.startswith("/akun/") and method != "get")
        headers = dict(self.headers)
        if htmx:
            headers["HX-Request"] = "true"
        if path.startswith("/api/") and self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        with writes() as wrote:
            response = getattr(self.client, method)(path, data, headers=headers)
        where = f"{self.visitor}: {method.upper()} {path}{' (htmx)' if htmx else ''}"
        self._look(where, response)
        guarded = [sql for sql in wrote if not re.search(r'"(django_session|audit_\w+|usersessions_\w+|cache)"', sql)]
        if guarded:
            self.problems += [f"{where} wrote: {what}" for what in changes(self.house, self.before, shared=self.shared)]
        return response

    def _look(self, where: str, response: HttpResponseBase) -> None:
        if response.status_code >= 500:
            error = getattr(response, "exc_info", None)
            self.problems.append(f"{where} broke: {error[1]!r}" if error else f"{where} answers {response.status_code}")
            return
        body = body_of(response) + json.dumps(dict(response.headers)).lower()
        marks = (MARK,) if self.marks and PUBLIC.match(where.split(" ")[2]) else self.marks
        self.problems += [f"{where} shows {_around(body, mark)}" for mark in marks if mark in body]
        if leaves(response):
            self.problems.append(f"{where} leads outside: {leaves(response)}")
        self.problems += [f"{where}: {what}" for what in wrong_page(response)]


def _around(body: str, mark: str) -> str:
    at = body.index(mark)
    return repr(body[max(0, at - 60) : at + 40])


def ways(address: Address) -> list[tuple[str, bool]]:
    """How an address is called: the method, and whether as a fragment."""
    found = [("get", False), ("get", True), ("post", False)]
    if address.route.startswith("api/"):
        found += [(method, False) for method in ("put", "patch", "delete")]
    return found


@pytest.fixture
def house(settings: Any) -> House:
    settings.API_CALLS_PER_MINUTE = 10**6
    settings.ACCOUNT_RATE_LIMITS = False
    cache.clear()
    return build_house()


def test_every_kind_of_row_is_there_to_be_found(house: House) -> None:
    assert models_without_a_row(house) == [], "give the owner a row of it in tests/crawling.py"


@pytest.mark.parametrize("visitor", ["stranger", "colleague", "leaver", "operator"])
def test_who_works_elsewhere_reads_and_changes_nothing(house: House, visitor: str) -> None:
    marks = (MARK, HOUSE_MARK) if visitor == "stranger" else (MARK,)
    walk = Walk(house, visitor, marks=marks, shared=visitor == "operator")
    query, payload = query_of(house), payload_of(house)
    for address in addresses():
        path, foreign = fill(address, house)
        for method, htmx in ways(address):
            response = walk.call(method, path, query if method == "get" else payload_for(method, payload), htmx=htmx)
            allowed = {404, 405} if visitor != "operator" else {403, 404, 405}
            if foreign and response.status_code not in allowed:
                walk.problems.append(f"{visitor}: {method.upper()} {path} answers {response.status_code}, not 404")
    # Whoever left keeps the right to a copy of their own data: which unit they worked for.
    assert [problem for problem in walk.problems if not problem.startswith("leaver: GET /akun/data/")] == []


def test_the_walk_notices_a_page_that_forgets(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    # What a developer would forget: the list of what a person may see.
    monkeypatch.setattr(UnitScopedQuerySet, "visible_to", lambda rows, _user: rows)
    walk = Walk(house, "stranger", marks=(MARK,), shared=False)
    mention = house.things["mention"].pk
    walk.call("get", f"/pantau/{mention}/", {})
    assert any(" shows " in problem for problem in walk.problems)
    monkeypatch.setattr("kentongan.monitoring.actions.rights.holds", lambda *_, **__: True)
    walk.call("post", f"/pantau/{mention}/nilai/", payload_of(house))
    assert any(" wrote: monitoring.mention " in problem for problem in walk.problems)


def payload_for(method: str, payload: dict[str, Any]) -> Any:
    return payload if method == "post" else json.dumps({name: str(value) for name, value in payload.items()})


def test_who_is_not_signed_in_reads_and_changes_nothing(house: House) -> None:
    walk = Walk(house, "anonymous", marks=(MARK, HOUSE_MARK), shared=True)
    query, payload = query_of(house), payload_of(house)
    for address in addresses():
        path, _foreign = fill(address, house)
        for method, htmx in ways(address):
            response = walk.call(method, path, query if method == "get" else payload_for(method, payload), htmx=htmx)
            to_sign_in = response.status_code == 302 and response.headers["Location"].startswith("/akun/login/")
            if not OPEN.match(address.route) and not to_sign_in and response.status_code not in {401, 403, 404, 405}:
                walk.problems.append(f"anonymous: {method.upper()} {path} answers {response.status_code}")
    assert walk.problems == []


def test_who_only_reads_changes_nothing_in_their_own_unit(house: House) -> None:
    # A role that may read everything here and decide nothing, also not about what all offices share.
    reader = make_member(house.unit, Role.INFO_OFFICER_UNIT, email="pembaca@kpp.example")
    house.visitors["reader"] = reader
    house.own["accounts.user"] |= {reader.pk}
    walk = Walk(house, "reader", marks=(), shared=True)
    payload = payload_of(house)
    for address in addresses():
        path, _foreign = fill(address, house)
        walk.call("post", path, payload)
    own = re.compile(rf"new monitoring\.look .*'user_id': {reader.pk}\b")
    assert [problem for problem in walk.problems if not own.search(problem)] == []


def test_the_owners_own_pages_obey_the_content_policy_and_stay_in_the_house(house: House) -> None:
    house.visitors["owner"] = house.owner
    walk = Walk(house, "owner", marks=(), shared=True, undone=True)
    seen, fields = 0, set()
    for address in addresses():
        path, _foreign = fill(address, house)
        for htmx in (False, True):
            with transaction.atomic():
                response = walk.call("get", path, {}, htmx=htmx)
                transaction.set_rollback(True)
            if path.startswith(FORMS_OF_OTHERS) or response.status_code != 200:
                continue
            fields |= {(re.sub(r"\d+", "", name), path) for form in forms_of(response) for name in form}
            seen += response.status_code == 200 and MARK in body_of(response)
    # The walk is worth something only where the owner does see the marks.
    assert seen > 30
    unknown = {(name, path) for name, path in fields if name not in payload_of(house) and name not in ASKING}
    assert not unknown, f"say in payload_of what a visitor would post under these names: {sorted(unknown)}"
    assert [problem for problem in walk.problems if " wrote: " not in problem] == []


@pytest.mark.parametrize("target", EVIL[1:3])
def test_no_form_sends_anybody_out_of_the_house(house: House, target: str) -> None:
    house.visitors["owner"] = house.owner
    walk = Walk(house, "owner", marks=(), shared=True, undone=True)
    payload = {**payload_of(house), "next": target, "back": target, "return_to": target, "redirect_to": target}
    walk.headers = {"Referer": target}
    for address in addresses():
        path, _foreign = fill(address, house)
        with transaction.atomic():
            walk.call("post", f"{path}?next={target}", payload)
            transaction.set_rollback(True)
    assert [problem for problem in walk.problems if "leads outside" in problem or " broke: " in problem] == []


def test_every_page_is_reached_from_home(house: House) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(house.owner)
    waiting, seen = ["/"], {"/"}
    while waiting:
        page = waiting.pop()
        response = client.get(page)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        for link in Page(response.content.decode()).links:
            path = urlsplit(urljoin(page, link)).path
            if path.startswith("/") and path not in seen and path != "/akun/logout/":
                seen.add(path)
                waiting.append(path)
    lonely = [
        address.route
        for address in addresses()
        if not address.arguments
        and not UNLINKED.match(address.route)
        and f"/{address.route}" not in seen
        and client.get(f"/{address.route}").status_code == 200
    ]
    assert lonely == []


def test_signing_in_stays_in_the_house(house: House) -> None:
    house.owner.set_password("kelapa-muda-dingin")
    house.owner.save()
    for target in EVIL:
        client = Client()
        response = client.post(
            f"/akun/login/?next={target}",
            {"login": house.owner.email, "password": "kelapa-muda-dingin", "next": target},
        )
        assert response.status_code == 302, response.content.decode()[:500]
        assert leaves(response) == ""


def test_every_change_wants_the_token_of_our_own_pages(house: House) -> None:
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    client.force_login(house.owner)
    payload = payload_of(house)
    open_doors = []
    for address in addresses():
        path, _foreign = fill(address, house)
        status = client.post(path, payload).status_code
        if status not in {403, 404, 405} and not address.route.startswith("api/") and not PUBLIC.match(address.route):
            open_doors.append(f"{path} {status}")
    assert open_doors == []


def test_shared_matter_is_what_this_test_believes() -> None:
    # A model that gets a unit is no longer shared: then it must be walked for.
    from django.apps import apps  # noqa: PLC0415 - only here

    for label in SHARED:
        assert "unit" not in {column.name for column in apps.get_model(label)._meta.get_fields()}, label


def test_the_policy_has_no_hole() -> None:
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["default-src"] == ["'none'"]
    assert not any("unsafe" in str(value) or "*" in str(value) for value in directives.values())
