"""These tests read sentences: in English, whatever the catalogue of translations holds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture(autouse=True)
def _public_address(settings: object) -> None:
    settings.BASE_URL = "http://localhost:8000"
