from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "kentongan.common"
    label = "common"
