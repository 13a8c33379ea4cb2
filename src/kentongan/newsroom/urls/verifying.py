"""Addresses of the verifier and of what comes of it."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kentongan.newsroom.public import verifying

urlpatterns: list[URLPattern | URLResolver] = [
    path("periksa/", verifying.check, name="check"),
    path("periksa/lapor/", verifying.report, name="check_report"),
    path("pers/<slug:institution>/periksa/", verifying.check, name="check_of"),
    path("pers/<slug:institution>/periksa/lapor/", verifying.report, name="check_report_of"),
]
