"""SQLite keeps the fingerprints once, in the order of their key, instead of in a table and in an index beside it."""

from __future__ import annotations

from typing import Any

from django.db import migrations

TABLE = "newsroom_fingerprint"
COLUMNS = '"hash", "publication_id"'


def pack(apps: Any, schema_editor: Any) -> None:
    _rebuild(schema_editor, " WITHOUT ROWID")


def unpack(apps: Any, schema_editor: Any) -> None:
    _rebuild(schema_editor, "")


def _rebuild(schema_editor: Any, kind: str) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    schema_editor.execute(f'ALTER TABLE "{TABLE}" RENAME TO "{TABLE}_old"')
    schema_editor.execute(
        f'CREATE TABLE "{TABLE}" ("hash" bigint NOT NULL, "publication_id" bigint NOT NULL REFERENCES'
        f' "newsroom_publication" ("id") DEFERRABLE INITIALLY DEFERRED, PRIMARY KEY ({COLUMNS})){kind}'
    )
    schema_editor.execute(f'INSERT INTO "{TABLE}" SELECT {COLUMNS} FROM "{TABLE}_old" ORDER BY {COLUMNS}')  # noqa: S608 - names of our own
    schema_editor.execute(f'DROP TABLE "{TABLE}_old"')


class Migration(migrations.Migration):
    dependencies = [("newsroom", "0007_revoked_keys_done_with")]

    operations = [migrations.RunPython(pack, unpack)]
