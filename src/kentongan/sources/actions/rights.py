"""Who may change what is watched. Outlets and articles are shared matter: any member reads them, roles change them."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kentongan.accounts import rules
from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds, root_of, today
from kentongan.common.errors import NotAllowed
from kentongan.sources.models import Article


def require_manage(by: User, unit: Unit) -> None:
    """Raise NotAllowed unless `by` looks after sources in `unit`."""
    if not holds(by, unit, rules.MANAGE, on=today(unit)):
        raise NotAllowed(_("Only a bureau head or PR coordinator can change which outlets and sources we watch."))


def require_steward(by: User, unit: Unit) -> None:
    """Raise NotAllowed unless `by` looks after sources at the root of `unit`'s institution.

    Sources are shared: whoever manages one unit below may add to them, but not silence what the others hear.
    """
    if not holds(by, root_of(unit), rules.MANAGE, on=today(unit)):
        message = _("Only those who manage the institution's first unit can pause or change what all units watch.")
        raise NotAllowed(message)


def require_triage(by: User, unit: Unit) -> None:
    """Raise NotAllowed unless `by` may add articles in `unit`."""
    if not holds(by, unit, rules.TRIAGE, on=today(unit)):
        raise NotAllowed(_("Your role may read articles but not add them."))


def may_remove(by: User, article: Article) -> bool:
    """Return whether `by` may take an article back that a person entered: whoever did, or who manages their unit."""
    unit = article.entered_in
    if by.pk == article.entered_by_id:
        return unit is None or holds(by, unit, rules.TRIAGE, on=today(unit))
    return unit is not None and holds(by, unit, rules.MANAGE, on=today(unit))
