"""The answer: releases written, approved, published, and checkable by anyone."""

from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "kentongan.newsroom"
    label = "newsroom"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Panels read models, which are there only now.
        from kentongan.common import slots  # noqa: PLC0415 - the app registry must be full first
        from kentongan.newsroom.panels import approving, publishing, reading, verifying, writing  # noqa: PLC0415 - the same

        slots.NAVIGATION.register("newsroom.releases", writing.releases_item, order=60)
        slots.SETTINGS.register("newsroom.writing", writing.newsroom_setting, order=68)
        slots.ACT_WORDS.register("newsroom.writing", writing.ACT_WORDS, order=68)
        slots.SETTINGS.register("newsroom.chains", approving.chains_setting, order=70)
        slots.WAITING.register("newsroom.approvals", approving.approvals_wait, order=10)
        slots.CLOCKS.register("newsroom.approvals", approving.approval_clocks, order=10)
        slots.MISSING.register("newsroom.approvals", approving.approvals_stuck, order=10)
        slots.PERSON_DATA.register("newsroom.approvals", approving.PERSON_DATA, order=70)
        slots.ACT_WORDS.register("newsroom.approvals", approving.ACT_WORDS, order=70)
        slots.SETTINGS.register("newsroom.keys", publishing.keys_setting, order=72)
        slots.SETTINGS.register("newsroom.letterhead", publishing.letterhead_setting, order=66)
        slots.WAITING.register("newsroom.approved", publishing.approved_waits, order=12)
        slots.CLOCKS.register("newsroom.hours", publishing.hour_clocks, order=12)
        slots.HEALTH.register("newsroom.keys", publishing.key_health, order=60)
        slots.ACT_WORDS.register("newsroom.publishing", publishing.ACT_WORDS, order=72)
        slots.WAITING.register("newsroom.reports", verifying.reports_wait, order=40)
        slots.ACT_WORDS.register("newsroom.verifying", verifying.ACT_WORDS, order=74)
        slots.NAVIGATION.register("newsroom.desk", reading.desk_item, order=62)
        slots.ACT_WORDS.register("newsroom.reading", reading.ACT_WORDS, order=73)
