"""Addresses of the public side, and of the office's page about it. Fixed words come before the codes of releases."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from kentongan.newsroom.public import embargo, feeds, files, following, front, lists, release
from kentongan.newsroom.views import newsroom


class ShortCode:
    """A release's short code; five letters and digits, room for more."""

    regex = "[0-9a-zA-Z]{4,12}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class FeedForm:
    """In which form a feed is given."""

    regex = "atom[.]xml|rss[.]xml|feed[.]json"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(ShortCode, "code")
register_converter(FeedForm, "feed")

AT = "pers/<slug:institution>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", feeds.robots, name="robots"),
    path("sitemap.xml", feeds.sitemaps, name="sitemaps"),
    path("pers/", front.newsroom_list, name="newsrooms"),
    path("pers/ikuti/<str:token>/", following.confirm, name="follow_confirm"),
    path("pers/berhenti/<str:token>/", following.leave, name="follow_leave"),
    path(AT, front.home, name="home"),
    path(f"{AT}jenis/<slug:kind>/", lists.by_kind, name="kind"),
    path(f"{AT}topik/", lists.topics, name="topics"),
    path(f"{AT}topik/<slug:topic>/", lists.by_topic, name="topic"),
    path(f"{AT}topik/<slug:topic>/atom.xml", feeds.feed, {"form": "atom.xml"}, name="topic_atom"),
    path(f"{AT}topik/<slug:topic>/<feed:form>", feeds.feed, name="topic_feed"),
    path(f"{AT}unit/", lists.units, name="units"),
    path(f"{AT}unit/<str:key>/", front.unit_home, name="unit"),
    path(f"{AT}unit/<str:key>/rilis/", lists.by_unit, name="unit_list"),
    path(f"{AT}unit/<str:unit>/atom.xml", feeds.feed, {"form": "atom.xml"}, name="unit_atom"),
    path(f"{AT}unit/<str:unit>/<feed:form>", feeds.feed, name="unit_feed"),
    path(f"{AT}arsip/", lists.archive, name="archive"),
    path(f"{AT}arsip/<int:year>/", lists.archive, name="archive_year"),
    path(f"{AT}arsip/<int:year>/<int:month>/", lists.archive, name="archive_month"),
    path(f"{AT}cari/", lists.search, name="search"),
    path(f"{AT}agenda/", lists.agenda, name="agenda"),
    path(f"{AT}agenda.ics", lists.agenda_file, name="agenda_file"),
    path(f"{AT}terbitan/", lists.documents, name="documents"),
    path(f"{AT}narahubung/", lists.contacts, name="contacts"),
    path(f"{AT}ralat/", lists.amends, name="amends"),
    path(f"{AT}ikuti/", following.follow, name="follow"),
    path(f"{AT}lambang.png", files.emblem, name="emblem"),
    path(f"{AT}sitemap-berita.xml", feeds.sitemap_news, name="sitemap_news"),
    path(f"{AT}sitemap-<int:part>.xml", feeds.sitemap_of, name="sitemap"),
    path(f"{AT}atom.xml", feeds.feed, {"form": "atom.xml"}, name="atom"),
    path(f"{AT}<feed:form>", feeds.feed, name="feed"),
    path("r/<code:code>/", release.short, name="short"),
    path("r/<code:code>/rilis.pdf", files.pdf, name="pdf"),
    path("r/<code:code>/rilis.docx", files.docx, name="docx"),
    path("r/<code:code>/rilis.ninjs.json", files.ninjs, name="ninjs"),
    path("r/<code:code>/wa.txt", files.wa, name="wa"),
    path("r/<code:code>/kartu.png", files.card, name="card"),
    path("r/<code:code>/berkas/<int:asset>/<str:name>", files.file, name="file"),
    path("r/<code:code>/gambar/<int:asset>/<int:width>.<slug:form>", files.rendition, name="rendition"),
    path("embargo/<str:token>/", embargo.embargo, name="embargo"),
    path("ruang-pers/", newsroom.desk, name="desk"),
    path("ruang-pers/agenda/baru/", newsroom.agenda_edit, name="agenda_new"),
    path("ruang-pers/agenda/<int:pk>/", newsroom.agenda_edit, name="agenda_edit"),
    path("ruang-pers/agenda/<int:pk>/batal/", newsroom.agenda_cancel, name="agenda_cancel"),
    path("ruang-pers/narahubung/baru/", newsroom.contact_add, name="contact_add"),
    path("ruang-pers/narahubung/<int:pk>/hapus/", newsroom.contact_remove, name="contact_remove"),
]

# Last, for they take what is left under an institution; `urls/__init__.py` puts them behind every other room part.
release_urlpatterns: list[URLPattern | URLResolver] = [
    path(f"{AT}<code:code>/edisi/<int:number>/", release.edition, name="edition"),
    path(f"{AT}<code:code>/", release.release, name="public_release"),
    path(f"{AT}<code:code>/<slug:title>/", release.release, name="public_release"),
]
