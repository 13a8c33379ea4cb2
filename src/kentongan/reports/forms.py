"""What people write into a brief and its plan."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.reports.models import Brief, BriefPlan


class BriefForm(forms.Form):
    """The words of a brief; one set of fields a story and one tick a clipping, named by their ids."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    lede = forms.CharField(
        label=_("Summary"),
        required=False,
        max_length=1200,
        widget=forms.Textarea(attrs={"rows": 3, "class": "reading"}),
        help_text=_("Two or three sentences for readers with two minutes."),
    )
    response = forms.CharField(
        label=_("Recommended response"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Written by you: what we should say or do, and who decides."),
    )

    def __init__(self, *args: Any, brief: Brief, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.brief = brief
        self.story_rows = list(brief.stories.all())
        self.clip_rows = list(brief.clips.all())
        for story in self.story_rows:
            self.fields[f"title-{story.pk}"] = _line_field(label=_("Title"), initial=story.title)
            self.fields[f"note-{story.pk}"] = _line_field(label=_("Note"), initial=story.note, required=False)
            self.fields[f"keep-{story.pk}"] = forms.BooleanField(
                label=_("In the brief"), required=False, initial=not story.is_hidden
            )

    def clean_lede(self) -> str:
        return _lines(self.cleaned_data["lede"])

    def clean_response(self) -> str:
        return _lines(self.cleaned_data["response"])

    def story_fields(self) -> list[dict[str, Any]]:
        """Return, for each story, its row and its three bound fields."""
        return [
            {
                "row": story,
                "title": self[f"title-{story.pk}"],
                "note": self[f"note-{story.pk}"],
                "keep": self[f"keep-{story.pk}"],
            }
            for story in self.story_rows
        ]

    def story_words(self) -> dict[int, dict[str, Any]]:
        clean = self.cleaned_data
        return {
            story.pk: {
                "title": " ".join(clean[f"title-{story.pk}"].split()),
                "note": " ".join(clean[f"note-{story.pk}"].split()),
                "is_hidden": not clean[f"keep-{story.pk}"],
            }
            for story in self.story_rows
        }

    def hidden_clips(self) -> frozenset[int]:
        """Return the clippings whose tick was taken away."""
        kept = {int(value) for value in self.data.getlist("clip") if value.isdecimal() and len(value) < 19}  # type: ignore[attr-defined]  # a QueryDict
        return frozenset(clip.pk for clip in self.clip_rows if clip.pk not in kept)


def _line_field(**given: Any) -> forms.CharField:
    """One line of text that wraps where a headline is longer than the field."""
    return forms.CharField(max_length=500, widget=forms.Textarea(attrs={"rows": 2}), **given)


def _lines(text: str) -> str:
    """Return `text` with its lines ended as everywhere else; browsers post CRLF."""
    return text.replace("\r\n", "\n")


# A name may hold commas, as titles behind a name do, but no address: two addresses on a line are a slip.
RECIPIENT = re.compile(r"^\s*(?:(?P<name>[^<>@]*)<(?P<angle>[^<>\s,;]+)>|(?P<bare>[^<>\s,;]+))\s*$")


class PlanForm(forms.ModelForm[BriefPlan]):
    recipients = forms.CharField(
        label=_("Recipients"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line: Nirmala Hadiwasita <nirmala@example.go.id>, or the address alone."),
    )

    class Meta:
        model = BriefPlan
        fields = ("is_active", "hour", "working_days_only", "for_whom", "number_pattern", "recipients")
        widgets = {"hour": forms.TimeInput(attrs={"type": "time"}, format="%H:%M")}
        help_texts = {
            "hour": _("In the unit's own time zone."),
            "number_pattern": _("{sequence} counts within the year; {day}, {month} and {year} may be used too."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["recipients"] = "\n".join(
            f"{row['name']} <{row['email']}>" if row.get("name") else row["email"] for row in self.instance.recipients
        )

    def clean_recipients(self) -> list[dict[str, str]]:
        rows = []
        for number, line in enumerate(self.cleaned_data["recipients"].splitlines(), 1):
            if not line.strip():
                continue
            match = RECIPIENT.match(line)
            if match is None:
                raise forms.ValidationError(
                    _("Line %(number)s is no address: %(line)s"), params={"number": number, "line": line.strip()}
                )
            rows.append(
                {"name": (match["name"] or "").replace('"', "").strip(), "email": match["angle"] or match["bare"]}
            )
        return rows
