"""Search over what an institution has published: Indonesian stems, newest first.

The index knows every edition from the minute it was made, embargoed ones too; a hit shows only when it is public.
Editions that the index does not hold yet (`actions.indexing` follows within seconds) are looked through as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Q

from kentongan.accounts.models import Institution
from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stem, stems
from kentongan.newsroom.models import Publication
from kentongan.newsroom.queries.reading import listed

TABLE = "newsroom_words"
MOST_WORDS = 12
MOST_HITS = 400
UNREAD = 200


def found(institution: Institution, query: str, now: datetime, *, limit: int) -> list[Publication]:
    """Return the public current editions that hold every word of `query`, newest first; a number is found whole."""
    asked = words(query)[:MOST_WORDS]
    rows = listed(institution, now)
    named = list(
        rows.filter(Q(number__iexact=query) | Q(short_code=query.lower()) | Q(spoken_code=query.lower()))[:limit]
    )
    if not asked:
        return named
    hits = rows.filter(pk__in=[*_indexed(asked, institution.pk), *_not_indexed(asked)])
    known = {row.pk for row in named}
    return [*named, *(row for row in hits[:limit] if row.pk not in known)][:limit]


def last_indexed() -> int:
    """Return the id of the last edition that the index holds."""
    with connection.cursor() as cursor:
        column = "id" if connection.vendor == "postgresql" else "rowid"
        cursor.execute(f"SELECT MAX({column}) FROM {TABLE}")  # noqa: S608 - constant names
        return cursor.fetchone()[0] or 0


def _indexed(asked: Iterable[str], institution: int) -> list[int]:
    marks = [f"i{institution}", *dict.fromkeys(stem(word) for word in asked)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            expression = " & ".join(f"'{mark}'" for mark in marks)
            sql = f"SELECT id FROM {TABLE} WHERE everything @@ %s::tsquery ORDER BY id DESC LIMIT %s"  # noqa: S608
        else:
            expression = " ".join(f'"{mark}"' for mark in marks)
            sql = f"SELECT rowid FROM {TABLE} WHERE {TABLE} MATCH %s ORDER BY rowid DESC LIMIT %s"  # noqa: S608
        cursor.execute(sql, [expression, MOST_HITS])
        return [row[0] for row in cursor.fetchall()]


def _not_indexed(asked: Iterable[str]) -> list[int]:
    wanted = set(stems(asked))
    rows = Publication.objects.filter(pk__gt=last_indexed()).order_by("-pk").values_list("pk", "text")[:UNREAD]
    return [pk for pk, text in rows if wanted <= set(stems(words(text)))]
