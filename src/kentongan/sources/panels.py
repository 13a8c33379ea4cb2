"""What this room lends to pages it does not know."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import Institution, Unit, User
from kentongan.common.numbers import whole
from kentongan.common.slots import Check, Missing, NavItem, WelcomeStep
from kentongan.sources import queries

LATE = timedelta(minutes=30)


def navigation(request: HttpRequest, unit: Unit) -> NavItem:
    return NavItem("listen", _("Media"), reverse("sources:outlets"), "voice")


def health(now: datetime) -> list[Check]:
    """The watching as a whole, for the health page."""
    found = queries.health(now=now)
    if not found.active:
        return [Check(_("Sources"), "warn", _("No source is watched yet."))]
    late = found.last_success_at is None or now - found.last_success_at > LATE
    state = "bad" if late or found.overdue > found.active / 2 else "warn" if found.failing or found.overdue else "good"
    says = _(
        "%(active)s sources, %(failing)s do not answer, %(silent)s silent, %(waiting)s pages still to be read."
    ) % {
        "active": whole(found.active),
        "failing": whole(found.failing),
        "silent": whole(found.silent),
        "waiting": whole(found.waiting),
    }
    details = {"overdue": found.overdue, "last_success_at": found.last_success_at}
    return [Check(_("Sources"), state, says, details)]


def missing(user: User, unit: Unit, now: datetime) -> list[Missing]:
    """Sources that fell silent, or do not answer, for Hari ini: what is missing has its own place."""
    lines: list[Missing] = []
    silent = queries.silent_sources(now=now)
    if silent:
        title = ngettext("%(count)s silent source", "%(count)s silent sources", len(silent))
        names = ", ".join(dict.fromkeys(source.outlet.name for source in silent[:3]))
        lines.append(
            Missing(title % {"count": whole(len(silent))}, names, reverse("sources:silent"), _("See which ones"))
        )
    failing = list(queries.failing_sources(now=now))
    if failing:
        title = ngettext("%(count)s source does not answer", "%(count)s sources do not answer", len(failing))
        names = ", ".join(dict.fromkeys(source.outlet.name for source in failing[:3]))
        url = reverse("sources:outlets") + "?masalah=failing"
        lines.append(Missing(title % {"count": whole(len(failing))}, names, url, _("See which ones")))
    return lines


def _watching(institution: Institution) -> bool:
    return queries.watches_anything()


WELCOME_STEP = WelcomeStep(gettext_lazy("Your media"), "sources:welcome", _watching)  # type: ignore[arg-type]  # lazy text

ACT_WORDS = {
    "sources.outlet_added": gettext_lazy("added an outlet"),
    "sources.outlet_edited": gettext_lazy("changed an outlet"),
    "sources.catalogue_ticked": gettext_lazy("took outlets from the catalogue"),
    "sources.source_added": gettext_lazy("began to watch a source"),
    "sources.source_paused": gettext_lazy("paused a source"),
    "sources.source_resumed": gettext_lazy("resumed a source"),
    "sources.source_called": gettext_lazy("had a source looked at"),
    "sources.all_called": gettext_lazy("had all sources looked at"),
    "sources.list_imported": gettext_lazy("imported a list of sources"),
    "sources.article_added": gettext_lazy("added an article"),
    "sources.article_removed": gettext_lazy("removed an article"),
}
