"""The public agenda as iCalendar (RFC 5545), for the calendars of newsrooms."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings

from kentongan.accounts.models import Institution
from kentongan.newsroom.models import AgendaItem

FOLD = 74  # octets a line, without its break


def agenda_ics(institution: Institution, items: Iterable[AgendaItem], now: datetime) -> str:
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Kentongan//ID", f"X-WR-CALNAME:{_text(institution.name)}"]
    for item in items:
        lines += [
            "BEGIN:VEVENT",
            f"UID:agenda-{item.pk}@{host}",
            f"DTSTAMP:{_time(item.changed_at)}",
            f"DTSTART:{_time(item.starts_at)}",
            *([f"DTEND:{_time(item.ends_at)}"] if item.ends_at else []),
            f"SUMMARY:{_text(item.title)}",
            *([f"LOCATION:{_text(item.place)}"] if item.place else []),
            *([f"DESCRIPTION:{_text(item.note)}"] if item.note else []),
            f"STATUS:{'CANCELLED' if item.cancelled_at else 'CONFIRMED'}",
            "END:VEVENT",
        ]
    return "\r\n".join(_folded(line) for line in [*lines, "END:VCALENDAR", ""])


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _text(text: str) -> str:
    return text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Break a long line as the format asks: counted in octets, never inside a letter."""
    parts, size = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > FOLD:
            parts.append(" ")
            size = 1
        parts[-1] += sign
        size += octets
    return "\r\n".join(parts)
