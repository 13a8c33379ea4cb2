"""`kentongan verify`: is this text really theirs? Asked without the house: no database, no network, no Django.

What is believed is the list of keys alone. Fetch it from the institution's own address.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kentongan.engine.match.verify import Judgement, Known, Verdict, judge, rank
from kentongan.newsroom.rules.lookup import hashes_of
from kentongan.newsroom.rules.signing import (
    KEYS_FORMAT,
    BadDownload,
    Download,
    PublicKey,
    Statement,
    keys_of,
    open_download,
    stamp,
)
from kentongan.project.shell import say

AUTHENTIC, OTHERWISE, UNUSABLE = 0, 1, 2
MOST_BYTES = 8 * 1024 * 1024
COMPARED = 20


class Unusable(Exception):
    """What was given cannot be checked with; the message says what is wrong with it."""


@dataclass(frozen=True)
class Offline:
    """What the texts at hand say about a pasted one. `statement` is the release it is about, None when unknown."""

    judgement: Judgement
    statement: Statement | None
    why: str = ""  # of a withdrawal


def verify_command(file: str, *, release: str, keys: str) -> int:
    """Check a pasted text (`-`: standard input) and print the verdict as JSON; a sentence goes to stderr.

    Returns:
        0 when it is authentic, 1 when it is anything else, 2 when something given cannot be used.
    """
    try:
        known = keys_of(_text(_read(Path(keys))))
        found = check(_pasted(file), _downloads(Path(release), known))
    except (Unusable, BadDownload) as error:
        say(f"kentongan: {error}")
        return UNUSABLE
    sys.stdout.buffer.write((json.dumps(_answer(found), ensure_ascii=False) + "\n").encode())
    sys.stdout.flush()
    say(sentence(found))
    return AUTHENTIC if found.judgement.verdict is Verdict.AUTHENTIC else OTHERWISE


def check(pasted: str, downloads: Sequence[Download]) -> Offline:
    """Return what `pasted` is, measured against signed releases whose signatures were checked."""
    by_id = {str(place): each for place, each in enumerate(_likeliest(pasted, downloads))}
    standings = _standings(downloads)
    judgement = judge(pasted, [Known(key, each.statement.text, standings(each)) for key, each in by_id.items()])
    main = by_id[judgement.main] if judgement.main is not None else None
    retraction = _retractions(downloads).get(_release(main.statement)) if main else None
    return Offline(judgement, main.statement if main else None, why=retraction or "")


def _likeliest(pasted: str, downloads: Sequence[Download]) -> list[Download]:
    """The releases that share most with the text, each with all its editions at hand."""
    if len(downloads) <= COMPARED:
        return list(downloads)
    wanted = hashes_of(pasted)
    rows = [(hash_, place) for place, each in enumerate(downloads) for hash_ in wanted & hashes_of(each.statement.text)]
    best = rank(rows, COMPARED)
    releases = {_release(downloads[place].statement) for place in best}
    others = [
        place for place, each in enumerate(downloads) if _release(each.statement) in releases and place not in best
    ]
    return [downloads[place] for place in (*best, *others)]


def _release(statement: Statement) -> tuple[str, str]:
    return statement.issuer, statement.short_code


def _retractions(downloads: Iterable[Download]) -> dict[tuple[str, str], str]:
    return {_release(each.statement): each.retraction.why for each in downloads if each.retraction is not None}


def _standings(downloads: Sequence[Download]) -> Any:
    """Return what tells the worth of an edition, as far as the files at hand know."""
    withdrawn = _retractions(downloads)
    newest: dict[tuple[str, str], int] = {}
    for each in downloads:
        key = _release(each.statement)
        newest[key] = max(newest.get(key, 0), each.statement.edition)

    def standing(download: Download) -> Literal["valid", "corrected", "withdrawn"]:
        key = _release(download.statement)
        if key in withdrawn:
            return "withdrawn"
        return "valid" if download.statement.edition == newest[key] else "corrected"

    return standing


# --- what comes in ---------------------------------------------------------------------------------------------------


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Unusable(f"{path}: {error.strerror}") from None
    if len(data) > MOST_BYTES:
        raise Unusable(f"{path}: too large")
    return data


def _text(data: bytes) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    return data.decode(encoding, "replace")


def _pasted(file: str) -> str:
    if file != "-":
        return _text(_read(Path(file)))
    data = sys.stdin.buffer.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise Unusable("standard input: too large")
    return _text(data)


def _downloads(path: Path, keys: dict[str, PublicKey]) -> list[Download]:
    """Open one signed release, or every one in a folder; in a folder those that prove nothing are named and passed."""
    if not path.is_dir():
        try:
            return [open_download(_text(_read(path)), keys)]
        except BadDownload as error:
            raise Unusable(f"{path}: {error}") from None
    found = []
    for file in sorted(path.glob("*.json")):
        text = _text(_read(file))
        if KEYS_FORMAT in text[:200]:
            continue  # the list of keys, kept beside them
        try:
            found.append(open_download(text, keys))
        except BadDownload as error:
            say(f"kentongan: {file}: {error}; passed over")
    if not found:
        raise Unusable(f"{path}: no signed release in it that can be trusted")
    return found


# --- what goes out ---------------------------------------------------------------------------------------------------


def _answer(found: Offline) -> dict[str, Any]:
    """The answer in the form of the public API (`POST /api/v1/verify`)."""
    said = found.statement
    release = said and {
        "number": said.number,
        "title": said.title,
        "url": said.url,
        "published_at": stamp(said.published_at),
    }
    differences = [{"published": each.published, "pasted": each.pasted} for each in found.judgement.differences]
    return {"verdict": found.judgement.verdict.value, "release": release, "differences": differences}


def sentence(found: Offline) -> str:
    """Say the verdict in words."""
    verdict, said = found.judgement.verdict, found.statement
    if said is None:
        short = found.judgement.too_short
        return "Too short to tell: a part is known from twelve words on." if short else "Not from the releases at hand."
    name = f"{said.institution}, {said.number}, “{said.title}” ({said.published_at:%Y-%m-%d}, edition {said.edition})"
    part = f"{'the whole of' if found.judgement.whole else 'a part of'} {name}"
    count = sum(not each.kind.is_cut for each in found.judgement.differences)
    changed = f"{count} difference{'' if count == 1 else 's'}"
    words = {
        Verdict.AUTHENTIC: f"Authentic: {part}, and valid as far as the releases at hand know.",
        Verdict.CORRECTED: f"Genuine, but corrected since: {part}.",
        Verdict.WITHDRAWN: f"Genuine, but withdrawn since: {part}. {found.why}",
        Verdict.MIXED: f"Mixed: a part is {name}; the rest is not. In what is: {changed}.",
    }
    return words.get(verdict, f"Altered: {changed} from {name}.")
