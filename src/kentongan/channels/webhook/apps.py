"""What webhooks lend to other rooms' pages."""

from __future__ import annotations

from django.apps import AppConfig

from kentongan.common import slots


class WebhookConfig(AppConfig):
    name = "kentongan.channels.webhook"
    label = "webhook"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kentongan.channels.webhook import panels  # noqa: PLC0415 - models are not loaded before

        slots.SETTINGS.register("webhook", panels.settings_entry, order=42)
        slots.HEALTH.register("webhook", panels.health, order=42)
        slots.ACT_WORDS.register("webhook", panels.ACT_WORDS, order=42)
