"""The editor's form as a content, and the small forms around writing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.models import Unit
from kentongan.newsroom.choices import Kind, Language
from kentongan.newsroom.models import Release, ReleaseTemplate
from kentongan.newsroom.queries.writing import templates_for
from kentongan.newsroom.rules.content import Contact, Content, Fact, File, Quote

ROWS: Mapping[str, type[Any]] = {
    "quotes": Quote,
    "facts": Fact,
    "contacts": Contact,
    "pictures": File,
    "attachments": File,
}
MOST_ROWS = 60
_ROW_NAME = re.compile(r"(quotes|facts|contacts|pictures|attachments)-(\d{1,4})-([a-z0-9]+)")


def content_from(data: QueryDict, *, kind: str, language: str) -> Content:
    """Return the content that the editor's fields hold; rows are named `facts-3-value` and come in their order.

    The type and language are those of the release unless the form names others from the lists.
    """
    return Content(
        kind=asked if (asked := data.get("kind", "")) in Kind.values else kind,
        language=language,
        headline=data.get("headline", ""),
        lead=data.get("lead", ""),
        place=data.get("place", ""),
        body=data.get("body", ""),
        boilerplate=data.get("boilerplate", ""),
        topics=tuple(data.getlist("topics")),
        **_rows(data),
    )


def _rows(data: QueryDict) -> dict[str, tuple[Any, ...]]:
    found: dict[str, dict[int, dict[str, str]]] = {name: {} for name in ROWS}
    for key in data:
        match = _ROW_NAME.fullmatch(key)
        if match:
            found[match[1]].setdefault(int(match[2]), {})[match[3]] = data.get(key, "")
    made = {}
    for name, rows in found.items():
        ordered = [rows[place] for place in sorted(rows, key=lambda place: (_order(rows[place], place), place))]
        made[name] = tuple(row for each in ordered[:MOST_ROWS] if (row := _row(ROWS[name], each)) is not None)
    return made


def _order(row: Mapping[str, str], place: int) -> float:
    """A row that was moved without scripts carries where to: half a place before or behind a neighbour."""
    try:
        return float(row.get("order", "") or place)
    except ValueError:
        return place


def _row(kind: type[Any], values: Mapping[str, str]) -> Any:
    names = {each.name for each in fields(kind)}
    known: dict[str, Any] = {name: value for name, value in values.items() if name in names}
    if kind is File:
        if not known.get("asset", "").isdecimal():
            return None
        known["asset"] = int(known["asset"])
        known = {"sha256": "", "name": ""} | known
    missing = {each.name: "" for each in fields(kind) if each.name not in known and each.name != "kind"}
    return kind(**(missing | known))


def wanted_from(data: QueryDict, zone: ZoneInfo) -> datetime | None:
    """Return the time that was asked for, read in the unit's zone; nothing or nonsense is none."""
    try:
        at = parse_datetime(data.get("wanted_at", ""))
    except ValueError:
        return None
    if at is None:
        return None
    return at if at.tzinfo else at.replace(tzinfo=zone)


def moved(content: Content, what: str) -> tuple[str, int | None]:
    """Return which rows `what` ("up-facts-2", "add-facts", "remove-facts-2") is about, and which of them."""
    parts = what.split("-")
    name = parts[1] if len(parts) > 1 and parts[1] in ROWS else ""
    place = int(parts[2]) if len(parts) > 2 and parts[2].isdecimal() else None
    return name, place


def with_rows(content: Content, what: str) -> Content:
    """Return the content with a row moved up or down or taken out, as a button without scripts asks."""
    name, place = moved(content, what)
    rows = list(getattr(content, name)) if name else []
    if place is None or not 0 <= place < len(rows):
        return content
    row = rows.pop(place)
    if what.startswith("up-"):
        rows.insert(max(0, place - 1), row)
    elif what.startswith("down-"):
        rows.insert(place + 1, row)
    elif not what.startswith("remove-"):
        return content
    return Content(**{each.name: getattr(content, each.name) for each in fields(Content)} | {name: tuple(rows)})


class NewReleaseForm(forms.Form):
    """What to write, in which language, and from what."""

    kind = forms.ChoiceField(label=gettext_lazy("What will you write"), choices=Kind.choices, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)
    template: forms.ModelChoiceField[ReleaseTemplate] = forms.ModelChoiceField(
        label=gettext_lazy("Start from"), queryset=None, required=False, empty_label=gettext_lazy("An empty page")
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["template"].queryset = templates_for(unit)  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        template = data.get("template")
        if template is not None and template.kind not in {"", data.get("kind")}:
            self.add_error("template", _("This template is for another type."))
        return data


class TranslationForm(forms.Form):
    """Into which language a text is to be brought."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Language.choices)

    def __init__(self, *args: Any, taken: set[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = [(code, name) for code, name in Language.choices if code not in taken]
        self.fields["language"].choices = left  # type: ignore[attr-defined]  # a ChoiceField


def local_input(at: datetime | None, release: Release) -> str:
    """Return a time as an `<input type=datetime-local>` takes it, in the unit's zone."""
    return at.astimezone(release.unit.zone).strftime("%Y-%m-%dT%H:%M") if at else ""
