"""Keeping the search over publications in step with the rows."""

from __future__ import annotations

from django.db import connection, transaction

from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stems
from kentongan.newsroom.models import Publication
from kentongan.newsroom.queries.searching import TABLE, last_indexed

MOST_STEMS = 20_000


def index_publications(*, limit: int = 500) -> int:
    """Add editions that the index does not hold yet, oldest first; returns how many."""
    with transaction.atomic():
        rows = list(
            Publication.objects.filter(pk__gt=last_indexed())
            .order_by("pk")
            .values_list("pk", "institution", "text")[:limit]
        )
        entries = [(pk, f"i{owner} {' '.join(stems(words(text))[:MOST_STEMS])}") for pk, owner, text in rows]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                sql = f"INSERT INTO {TABLE} (id, everything) VALUES (%s, array_to_tsvector(string_to_array(%s, ' ')))"  # noqa: S608 - a constant name
                entries = [(pk, " ".join(dict.fromkeys(text.split()))) for pk, text in entries]
            else:
                sql = f"INSERT INTO {TABLE} (rowid, everything) VALUES (%s, %s)"  # noqa: S608
            cursor.executemany(sql, entries)
    return len(rows)
