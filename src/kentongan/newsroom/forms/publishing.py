"""When a text goes out and as what; what was wrong; who may read it before; why a key is worth nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.newsroom.actions.publishing import CorrectionWords


class LocalTimeField(forms.DateTimeField):
    """A time as people write it where they are: read and shown in `zone`, whatever the zone of who writes."""

    widget = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "1"}, format="%Y-%m-%dT%H:%M:%S")
    zone: ZoneInfo = ZoneInfo("UTC")

    def to_python(self, value: Any) -> datetime | None:
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, datetime) and timezone.is_aware(value):
            return timezone.make_naive(value, self.zone)
        return value


class AskedHour(LocalTimeField):
    """An hour that one of the choices above it asks for: it may not be empty then, so it is not called optional."""

    is_asked_for = True


class AskedWords(forms.CharField):
    """Words that one of the choices above them asks for."""

    is_asked_for = True


class HourForm(forms.Form):
    """Now, or at an hour."""

    when = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[("now", gettext_lazy("Now")), ("later", gettext_lazy("At an hour"))],
        widget=forms.RadioSelect,
        initial="now",
    )
    publish_at = AskedHour(label=gettext_lazy("Hour"), required=False)
    embargoed = forms.BooleanField(
        label=gettext_lazy("Under embargo until then"),
        help_text=gettext_lazy("You may give passes to people who read it before. Nobody else sees a word."),
        required=False,
    )

    def __init__(self, *args: Any, zone: ZoneInfo, zone_name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("publish_at", "wrong_since"):
            field = self.fields.get(name)
            if isinstance(field, LocalTimeField):
                field.zone = zone
                field.help_text = _("Time in %(zone)s, exact to the second.") % {"zone": zone_name}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("when") == "now":
            data["publish_at"], data["embargoed"] = None, False
        elif not data.get("publish_at") and "publish_at" not in self.errors:
            self.add_error("publish_at", ValidationError(_("Say the hour.")))
        return data


class PublishForm(HourForm):
    """The first edition."""

    def correction(self) -> CorrectionWords | None:
        """Return the line for the register of corrections; the first edition has none."""
        return None


class NewEditionForm(PublishForm):
    """A further edition: something was added, or something was wrong."""

    change = forms.ChoiceField(
        label=gettext_lazy("What is new in it"),
        choices=[
            ("correction", gettext_lazy("Something was wrong: it goes into the register of corrections")),
            ("update", gettext_lazy("Something was added; nothing was wrong")),
        ],
        widget=forms.RadioSelect,
        initial="correction",
    )
    was_wrong = AskedWords(
        label=gettext_lazy("What was wrong"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_right = AskedWords(
        label=gettext_lazy("What is right"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    wrong_since = LocalTimeField(label=gettext_lazy("Wrong since"), required=False)
    told = forms.CharField(
        label=gettext_lazy("Who was told"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("For example the outlets that had printed it. The public reads this."),
    )
    field_order = ["change", "was_wrong", "is_right", "wrong_since", "told", "when", "publish_at", "embargoed"]

    def correction(self) -> CorrectionWords | None:
        data = self.cleaned_data
        if data["change"] != "correction":
            return None
        return CorrectionWords(data["was_wrong"], data["is_right"], data["wrong_since"], data["told"])


class WithdrawForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Reason, shown to the public"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    told = forms.CharField(label=gettext_lazy("Who was told"), max_length=500, required=False)


class PassForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    outlet = forms.CharField(label=gettext_lazy("Outlet"), max_length=150, required=False)
    email = forms.EmailField(
        label=gettext_lazy("E-mail"),
        required=False,
        help_text=gettext_lazy("With an address the link is mailed; without, you pass it on."),
    )


class RevokeKeyForm(forms.Form):
    why = forms.CharField(
        label=gettext_lazy("Reason, shown in the public list"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
