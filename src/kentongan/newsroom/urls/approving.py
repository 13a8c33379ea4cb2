"""Approval: the chain of a text, the page to decide on, one-time links, who approves what."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kentongan.newsroom.public import approving as public
from kentongan.newsroom.views import approving as views

urlpatterns: list[URLPattern | URLResolver] = [
    path("rilis/<int:pk>/persetujuan/", views.approval_of, name="approval_of"),
    path("rilis/<int:pk>/persetujuan/minta/", views.approval_ask, name="approval_ask"),
    path("rilis/<int:pk>/persetujuan/tarik/", views.approval_take_back, name="approval_take_back"),
    path("rilis/<int:pk>/persetujuan/<int:step>/ambil/", views.approval_take, name="approval_take"),
    path("rilis/<int:pk>/persetujuan/<int:step>/lepas/", views.approval_let_go, name="approval_let_go"),
    path("rilis/<int:pk>/persetujuan/<int:step>/tautan/", views.approval_link, name="approval_link"),
    path("rilis/<int:pk>/setujui/", views.approve, name="approve"),
    path("rilis/<int:pk>/setujui/berkas/<int:number>/", views.approve_file, name="approve_file"),
    path("rilis/<int:pk>/lembar.pdf", views.approval_sheet, name="approval_sheet"),
    path("pengaturan/persetujuan/", views.chains, name="chains"),
    path("pengaturan/persetujuan/rantai/", views.chain_edit, name="chain_edit"),
    path("pengaturan/persetujuan/<int:pk>/hapus/", views.chain_remove, name="chain_remove"),
    path("setujui/<str:token>/", public.approve_by_link, name="approve_by_link"),
    path("setujui/<str:token>/berkas/<int:number>/", public.approve_link_file, name="approve_link_file"),
    path("setujui/<str:token>/minta/", public.approve_link_renew, name="approve_link_renew"),
]
