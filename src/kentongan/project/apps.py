from django.apps import AppConfig

from kentongan.common import slots


class ProjectConfig(AppConfig):
    name = "kentongan.project"
    label = "project"

    def ready(self) -> None:
        from kentongan.project import panels  # noqa: PLC0415 - the app registry must be full first

        slots.SETTINGS.register("project.health", panels.health_setting, order=95)
