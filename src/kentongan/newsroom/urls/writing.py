from __future__ import annotations

from django.urls import path

from kentongan.newsroom.views import editor, files, newsroom_settings, releases, remarks, versions

urlpatterns = [
    path("rilis/", releases.release_list, name="releases"),
    path("rilis/baru/", releases.release_new, name="release_new"),
    path("rilis/tempel/", editor.paste, name="paste"),
    path("rilis/<int:pk>/", editor.release_page, name="release"),
    path("rilis/<int:pk>/simpan/", editor.release_save, name="release_save"),
    path("rilis/<int:pk>/hadir/", editor.release_present, name="release_present"),
    path("rilis/<int:pk>/pratinjau/", editor.release_preview, name="release_preview"),
    path("rilis/<int:pk>/nomor/", releases.release_number, name="release_number"),
    path("rilis/<int:pk>/salin/", releases.release_copy, name="release_copy"),
    path("rilis/<int:pk>/bahasa/", releases.release_translate, name="release_translate"),
    path("rilis/<int:pk>/singkirkan/", releases.release_drop, name="release_drop"),
    path("rilis/<int:pk>/ambil/", releases.release_take_up, name="release_take_up"),
    path("rilis/<int:pk>/draf/", versions.release_versions, name="release_versions"),
    path("rilis/<int:pk>/draf/<int:sequence>/", versions.version_restore, name="version_restore"),
    path("rilis/<int:pk>/catatan/", remarks.remark, name="remark"),
    path("rilis/<int:pk>/catatan/<int:remark_pk>/jawab/", remarks.remark_answer, name="remark_answer"),
    path("rilis/<int:pk>/catatan/<int:remark_pk>/selesai/", remarks.remark_settle, name="remark_settle"),
    path("rilis/<int:pk>/gambar/", files.file_add, {"kind": "pictures"}, name="picture_add"),
    path("rilis/<int:pk>/lampiran/", files.file_add, {"kind": "attachments"}, name="attachment_add"),
    path("rilis/berkas/<int:pk>/", files.asset, name="asset"),
    path("rilis/berkas/<int:pk>/<int:width>/", files.asset, name="asset_width"),
    path("pengaturan/rilis/", newsroom_settings.settings_page, name="newsroom_settings"),
    path("pengaturan/rilis/penomoran/", newsroom_settings.pattern_set, name="pattern_set"),
    path("pengaturan/rilis/topik/", newsroom_settings.topic_add, name="topic_add"),
    path("pengaturan/rilis/topik/<int:pk>/", newsroom_settings.topic_change, name="topic_change"),
    path("pengaturan/rilis/templat/", newsroom_settings.template_page, name="template_new"),
    path("pengaturan/rilis/templat/<int:pk>/", newsroom_settings.template_page, name="template"),
    path("pengaturan/rilis/templat/<int:pk>/hapus/", newsroom_settings.template_drop, name="template_drop"),
]
