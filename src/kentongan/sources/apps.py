"""What sources lend to other rooms' pages."""

from __future__ import annotations

from django.apps import AppConfig

from kentongan.common import slots


class SourcesConfig(AppConfig):
    name = "kentongan.sources"
    label = "sources"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kentongan.sources import panels  # noqa: PLC0415 - models are not loaded before

        slots.NAVIGATION.register("sources", panels.navigation, order=130)
        slots.WELCOME.register("sources", panels.WELCOME_STEP, order=20)
        slots.HEALTH.register("sources", panels.health, order=30)
        slots.MISSING.register("sources", panels.missing, order=30)
        slots.ACT_WORDS.register("sources", panels.ACT_WORDS, order=30)
