"""The heart: what is said about the institution. Hears the sources; lends its pages to the frame."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "kentongan.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kentongan.common import slots  # noqa: PLC0415 - plugs in once all models are loaded
        from kentongan.monitoring import panels, receivers  # noqa: F401, PLC0415 - the same

        slots.NAVIGATION.register("monitoring.stream", panels.stream_line, order=20)
        slots.NAVIGATION.register("monitoring.stories", panels.stories_line, order=21)
        slots.SETTINGS.register("monitoring.queries", panels.queries_line, order=30)
        slots.SETTINGS.register("monitoring.accuracy", panels.accuracy_line, order=31)
        slots.ACT_WORDS.register("monitoring", panels.ACT_WORDS, order=30)
        slots.HEALTH.register("monitoring.queue", panels.queue_health, order=30)
        slots.ARTICLE_HOLDS.register("monitoring", panels.article_held, order=30)
        slots.WELCOME.register(
            "monitoring.query",
            panels.WELCOME_STEP,
            order=30,
        )
        slots.PERSON_DATA.register("monitoring", slots.PersonData(panels.person_export, panels.person_erase), order=30)
