"""The full-text index over the archive (common/search.py): what is stored already is indexed here, in pieces."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.db import migrations

from kentongan.common import search

_PIECE = 500


def create(apps: Any, schema_editor: Any) -> None:
    search.create(schema_editor.execute, schema_editor.connection.vendor)
    articles = apps.get_model("sources", "Article").objects.filter(state="ready").order_by("pk")
    rows = articles.values_list("pk", "published_at", "title", "body", "outlet_id").iterator(chunk_size=_PIECE)
    while piece := list(islice(rows, _PIECE)):
        search.add(search.Entry(*row) for row in piece)


def drop(_apps: Any, schema_editor: Any) -> None:
    search.drop(schema_editor.execute)


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_lanes_and_looking_back"), ("sources", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
