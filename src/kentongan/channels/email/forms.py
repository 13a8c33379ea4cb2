"""The mail server's settings."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from kentongan.channels.email.models import MailServer


class MailServerForm(forms.ModelForm[MailServer]):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("Kept encrypted. Leave it empty to keep the one that is set."),
    )

    class Meta:
        model = MailServer
        fields = ["host", "port", "security", "username", "from_name", "from_email", "is_active"]
        labels = {"is_active": gettext_lazy("Send mail over this server")}
        help_texts = {"host": gettext_lazy("Such as mail.kementerian.go.id.")}
