"""What accounts lends to other rooms' pages."""

from __future__ import annotations

from django.apps import AppConfig

from kentongan.common import slots


class AccountsConfig(AppConfig):
    name = "kentongan.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kentongan.accounts import panels  # noqa: PLC0415 - models are not loaded before

        slots.WELCOME.register("accounts", panels.WELCOME_STEP, order=10)
        slots.PERSON_DATA.register("accounts", panels.PERSON_DATA, order=10)
        slots.NAVIGATION.register("accounts", panels.settings_entry, order=900)
        for order, (name, entry) in enumerate(panels.SETTINGS.items()):
            slots.SETTINGS.register(f"accounts.{name}", entry, order=10 + order)
        slots.ACT_WORDS.register("accounts", panels.ACT_WORDS, order=10)
