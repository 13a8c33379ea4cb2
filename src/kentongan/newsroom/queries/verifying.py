"""Is this really from them? From what somebody pasted to the edition it comes from, and what is different in it.

Only public editions are ever compared with: an embargoed text must not be guessed out of the verifier.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from kentongan.accounts.models import Institution
from kentongan.engine.match.verify import Judgement, Known, judge, rank
from kentongan.newsroom.choices import Standing, Verdict
from kentongan.newsroom.models import Fingerprint, Publication, VerdictCount, Withdrawal
from kentongan.newsroom.rules.lookup import hashes_of
from kentongan.newsroom.rules.spoken import is_spoken

MOST_LETTERS = 100_000  # of a paste; as the engine takes
MOST_HASHES = 2_400  # looked up for one paste: some 5,000 words
COMMON = 40
"""From so many editions on a hash is a common one: a standing paragraph. It leads to any of them, or to none."""
FEW_HASHES = 24
"""A text with more of them that shares but one with an edition has no part of twelve words from it."""
COMPARED = 12
LIKELIEST = 3
"""Compared with alone at first: nearly all that is asked about is a true copy of one of these."""
LONGEST_POINTER = 400
LONGEST_NUMBER = 100  # as the column of the table; codes are shorter
_CODE = re.compile(r"[2-9a-z]{4,12}")
_IN_PATH = re.compile(r"^/(?:r|pers/[a-z0-9-]+)/([2-9a-z]{4,12})(?:/|$)")
_LINK = re.compile(r"https?://|[\w-]+(?:\.[\w-]+)+(?::\d+)?/|localhost(?::\d+)?/", re.IGNORECASE)
_CODE_WORDS = re.compile(
    r"^(?:kode(?: ucap| pendek)?|spoken code|short code|code|nomor|number)\b[\s:.]*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Found:
    """A public edition, and what it is worth at the moment of asking."""

    publication: Publication
    standing: Standing
    newest: Publication  # the same edition unless it was corrected or updated
    withdrawal: Withdrawal | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What the verifier says.

    Args:
        verdict: one of six words; also of the API.
        main: the edition it is about; of several, the one with most of the text. None when unknown.
        judgement: the comparison; None when a code, number or link was given, which is looked up and not compared.
        editions: those that parts and differences of the judgement name, by their id.
        nearest: when unknown: an edition that shares a run of words. Never a verdict.
    """

    verdict: Verdict
    main: Found | None = None
    judgement: Judgement | None = None
    editions: dict[str, Found] = field(default_factory=dict)
    nearest: Found | None = None


_WORTH = {
    Standing.VALID: Verdict.AUTHENTIC,
    Standing.CORRECTED: Verdict.CORRECTED,
    Standing.WITHDRAWN: Verdict.WITHDRAWN,
}


def verify(text: str, *, now: datetime, institution: Institution | None = None) -> Answer:
    """Return what `text` is: a pasted text or a part of one, a link, a short or spoken code, or a number.

    Args:
        text: whatever came; at most `MOST_LETTERS` of it are looked at.
        now: only what is public at this moment is known.
        institution: whose releases count; None: those of every institution here.
    """
    text = text[: MOST_LETTERS + 1].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if not text.strip():
        return Answer(Verdict.UNKNOWN)
    # PostgreSQL takes no NUL; no code, number or link holds one.
    if len(text) <= LONGEST_POINTER and "\0" not in text and (pointed := _pointed_at(text.strip(), now, institution)):
        return Answer(_WORTH[pointed.standing], pointed)
    editions = _Editions(_likely(text), now, institution)
    judgement = judge(text, editions.known(0, LIKELIEST), further=lambda: editions.known(LIKELIEST, None))
    named = {part.known for part in judgement.parts} | {each.known for each in judgement.differences}
    named |= {judgement.main, judgement.nearest}
    found = editions.found({int(pk) for pk in named if pk})
    return Answer(
        Verdict(judgement.verdict.value),
        found[judgement.main] if judgement.main else None,
        judgement,
        {pk: each for pk, each in found.items() if pk != judgement.nearest},
        found[judgement.nearest] if judgement.nearest else None,
    )


def only_institution() -> Institution | None:
    """The institution, where this house serves one alone: what is not ours is then not theirs."""
    found = list(Institution.objects.all()[:2])
    return found[0] if len(found) == 1 else None


