from django.apps import AppConfig


class WebhookConfig(AppConfig):
    name = "kentongan.channels.webhook"
    label = "webhook"
    default_auto_field = "django.db.models.BigAutoField"
