"""Addresses of webhooks."""

from __future__ import annotations

from django.urls import include, path

from kentongan.channels.webhook import views

pages = [
    path("", views.webhooks, name="webhooks"),
    path("<int:pk>/uji/", views.test, name="test"),
    path("<int:pk>/jeda/", views.set_active, name="active"),
    path("<int:pk>/hapus/", views.remove, name="remove"),
]

urlpatterns = [path("pengaturan/webhook/", include((pages, "webhook")))]
