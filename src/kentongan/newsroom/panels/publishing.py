"""What publishing lends: texts that only wait to be published, hours to come, the keys, words for the record."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import today
from kentongan.common import numbers
from kentongan.common.slots import Check, Clock, NavItem, Waiting
from kentongan.newsroom.models import ApprovalRound, Publication
from kentongan.newsroom.queries.keys import keys_closed, sets_up_keys
from kentongan.newsroom.queries.publishing import approved_unpublished, hours_to_come


def keys_setting(request: HttpRequest, unit: Unit) -> NavItem | None:
    """The settings' line for signing keys, for whoever has them in hand."""
    if not sets_up_keys(request.user, unit.institution, on=today(unit)):  # type: ignore[arg-type]  # signed in
        return None
    return NavItem("", _("Signing keys"), reverse("newsroom:keys"), "key")


def letterhead_setting(request: HttpRequest, unit: Unit) -> NavItem | None:
    """The settings' line for letterhead and emblem, for whoever sets up the whole institution's newsroom."""
    if not sets_up_keys(request.user, unit.institution, on=today(unit)):  # type: ignore[arg-type]  # signed in
        return None
    return NavItem("", _("Letterhead and emblem"), reverse("newsroom:letterhead"), "document")


def approved_waits(user: User, unit: Unit, now: datetime) -> list[Waiting]:
    """Texts that are approved and not published, for those who may publish them."""
    return [_approved(row, now) for row in approved_unpublished(user, unit, now)]


def _approved(row: ApprovalRound, now: datetime) -> Waiting:
    release = row.release
    wanted = release.wanted_at
    overdue = wanted is not None and wanted <= now
    figure, word = numbers.figure_and_unit((wanted or row.ended_at or row.asked_at) - now)
    if wanted is None:
        figure, word = numbers.figure_and_unit(now - (row.ended_at or row.asked_at))
        word = _("%(unit)s ago") % {"unit": word}
    elif overdue:
        word = _("%(unit)s overdue") % {"unit": word}
    context = _("Approved, not published yet")
    if wanted is not None:
        context = f"{context}, " + _("wanted at %(time)s") % {"time": numbers.clock(wanted, release.unit.zone)}
    return Waiting(
        figure=figure,
        unit=word,
        title=release.title,
        context=context,
        button=_("Publish"),
        url=reverse("newsroom:publish", args=[release.pk]),
        overdue=overdue,
        due_at=wanted,
    )


def hour_clocks(user: User, unit: Unit, now: datetime) -> list[Clock]:
    """Editions of a unit, and of those below, that will be public within a day."""
    return [_hour(row, now) for row in hours_to_come(user, unit, now, within=timedelta(days=1))]


def _hour(row: Publication, now: datetime) -> Clock:
    whole = row.publish_at - row.made_at
    says = f"{numbers.clock(row.publish_at, row.unit.zone)}, {numbers.deadline(row.publish_at, now)}"
    kind = _("Embargo until its hour") if row.is_embargoed else _("Public at its hour")
    return Clock(
        title=f"{kind}: {row.title}",
        says=says,
        left=min(1.0, (row.publish_at - now) / whole) if whole else 0.0,
        url=reverse("newsroom:publish", args=[row.release_id]),
    )


def key_health(now: datetime) -> list[Check]:
    """Signing keys that do not open; silent while all do."""
    closed = keys_closed()
    if not closed:
        return []
    says = _("%(kids)s: does not open, so nothing can be published. Make a new key in the settings.")
    return [Check(_("Signing keys"), "bad", says % {"kids": ", ".join(key.kid for key in closed)})]


ACT_WORDS = {
    "newsroom.release_published": gettext_lazy("published a release"),
    "newsroom.publication_moved": gettext_lazy("gave an edition another hour"),
    "newsroom.publication_cancelled": gettext_lazy("stopped an edition before its hour"),
    "newsroom.correction_started": gettext_lazy("opened a release for a new edition"),
    "newsroom.correction_left": gettext_lazy("gave a new edition up"),
    "newsroom.release_withdrawn": gettext_lazy("withdrew a release"),
    "newsroom.pass_given": gettext_lazy("gave a pass to a text under embargo"),
    "newsroom.pass_revoked": gettext_lazy("took a pass to a text under embargo back"),
    "newsroom.key_made": gettext_lazy("made a signing key"),
    "newsroom.key_revoked": gettext_lazy("revoked a signing key"),
}
