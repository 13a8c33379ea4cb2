"""Is this really from them? From what somebody pasted to the edition it comes from, and what is different in it.

Only public editions are ever compared with: an embargoed text must not be guessed out of the verifier.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from kentongan.accounts.models import Institution
from kentongan.engine.match.verify import Judgement, Known, judge, rank
from kentongan.engine.match.verify import Verdict as Judged
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
_AT_ONCE = 150  # subqueries of one statement: SQLite takes 500
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
    known = _candidates(text, now, institution)
    judgement = judge(text, known[:LIKELIEST])
    if len(known) > LIKELIEST and judgement.verdict is not Judged.AUTHENTIC:
        judgement = judge(text, known)
    named = {part.known for part in judgement.parts} | {each.known for each in judgement.differences}
    named |= {judgement.main, judgement.nearest}
    found = _found_by_id([int(pk) for pk in named if pk], now)
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


def _candidates(text: str, now: datetime, institution: Institution | None) -> list[Known]:
    """The public editions that the text may come from, the likeliest first, with what each is worth."""
    hashes = hashes_of(text)
    rare, common = _holders(hashes)
    if len(hashes) > FEW_HASHES:
        shared = Counter(pk for _hash, pk in rare)
        rare = [(hash_, pk) for hash_, pk in rare if shared[pk] > 1]
    ids = rank(rare, 3 * COMPARED)
    if not ids:
        # Standing paragraphs alone: any of the editions that have them answers as well as another.
        ids = rank(common, COMPARED)
    public = Publication.objects.public(now)
    scoped = public if institution is None else public.filter(institution=institution)
    releases = dict(scoped.filter(pk__in=ids).values_list("pk", "release_id"))
    best = [pk for pk in ids if pk in releases][:COMPARED]
    if not best:
        return []
    wanted = {releases[pk] for pk in best}
    newest = dict(public.filter(release__in=wanted).order_by("edition").values_list("release_id", "pk"))
    # The edition that replaced one of these holds nearly the same words: what both have is valid.
    newer = [pk for pk in newest.values() if pk not in best]
    best = [*best[:1], *newer, *best[1:]]
    withdrawn = set(Withdrawal.objects.filter(release__in=wanted, at__lte=now).values_list("release_id", flat=True))
    texts = {pk: (release, words) for pk, release, words in _texts(best)}
    return [Known(str(pk), texts[pk][1], _worth(pk, texts[pk][0], newest, withdrawn)) for pk in best]


def _texts(editions: list[int]) -> Iterable[tuple[int, int, str]]:
    return Publication.objects.filter(pk__in=editions).order_by().values_list("pk", "release_id", "text")


def _worth(
    pk: int, release: int, newest: dict[int, int], withdrawn: set[int]
) -> Literal["valid", "corrected", "withdrawn"]:
    if release in withdrawn:
        return "withdrawn"
    return "valid" if newest[release] == pk else "corrected"


def _found_by_id(editions: list[int], now: datetime) -> dict[str, Found]:
    if not editions:
        return {}
    return {str(each.publication.pk): each for each in _with_standing(_public(now).filter(pk__in=editions), now)}


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
    editions: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        for start in range(0, len(wanted), _AT_ONCE):
            part = wanted[start : start + _AT_ONCE]
            cursor.execute(_lookup(len(part)), part)
            for hash_, edition in cursor.fetchall():
                editions[hash_].append(edition)
    rare = [(hash_, pk) for hash_, pks in editions.items() if len(pks) < COMMON for pk in pks]
    common = [(hash_, pk) for hash_, pks in editions.items() if len(pks) >= COMMON for pk in pks]
    return rare, common


def _lookup(count: int) -> str:
    """SQL for the first editions of each of `count` hashes: a limit of its own for each keeps common ones cheap."""
    names = [connection.ops.quote_name(name) for name in (Fingerprint._meta.db_table, "hash", "publication_id")]
    one = f"SELECT * FROM (SELECT {names[1]}, {names[2]} FROM {names[0]} WHERE {names[1]} = %s LIMIT {COMMON}) AS h"  # noqa: S608 - names of our own
    return " UNION ALL ".join([one] * count)


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
