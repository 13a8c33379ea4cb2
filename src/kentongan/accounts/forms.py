"""What people fill in. Forms are polite; the actions decide."""

from __future__ import annotations

import json
from typing import Any

from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.choices import Role, Standing, UnitLevel, Zone
from kentongan.accounts.models import Unit, User
from kentongan.accounts.rules import PASSKEY_NAME_LENGTH, TOKEN_DAYS
from kentongan.accounts.rules.unit_table import UnitRow, UnitTable, UnreadableTable, read_unit_table


class DateField(forms.DateField):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class UnitFileField(forms.FileField):
    """An uploaded table of units, read at once; its value is a `UnitTable`."""

    widget = forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv"})

    def clean(self, data: Any, initial: Any = None) -> UnitTable | None:
        file = super().clean(data, initial)
        if not file:
            return None
        try:
            return read_unit_table(file.name or "", file.read())
        except UnreadableTable as error:
            raise forms.ValidationError(str(error)) from None


class WelcomeForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name of the institution"),
        max_length=200,
        help_text=gettext_lazy("As on the letterhead."),
    )
    short_name = forms.CharField(
        label=gettext_lazy("Short name"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("As the press writes it."),
    )
    root_unit = forms.CharField(
        label=gettext_lazy("Your unit, above all others"),
        max_length=200,
        help_text=gettext_lazy("Usually the bureau of public relations."),
    )
    time_zone = forms.ChoiceField(label=gettext_lazy("Time zone"), choices=Zone.choices)
    units = UnitFileField(
        label=gettext_lazy("List of work units"),
        required=False,
        help_text=gettext_lazy("CSV or XLSX with the columns kode, nama, kode_induk. It can also follow later."),
    )


class UnitForm(forms.ModelForm[Unit]):
    class Meta:
        model = Unit
        fields = ["name", "code", "level", "region_code", "time_zone"]
        help_texts = {"region_code": gettext_lazy("Code of the home ministry, such as 32.73.")}


class UnitImportForm(forms.Form):
    table = UnitFileField(label=gettext_lazy("Table"), help_text=gettext_lazy("CSV or XLSX, up to 20,000 rows."))


class CheckedRowsForm(forms.Form):
    """The rows of a table that was looked at, brought back to be carried out."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=11_000_000)

    @staticmethod
    def pack(rows: list[UnitRow]) -> str:
        return json.dumps([list(row.__dict__.values()) for row in rows], separators=(",", ":"), ensure_ascii=False)

    def clean_rows(self) -> list[UnitRow]:
        try:
            rows = [UnitRow(*cells) for cells in json.loads(self.cleaned_data["rows"])]
        except (ValueError, TypeError, RecursionError):
            raise forms.ValidationError(_("The table was lost on the way. Choose the file again.")) from None
        good = [
            row
            for row in rows
            if isinstance(row.line, int)
            and all(isinstance(text, str) for text in (row.code, row.name, row.parent_code, row.region_code))
            and (row.level is None or row.level in UnitLevel)
            and (row.time_zone is None or row.time_zone in Zone)
            and row.code
            and len(row.code) <= 40
            and row.name
            and len(row.name) <= 200
            and len(row.region_code) <= 13
        ]
        if len(good) != len(rows):
            raise forms.ValidationError(_("The table was lost on the way. Choose the file again."))
        return good


class AppointmentForm(forms.Form):
    """A role with its standing and dates; `roles` are those the person at the keyboard may give here."""

    role = forms.ChoiceField(label=gettext_lazy("Role"))
    standing = forms.ChoiceField(label=gettext_lazy("Standing"), choices=Standing.choices, initial=Standing.DEFINITIVE)
    start_on = DateField(label=gettext_lazy("From"), required=False)
    end_on = DateField(
        label=gettext_lazy("Until"), required=False, help_text=gettext_lazy("Acting officials need a last day.")
    )

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(role.value, role.label) for role in roles]
        field.initial = Role.PR_OFFICER


class InviteForm(AppointmentForm):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail"))
    field_order = ["name", "email", "role", "standing", "start_on", "end_on"]


class RoleForm(AppointmentForm):
    user = forms.ModelChoiceField(label=gettext_lazy("Person"), queryset=User.objects.none())
    title = forms.CharField(label=gettext_lazy("Title of office"), max_length=150, required=False)
    field_order = ["user", "role", "standing", "title", "start_on", "end_on"]

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["user"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = people


class EndForm(forms.Form):
    last_day = DateField(label=gettext_lazy("Last day"))


class AcceptForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Your name"), max_length=150)
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least ten characters; a short sentence is easy to keep."),
    )


class TokenForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("What for"), max_length=100, help_text=gettext_lazy("The program that will use the key.")
    )
    days = forms.TypedChoiceField(label=gettext_lazy("Works for"), coerce=int, initial=90)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["days"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [(days, _("%(days)d days") % {"days": days}) for days in TOKEN_DAYS]


class OwnDetailsForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)


class EraseForm(forms.Form):
    """The password once more: an open screen must not erase a person."""

    password = forms.CharField(
        label=gettext_lazy("Your password"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"})
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not self.user.check_password(password):
            raise forms.ValidationError(_("This is not your password."))
        return password


UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)  # what the reader of credentials raises on other texts


def _credential(missing: Any) -> forms.JSONField:
    """What the browser hands over for a passkey; `missing` is said when it handed over nothing."""
    return forms.JSONField(widget=forms.HiddenInput, error_messages={"required": missing, "invalid": missing})


class AddPasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """A new passkey: made to open the account alone, unless the person wants it as a second step only."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=PASSKEY_NAME_LENGTH, required=False)
    passwordless = forms.BooleanField(
        label=gettext_lazy("Sign in with it alone, without the password"),
        help_text=gettext_lazy("Untick it for a key that only confirms the password."),
        initial=True,
        required=False,
    )
    credential = _credential(gettext_lazy("Your device made no passkey. Nothing was added."))

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except (forms.ValidationError, *UNREADABLE):
            raise forms.ValidationError(_("Your device made no passkey. Nothing was added.")) from None


class RenamePasskeyForm(EditWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    name = forms.CharField(label=gettext_lazy("Name"), max_length=PASSKEY_NAME_LENGTH)


class _PasskeyForm(AuthenticateWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """Say plainly that a passkey opens nothing, where the library speaks of a wrong code."""

    credential = _credential(gettext_lazy("Your device handed over no passkey."))
    refusal: Any = gettext_lazy("This passkey does not belong to your account. Use a code instead.")

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except forms.ValidationError as error:
            if error.code != "incorrect_code":
                raise
            raise forms.ValidationError(self.refusal) from None
        except UNREADABLE:
            raise forms.ValidationError(self.refusal) from None


class PasskeyLoginForm(_PasskeyForm, LoginWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    refusal = gettext_lazy(
        "This passkey opens no account here; it may have been removed. Sign in with your password, then add it again."
    )


class PasskeyStepForm(_PasskeyForm):
    pass


class PasskeyConfirmForm(_PasskeyForm, ReauthenticateWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    refusal = gettext_lazy("This passkey does not belong to your account. Confirm with your password instead.")
