"""What people fill in. Forms are polite; the actions decide."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.sources.choices import OutletKind, OutletStanding, SourceKind
from kentongan.sources.models import Outlet


class AddressForm(forms.Form):
    """The address that is tried out."""

    url = forms.CharField(
        label=_("Address of a feed or of the outlet itself"),
        max_length=2000,
        help_text=_("From a homepage we look for its feed, its news sitemap, or read its list of articles."),
        widget=forms.TextInput(
            attrs={"inputmode": "url", "autocomplete": "off", "placeholder": "https://serayu.example"}
        ),
    )


class SourceForm(forms.Form):
    """What was found, and for whom it is watched."""

    url = forms.CharField(max_length=500, widget=forms.HiddenInput)
    kind = forms.ChoiceField(choices=SourceKind, widget=forms.HiddenInput)
    outlet_name = forms.CharField(
        label=_("Outlet"), max_length=120, required=False, help_text=_("A name we know takes that outlet.")
    )


class OutletForm(forms.ModelForm[Outlet]):
    class Meta:
        model = Outlet
        fields = [
            "name", "kind", "domain", "group", "region_code", "standing", "standing_checked_on", "standing_proof",
            "is_active",
        ]  # fmt: skip
        widgets = {"standing_checked_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
        help_texts = {
            "domain": _("For example serayu.example; articles from it are counted for this outlet."),
            "region_code": _("Code of the province or regency, for example 32 or 32.73. Empty means national."),
            "standing_checked_on": _("The standing with the Press Council can change; say when you looked."),
            "standing_proof": _("Address where it can be seen."),
            "is_active": _("Its sources are looked at."),
        }

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        self.fields["standing"] = forms.ChoiceField(
            label=_("Standing with the Press Council"), choices=OutletStanding, required=False
        )
        self.fields["standing_proof"].assume_scheme = "https"  # type: ignore[attr-defined]  # a URLField

    def validate_unique(self) -> None:
        """Leave it to the action, which names the other outlet."""


class ListForm(forms.Form):
    """A list of outlets and feeds to import."""

    file = forms.FileField(
        label=_("List of outlets and feeds"),
        help_text=_(
            "OPML from a feed reader, or CSV or XLSX with a heading line: outlet, url; if you like also jenis, domain, "
            "grup, wilayah."
        ),
        widget=forms.FileInput(attrs={"accept": ".opml,.xml,.csv,.xlsx,text/csv"}),
    )


class PasteForm(forms.Form):
    """The address of one article."""

    url = forms.CharField(
        label=_("Address of the article"),
        max_length=2000,
        help_text=_("Its page is read within seconds."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
    )


class HandForm(forms.Form):
    """An article of a printed page or a broadcast."""

    outlet = forms.CharField(label=_("Outlet"), max_length=120, widget=forms.TextInput(attrs={"list": "outlet-names"}))
    outlet_kind = forms.ChoiceField(label=_("Kind, if it is new"), choices=OutletKind, initial=OutletKind.PRINT)
    published_on = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    published_time = forms.TimeField(
        label=_("Time"),
        required=False,
        help_text=_("Empty: only the day is shown."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    place = forms.CharField(
        label=_("Page or programme"), max_length=60, required=False, help_text=_("For example: hlm. 3, Kabar Petang")
    )
    title = forms.CharField(label=_("Title"), max_length=500)
    authors = forms.CharField(label=_("By"), max_length=300, required=False)
    text = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 10, "class": "reading"}),
        help_text=_("Paragraphs parted by an empty line. For a broadcast: what was said."),
    )
    file = forms.FileField(
        label=_("Picture or PDF"),
        required=False,
        help_text=_("JPEG, PNG, WebP or PDF, up to 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )

    def day_alone(self) -> date | None:
        """Return the day where no time was told."""
        day: date | None = self.cleaned_data["published_on"]
        return day if self.cleaned_data["published_time"] is None else None

    def published_at(self, zone: ZoneInfo) -> datetime:
        """Return the time of publication in the unit's zone; a day alone counts from its first minute."""
        return datetime.combine(
            self.cleaned_data["published_on"], self.cleaned_data["published_time"] or time.min, tzinfo=zone
        )
