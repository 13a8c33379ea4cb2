"""What mail lends to other rooms' pages, and what it hears."""

from __future__ import annotations

from django.apps import AppConfig

from kentongan.common import slots


class EmailConfig(AppConfig):
    name = "kentongan.channels.email"
    label = "email"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kentongan.channels.email import panels, receivers  # noqa: F401, PLC0415 - models are not loaded before

        slots.SETTINGS.register("email.server", panels.server_entry, order=40)
        slots.SETTINGS.register("email.outbox", panels.outbox_entry, order=41)
        slots.HEALTH.register("email", panels.health, order=40)
        slots.WAITING.register("email", panels.waiting, order=40)
        slots.PERSON_DATA.register("email", panels.PERSON_DATA, order=40)
        slots.ACT_WORDS.register("email", panels.ACT_WORDS, order=40)
