"""How allauth fits this house: nobody signs up by themselves, and mail goes through our outbox."""

from __future__ import annotations

import math
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.core.internal.ratelimit import get_cache_key, get_rates
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.models import Unit, User
from kentongan.accounts.signals import mail_wanted
from kentongan.accounts.templatetags.accounts import device
from kentongan.common import numbers
from kentongan.common.secrets import seal, unseal

LOCK = {"app": "allauth.account", "action": "login_failed"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": gettext_lazy("Too many failed tries. You can try again in five minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """People have no user name beside their address."""

    def format_email_subject(self, subject: str) -> str:
        return subject

    def get_from_email(self) -> str:
        """Return nothing: the sender is the institution's, set with its mail server."""
        return ""

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link under the public address, whatever host name the request claimed."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + path.replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Announce the mail; the mail channel, downstream, queues it. Private: it holds a link or tells of a change."""
        user = User.objects.filter(email__iexact=email).first()
        with translation.override(user.language if user else translation.get_language()):
            message = self.render_mail(template_prefix, email, {"email": email, **context})
        mail_wanted.send(
            sender=User,
            to=email,
            subject=message.subject,
            text=message.body,
            html="",
            key=f"account:{secrets.token_hex(16)}",
            unit=_first_unit(user),
            now=timezone.now(),
        )

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try with a password; after too many, say from when on the next one counts."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            key = self._get_login_attempts_cache_key(request, **credentials)
            raise ValidationError(_locked(_opens_at(request, key), timezone.now())) from None

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell people of changes to their own account at the address they sign in with."""
        more = {"account_url": settings.BASE_URL + reverse("profile"), **(context or {})}
        super().send_notification_mail(template_prefix, user, more, email or user.email)


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth is untyped
    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {**super().get_public_key_credential_rp_entity(), "name": "Kentongan"}

    def generate_authenticator_name(self, user: Any, kind: Authenticator.Type) -> str:
        """Propose the device at hand as the name of a passkey, which people know better than a number."""
        return device(context.request.headers.get("User-Agent", ""))


def _opens_at(request: HttpRequest, key: str) -> datetime:
    """Return when the next try counts: once the oldest of the last tries is older than its limit spans."""
    opens = [
        tries[rate.amount - 1] + rate.duration
        for rate in get_rates(**LOCK)
        if len(tries := cache.get(get_cache_key(request, **LOCK, rate=rate, key=key), [])) >= rate.amount
    ]
    return datetime.fromtimestamp(max(opens), UTC) if opens else timezone.now() + timedelta(minutes=1)


def _locked(opens_at: datetime, now: datetime) -> str:
    """Say until when the door stays shut, in whole minutes and never too early."""
    minutes = max(1, math.ceil((opens_at - now).total_seconds() / 60))
    shown = (opens_at + timedelta(seconds=59)).replace(second=0, microsecond=0)
    return _("Too many failed tries. You can try again after %(clock)s, in %(wait)s.") % {
        "clock": numbers.clock(shown),
        "wait": numbers.duration(timedelta(minutes=minutes)),
    }


def _first_unit(user: User | None) -> Unit | None:
    """Return the highest unit of the person, whose institution's mail server carries the message."""
    return user.visible_units().order_by("depth", "path").first() if user else None
