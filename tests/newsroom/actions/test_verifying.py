"""Counting the verifier's answers, apart from asking it (see `tests/newsroom/test_api.py`)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from tests.factories.publishing import make_publication

from kentongan.newsroom.actions.verifying import write_verdicts
from kentongan.newsroom.models import VerdictCount

pytestmark = pytest.mark.django_db


def test_counts_of_what_is_gone_never_keep_the_others_from_being_written(now: datetime) -> None:
    edition = make_publication(now - timedelta(hours=1))
    owner = edition.institution_id

    write_verdicts(
        {
            (owner + 1000, None, now, "unknown"): 3,
            (owner, edition.pk + 1000, now, "authentic"): 2,
            (owner, edition.pk, now, "authentic"): 5,
            (owner, None, now, "unknown"): 1,
        }
    )

    assert sorted(VerdictCount.objects.values_list("publication", "times"), key=str) == [(edition.pk, 5), (None, 1)]
