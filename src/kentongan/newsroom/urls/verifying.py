"""Addresses of the verifier, of what people report there, and of what an office shares."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kentongan.newsroom.public import verifying
from kentongan.newsroom.views import sharing

urlpatterns: list[URLPattern | URLResolver] = [
    path("periksa/", verifying.check, name="check"),
    path("periksa/lapor/", verifying.report, name="check_report"),
    path("pers/<slug:institution>/periksa/", verifying.check, name="check_of"),
    path("pers/<slug:institution>/periksa/lapor/", verifying.report, name="check_report_of"),
    path("rilis/<int:pk>/bagikan/", sharing.release_share, name="release_share"),
    path("rilis/<int:pk>/kartu-<slug:shape>.png", sharing.release_card, name="release_card"),
    path("rilis/laporan-warga/", sharing.reports, name="reports"),
    path("rilis/laporan-warga/<int:pk>/selesai/", sharing.report_close, name="report_close"),
]
