"""What people decided: what must not vanish, and what changed after figures were counted."""

from __future__ import annotations

from kentongan.monitoring.choices import Relevance
from kentongan.monitoring.models import KeptApart, Mention, StoryMember


def is_decided(article: int, *, lock: bool = False) -> bool:
    """Return whether anybody decided on a mention of an article (id), or on the story it stands in.

    Args:
        article: its id.
        lock: hold the mentions until the transaction ends, so that nobody decides meanwhile.
    """
    mentions = Mention.objects.filter(article=article).order_by()
    if lock:
        list(mentions.select_for_update(of=("self",)).values_list("pk"))
    untouched = {"relevance": Relevance.NEW, "relevance_by": None, "tone_by": None, "assigned_to": None, "note": ""}
    return (
        mentions.exclude(**untouched).exists()
        or mentions.filter(tags__isnull=False).exists()
        or StoryMember.objects.filter(article=article, placed_by__isnull=False).exists()
        or KeptApart.objects.filter(article=article).exists()
    )
