from django.apps import AppConfig

from kentongan.common import slots


class ReportsConfig(AppConfig):
    name = "kentongan.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Panels read models, which are there only now.
        from kentongan.reports import panels  # noqa: PLC0415 - the app registry must be full first

        slots.NAVIGATION.register("reports.today", panels.today_item, order=0)
        slots.NAVIGATION.register("reports.briefs", panels.reports_item, order=80)
        slots.SETTINGS.register("reports.plan", panels.plan_setting, order=60)
        slots.WAITING.register("reports.welcome", panels.welcome_waits, order=0)
        slots.WAITING.register("reports.brief", panels.brief_waits, order=80)
        slots.ACT_WORDS.register("reports", panels.ACT_WORDS, order=80)
        slots.CLOCKS.register("reports.brief", panels.brief_clock, order=80)
