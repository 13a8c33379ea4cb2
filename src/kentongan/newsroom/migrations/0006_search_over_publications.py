"""The index of the search over publications."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLE = "newsroom_words"


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE TABLE IF NOT EXISTS {TABLE} (id bigint PRIMARY KEY, everything tsvector NOT NULL)"
        )
        schema_editor.execute(f"CREATE INDEX IF NOT EXISTS {TABLE}_all ON {TABLE} USING gin (everything)")
    else:
        # Contentless: no text is stored twice; what an edition says never changes.
        schema_editor.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS {TABLE} USING fts5(everything, content='', detail=none,"
            " tokenize='unicode61 remove_diacritics 0')"
        )


def drop(apps: Any, schema_editor: Any) -> None:
    schema_editor.execute(f"DROP TABLE IF EXISTS {TABLE}")


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0005_press_contacts")]

    operations = [migrations.RunPython(create, drop)]
