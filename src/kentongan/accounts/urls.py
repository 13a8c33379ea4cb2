"""Addresses of accounts."""

from __future__ import annotations

from django.urls import include, path
from django.views.generic import RedirectView

from kentongan.accounts.views import me, people, settings, tokens, trail, units, welcome

pages = [
    path("selamat-datang/", welcome.begin, name="welcome"),
    path("selamat-datang/lembaga/", welcome.institution, name="welcome-institution"),
    path("akun/bahasa/", me.language, name="language"),
    path("akun/unit/", me.choose_unit, name="choose-unit"),
    path("akun/data/", me.export, name="export"),
    path("akun/hapus/", me.erase, name="erase"),
    path("akun/undangan/<str:token>/", people.invitation, name="invitation"),
    path("pengaturan/", settings.index, name="settings"),
    path("pengaturan/unit/", units.tree, name="units"),
    path("pengaturan/unit/impor/", units.import_table, name="unit-import"),
    path("pengaturan/unit/impor/jalankan/", units.import_checked, name="unit-import-checked"),
    path("pengaturan/unit/tabel.csv", units.template, name="unit-table"),
    path("pengaturan/unit/<int:pk>/", units.unit, name="unit"),
    path("pengaturan/unit/<int:pk>/bawah/", units.branch, name="unit-branch"),
    path("pengaturan/unit/<int:pk>/tambah/", units.add, name="unit-add"),
    path("pengaturan/unit/<int:pk>/pindah/", units.move, name="unit-move"),
    path("pengaturan/unit/<int:pk>/buka-tutup/", units.set_active, name="unit-active"),
    path("pengaturan/orang/", people.listing, name="people"),
    path("pengaturan/orang/undang/", people.invite, name="invite"),
    path("pengaturan/orang/tugaskan/", people.appoint, name="appoint"),
    path("pengaturan/orang/peran/<int:pk>/akhiri/", people.end, name="end-role"),
    path("pengaturan/orang/undangan/<int:pk>/tarik/", people.withdraw, name="withdraw"),
    path("pengaturan/kunci-api/", tokens.tokens, name="tokens"),
    path("pengaturan/kunci-api/<int:pk>/cabut/", tokens.revoke, name="revoke-token"),
    path("jejak/", trail.trail, name="trail"),
]

urlpatterns = [
    path("akun/saya/", me.page, name="profile"),
    # People come by invitation to one address; changing it is the managers' matter, not allauth's page.
    path("akun/email/", RedirectView.as_view(pattern_name="profile")),
    path("", include((pages, "accounts"))),
]
