"""Addresses of the newsroom: `/rilis/` for the office, `/pers/` for the public."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from kentongan.newsroom.urls import approving, publishing, reading, verifying, writing

app_name = "newsroom"

urlpatterns: list[URLPattern | URLResolver] = []
urlpatterns += approving.urlpatterns
urlpatterns += publishing.urlpatterns
urlpatterns += writing.urlpatterns
urlpatterns += verifying.urlpatterns  # before what reads `periksa` as the name of a page
urlpatterns += reading.urlpatterns
urlpatterns += reading.release_urlpatterns  # last: they take what is left under an institution
