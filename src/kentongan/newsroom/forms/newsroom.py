"""What is announced, and whom the press may call."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy

from kentongan.newsroom.actions.announcing import AgendaWords, ContactWords
from kentongan.newsroom.forms.publishing import LocalTimeField


class AgendaForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("What"), max_length=200)
    starts_at = LocalTimeField(label=gettext_lazy("From"))
    ends_at = LocalTimeField(label=gettext_lazy("Until"), required=False)
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    for_press = forms.BooleanField(label=gettext_lazy("Open to the press"), required=False, initial=True)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    publish_at = LocalTimeField(
        label=gettext_lazy("Shown from"), required=False, help_text=gettext_lazy("Empty: at once.")
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, LocalTimeField):
                field.zone = zone

    def words(self) -> AgendaWords:
        return AgendaWords(**self.cleaned_data)


class ContactForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    post = forms.CharField(label=gettext_lazy("Post"), max_length=150, required=False)
    phone = forms.RegexField(label=gettext_lazy("Telephone"), regex=r"^[0-9+() ./-]{5,40}$", required=False)
    email = forms.EmailField(label=gettext_lazy("E-mail"), required=False)
    hours = forms.CharField(label=gettext_lazy("When to call"), max_length=100, required=False)

    def words(self) -> ContactWords:
        return ContactWords(**self.cleaned_data)


class LetterheadForm(forms.Form):
    short_name = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Stands in the emblem's place while there is none."),
    )
    address = forms.CharField(
        label=gettext_lazy("Letterhead address"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("As it stands on the letterhead, line by line."),
    )
    website = forms.URLField(
        label=gettext_lazy("Website"),
        required=False,
        assume_scheme="https",
        # A field of type "url" would refuse "kpp.example" before we may help.
        widget=forms.TextInput(attrs={"inputmode": "url"}),
    )
