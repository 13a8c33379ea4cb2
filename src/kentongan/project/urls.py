"""Every address of the house."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path

from kentongan.monitoring.urls import search_urlpatterns
from kentongan.project import health
from kentongan.project.api import api

urlpatterns = [
    path("", include("kentongan.accounts.urls")),  # before allauth: it replaces some of its pages
    path("akun/", include("allauth.urls")),
    path("", include("kentongan.channels.email.urls")),
    path("", include("kentongan.channels.webhook.urls")),
    path("", include("kentongan.sources.urls")),
    path("", include("kentongan.monitoring.urls")),
    path("", include(search_urlpatterns)),
    path("", include("kentongan.newsroom.urls")),
    path("", include("kentongan.reports.urls")),
    path("api/v1/", api.urls),
    path("sehat/", health.health, name="health"),
    path("sehat/hidup/", health.alive, name="alive"),
]

if settings.DEBUG:
    urlpatterns.append(path("komponen/", include("kentongan.common.catalogue")))
