from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from tests.factories.accounts import make_unit

from kentongan.common.bulk import insert_rows, next_ids
from kentongan.newsroom.choices import Stage
from kentongan.newsroom.models import Release

pytestmark = pytest.mark.django_db
AT = datetime(2020, 5, 6, 0, 0, tzinfo=UTC)


def test_rows_are_as_if_saved_one_by_one() -> None:
    unit = make_unit()
    before = Release.objects.create(unit=unit, created_at=AT, saved_at=AT)

    keys = list(next_ids(Release, 3))
    insert_rows(
        Release,
        (
            {"id": key, "unit_id": unit.pk, "title": f"Judul {key}", "draft": {"body": "é"}, "stage": Stage.PUBLISHED,
             "created_at": AT, "saved_at": AT}
            for key in keys
        ),
    )  # fmt: skip
    after = Release.objects.create(unit=unit, created_at=AT, saved_at=AT)

    assert len({before.pk, after.pk, *keys}) == 5
    row = Release.objects.get(pk=keys[1])
    assert (row.title, row.draft, row.stage) == (f"Judul {keys[1]}", {"body": "é"}, Stage.PUBLISHED)
    assert (row.created_at, row.unit, row.revision, row.number, row.wanted_at) == (AT, unit, 1, "", None)


def test_nothing_to_write() -> None:
    assert list(next_ids(Release, 0)) == []
    insert_rows(Release, [])
    assert not Release.objects.exists()


def test_what_a_table_refuses_is_refused() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(Release, [{"id": 1, "unit_id": None, "created_at": AT, "saved_at": AT}])
