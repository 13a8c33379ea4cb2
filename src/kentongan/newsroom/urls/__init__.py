"""Addresses of the newsroom: `/rilis/` for the office, `/pers/` for the public."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "newsroom"

urlpatterns: list[URLPattern | URLResolver] = []
