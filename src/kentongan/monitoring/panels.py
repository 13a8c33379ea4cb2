"""What this room lends to the frame: menu lines, the health of its queue, a step of the welcome, a person's data."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import Institution, Unit, User
from kentongan.common.slots import Check, NavItem, WelcomeStep
from kentongan.monitoring.models import KeptApart, Look, Mention, Story, StoryMember, Triage, WatchQuery
from kentongan.monitoring.queries import is_decided, new_since_look, waiting

_LATE = timedelta(minutes=5)


def stream_line(request: HttpRequest, unit: Unit) -> NavItem:
    """Pantau, with what came since the last look."""
    count = new_since_look(request.user, unit, now=timezone.now())  # type: ignore[arg-type]  # behind sign-in
    return NavItem("listen", _("Monitor"), reverse("monitoring:stream"), "waves", count=count or None, phone=True)


def stories_line(_request: HttpRequest, _unit: Unit) -> NavItem:
    """Cerita."""
    return NavItem("listen", _("Stories"), reverse("monitoring:stories"), "stack", phone=True)


def queries_line(_request: HttpRequest, _unit: Unit) -> NavItem:
    """The settings' line for watch queries."""
    return NavItem("", _("Watch queries"), reverse("monitoring:queries"), "waves")


def accuracy_line(_request: HttpRequest, _unit: Unit) -> NavItem:
    """The settings' line for how often the machine is right."""
    return NavItem("", _("How often the machine is right"), reverse("monitoring:accuracy"), "check")


def queue_health(now: datetime) -> list[Check]:
    """How much waits to be absorbed, and what was left aside."""
    state = waiting()
    name = _("Absorbing")
    if state.aside:
        says = ngettext(
            "%(count)d article could not be read into mentions and is left aside.",
            "%(count)d articles could not be read into mentions and are left aside.",
            state.aside,
        ) % {"count": state.aside}
        return [Check(name, "warn", says, {"waiting": state.count, "aside": state.aside})]
    if state.oldest and now - state.oldest > _LATE:
        minutes = int((now - state.oldest).total_seconds() // 60)
        says = _("%(count)d articles wait, the oldest for %(minutes)d minutes.")
        return [Check(name, "bad", says % {"count": state.count, "minutes": minutes}, {"waiting": state.count})]
    says = ngettext("%(count)d article waits.", "%(count)d articles wait.", state.count) % {"count": state.count}
    return [Check(name, "good", says, {"waiting": state.count})]


def article_held(article: int, lock: bool) -> str:
    """Why an article (id) stays: what people decided about it is not thrown away with it."""
    if is_decided(article, lock=lock):
        return _("Somebody has decided on a mention of this article, so it stays.")
    return ""


def has_query(institution: Institution) -> bool:
    """Whether an institution listens for anything yet."""
    return WatchQuery.objects.filter(unit__institution=institution).exists()


# The title is translated when it is shown.
WELCOME_STEP = WelcomeStep(gettext_lazy("What to listen for"), "monitoring:welcome", has_query)  # type: ignore[arg-type]


def person_export(user: User) -> dict[str, Any]:
    """What this room holds about a person's work."""
    decided = Mention.objects.filter(tone_by=user) | Mention.objects.filter(relevance_by=user)
    return {
        "watch_queries": list(WatchQuery.objects.filter(created_by=user).values("name", "text", "created_at")),
        "decisions": decided.distinct().count(),
        "assigned": Mention.objects.filter(assigned_to=user).count(),
        "stories_named": list(Story.objects.filter(titled_by=user).values_list("title", flat=True)),
        "articles_placed": StoryMember.objects.filter(placed_by=user).count(),
        "looks": list(Look.objects.filter(user=user).values("unit__name", "at", "previous_at")),
    }


def person_erase(user: User, _now: datetime) -> None:
    """Let go of a person: what they decided stands, without their name; what only concerned them goes."""
    Look.objects.filter(user=user).delete()
    Triage.objects.filter(by=user).delete()
    Mention.objects.filter(assigned_to=user).update(assigned_to=None)
    KeptApart.objects.filter(by=user).update(by=None)


ACT_WORDS = {
    "monitoring.mention_triaged": gettext_lazy("sorted mentions"),
    "monitoring.triage_undone": gettext_lazy("took a sorting back"),
    "monitoring.checks_drawn": gettext_lazy("drew texts for a check"),
    "monitoring.check_skipped": gettext_lazy("left a text of a check aside"),
    "monitoring.tone_refitted": gettext_lazy("let the machine learn from decisions on tone"),
    "monitoring.tune_adopted": gettext_lazy("took what was learned on tone into use"),
    "monitoring.tune_left": gettext_lazy("went back to the shipped words on tone"),
    "monitoring.query_added": gettext_lazy("added a watch query"),
    "monitoring.query_changed": gettext_lazy("changed a watch query"),
    "monitoring.query_woken": gettext_lazy("woke a watch query"),
    "monitoring.query_rested": gettext_lazy("let a watch query rest"),
    "monitoring.query_deleted": gettext_lazy("deleted a watch query"),
    "monitoring.terms_added": gettext_lazy("added a list of terms"),
    "monitoring.terms_changed": gettext_lazy("changed a list of terms"),
    "monitoring.terms_deleted": gettext_lazy("deleted a list of terms"),
    "monitoring.story_renamed": gettext_lazy("renamed a story"),
    "monitoring.story_split": gettext_lazy("split a story"),
    "monitoring.stories_merged": gettext_lazy("joined two stories"),
    "monitoring.article_moved": gettext_lazy("moved an article to another story"),
}
