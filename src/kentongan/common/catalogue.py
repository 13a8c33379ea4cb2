"""The living catalogue: every component in its states, and three pages built from them. Only for developers (DEBUG).

Institution, people, outlets and figures are invented.
"""

from __future__ import annotations

import datetime as dt
import math
import zoneinfo
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone

from kentongan.common import charts, slots
from kentongan.common.charts import Appearance, Event, ToneCount

WIB = zoneinfo.ZoneInfo("Asia/Jakarta")
NOW = dt.datetime(2026, 11, 24, 6, 12, tzinfo=WIB)
LAST_LOOK = dt.datetime(2026, 11, 23, 17, 40, tzinfo=WIB)
PAGES = ("hari-ini", "pantau", "cerita")

NAVIGATION = (
    slots.NavItem("", "Hari ini", "/komponen/hari-ini/", "sunrise", 3, phone=True),
    slots.NavItem("listen", "Pantau", "/komponen/pantau/", "waves", 318, phone=True),
    slots.NavItem("listen", "Cerita", "/komponen/cerita/", "stack", 5, phone=True),
    slots.NavItem("listen", "Media", "/komponen/#media", "voice"),
    slots.NavItem("weigh", "Isu", "/komponen/#isu", "flag", 7, phone=True),
    slots.NavItem("weigh", "Ruang krisis", "/komponen/#krisis", "drum"),
    slots.NavItem("answer", "Klarifikasi", "/komponen/#klarifikasi", "speech-check", 2),
    slots.NavItem("answer", "Hak jawab", "/komponen/#hak-jawab", "reply", 1),
    slots.NavItem("answer", "Rilis", "/komponen/#rilis", "document", 3),
    slots.NavItem("deliver", "Distribusi", "/komponen/#distribusi", "send"),
    slots.NavItem("deliver", "Ruang pers", "/komponen/#ruang-pers", "house"),
    slots.NavItem("measure", "Laporan", "/komponen/#laporan", "bars"),
    slots.NavItem("measure", "Agenda", "/komponen/#agenda", "calendar"),
)
# fmt: off
ICONS = (
    "sunrise", "waves", "stack", "voice", "flag", "drum", "speech-check", "reply", "document", "check-circle",
    "send", "house", "bars", "calendar", "search", "plus", "more", "copy", "share", "link", "check", "cross",
    "clock", "left", "down", "right", "up", "download", "speech-question", "lock", "phone", "camera", "bold",
    "quote", "list", "table", "book", "alert", "external", "edit", "trash", "people", "sliders", "bell", "pause",
    "play", "eye", "upload", "refresh", "mail", "sign-out", "theme", "print", "pin", "globe", "key", "shield",
    "shield-outline",
)
# fmt: on