# --- codes, numbers, links -------------------------------------------------------------------------------------------


def _pointed_at(text: str, now: datetime, institution: Institution | None) -> Found | None:
    """The edition that a link, code or number names; of several the newest, and none of another's address."""
    if (code := _linked(text)) is not None:
        wanted = [Q(short_code=code)] if code else []
    else:
        words = _CODE_WORDS.sub("", text).strip(" .,:;\"'“”")
        if len(words) > LONGEST_NUMBER:
            return None
        owners = [institution.pk] if institution else list(Institution.objects.values_list("pk", flat=True))
        wanted = [Q(number__in={text, words, f"No. {words}"}, institution__in=owners)]
        if spoken := is_spoken(words):
            wanted.append(Q(spoken_code=spoken))
        if _CODE.fullmatch(words.lower()):
            wanted.append(Q(short_code=words.lower()))
    for each in wanted:  # one by one, for each has an index of its own
        rows = _public(now).filter(each)
        if institution is not None:
            rows = rows.filter(institution=institution)
        if found := _with_standing(rows.order_by("-publish_at", "-edition", "-pk")[:1], now):
            return found[0]
    return None


def _linked(text: str) -> str | None:
    """The short code in a link to this house; empty for a link elsewhere; None when the text is no link."""
    if len(text.split()) != 1 or not _LINK.match(text):
        return None
    try:
        url = urlsplit(text if "://" in text else f"https://{text}")
        host = (url.hostname or "").lower()
    except ValueError:
        return ""
    ours = {urlsplit(settings.BASE_URL).hostname or "", *settings.ALLOWED_HOSTS}
    code = _IN_PATH.match(url.path.lower())
    return code[1] if host in ours and code else ""


# --- texts -----------------------------------------------------------------------------------------------------------


def _likely(text: str) -> list[int]:
    """The editions that share most with a text, public or not, the likeliest first."""
    hashes = hashes_of(text)
    rare, common = _holders(hashes)
    if len(hashes) > FEW_HASHES:
        shared = Counter(pk for _hash, pk in rare)
        rare = [(hash_, pk) for hash_, pk in rare if shared[pk] > 1]
    # Standing paragraphs alone: any of the editions that have them answers as well as another.
    return rank(rare, 3 * COMPARED) or rank(common, COMPARED)


class _Editions:
    """The public editions that a text may come from, and what each is worth at the moment of asking.

    What is public of their releases is read in one query; texts and all else only of those that are asked for.
    """

    def __init__(self, likely: list[int], now: datetime, institution: Institution | None) -> None:
        self._now = now
        self._newest: dict[int, int] = {}  # by release
        self._release: dict[int, int] = {}
        self._withdrawn: set[int] = set()  # releases
        of_ours = Publication.objects.filter(pk__in=likely)
        if institution is not None:
            of_ours = of_ours.filter(institution=institution)
        rows = Publication.objects.public(now).filter(release__in=of_ours.values("release")).order_by("edition")
        columns = ("pk", "release_id", "release__withdrawal__at")
        for pk, release, withdrawn_at in rows.values_list(*columns) if likely else ():
            self._release[pk], self._newest[release] = release, pk
            if withdrawn_at is not None and withdrawn_at <= now:
                self._withdrawn.add(release)
        best = [pk for pk in likely if pk in self._release][:COMPARED]
        # The edition that replaced one of these holds nearly the same words: what both have is valid.
        newer = {self._newest[self._release[pk]]: None for pk in best}
        self._best = [*best[:1], *(pk for pk in newer if pk not in best), *best[1:]]

    def known(self, start: int, end: int | None) -> list[Known]:
        """Some of the editions, as the engine compares with them."""
        wanted = self._best[start:end]
        rows = Publication.objects.filter(pk__in=wanted).order_by().values_list("pk", "text") if wanted else ()
        texts = dict(rows)
        return [Known(str(pk), texts[pk], self._worth(pk)) for pk in wanted]

    def _worth(self, pk: int) -> Literal["valid", "corrected", "withdrawn"]:
        release = self._release[pk]
        if release in self._withdrawn:
            return "withdrawn"
        return "valid" if self._newest[release] == pk else "corrected"

    def found(self, named: set[int]) -> dict[str, Found]:
        """The editions that were named, by their id as text."""
        if not named:
            return {}
        releases = {self._release[pk] for pk in named}
        wanted = named | {self._newest[release] for release in releases}
        rows = {row.pk: row for row in _public(self._now).filter(pk__in=wanted)}
        gone = releases & self._withdrawn
        withdrawals = {row.release_id: row for row in Withdrawal.objects.filter(release__in=gone)} if gone else {}
        return {
            str(pk): _found(rows[pk], rows[self._newest[self._release[pk]]], withdrawals.get(self._release[pk]))
            for pk in named
        }


