"""Full-text search over the archive, ordered by date, on SQLite (FTS5) and PostgreSQL (tsvector) alike.

The index holds Indonesian stems (`engine.text.stem`), so that `kebijakannya` finds `kebijakan`, and knows nothing of
rooms: it is given values and returns ids.

On SQLite the row id of an entry *is* its place in time: minutes since 2000 in the high bits, the article's id in the
low 32. FTS5 hands out matches in order of row id, so the newest fifty of a word that stands in every second of a
million articles come without sorting, and a span of dates is a range of row ids. (Ranking by relevance would visit
every match; it is done on demand, among the newest matches only.) The table is contentless: it stores no text twice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection
from django.db.models.expressions import RawSQL

from kentongan.engine.match.query import And, Near, Not, Or, Phrase, Prefix, Query, Title, Word
from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stem, stems

TABLE = "archive_text"
RANKED = 2_000
"""Relevance is judged among so many of the newest matches."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_ID_BITS = 32
_ID_MASK = (1 << _ID_BITS) - 1
_LATEST = (1 << 31) - 1
_BODY_WORDS = 20_000
# How far back PostgreSQL looks at first, and then: a GIN index cannot stop early, a span of time can.
_WINDOWS = (timedelta(days=2), timedelta(days=20), timedelta(days=200))


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index keeps of one article."""

    id: int
    published_at: datetime
    title: str
    body: str
    outlet: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One match: the article's id, and the mark to go on after it (`Search.after`)."""

    id: int
    mark: int


@dataclass(frozen=True, slots=True)
class Search:
    """What is asked of the index. `expression` comes from `expression_of` or `any_of`; "" asks for everything.

    `since` (inclusive) and `until` (exclusive) count in whole minutes; `after` is the mark of the last hit seen.
    """

    expression: str
    since: datetime | None = None
    until: datetime | None = None
    outlets: tuple[int, ...] = ()
    after: int | None = None


