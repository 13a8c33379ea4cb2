from __future__ import annotations

from django.urls import path

from kentongan.reports import views

urlpatterns = [
    path("", views.today_page, name="today"),
    path("laporan/", views.brief_list, name="brief_list"),
    path("laporan/siapkan/", views.brief_prepare, name="brief_prepare"),
    path("laporan/rencana/", views.brief_plan, name="brief_plan"),
    path("laporan/<int:pk>/", views.brief_page, name="brief"),
    path("laporan/<int:pk>/teks/", views.brief_words, name="brief_words"),
    path("laporan/<int:pk>/ringkasan.pdf", views.brief_file, {"form": "pdf"}, name="brief_pdf"),
    path("laporan/<int:pk>/ringkasan.xlsx", views.brief_file, {"form": "xlsx"}, name="brief_xlsx"),
    path("laporan/<int:pk>/ringkasan.txt", views.brief_file, {"form": "text"}, name="brief_text"),
]
