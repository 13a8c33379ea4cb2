"""Addresses of mail."""

from __future__ import annotations

from django.urls import include, path

from kentongan.channels.email.views import outbox, server

pages = [
    path("", server.server, name="server"),
    path("uji/", server.test, name="test"),
    path("kotak-keluar/", outbox.listing, name="outbox"),
    path("kotak-keluar/<int:pk>/", outbox.one, name="mail"),
    path("kotak-keluar/<int:pk>/surat.eml", outbox.download, name="download"),
    path("kotak-keluar/<int:pk>/lampiran/<int:number>/", outbox.attachment, name="attachment"),
    path("kotak-keluar/<int:pk>/ulang/", outbox.retry, name="retry"),
    path("kotak-keluar/<int:pk>/sampai/", outbox.arrived, name="arrived"),
    path("kotak-keluar/<int:pk>/tahan/", outbox.hold, name="hold"),
]

urlpatterns = [path("pengaturan/surat/", include((pages, "email")))]
