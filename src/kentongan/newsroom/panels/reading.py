"""What the newsroom's public side lends to the pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.models import Unit
from kentongan.accounts.queries import holds
from kentongan.common.slots import NavItem
from kentongan.newsroom.rules.rights import READ


def desk_item(request: HttpRequest, unit: Unit) -> NavItem | None:
    if not request.user.is_authenticated or not holds(request.user, unit, READ, on=timezone.localdate()):
        return None
    return NavItem(group="deliver", label=_("Newsroom"), url=reverse("newsroom:desk"), icon="house")


ACT_WORDS: dict[str, Any] = {
    "newsroom.agenda_added": gettext_lazy("announced something on the agenda"),
    "newsroom.agenda_changed": gettext_lazy("changed an announcement on the agenda"),
    "newsroom.agenda_cancelled": gettext_lazy("marked something on the agenda as cancelled"),
    "newsroom.agenda_restored": gettext_lazy("had something on the agenda take place after all"),
    "newsroom.contact_added": gettext_lazy("named a press contact"),
    "newsroom.contact_removed": gettext_lazy("took away a press contact"),
    "newsroom.emblem_set": gettext_lazy("set the institution's emblem"),
    "newsroom.emblem_removed": gettext_lazy("took the institution's emblem away"),
    "newsroom.embargo_accepted": gettext_lazy("accepted an embargo by pass"),
}
