"""The office's mail server and its outbox."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Institution, Unit
from kentongan.channels.email.choices import MailState, Security
from kentongan.common.tenancy import UnitScopedQuerySet


class MailServer(models.Model):
    """Where an institution's mail goes out. Without one, mail waits in the outbox to be read or downloaded."""

    institution = models.OneToOneField(Institution, on_delete=models.CASCADE, related_name="mail_server")
    host = models.CharField(_("server"), max_length=253)
    port = models.PositiveIntegerField(_("port"), default=587)
    security = models.CharField(_("security"), max_length=8, choices=Security, default=Security.STARTTLS)
    username = models.CharField(_("user name"), max_length=200, blank=True)
    password_sealed = models.TextField(blank=True)
    from_name = models.CharField(_("sender's name"), max_length=150)
    from_email = models.EmailField(_("sender's address"))
    is_active = models.BooleanField(_("active"), default=True)
    proven_at = models.DateTimeField(null=True)  # a test message was taken
    problem = models.CharField(max_length=300, blank=True)
    problem_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


class OutgoingMail(models.Model):
    """One message to one address. `key` names the occasion: queueing it again changes nothing.

    Mail that belongs to no unit (a password reset, an invitation) goes by the institution of `unit`,
    or by any when null.
    """

    unit = models.ForeignKey(Unit, null=True, on_delete=models.CASCADE, related_name="outgoing_mail")
    key = models.CharField(max_length=120, unique=True)
    to = models.EmailField(_("to"))
    to_name = models.CharField(max_length=150, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    html = models.TextField(blank=True)
    is_private = models.BooleanField(default=False)  # holds a secret link: not shown in the outbox
    state = models.CharField(max_length=8, choices=MailState, default=MailState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="email_mail_waiting"),
            models.Index(fields=["unit", "-created_at"], name="email_mail_unit"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def recipient(self) -> str:
        """Name and address as people write them."""
        return f"{self.to_name} <{self.to}>" if self.to_name else self.to


class MailAttachment(models.Model):
    mail = models.ForeignKey(OutgoingMail, on_delete=models.CASCADE, related_name="attachments")
    name = models.CharField(max_length=150)
    media_type = models.CharField(max_length=100)
    content = models.BinaryField()
