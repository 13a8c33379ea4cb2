"""The lists of terms a unit's queries may name, and articles as the engine reads them."""

from __future__ import annotations

from django.db.models import QuerySet

from kentongan.accounts.models import Unit
from kentongan.engine.types import Article as Text
from kentongan.monitoring.models import TermList
from kentongan.sources.models import Article


def shared_lists() -> dict[str, dict[str, str]]:
    """Return all lists by the path of their unit."""
    found: dict[str, dict[str, str]] = {}
    for path, name, terms in TermList.objects.order_by().values_list("unit__path", "name", "terms"):
        found.setdefault(path, {})[name.lower()] = terms
    return found


def lists_for(unit: Unit, lists: dict[str, dict[str, str]]) -> dict[str, str]:
    """Return the lists a unit's queries may name: its own, and those of the units above; the nearest wins."""
    found: dict[str, str] = {}
    for path in _paths(unit):
        found.update(lists.get(path, {}))
    return found


def lists_of(unit: Unit) -> dict[str, str]:
    """Return terms by name for one unit."""
    return {row.name.lower(): row.terms for row in term_lists(unit)}


def term_lists(unit: Unit) -> QuerySet[TermList]:
    """Return the lists shared with a unit, from the root down, so that the nearest of a name comes last."""
    return TermList.objects.filter(unit__path__in=_paths(unit)).select_related("unit").order_by("unit__path", "name")


def _paths(unit: Unit) -> list[str]:
    return [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]


def text_of(article: Article) -> Text:
    """Return a stored article as the engine's value."""
    return Text(
        id=str(article.pk), title=article.title, body=article.body, outlet=str(article.outlet_id),
        published=article.published_at,
    )  # fmt: skip
