"""Addresses that want to be told, and what they were told."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Unit
from kentongan.channels.webhook.choices import DeliveryState, Event
from kentongan.common.tenancy import UnitScopedQuerySet


class Webhook(models.Model):
    """An address that hears of a unit's events as JSON, signed with HMAC-SHA256 in `X-Kentongan-Signature`."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="webhooks")
    url = models.URLField(_("address"), max_length=500)
    event = models.CharField(_("event"), max_length=20, choices=Event)
    secret_sealed = models.TextField()
    is_active = models.BooleanField(_("active"), default=True)
    created_at = models.DateTimeField()

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        constraints = [models.UniqueConstraint(fields=["unit", "url", "event"], name="webhook_once")]

    def __str__(self) -> str:
        return self.url


class WebhookDelivery(models.Model):
    """One event to one address; may arrive twice, and carries its id so that the receiver can tell."""

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=120)
    payload = models.JSONField()
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["webhook", "key"], name="webhook_delivery_once")]
        indexes = [models.Index(fields=["next_try_at"], condition=models.Q(state="waiting"), name="webhook_waiting")]
