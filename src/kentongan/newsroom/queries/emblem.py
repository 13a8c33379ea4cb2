"""The institution's own sign, where one was given."""

from __future__ import annotations

from kentongan.accounts.models import Institution
from kentongan.newsroom.models import Emblem
from kentongan.newsroom.queries.files import path_of


def emblem_of(institution: Institution) -> Emblem | None:
    """Return the emblem of an institution whose file lies on the disk."""
    row: Emblem | None = Emblem.objects.filter(institution=institution).first()
    return row if row is not None and path_of(row.sha256).is_file() and path_of(row.small_sha256).is_file() else None


def emblem_bytes(institution: Institution) -> bytes:
    """Return the emblem as PNG, large; empty without one."""
    row = emblem_of(institution)
    return path_of(row.sha256).read_bytes() if row is not None else b""
