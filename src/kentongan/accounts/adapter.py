"""How allauth fits this house: nobody signs up by themselves, and mail goes through our outbox."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone, translation

from kentongan.accounts.models import Unit, User
from kentongan.accounts.signals import mail_wanted
from kentongan.accounts.templatetags.accounts import device
from kentongan.common.secrets import seal, unseal


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
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

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell people of changes to their own account at the address they sign in with."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)


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


def _first_unit(user: User | None) -> Unit | None:
    """Return the highest unit of the person, whose institution's mail server carries the message."""
    return user.visible_units().order_by("depth", "path").first() if user else None
