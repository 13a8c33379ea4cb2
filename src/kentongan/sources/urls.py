"""Addresses of outlets, sources and articles."""

from __future__ import annotations

from django.urls import path

from kentongan.sources.views import articles, outlets, sources

app_name = "sources"

urlpatterns = [
    path("media/", outlets.listing, name="outlets"),
    path("media/diam/", outlets.silent, name="silent"),
    path("media/katalog/", outlets.catalogue, name="catalogue"),
    path("media/impor/", outlets.import_list, name="import"),
    path("media/panggil/", sources.look_at_all, name="look-at-all"),
    path("media/tambah/", sources.add, name="source-add"),
    path("media/<int:pk>/", outlets.outlet, name="outlet"),
    path("media/<int:pk>/ubah/", outlets.edit, name="outlet-edit"),
    path("media/sumber/<int:pk>/jeda/", sources.pause, name="source-pause"),
    path("media/sumber/<int:pk>/lanjut/", sources.resume, name="source-resume"),
    path("media/sumber/<int:pk>/panggil/", sources.look, name="source-look"),
    path("artikel/tambah/", articles.paste, name="article-add"),
    path("artikel/tambah/tangan/", articles.by_hand, name="article-add-hand"),
    path("artikel/<int:pk>/", articles.article, name="article"),
    path("artikel/<int:pk>/hapus/", articles.remove, name="article-remove"),
    path("artikel/<int:pk>/berkas/", articles.file, name="article-file"),
    path("selamat-datang/media/", outlets.welcome, name="welcome"),
]
