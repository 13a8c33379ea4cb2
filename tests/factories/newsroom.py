"""Made-up releases."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from kentongan.accounts.models import Unit, User
from kentongan.newsroom.actions.writing import save_draft, start_release
from kentongan.newsroom.models import Release
from kentongan.newsroom.rules.content import Contact, Content, Fact, Quote

CONTENT = Content(
    headline="Layanan loket daring pulih, antrean yang hangus diganti otomatis",
    lead="Layanan loket daring terpadu kembali berjalan penuh sejak pukul 04.50 WIB, setelah terhenti tiga jam.",
    place="Jakarta",
    body=(
        "<p>Gangguan pada Senin (23/11) menyentuh 12.480 pemohon di sembilan provinsi.</p>"
        "<p>Pemohon yang belum menerima nomor pengganti dapat menghubungi 1500-119.</p>"
    ),
    quotes=(Quote("Kami minta maaf.", "Nirmala Hadiwasita", "Menteri Pelayanan Publik"),),
    facts=(Fact("12.480", "pemohon terdampak", "Pusdatin, 05.30 WIB"),),
    boilerplate="Kementerian Pelayanan Publik menyelenggarakan layanan dasar di 214 kantor.",
    contacts=(Contact("Sekar Ayuningtyas", "Humas", "0812-0000-0119", "media@kpp.example"),),
)


def make_release(unit: Unit, by: User, now: datetime, *, kind: str = "press_release", **fields: Any) -> Release:
    """Write a whole release through the real actions; `fields` replace those of `CONTENT`."""
    release = start_release(unit=unit, kind=kind, language=fields.pop("language", "id"), by=by, now=now)
    content = replace(CONTENT, kind=kind, language=release.language, **fields)
    return save_draft(release=release, content=content, revision=release.revision, by=by, now=now)
