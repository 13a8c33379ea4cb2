"""A made-up newsroom, published through the real actions."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.newsroom.actions.chains import set_chain
from kentongan.newsroom.actions.publishing import publish_release
from kentongan.newsroom.models import Asset, Publication
from kentongan.newsroom.queries.files import path_of
from kentongan.newsroom.rules.content import File


def open_newsroom(now: datetime, **fields: Any) -> tuple[Unit, User]:
    """Make a unit that publishes without approval, and its head."""
    unit = make_unit(**fields)
    head = make_member(unit, Role.BUREAU_HEAD)
    set_chain(unit=unit, kind="", urgent=False, steps=[], by=head, now=now)
    return unit, head


def publish(unit: Unit, by: User, now: datetime, *, at: datetime | None = None, **fields: Any) -> Publication:
    """Write and publish a release; with `at` it is under embargo until then."""
    release = make_release(unit, by, now, **fields)
    return publish_release(release=release, by=by, now=now, publish_at=at, embargoed=at is not None)


def make_asset(unit: Unit, now: datetime, content: bytes, name: str, media_type: str, **fields: Any) -> Asset:
    """Lay bytes where files lie, with their row."""
    sha = hashlib.sha256(content).hexdigest()
    place: Path = path_of(sha)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    kind = "picture" if media_type.startswith("image/") else "attachment"
    values = {
        "kind": kind,
        "name": name,
        "media_type": media_type,
        "size": len(content),
        "sha256": sha,
        "added_at": now,
    }
    return Asset.objects.create(unit=unit, **(values | fields))


def file_of(asset: Asset) -> File:
    return File(asset.pk, asset.sha256, asset.name, alt=asset.alt or "gambar")
