"""Words for what only accounts show."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django import template
from django.utils.translation import gettext as _

register = template.Library()

# The first that fits counts: Edge and Opera call themselves Chrome too, and Chrome calls itself Safari.
BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
            ("Chrom", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari"))  # fmt: skip
SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
           ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"))  # fmt: skip


@register.filter
def device(user_agent: str) -> str:
    """What a browser calls itself, in two words: ``Chrome, Android``; the start of it where nothing is known."""
    browser = next((name for mark, name in BROWSERS if mark in user_agent), "")
    system = next((name for mark, name in SYSTEMS if mark in user_agent), "")
    return ", ".join(word for word in (browser, system) if word) or user_agent[:60] or _("Unknown device")


@register.filter
def has_second_step(person: Any, kind: str) -> bool:
    """Whether the person set up a second step of this kind: ``totp``, ``webauthn`` or ``recovery_codes``."""
    return bool(Authenticator.objects.filter(user=person, type=kind).exists())
