"""A new address."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kentongan.channels.webhook.choices import Event


class WebhookForm(forms.Form):
    url = forms.CharField(
        label=gettext_lazy("Address"), max_length=500, widget=forms.URLInput(attrs={"placeholder": "https://"})
    )
    event = forms.ChoiceField(label=gettext_lazy("Tell it of"), choices=Event.choices)
