"""Feeds and sitemaps: for readers, newsrooms and search engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from kentongan.newsroom.doors import PublicRequest, public_page
from kentongan.newsroom.exports.feeds import Feed, atom, json_feed, rss
from kentongan.newsroom.exports.sitemaps import MOST, news_sitemap, sitemap, sitemap_index
from kentongan.newsroom.models import Publication
from kentongan.newsroom.public.lists import owner_of
from kentongan.newsroom.queries.reading import listed, newsrooms, topics_of, unit_of, within_unit

ENTRIES = 30
FORMS: dict[str, tuple[Callable[[Feed, list[Publication]], str], str]] = {
    "atom.xml": (atom, "application/atom+xml; charset=utf-8"),
    "rss.xml": (rss, "application/rss+xml; charset=utf-8"),
    "feed.json": (json_feed, "application/feed+json; charset=utf-8"),
}


@public_page()
def feed(request: PublicRequest, institution: str, form: str, unit: str = "", topic: str = "") -> HttpResponse:
    """Give the newest releases of an institution, of a unit and those below it, or on a topic."""
    owner, _zone = owner_of(institution)
    rows = listed(owner, request.now, request.language).filter(is_withdrawn=False)
    title, page = f"{_('Newsroom')} {owner.name}", reverse("newsroom:home", args=[owner.slug])
    if unit:
        found = unit_of(owner, unit)
        if found is None:
            raise Http404
        rows, title, page = within_unit(rows, found), found.name, reverse("newsroom:unit", args=[owner.slug, unit])
    if topic:
        row = topics_of(owner, request.now).filter(slug=topic).first()
        if row is None:
            raise Http404
        rows, title = rows.filter(topics=row), f"{row.name}, {owner.name}"
        page = reverse("newsroom:topic", args=[owner.slug, topic])
    make, kind = FORMS[form]
    about = Feed(
        title=title,
        author=owner.name,
        slug=owner.slug,
        page=page,
        path=request.path,
        language=request.language or "id",
        now=request.now,
    )
    return HttpResponse(make(about, list(rows[:ENTRIES])), content_type=kind)


XML = "application/xml; charset=utf-8"


@public_page()
def sitemaps(request: PublicRequest) -> HttpResponse:
    """List the sitemaps of every newsroom here."""
    paths = []
    for owner in newsrooms():
        paths.append(reverse("newsroom:sitemap_news", args=[owner.slug]))
        count = (Publication.objects.public(request.now).filter(institution=owner).count() + MOST - 1) // MOST
        paths += [reverse("newsroom:sitemap", args=[owner.slug, part]) for part in range(1, max(count, 1) + 1)]
    return HttpResponse(sitemap_index(paths), content_type=XML)


@public_page()
def sitemap_of(request: PublicRequest, institution: str, part: int) -> HttpResponse:
    owner, _zone = owner_of(institution)
    pages = []
    if part == 1:
        names = ("home", "archive", "agenda", "amends", "documents", "contacts", "topics", "units")
        pages = [reverse(f"newsroom:{name}", args=[owner.slug]) for name in names]
        pages += [reverse("newsroom:topic", args=[owner.slug, row.slug]) for row in topics_of(owner, request.now)]
    # The oldest first: what stands in a part stays in it.
    rows = list(listed(owner, request.now).order_by("publish_at", "pk")[(part - 1) * MOST : part * MOST])
    if not rows and part > 1:
        raise Http404
    return HttpResponse(sitemap(pages, rows, owner.slug), content_type=XML)


@public_page()
def sitemap_news(request: PublicRequest, institution: str) -> HttpResponse:
    owner, _zone = owner_of(institution)
    rows = listed(owner, request.now).filter(publish_at__gt=request.now - timedelta(days=2), is_withdrawn=False)
    return HttpResponse(news_sitemap(list(rows[:1000]), owner.slug, owner.name), content_type=XML)


@public_page()
def robots(request: PublicRequest) -> HttpResponse:
    """Let search engines read what is public, and nothing else."""
    lines = ["User-agent: *", "Allow: /pers/", "Allow: /r/", "Allow: /periksa/", "Allow: /static/", "Disallow: /"]
    lines += ["", f"Sitemap: {settings.BASE_URL}{reverse('newsroom:sitemaps')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