def _public(now: datetime) -> QuerySet[Publication]:
    return (
        Publication.objects.public(now)
        .select_related("institution", "unit")
        .defer("payload", "signature", "lead", "institution__address", "institution__aliases")
    )


def _holders(hashes: Iterable[int]) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Rows of (hash, edition) for each hash: those that few editions hold, and a few for those that many hold."""
    wanted = sorted(hashes)
    if len(wanted) > MOST_HASHES:
        step = len(wanted) / MOST_HASHES
        wanted = [wanted[int(at * step)] for at in range(MOST_HASHES)]
    with connection.cursor() as cursor:
        cursor.execute(*_lookup(wanted))
        held = [(int(hash_), list(map(int, pks.split(",")))) for hash_, pks in cursor.fetchall() if pks]
    rare = [(hash_, pk) for hash_, pks in held if len(pks) < COMMON for pk in pks]
    common = [(hash_, pk) for hash_, pks in held if len(pks) >= COMMON for pk in pks]
    return rare, common


def _lookup(hashes: list[int]) -> tuple[str, list[Any]]:
    """SQL for the first editions of each hash, as a list with commas: a limit for each keeps common ones cheap.

    However many hashes there are, the statement is the same, so that no time goes into reading it.
    """
    table, hash_, edition = (
        connection.ops.quote_name(name) for name in (Fingerprint._meta.db_table, "hash", "publication_id")
    )
    first = f"SELECT {edition} AS held FROM {table} WHERE {hash_} = sought.value LIMIT {COMMON}"  # noqa: S608 - names of our own
    if connection.vendor == "postgresql":
        listed, value = "string_agg(held::text, ',')", "unnest(%s::bigint[]) AS sought(value)"
        given: Any = hashes
    else:
        listed, value = "group_concat(held)", "json_each(%s) AS sought"
        given = json.dumps(hashes)
    return f"SELECT sought.value, (SELECT {listed} FROM ({first}) AS few) FROM {value}", [given]  # noqa: S608 - as above


def _with_standing(rows: Iterable[Publication], now: datetime) -> list[Found]:
    """What the editions are worth at `now`, in three queries however many they are."""
    editions = list(rows)
    releases = {row.release_id for row in editions}
    public = Publication.objects.public(now).filter(release__in=releases).order_by("edition")
    last = dict(public.values_list("release", "pk"))
    by_id = {row.pk: row for row in editions}
    if missing := set(last.values()) - set(by_id):
        by_id.update({row.pk: row for row in _public(now).filter(pk__in=missing)})
    withdrawn = {row.release_id: row for row in Withdrawal.objects.filter(release__in=releases, at__lte=now)}
    return [_found(row, by_id[last[row.release_id]], withdrawn.get(row.release_id)) for row in editions]


def _found(row: Publication, newest: Publication, withdrawal: Withdrawal | None) -> Found:
    standing = Standing.VALID if newest.pk == row.pk else Standing.CORRECTED
    return Found(row, Standing.WITHDRAWN if withdrawal else standing, newest, withdrawal)


# --- how often it was asked ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """How often an edition was asked about on a day: by hour from midnight, and since when."""

    times: int
    since: datetime
    hours: list[int]


def asked_today(edition: Publication, now: datetime) -> Asked | None:
    """Return how often the public asked about an edition today, in its unit's zone; None when nobody did."""
    midnight = now.astimezone(edition.unit.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = VerdictCount.objects.filter(publication=edition, hour__gte=midnight, hour__lte=now)
    hours = [0] * 25  # a day of 25 hours may come back some time
    for hour, times in rows.order_by("hour").values_list("hour", "times"):
        hours[int((hour - midnight).total_seconds() // 3600)] += times
    first = next((at for at, times in enumerate(hours) if times), None)
    if first is None:
        return None
    last = int((now - midnight).total_seconds() // 3600)
    return Asked(sum(hours), midnight + timedelta(hours=first), hours[: last + 1])
