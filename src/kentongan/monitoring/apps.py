"""The heart: what is said about the institution. Hears the sources; lends its pages to the frame."""

from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "kentongan.monitoring"
    label = "monitoring"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from kentongan.monitoring import receivers  # noqa: F401, PLC0415 - plugs in once all models are loaded
