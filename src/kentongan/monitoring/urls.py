"""Addresses of the heart."""

from __future__ import annotations

from django.urls import path

from kentongan.monitoring.views import accuracy, archive, stories, stream, triaging, watching

app_name = "monitoring"

urlpatterns = [
    path("pantau/", stream.stream, name="stream"),
    path("pantau/baru/", stream.fresh, name="fresh"),
    path("pantau/naskah/", stream.texts, name="texts"),
    path("pantau/saring/", stream.filters, name="filters"),
    path("pantau/unduh.xlsx", stream.workbook, name="workbook"),
    path("pantau/teks/", stream.text, name="text"),
    path("pantau/sekaligus/", triaging.judge_many, name="judge_many"),
    path("pantau/urungkan/<int:pk>/", triaging.undo, name="undo"),
    path("pantau/<int:pk>/", stream.mention, name="mention"),
    path("pantau/<int:pk>/nilai/", triaging.judge, name="judge"),
    path("pantau/<int:pk>/salinan/", stream.copies, name="copies"),
    path("pantau/ketepatan/", accuracy.accuracy, name="accuracy"),
    path("pantau/ketepatan/ambil/", accuracy.draw, name="check_draw"),
    path("pantau/ketepatan/periksa/", accuracy.check, name="check"),
    path("pantau/ketepatan/periksa/<int:pk>/", accuracy.answer, name="check_answer"),
    path("pantau/ketepatan/pelajari/", accuracy.refit, name="tune_refit"),
    path("pantau/ketepatan/<int:pk>/pakai/", accuracy.adopt, name="tune_adopt"),
    path("pantau/ketepatan/<int:pk>/kembali/", accuracy.leave, name="tune_leave"),
    path("cerita/", stories.story_list, name="stories"),
    path("cerita/<int:pk>/", stories.story, name="story"),
    path("cerita/<int:pk>/judul/", stories.rename, name="story_rename"),
    path("cerita/<int:pk>/gabung/", stories.merge, name="story_merge"),
    path("cerita/<int:pk>/pisah/", stories.split, name="story_split"),
    path("pengaturan/kueri/", watching.query_list, name="queries"),
    path("pengaturan/kueri/baru/", watching.query_new, name="query_new"),
    path("pengaturan/kueri/coba/", watching.query_try, name="query_try"),
    path("pengaturan/kueri/<int:pk>/", watching.query_edit, name="query"),
    path("pengaturan/kueri/<int:pk>/jalan/", watching.query_done, name="query_done"),
    path("pengaturan/kueri/<int:pk>/istirahat/", watching.query_rest, name="query_rest"),
    path("pengaturan/kueri/<int:pk>/hapus/", watching.query_delete, name="query_delete"),
    path("pengaturan/daftar-kata/baru/", watching.list_new, name="list_new"),
    path("pengaturan/daftar-kata/<int:pk>/", watching.list_edit, name="term_list"),
    path("pengaturan/daftar-kata/<int:pk>/hapus/", watching.list_delete, name="list_delete"),
    path("selamat-datang/kueri/", watching.welcome, name="welcome"),
]

# Outside the namespace: the frame's search box looks for an address called "search".
search_urlpatterns = [path("cari/", archive.search, name="search")]
