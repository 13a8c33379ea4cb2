"""What is signed, and how it is checked: an edition whole and exact, as one JSON text under Ed25519 (RFC 8032).

The signature covers the UTF-8 bytes of the payload as they stand, so that whoever checks never has to rebuild them.
Pure and without a database: the house signs with it, and anyone checks with it offline.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

RELEASE_FORMAT = "kentongan-release/1"
WITHDRAWAL_FORMAT = "kentongan-withdrawal/1"
KEYS_FORMAT = "kentongan-keys/1"
LONGEST_KID = 40


class BadDownload(ValueError):
    """What was given is no signed release or list of keys of this house; the message says what is wrong with it."""


class NotTrusted(BadDownload):
    """The signature proves nothing: wrong, of a key that is not in the list, or of a revoked one."""


@dataclass(frozen=True, slots=True)
class SignedFile:
    """A picture or attachment that belongs to the edition, bound by its SHA-256."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One edition as it is signed.

    `institution` is its name that day, `issuer` its lasting address (slug), to which the key is bound.
    `sha256` is that of the approved content (`rules.content.digest`); `replaces` that of the edition before, or empty.
    `text` is the whole text with its head and foot line, as pages, PDF and WhatsApp give it.
    """

    institution: str
    issuer: str
    kid: str
    number: str
    kind: str
    language: str
    edition: int
    change: str
    title: str
    text: str
    sha256: str
    published_at: datetime
    url: str
    short_code: str
    spoken_code: str
    files: tuple[SignedFile, ...] = ()
    replaces: str = ""


@dataclass(frozen=True, slots=True)
class Retraction:
    """That a release was withdrawn, as it is signed: it takes back every edition under `short_code`."""

    institution: str
    issuer: str
    kid: str
    number: str
    short_code: str
    title: str
    why: str
    withdrawn_at: datetime
    url: str


def payload_of(statement: Statement | Retraction) -> str:
    """Return the exact text that is signed: JSON with sorted keys and no spaces, times in UTC to the second."""
    if isinstance(statement, Retraction):
        data: dict[str, Any] = {
            "format": WITHDRAWAL_FORMAT,
            "institution": statement.institution,
            "issuer": statement.issuer,
            "kid": statement.kid,
            "number": statement.number,
            "short_code": statement.short_code,
            "title": statement.title,
            "why": statement.why,
            "withdrawn_at": stamp(statement.withdrawn_at),
            "url": statement.url,
        }
        return _exact(data)
    data = {
        "format": RELEASE_FORMAT,
        "institution": statement.institution,
        "issuer": statement.issuer,
        "kid": statement.kid,
        "number": statement.number,
        "kind": statement.kind,
        "language": statement.language,
        "edition": statement.edition,
        "change": statement.change,
        "title": statement.title,
        "text": statement.text,
        "sha256": statement.sha256,
        "published_at": stamp(statement.published_at),
        "url": statement.url,
        "short_code": statement.short_code,
        "spoken_code": statement.spoken_code,
        "files": [{"name": file.name, "sha256": file.sha256} for file in statement.files],
        "replaces": statement.replaces,
    }
    return _exact(data)


def statement_of(payload: str) -> Statement:
    """Return what `payload_of` wrote.

    Raises:
        BadDownload: it is none of ours.
    """
    data = _object(payload)
    if data.get("format") != RELEASE_FORMAT:
        raise BadDownload(f"not a release of a format known here: {data.get('format')!r}")
    try:
        return Statement(
            **_words(data, Statement, but={"edition", "published_at", "files"}),
            edition=int(data["edition"]),
            published_at=_moment(data["published_at"]),
            files=tuple(SignedFile(_text(file, "name"), _text(file, "sha256")) for file in data["files"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadDownload(f"the release is incomplete ({error})") from None


def retraction_of(payload: str) -> Retraction:
    """Return the withdrawal that `payload_of` wrote.

    Raises:
        BadDownload: it is none of ours.
    """
    data = _object(payload)
    if data.get("format") != WITHDRAWAL_FORMAT:
        raise BadDownload(f"not a withdrawal of a format known here: {data.get('format')!r}")
    try:
        return Retraction(**_words(data, Retraction, but={"withdrawn_at"}), withdrawn_at=_moment(data["withdrawn_at"]))
    except (KeyError, TypeError, ValueError) as error:
        raise BadDownload(f"the withdrawal is incomplete ({error})") from None


def _exact(data: Mapping[str, Any]) -> str:
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    # Lone surrogates fit no UTF-8 file; the same mark stands for them as in `content.canonical`.
    return text if text.isascii() else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def stamp(moment: datetime) -> str:
    """Return a time as it stands in a payload: UTC, to the second."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S}Z"


def _moment(text: Any) -> datetime:
    moment = datetime.fromisoformat(str(text))
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment


def _object(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadDownload("not JSON") from None
    if not isinstance(data, dict):
        raise BadDownload("not a JSON object")
    return data


def _words(data: Mapping[str, Any], kind: type[Statement | Retraction], *, but: set[str]) -> dict[str, Any]:
    return {each.name: _text(data, each.name) for each in fields(kind) if each.name not in but}


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} must be text")
    return value


# --- keys ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """A fresh key: 32 secret bytes, and the public half as base64."""

    private: bytes
    public: str


def new_pair() -> Pair:
    """Return a new Ed25519 key from the system's randomness."""
    key = Ed25519PrivateKey.generate()
    return Pair(key.private_bytes_raw(), base64.b64encode(key.public_key().public_bytes_raw()).decode())


