"""What the machine itself lends to the pages of others."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit
from kentongan.accounts.queries import holds
from kentongan.accounts.rules import MANAGE
from kentongan.common.slots import NavItem


def health_setting(request: HttpRequest, unit: Unit) -> NavItem | None:
    if not request.user.is_authenticated:
        return None
    if not (request.user.is_superuser or holds(request.user, unit, MANAGE, on=timezone.localdate())):
        return None
    return NavItem(group="measure", label=_("Health"), url=reverse("health"), icon="bars")
