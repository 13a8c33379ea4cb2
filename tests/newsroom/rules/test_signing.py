from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from kentongan.newsroom.rules.signing import (
    BadDownload,
    Download,
    NotTrusted,
    PublicKey,
    Retraction,
    Signed,
    SignedFile,
    Statement,
    check,
    download_of,
    key_list,
    keys_of,
    kid_of,
    new_pair,
    open_download,
    payload_of,
    retraction_of,
    sign,
    statement_of,
)

AT = datetime(2026, 11, 24, 7, 0, tzinfo=timezone(timedelta(hours=7)))
PAIR = new_pair()
KEY = PublicKey("kpp-2026-1f3a", "kpp", PAIR.public, datetime(2026, 1, 5, tzinfo=UTC))
STATEMENT = Statement(
    institution="Kementerian Pelayanan Publik",
    issuer="kpp",
    kid=KEY.kid,
    number="119/HM.02/KPP/11/2026",
    kind="press_release",
    language="id",
    edition=1,
    change="first",
    title="Layanan loket daring pulih",
    text="Siaran pers 119\n\nLayanan loket daring pulih — “tiga jam”.",
    sha256="ab" * 32,
    published_at=AT,
    url="https://kpp.example/r/k7f2q/",
    short_code="k7f2q",
    spoken_code="bambu laut tujuh",
    files=(SignedFile("Daftar 214 kantor.xlsx", "cd" * 32),),
)
RETRACTION = Retraction(
    institution=STATEMENT.institution,
    issuer="kpp",
    kid=KEY.kid,
    number=STATEMENT.number,
    short_code="k7f2q",
    title=STATEMENT.title,
    why="Angkanya keliru.",
    withdrawn_at=AT,
    url=STATEMENT.url,
)
KEYS = {KEY.kid: KEY}


def signed(said: Statement | Retraction, *, private: bytes = PAIR.private) -> Signed:
    payload = payload_of(said)
    return Signed(payload, sign(private, payload), said.kid)


def test_the_payload_is_one_exact_text_and_comes_back_whole() -> None:
    payload = payload_of(STATEMENT)
    assert payload == payload_of(replace(STATEMENT, published_at=AT.astimezone(UTC)))
    assert '"published_at":"2026-11-24T00:00:00Z"' in payload
    assert "\n" not in payload
    assert statement_of(payload) == STATEMENT
    assert retraction_of(payload_of(RETRACTION)) == RETRACTION


def test_every_field_is_signed() -> None:
    signature = sign(PAIR.private, payload_of(STATEMENT))
    others = [
        replace(STATEMENT, **{name: "lain"})
        for name in STATEMENT.__slots__
        if name not in {"edition", "published_at", "files"}
    ]
    others += [
        replace(STATEMENT, edition=2),
        replace(STATEMENT, published_at=AT + timedelta(seconds=1)),
        replace(STATEMENT, files=()),
    ]
    assert check(PAIR.public, payload_of(STATEMENT), signature)
    assert [other for other in others if check(PAIR.public, payload_of(other), signature)] == []


@pytest.mark.parametrize(
    "signature",
    ["", "###", "AAAA", "ä" * 88, sign(new_pair().private, payload_of(STATEMENT))],
    ids=["none", "no base64", "short", "no ASCII", "another's"],  # a new pair each time: no name for a test
)
def test_a_broken_or_foreign_signature_is_refused(signature: str) -> None:
    assert not check(PAIR.public, payload_of(STATEMENT), signature)
    assert not check("no key", payload_of(STATEMENT), sign(PAIR.private, payload_of(STATEMENT)))


def test_lone_surrogates_are_signed_as_the_replacement_mark() -> None:
    payload = payload_of(replace(STATEMENT, text="antrean \ud83d pulih"))
    assert statement_of(payload).text == "antrean � pulih"
    assert check(PAIR.public, payload, sign(PAIR.private, payload))


def test_a_keys_name_says_whose_and_since_when() -> None:
    assert kid_of("kpp", 2026, PAIR.public).startswith("kpp-2026-")
    assert len(kid_of("kementerian-" * 8, 2026, PAIR.public)) <= 40
    assert kid_of("kpp", 2026, PAIR.public) != kid_of("kpp", 2026, new_pair().public)


def test_the_list_of_keys_comes_back_whole() -> None:
    gone = replace(KEY, kid="kpp-2025-0000", retired_at=AT, revoked_at=AT, revoked_why="Dicuri")
    assert keys_of(json.dumps(key_list([KEY, gone]))) == {KEY.kid: KEY, gone.kid: gone}


def test_a_download_is_opened_only_by_its_own_key() -> None:
    text = download_of(signed(STATEMENT))
    assert open_download(text, KEYS) == Download(STATEMENT)
    assert open_download(download_of(signed(STATEMENT), signed(RETRACTION)), KEYS).retraction == RETRACTION
    with pytest.raises(NotTrusted, match="not in the list"):
        open_download(text, {})


def test_a_retired_key_still_proves_and_a_revoked_one_does_not() -> None:
    text = download_of(signed(STATEMENT))
    assert open_download(text, {KEY.kid: replace(KEY, retired_at=AT)}).statement == STATEMENT
    with pytest.raises(NotTrusted, match="revoked"):
        open_download(text, {KEY.kid: replace(KEY, revoked_at=AT)})


def test_a_changed_download_is_refused() -> None:
    text = download_of(signed(STATEMENT))
    with pytest.raises(NotTrusted, match="changed"):
        open_download(text.replace("tiga jam", "enam jam"), KEYS)
    with pytest.raises(NotTrusted):
        open_download(download_of(signed(STATEMENT, private=new_pair().private)), KEYS)


def test_a_key_speaks_for_its_own_institution_only() -> None:
    with pytest.raises(NotTrusted, match="another institution"):
        open_download(download_of(signed(replace(STATEMENT, issuer="lain"))), KEYS)


def test_a_withdrawal_of_another_release_does_not_count() -> None:
    other = signed(replace(RETRACTION, short_code="zzzzz"))
    with pytest.raises(NotTrusted, match="another release"):
        open_download(download_of(signed(STATEMENT), other), KEYS)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "null",
        "{}",
        "tidak",
        '{"payload": 3}',
        "[" * 100_000,
        '{"payload": "x", "signature": "", "kid": "kpp-2026-1f3a"}',
        json.dumps({"payload": "\ud800", "signature": "AA", "kid": KEY.kid}),
        json.dumps(signed(STATEMENT).as_json() | {"withdrawal": []}),
        json.dumps(signed(STATEMENT).as_json() | {"withdrawal": signed(STATEMENT).as_json()}),
    ],
)
def test_what_is_no_download_is_said(text: str) -> None:
    with pytest.raises(BadDownload):
        open_download(text, KEYS)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"format": "kentongan-keys/1"}', '{"format": "kentongan-keys/1", "keys": [3]}']
)
def test_what_is_no_list_of_keys_is_said(text: str) -> None:
    with pytest.raises(BadDownload):
        keys_of(text)