def kid_of(slug: str, year: int, public: str) -> str:
    """Return a key's name, "kpp-2026-1f3a8c02": whose, since when, and the first digits of its own fingerprint."""
    print_ = hashlib.sha256(base64.b64decode(public)).hexdigest()[:8]
    tail = f"-{year}-{print_}"
    return f"{slug[: LONGEST_KID - len(tail)].strip('-')}{tail}"


def opened(private: bytes) -> Ed25519PrivateKey:
    """Return the key of 32 secret bytes: half the work of a signature, done once for many."""
    return Ed25519PrivateKey.from_private_bytes(private)


def sign(private: bytes | Ed25519PrivateKey, payload: str) -> str:
    """Return the signature of a payload's UTF-8 bytes, base64 (88 characters)."""
    key = opened(private) if isinstance(private, bytes) else private
    return base64.b64encode(key.sign(payload.encode())).decode()


def check(public: str, payload: str, signature: str) -> bool:
    """Return whether `signature` was made over exactly `payload` with the private half of `public`."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public, validate=True))
        key.verify(base64.b64decode(signature, validate=True), payload.encode())
    except (InvalidSignature, binascii.Error, ValueError):
        return False
    return True


@dataclass(frozen=True, slots=True)
class PublicKey:
    """One key of the public list. A retired key still proves what it signed; a revoked one proves nothing."""

    kid: str
    issuer: str
    public: str
    made_at: datetime
    retired_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_why: str = ""


def key_list(keys: Iterable[PublicKey]) -> dict[str, Any]:
    """Return the list of keys as it is published at `/.well-known/kentongan-keys.json`."""
    rows = [
        {
            "kid": key.kid,
            "issuer": key.issuer,
            "algorithm": "Ed25519",
            "public_key": key.public,
            "made_at": stamp(key.made_at),
            "retired_at": stamp(key.retired_at) if key.retired_at else None,
            "revoked_at": stamp(key.revoked_at) if key.revoked_at else None,
            "revoked_why": key.revoked_why,
        }
        for key in keys
    ]
    return {"format": KEYS_FORMAT, "keys": rows}


def keys_of(text: str) -> dict[str, PublicKey]:
    """Return the keys of a published list, by name.

    Raises:
        BadDownload: it is no such list.
    """
    data = _object(text)
    if data.get("format") != KEYS_FORMAT:
        raise BadDownload("not a list of keys")
    try:
        keys = [
            PublicKey(
                kid=_text(row, "kid"),
                issuer=_text(row, "issuer"),
                public=_text(row, "public_key"),
                made_at=_moment(row["made_at"]),
                retired_at=_moment(row["retired_at"]) if row.get("retired_at") else None,
                revoked_at=_moment(row["revoked_at"]) if row.get("revoked_at") else None,
                revoked_why=str(row.get("revoked_why", "")),
            )
            for row in data["keys"]
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadDownload(f"the list of keys is incomplete ({error})") from None
    return {key.kid: key for key in keys}


# --- the signed download ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Signed:
    """A payload with its signature and the name of the key."""

    payload: str
    signature: str
    kid: str

    def as_json(self) -> dict[str, Any]:
        return {"payload": self.payload, "signature": self.signature, "kid": self.kid}


@dataclass(frozen=True, slots=True)
class Download:
    """What a signed download says, once its signatures were checked."""

    statement: Statement
    retraction: Retraction | None = None


def download_of(release: Signed, withdrawal: Signed | None = None) -> str:
    """Return the signed download of an edition: `/r/<code>/rilis.json`."""
    data = release.as_json()
    if withdrawal is not None:
        data["withdrawal"] = withdrawal.as_json()
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def open_download(text: str, keys: Mapping[str, PublicKey]) -> Download:
    """Return what a signed download says, having checked every signature in it.

    Raises:
        NotTrusted: a signature proves nothing.
        BadDownload: it is no signed download.
    """
    data = _object(text)
    statement = statement_of(_checked(data, keys))
    _same_key(statement, data, keys)
    if data.get("withdrawal") is None:
        return Download(statement)
    if not isinstance(data["withdrawal"], dict):
        raise BadDownload("the withdrawal is no JSON object")
    retraction = retraction_of(_checked(data["withdrawal"], keys))
    _same_key(retraction, data["withdrawal"], keys)
    if (retraction.issuer, retraction.short_code) != (statement.issuer, statement.short_code):
        raise NotTrusted("the withdrawal is of another release")
    return Download(statement, retraction)


def _checked(data: Mapping[str, Any], keys: Mapping[str, PublicKey]) -> str:
    try:
        payload, signature, kid = (_text(data, name) for name in ("payload", "signature", "kid"))
    except (KeyError, TypeError) as error:
        raise BadDownload(f"not a signed download ({error})") from None
    key = keys.get(kid)
    if key is None:
        raise NotTrusted(f"signed with {kid!r}, a key that is not in the list")
    if key.revoked_at is not None:
        raise NotTrusted(f"signed with {kid!r}, a key revoked on {key.revoked_at:%Y-%m-%d}; fetch the release again")
    try:
        payload.encode()
    except UnicodeEncodeError:
        raise NotTrusted("the payload is no text that can be signed") from None
    if not check(key.public, payload, signature):
        raise NotTrusted("the signature does not fit: the download was changed")
    return payload


def _same_key(said: Statement | Retraction, data: Mapping[str, Any], keys: Mapping[str, PublicKey]) -> None:
    # A key speaks for its own institution only: one instance holds several, and keys of one must not sign for another.
    if said.kid != data["kid"] or keys[said.kid].issuer != said.issuer:
        raise NotTrusted("the key belongs to another institution")
