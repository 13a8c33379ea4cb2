"""Made-up mail servers and messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kentongan.accounts.models import Institution, Unit
from kentongan.channels.email.actions import queue_mail
from kentongan.channels.email.models import MailServer, OutgoingMail


def make_server(institution: Institution, port: int, **fields: Any) -> MailServer:
    values = {
        "host": "127.0.0.1",
        "port": port,
        "security": "none",
        "from_name": "Humas KPP",
        "from_email": "humas@kpp.example",
    }
    return MailServer.objects.create(institution=institution, **(values | fields))


def make_mail(unit: Unit | None, now: datetime, **fields: Any) -> OutgoingMail:
    values = {
        "to": "kepala@kpp.example",
        "subject": "Ringkasan pagi",
        "text": "Tiga cerita bergerak sejak semalam.",
        "key": f"test:{OutgoingMail.objects.count()}",
        "by": None,
    }
    return queue_mail(unit=unit, now=now, **(values | fields))
