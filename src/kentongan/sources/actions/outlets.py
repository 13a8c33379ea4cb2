"""Outlets: adding them, correcting them, taking them from the catalogue."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import today
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError
from kentongan.sources.actions.rights import require_manage, require_steward
from kentongan.sources.choices import OutletKind, OutletStanding
from kentongan.sources.models import Outlet, Source
from kentongan.sources.queries import catalogue
from kentongan.sources.rules import clean_domain


def add_outlet(
    *,
    name: str,
    kind: str = OutletKind.ONLINE,
    domain: str = "",
    group: str = "",
    region_code: str = "",
    unit: Unit,
    by: User,
    now: datetime,
) -> Outlet:
    """Add an outlet. Raises ActionError for an empty name or a domain that another outlet has."""
    require_manage(by, unit)
    with transaction.atomic():
        outlet = make_outlet(name=name, kind=kind, domain=domain, group=group, region_code=region_code, now=now)
        record(
            action="sources.outlet_added", by=by, now=now, unit_id=unit.pk, target=outlet, data={"kind": outlet.kind}
        )
    return outlet


def make_outlet(
    *, name: str, kind: str, domain: str = "", group: str = "", region_code: str = "", now: datetime
) -> Outlet:
    """Create the row of an outlet, for actions that have checked the right and write the audit themselves."""
    name = " ".join(name.split())[:120]
    if not name:
        raise ActionError(_("An outlet needs a name."), field="name")
    if kind not in OutletKind:
        raise ActionError(_("This is not a kind of outlet we know."), field="kind")
    outlet = draft_outlet(
        name=name,
        slug=free_slug(name),
        kind=kind,
        domain=_free_domain(domain),
        group=group,
        region_code=region_code,
        now=now,
    )
    outlet.save(force_insert=True)
    return outlet


def draft_outlet(
    *, name: str, slug: str, kind: str, domain: str | None, group: str, region_code: str, now: datetime
) -> Outlet:
    """Return the row of an outlet, not yet stored, its texts cut to what the columns hold."""
    return Outlet(
        name=" ".join(name.split())[:120],
        slug=slug,
        kind=kind,
        domain=domain,
        group=group.strip()[:80],
        region_code=region_code.strip()[:13],
        created_at=now,
    )


def edit_outlet(
    *,
    outlet: Outlet,
    name: str,
    kind: str,
    domain: str,
    group: str,
    region_code: str,
    standing: str,
    standing_checked_on: date | None,
    standing_proof: str,
    is_active: bool,
    unit: Unit,
    by: User,
    now: datetime,
) -> Outlet:
    """Correct an outlet. A standing needs the day it was checked, for it can vanish; that day is not in the future."""
    require_steward(by, unit)
    name = " ".join(name.split())[:120]
    if not name:
        raise ActionError(_("An outlet needs a name."), field="name")
    if standing != OutletStanding.UNKNOWN and standing_checked_on is None:
        raise ActionError(_("Say on which day the standing was checked; it can change."), field="standing_checked_on")
    if standing_checked_on is not None and standing_checked_on > today(unit):
        raise ActionError(_("This day is still to come."), field="standing_checked_on")
    new = {
        "name": name,
        "kind": kind,
        "domain": _free_domain(domain, but=outlet),
        "group": group.strip()[:80],
        "region_code": region_code.strip()[:13],
        "standing": standing,
        "standing_checked_on": standing_checked_on if standing != OutletStanding.UNKNOWN else None,
        "standing_proof": standing_proof.strip(),
        "is_active": is_active,
    }
    changed = sorted(field for field, value in new.items() if getattr(outlet, field) != value)
    if not changed:
        return outlet
    with transaction.atomic():
        for field in changed:
            setattr(outlet, field, new[field])
        outlet.save(update_fields=changed)
        data = {"changed": changed, "standing": standing} if "standing" in changed else {"changed": changed}
        record(action="sources.outlet_edited", by=by, now=now, unit_id=unit.pk, target=outlet, data=data)
    return outlet


def tick_catalogue(*, slugs: Collection[str], unit: Unit, by: User, now: datetime) -> tuple[Outlet, ...]:
    """Take outlets with their feeds from the starter catalogue; what is there already stays as it is.

    Returns the outlets that are new or got a new source. Names that the catalogue does not know are passed over.
    """
    require_manage(by, unit)
    wanted = [entry for entry in catalogue() if entry.slug in set(slugs)]
    touched: list[Outlet] = []
    with transaction.atomic():
        for entry in wanted:
            outlet = Outlet.objects.filter(domain=entry.domain).first()
            fresh = outlet is None
            if outlet is None:
                outlet = make_outlet(
                    name=entry.name,
                    kind=entry.kind,
                    domain=entry.domain,
                    group=entry.group,
                    region_code=entry.region_code,
                    now=now,
                )
            urls = [source.url for source in entry.sources]
            there = set(Source.objects.filter(url__in=urls).values_list("url", flat=True))
            missing = [source for source in entry.sources if source.url not in there]
            Source.objects.bulk_create(
                Source(outlet=outlet, kind=source.kind, url=source.url, next_fetch_at=now, created_at=now)
                for source in missing
            )
            if fresh or missing:
                touched.append(outlet)
        if touched:
            data = {"outlets": [outlet.pk for outlet in touched]}
            record(action="sources.catalogue_ticked", by=by, now=now, unit_id=unit.pk, data=data)
    return tuple(touched)


def free_slug(name: str, taken: Collection[str] | None = None) -> str:
    """Return a slug for `name` that no outlet has, or that is not among those `taken`."""
    base = slugify(name)[:50].strip("-") or "media"
    if taken is None:
        taken = set(Outlet.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _free_domain(text: str, *, but: Outlet | None = None) -> str | None:
    """The domain in `text`, or None where there is none. Raises ActionError when it is none or taken."""
    if not text.strip():
        return None
    domain = clean_domain(text)
    if domain is None:
        raise ActionError(_("This is not a domain. It should look like serayu.example."), field="domain")
    other = Outlet.objects.filter(domain=domain).first()
    if other is not None and other != but:
        raise ActionError(_("%(outlet)s already has this domain.") % {"outlet": other.name}, field="domain")
    return domain