def create(execute: Callable[[str], object], vendor: str) -> None:
    """Make the table; `execute` runs one statement (called by a migration)."""
    if vendor == "postgresql":
        execute(f"CREATE TABLE IF NOT EXISTS {TABLE} (mark bigint PRIMARY KEY, everything tsvector NOT NULL)")
        execute(f"CREATE INDEX IF NOT EXISTS {TABLE}_words ON {TABLE} USING gin (everything)")
        return
    execute(
        f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(title, body, outlet, content='',"
        " tokenize='unicode61 remove_diacritics 0')"
    )


def drop(execute: Callable[[str], object]) -> None:
    execute(f"DROP TABLE IF EXISTS {TABLE}")


def mark_of(article: int, published_at: datetime) -> int:
    """Return the place of an article in the order of time: larger is later."""
    return (_minutes(published_at) << _ID_BITS) | (article & _ID_MASK)


def add(entries: Iterable[Entry]) -> None:
    """Index articles; call it in the transaction that stores them. One that stands there already is written anew.

    A contentless FTS5 table cannot look up what it holds, so "already" means: with the same time and the same text.
    """
    rows = [_row(entry) for entry in entries]
    if not rows:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(
                f"INSERT INTO {TABLE} (mark, everything) VALUES (%s, %s::tsvector)"  # noqa: S608 - a constant name
                " ON CONFLICT (mark) DO UPDATE SET everything = excluded.everything",
                [(mark, _positions(title.split(), [outlet, *body.split()])) for mark, title, body, outlet in rows],
            )
            return
        known = _known(cursor, [row[0] for row in rows])
        cursor.executemany(
            f"INSERT INTO {TABLE} (rowid, title, body, outlet) VALUES (%s, %s, %s, %s)",  # noqa: S608
            [row for row in rows if row[0] not in known],
        )


def remove(entries: Iterable[Entry]) -> None:
    """Take articles out of the index; they must be given as they were added."""
    rows = [_row(entry) for entry in entries]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(f"DELETE FROM {TABLE} WHERE mark = %s", [(row[0],) for row in rows])  # noqa: S608
            return
        known = _known(cursor, [row[0] for row in rows])
        cursor.executemany(
            f"INSERT INTO {TABLE} ({TABLE}, rowid, title, body, outlet) VALUES ('delete', %s, %s, %s, %s)",  # noqa: S608
            [row for row in rows if row[0] in known],
        )


def find(search: Search, limit: int) -> list[Hit]:
    """Return the newest `limit` hits, latest first."""
    if connection.vendor == "postgresql":
        return _find_windowed(search, limit)
    where, values = _where_sqlite(search)
    sql = f"SELECT rowid FROM {TABLE} WHERE {where} ORDER BY rowid DESC LIMIT %s"  # noqa: S608
    return _hits(sql, [*values, limit])


def find_ranked(search: Search, limit: int) -> list[Hit]:
    """Return the `limit` hits that fit best among the newest `RANKED`, best first."""
    if connection.vendor == "postgresql":
        where, values = _where_postgres(search)
        sql = (
            f"SELECT mark FROM (SELECT mark, everything FROM {TABLE} WHERE {where} ORDER BY mark DESC LIMIT {RANKED}) f"  # noqa: S608
            " ORDER BY ts_rank(everything, %s::tsquery) DESC, mark DESC LIMIT %s"
        )
        return _hits(sql, [*values, search.expression, limit])
    where, values = _where_sqlite(search)
    sql = (
        f"SELECT rowid FROM (SELECT rowid, bm25({TABLE}, 5.0, 1.0, 0.0) AS fit FROM {TABLE} WHERE {where}"  # noqa: S608
        f" ORDER BY rowid DESC LIMIT {RANKED}) ORDER BY fit, rowid DESC LIMIT %s"
    )
    return _hits(sql, [*values, limit])


def ids_of(search: Search, most: int) -> RawSQL:
    """Return the articles of the newest `most` hits as a subquery, for `filter(article__in=...)`.

    The index gives out 20,000 hits in 2 ms; bringing them through Python as numbers and back takes 100.
    """
    where, values = (_where_postgres if connection.vendor == "postgresql" else _where_sqlite)(search)
    mark = "mark" if connection.vendor == "postgresql" else "rowid"
    sql = f"SELECT {mark} & {_ID_MASK} FROM {TABLE} WHERE {where} ORDER BY {mark} DESC LIMIT %s"  # noqa: S608
    return RawSQL(sql, [*values, most])  # noqa: S611 - built of constants, values as parameters


def count(search: Search, most: int) -> int:
    """Return the number of hits, or `most` when there are at least so many: counting on would cost seconds."""
    return len(find(search, most))


def reaches(search: Search, most: int) -> bool:
    """Return whether there are at least `most` hits."""
    asked = ids_of(search, 1)
    with connection.cursor() as cursor:
        cursor.execute(f"{asked.sql} OFFSET %s", [*asked.params, most - 1])
        return cursor.fetchone() is not None


def expression_of(query: Query) -> str:
    """Return a parsed query as an expression for this database: words by their stems, the rest as written."""
    return (_tsquery if connection.vendor == "postgresql" else _fts5)(query)


def any_of(alternatives: Sequence[Sequence[str]]) -> str:
    """Return an expression that finds all articles holding every word of at least one list (folded words)."""
    postgres = connection.vendor == "postgresql"
    each = [[_quoted(word) for word in sorted(set(stems(found)))] for found in alternatives]
    if postgres:
        return " | ".join("(" + " & ".join(found) + ")" for found in each)
    return " OR ".join("(" + " AND ".join(found) + ")" for found in each)


# --- SQLite ---------------------------------------------------------------------------------------------------------


def _where_sqlite(search: Search) -> tuple[str, list[int | str]]:
    parts: list[str] = []
    values: list[int | str] = []
    match = [f"({search.expression})"] if search.expression else []
    if search.outlets:
        match.append("(outlet : (" + " OR ".join(f"o{outlet}" for outlet in search.outlets) + "))")
    if match:
        parts.append(f"{TABLE} MATCH %s")
        values.append(" AND ".join(match))
    low, high = _span(search)
    if low is not None:
        parts.append("rowid >= %s")
        values.append(low)
    if high is not None:
        parts.append("rowid < %s")
        values.append(high)
    return " AND ".join(parts) or "1", values


def _known(cursor: object, marks: Sequence[int]) -> set[int]:
    found: set[int] = set()
    for mark in marks:
        cursor.execute(f"SELECT 1 FROM {TABLE}_docsize WHERE id = %s", [mark])  # type: ignore[attr-defined]  # noqa: S608
        if cursor.fetchone():  # type: ignore[attr-defined]
            found.add(mark)
    return found


def _fts5(query: Query) -> str:  # noqa: PLR0911 - one return for each kind of node
    match query:
        case Word(word):
            return _quoted(stem(word))
        case Prefix(prefix):
            # The index holds stems: the ending of a long prefix may have been cut off there.
            return f"{_quoted(prefix)} * OR {_quoted(stem(prefix))}"
        case Phrase(found):
            return '"' + " ".join(stems(found)) + '"'
        case Near(left, right, distance):
            return f"NEAR({_fts5_near(left)} {_fts5_near(right)}, {distance})"
        case Title(part):
            return f"title : ({_fts5(part)})"
        case Or(parts):
            return " OR ".join(f"({_fts5(part)})" for part in parts)
        case And(parts):
            wanted = [part for part in parts if not isinstance(part, Not)]
            text = " AND ".join(f"({_fts5(part)})" for part in wanted) or '""'
            for part in parts:
                if isinstance(part, Not):
                    text = f"({text}) NOT ({_fts5(part.part)})"
            return text
        case Not(part):
            # A parsed query never only excludes; under an OR its siblings speak for themselves.
            return f'("" NOT ({_fts5(part)}))'
    raise AssertionError(query)


def _fts5_near(side: Word | Prefix) -> str:
    return _quoted(stem(side.word)) if isinstance(side, Word) else f"{_quoted(side.prefix)} *"


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


def _find_windowed(search: Search, limit: int) -> list[Hit]:
    low, high = _span(search)
    end = high if high is not None else _latest_mark() + 1
    found: list[Hit] = []
    for width in (*_WINDOWS, None):
        start = low or 0
        if width is not None:
            start = max(start, end - (int(width.total_seconds() // 60) << _ID_BITS))
        where, values = _where_postgres(Search(search.expression, outlets=search.outlets))
        sql = f"SELECT mark FROM {TABLE} WHERE {where} AND mark >= %s AND mark < %s ORDER BY mark DESC LIMIT %s"  # noqa: S608
        found += _hits(sql, [*values, start, end, limit - len(found)])
        if len(found) >= limit or start <= (low or 0):
            break
        end = start
    return found


def _latest_mark() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT max(mark) FROM {TABLE}")  # noqa: S608
        row = cursor.fetchone()
    return int(row[0] or 0) if row else 0


def _where_postgres(search: Search) -> tuple[str, list[int | str]]:
    parts: list[str] = []
    values: list[int | str] = []
    if search.expression:
        parts.append("everything @@ %s::tsquery")
        values.append(search.expression)
    if search.outlets:
        parts.append("everything @@ %s::tsquery")
        values.append(" | ".join(f"o{outlet}" for outlet in search.outlets))
    low, high = _span(search)
    if low is not None:
        parts.append("mark >= %s")
        values.append(low)
    if high is not None:
        parts.append("mark < %s")
        values.append(high)
    return " AND ".join(parts) or "TRUE", values


def _tsquery(query: Query, only: str = "") -> str:  # noqa: PLR0911 - one return for each kind of node
    """Return a query as a tsquery; `only` is the weight its words must have: "A" for those of the title."""
    match query:
        case Word(word):
            return _quoted(stem(word)) + (f":{only}" if only else "")
        case Prefix(prefix):
            return f"({_quoted(prefix)}:*{only} | {_tsquery(Word(prefix), only)})"
        case Phrase(found):
            return "(" + " <-> ".join(_tsquery(Word(word), only) for word in found) + ")"
        case Near(left, right, _):
            return f"({_tsquery(left, only)} & {_tsquery(right, only)})"
        case Title(part):
            return _tsquery(part, "A")
        case Or(parts):
            return "(" + " | ".join(_tsquery(part, only) for part in parts) + ")"
        case And(parts):
            return "(" + " & ".join(_tsquery(part, only) for part in parts) + ")"
        case Not(part):
            return f"!({_tsquery(part, only)})"
    raise AssertionError(query)


def _positions(title: Sequence[str], rest: Sequence[str]) -> str:
    """Return tokens as the text form of a tsvector, those of the title with weight A.

    PostgreSQL counts positions up to 16383 only: later words all stand there, found but not in phrases. A gap parts
    title and body, so that no phrase spans both.
    """
    placed = [(token, place, "A") for place, token in enumerate(title, 1)]
    placed += [(token, place, "") for place, token in enumerate(rest, len(title) + 10)]
    return " ".join(f"'{token}':{min(place, 16_383)}{weight}" for token, place, weight in placed)


# --- both -----------------------------------------------------------------------------------------------------------


def _row(entry: Entry) -> tuple[int, str, str, str]:
    title = " ".join(stems(words(entry.title)))
    body = " ".join(stems(words(entry.body)[:_BODY_WORDS]))
    return mark_of(entry.id, entry.published_at), title, body, f"o{entry.outlet}"


def _minutes(moment: datetime) -> int:
    return min(max(int((moment - _EPOCH).total_seconds() // 60), 0), _LATEST)


def _span(search: Search) -> tuple[int | None, int | None]:
    low = _minutes(search.since) << _ID_BITS if search.since else None
    highs = [_minutes(search.until) << _ID_BITS] if search.until else []
    if search.after is not None:
        highs.append(search.after)
    return low, min(highs) if highs else None


def _hits(sql: str, values: Sequence[int | str]) -> list[Hit]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Hit(int(mark) & _ID_MASK, int(mark)) for (mark,) in cursor.fetchall()]


_PLAIN = re.compile(r"[^\W_]+")


def _quoted(word: str) -> str:
    """Return a folded word as a quoted token. Folded words hold letters and digits only: nothing can break out."""
    if not _PLAIN.fullmatch(word):
        raise ValueError(f"not a folded word: {word!r}")
    return f"'{word}'" if connection.vendor == "postgresql" else f'"{word}"'
