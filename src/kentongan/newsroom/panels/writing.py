"""What writing lends to the pages of others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.models import Unit
from kentongan.accounts.queries import holds
from kentongan.common.slots import NavItem
from kentongan.newsroom.rules.rights import READ


def _reads(request: HttpRequest, unit: Unit) -> bool:
    return request.user.is_authenticated and holds(request.user, unit, READ, on=timezone.localdate())


def releases_item(request: HttpRequest, unit: Unit) -> NavItem | None:
    if not _reads(request, unit):
        return None
    return NavItem(group="answer", label=_("Releases"), url=reverse("newsroom:releases"), icon="document")


def newsroom_setting(request: HttpRequest, unit: Unit) -> NavItem | None:
    if not _reads(request, unit):
        return None
    label = _("Numbers, topics, templates")
    return NavItem(group="answer", label=label, url=reverse("newsroom:newsroom_settings"), icon="document")


ACT_WORDS: dict[str, Any] = {
    "newsroom.release_started": gettext_lazy("began a release"),
    "newsroom.release_copied": gettext_lazy("copied a release"),
    "newsroom.draft_saved": gettext_lazy("wrote on a release"),
    "newsroom.conflict_kept": gettext_lazy("wrote on a release at the same time as another; both versions are kept"),
    "newsroom.version_kept": gettext_lazy("kept a draft of a release"),
    "newsroom.version_restored": gettext_lazy("took up an earlier draft of a release"),
    "newsroom.release_dropped": gettext_lazy("put a release away"),
    "newsroom.release_taken_up": gettext_lazy("took a release up again"),
    "newsroom.comment_written": gettext_lazy("remarked on a release"),
    "newsroom.comment_settled": gettext_lazy("settled or reopened a remark on a release"),
    "newsroom.number_given": gettext_lazy("gave a release its number"),
    "newsroom.numbering_set": gettext_lazy("set the numbering of releases"),
    "newsroom.template_set": gettext_lazy("wrote a template for releases"),
    "newsroom.template_dropped": gettext_lazy("deleted a template for releases"),
    "newsroom.topic_set": gettext_lazy("named a topic"),
    "newsroom.topic_dropped": gettext_lazy("deleted a topic"),
    "newsroom.file_added": gettext_lazy("added a picture or attachment"),
}