class SampleForm(forms.Form):
    """Every kind of control, some of them wrong."""

    name = forms.CharField(label="Nama pencarian", help_text="Dipakai di daftar dan di ringkasan.")
    due_on = forms.CharField(label="Tenggat jawaban", help_text="Hari kerja saja, libur dilewati otomatis.")
    zone = forms.ChoiceField(label="Zona waktu", choices=[("WIB", "WIB"), ("WITA", "WITA"), ("WIT", "WIT")])
    note = forms.CharField(label="Catatan", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    mail = forms.BooleanField(label="Kirim ringkasan lewat surel", required=False, help_text="Setiap hari 06.30 WIB.")
    tone = forms.ChoiceField(
        label="Nada",
        choices=[("positive", "Positif"), ("neutral", "Netral"), ("negative", "Negatif")],
        widget=forms.RadioSelect,
    )
    password = forms.CharField(label="Kata sandi", widget=forms.PasswordInput, min_length=10)

    def clean_due_on(self) -> str:
        raise forms.ValidationError("28 November hari Sabtu. Hari kerja terdekat Senin, 30 November.")


def _wave(x: float, *, at: float, wide: float, high: float) -> float:
    return high * math.exp(-(((x - at) / wide) ** 2))


def day(count: int = 96) -> list[ToneCount]:
    """An invented day from 06.00 to 06.00 in `count` equal intervals."""
    start = dt.datetime(2026, 11, 23, 6, tzinfo=WIB)
    step = dt.timedelta(days=1) / count
    out = []
    for i in range(count):
        h = i / count * 24
        ripple = 1 + 0.28 * math.sin(i * 2.4) + 0.17 * math.sin(i * 5.1 + 1)
        neutral = (
            _wave(h, at=5, wide=5, high=4.4)
            + _wave(h, at=9, wide=4, high=3.4)
            + _wave(h, at=13, wide=4, high=3)
            + _wave(h, at=24.4, wide=1.5, high=7)
        ) * ripple
        positive = (
            _wave(h, at=4, wide=3.4, high=2) + _wave(h, at=13, wide=5, high=0.9) + _wave(h, at=24, wide=1, high=2)
        ) * ripple
        negative = (
            _wave(h, at=9.4, wide=1.7, high=8) + _wave(h, at=15.7, wide=0.9, high=4.6) + _wave(h, at=24, wide=1, high=1)
        )
        quiet = 18.4 < h < 22.7
        out.append(
            ToneCount(
                start + i * step,
                round(positive * (96 / count)) if not quiet else i % 3 == 0,
                round(neutral * 96 / count) if not quiet else 1,
                round(negative * 96 / count) if not quiet else i % 5 == 0,
            )
        )
    return out


def _story_curve() -> list[ToneCount]:
    start = dt.datetime(2026, 11, 23, 14, tzinfo=WIB)
    rows = [
        (0, 1, 2),
        (1, 11, 29),
        (1, 15, 22),
        (2, 13, 17),
        (2, 9, 11),
        (1, 8, 8),
        (1, 7, 7),
        (1, 6, 6),
        (1, 5, 5),
        (1, 3, 3),
        (0, 2, 2),
        (0, 1, 1),
        (0, 1, 1),
        (0, 1, 1),
        (0, 1, 1),
        (2, 6, 3),
        (3, 12, 7),
    ]
    return [ToneCount(start + i * dt.timedelta(hours=1), p, u, n) for i, (p, u, n) in enumerate(rows)]


def _appearances() -> list[tuple[str, Appearance, str]]:
    start = dt.datetime(2026, 11, 23, 14, 12, tzinfo=WIB)

    def at(*minutes: float) -> list[dt.datetime]:
        return [start + dt.timedelta(minutes=m) for m in minutes]

    return [
        (
            "Kilas Sanggar",
            Appearance(
                at(0)[0],
                at(1.4, 2.4, 5.3, 12.5, 17.3, 19.5, 28.8, 30.5, 34.6, 38.1, 39.1, 46, 54.3, 55, 57.8),
                "negative",
            ),
            "asal",
        ),
        (
            "Kabar Serayu",
            Appearance(at(9)[0], at(9.6, 18, 20.2, 23, 26.8, 28.4, 30.4, 31.4, 32.4, 51.4, 55)),
            "salin 92%",
        ),
        (
            "Warta Nusa",
            Appearance(
                at(21)[0], at(21.3, 24, 25.2, 26.8, 29.7, 30.7, 36.6, 43.4, 46, 47.2, 48.4, 53, 57.4, 58), "negative"
            ),
            "liputan sendiri",
        ),
        ("TV Cakrawala", Appearance(at(26)[0], at(29.1, 48.3, 56.5)), "liputan sendiri"),
        (
            "Harian Pesisir",
            Appearance(at(38)[0], at(41, 43.3, 45.3, 46.2, 46.9, 50.6, 51.3, 53.7, 55, 56)),
            "liputan sendiri",
        ),
        ("Lentera Pagi", Appearance(at(44)[0], at(45.4, 46.6, 47.1, 53, 56.5, 57.3)), "salin 88%"),
    ]


def _stories() -> list[dict[str, Any]]:
    return [
        {
            "count": 142,
            "change": 96,
            "title": "Loket daring terpadu terhenti tiga jam",
            "level": 2,
            "line": "61 media",
            "curve": [1, 1, 1, 12, 20, 22, 18, 16, 10, 8, 6, 7, 4, 1, 1, 3, 7, 11],
            "tone": "negative",
            "parts": (9, 51, 82),
        },
        {
            "count": 57,
            "change": 57,
            "title": "Tautan “bantuan biaya layanan Rp1,2\u00a0juta” mengatasnamakan kementerian",
            "verdict": "foreign",
            "line": "dijawab 21.55",
            "line2": "23 media",
            "curve": [0, 0, 0, 0, 0, 0, 0, 0, 2, 7, 18, 15, 9, 5, 2, 1, 0, 0],
            "tone": "negative",
            "parts": (0, 19, 38),
        },
        {
            "count": 49,
            "change": 22,
            "title": "Mal Pelayanan Publik ke\u2011250 dibuka di Tanjung Arang",
            "line": "31 media",
            "curve": [1, 3, 10, 14, 11, 7, 5, 3, 2, 2, 1, 0, 0, 0, 0, 2, 7, 10],
            "tone": "positive",
            "parts": (34, 14, 1),
        },
        {
            "count": 38,
            "change": 38,
            "title": "Indeks kepuasan 2026 turun tipis menjadi 84,6",
            "line": "22 media",
            "curve": [0, 0, 0, 0, 0, 2, 7, 12, 11, 8, 5, 4, 2, 1, 1, 4, 9, 12],
            "tone": "neutral",
            "parts": (4, 26, 7),
        },
        {
            "count": 12,
            "new": True,
            "title": "Usulan tarif antar dokumen ke rumah",
            "line": "9 media",
            "curve": [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3, 8, 11],
            "tone": "neutral",
            "parts": (2, 8, 2),
        },
    ]


def _mentions() -> list[dict[str, Any]]:
    def at(hour: int, minute: int) -> dt.datetime:
        return dt.datetime(2026, 11, 24, hour, minute, tzinfo=WIB)

    return [
        {
            "hour": "Pukul 06.00 WIB",
            "rows": [
                {
                    "at": at(6, 8),
                    "tone": "neutral",
                    "title": "Kementerian janjikan layanan loket daring normal pagi ini",
                    "outlet": "Kabar Serayu",
                    "standing": "factual",
                    "copies": 4,
                },
                {
                    "at": at(6, 3),
                    "tone": "negative",
                    "outlet": "Kilas Sanggar",
                    "standing": "administrative",
                    "title": "Tiga jam tanpa antrean: cerita pemohon yang pulang dengan tangan kosong",
                },
            ],
        },
        {
            "hour": "Pukul 05.00 WIB",
            "rows": [
                {
                    "at": at(5, 51),
                    "tone": "positive",
                    "outlet": "Jurnal Bukit",
                    "standing": "factual",
                    "copies": 4,
                    "title": "Petugas layani manual sampai malam, warga Muara Damar beri apresiasi",
                },
                {
                    "at": at(5, 44),
                    "tone": "negative",
                    "outlet": "Warta Nusa",
                    "standing": "factual",
                    "copies": 17,
                    "title": "Warga Tanjung Arang minta ganti rugi karena loket daring mati",
                    "selected": True,
                },
                {
                    "at": at(5, 40),
                    "tone": "neutral",
                    "outlet": "Lentera Pagi",
                    "standing": "factual",
                    "copies": 9,
                    "title": "IKM nasional 84,6: apa arti angka ini bagi kantor di daerah",
                },
                {
                    "at": at(5, 12),
                    "tone": "neutral",
                    "outlet": "Gerbang Muara",
                    "standing": "administrative",
                    "copies": 11,
                    "title": "Loket daring pulih bertahap, kanal telepon 24 jam tetap dibuka",
                },
            ],
        },
        {
            "hour": "Sebelum 05.00 WIB",
            "rows": [
                {
                    "at": at(4, 52),
                    "tone": "negative",
                    "outlet": "Portal Lintas Desa",
                    "copies": 6,
                    "seen": True,
                    "title": "Pesan berantai “bantuan Rp1,2 juta” masih beredar di grup warga",
                },
                {
                    "at": at(4, 31),
                    "tone": "neutral",
                    "outlet": "Radio Angin Timur",
                    "standing": "administrative",
                    "seen": True,
                    "title": "Jadwal layanan keliling pekan ini di sebelas kecamatan",
                },
                {
                    "at": at(4, 7),
                    "tone": "positive",
                    "outlet": "Harian Pesisir",
                    "standing": "factual",
                    "copies": 22,
                    "title": "Mal Pelayanan Publik ke-250: satu pintu untuk 93 jenis izin",
                    "seen": True,
                },
                {
                    "at": at(3, 40),
                    "tone": "neutral",
                    "outlet": "TV Cakrawala",
                    "standing": "factual",
                    "copies": 3,
                    "seen": True,
                    "title": "Ombudsman daerah: pemulihan sistem perlu diumumkan tiap jam",
                },
            ],
        },
    ]


def context() -> dict[str, Any]:
    """Everything the catalogue's pages show. Call it with the zone of `NOW` active."""
    form = SampleForm(
        {"name": "Loket daring", "due_on": "Sabtu, 28 November 2026", "zone": "WIB", "password": "pendek"}
    )
    form.is_valid()
    events = (
        Event(NOW.replace(day=23, hour=9, minute=30), "Rilis 117 terbit"),
        Event(NOW.replace(day=23, hour=14, minute=10), "Loket daring terhenti"),
        Event(NOW.replace(day=23, hour=21, minute=20), "Klaim palsu terdeteksi"),
    )
    answers = (
        Event(NOW.replace(day=23, hour=16, minute=5), "Pernyataan awal kita"),
        Event(NOW.replace(day=23, hour=21, minute=40), "Penjelasan Menteri"),
    )
    start = dt.datetime(2026, 11, 23, 14, 12, tzinfo=WIB)
    return {
        "now": NOW,
        "navigation": NAVIGATION,
        "icons": ICONS,
        "form": form,
        "institution": {"name": "Kementerian Pelayanan Publik"},
        "unit": {"name": "Biro Humas"},
        "user": {"name": "Sekar Ayuningtyas", "is_authenticated": True},
        "person_note": "Piket pagi s.d. 14.00",
        "search_url": "#",
        "compose_url": "#",
        "gema": charts.gema(
            day(), last_look=LAST_LOOK, events=events, zone=WIB, last_look_text="Terakhir Anda lihat, 17.40"
        ),
        "gema_phone": charts.gema(
            day(48),
            last_look=LAST_LOOK,
            zone=WIB,
            height=172,
            tick=dt.timedelta(hours=6),
            last_look_text="Terakhir dilihat 17.40",
        ),
        "gema_quiet": charts.gema([ToneCount(c.at, 0, i % 7 == 0, 0) for i, c in enumerate(day())], zone=WIB),
        "curve": charts.curve(
            _story_curve(), answers=answers, zone=WIB, unit="tulisan per jam", tick=dt.timedelta(hours=2)
        ),
        "appearance": charts.order_of_appearance(
            _appearances(), start=start, end=start + dt.timedelta(hours=1), zone=WIB
        ),
        "bars": charts.bars(
            [("Kabar Serayu", 54), ("Warta Nusa", 41), ("Lentera Pagi", 12)], title="Tulisan per media"
        ),
        "stories": _stories(),
        "hours": _mentions(),
        "tabs": [
            {"url": "#", "label": "Ringkas", "active": True, "count": None},
            {"url": "#", "label": "Tulisan", "count": 142},
            {"url": "#", "label": "Media", "count": 61},
        ],
        "half_hour": dt.timedelta(seconds=20),
        "soon": NOW + dt.timedelta(hours=9),
        "past": NOW - dt.timedelta(minutes=20),
        "lorem": "Kementerian Pelayanan Publik",
    }


def components(request: HttpRequest) -> HttpResponse:
    """Every component in all its states."""
    with timezone.override(WIB):
        return render(request, "kentongan/catalogue/components.html", context())


def page(request: HttpRequest, name: str) -> HttpResponse:
    """One of the pages built from the components."""
    if name not in PAGES:
        raise Http404
    with timezone.override(WIB):
        return render(request, f"kentongan/catalogue/{name}.html", context())


app_name = "catalogue"
urlpatterns = [
    path("", components, name="components"),
    path("<slug:name>/", page, name="page"),
]
