"""What the machine itself lends to the pages of others."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit
from kentongan.common.slots import NavItem
from kentongan.project.health import may_read_health


def health_setting(request: HttpRequest, _unit: Unit) -> NavItem | None:
    if not may_read_health(request):
        return None
    return NavItem(group="measure", label=_("Health"), url=reverse("health"), icon="bars")
