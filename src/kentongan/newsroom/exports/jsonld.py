"""Linked data for search engines: schema.org NewsArticle as JSON-LD."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kentongan.newsroom.exports.addresses import absolute, release_path
from kentongan.newsroom.queries.reading import ReleasePage

# A JSON text inside a script element may hold none of these as they are.
_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def article_ld(shown: ReleasePage) -> SafeString:
    """Return the page's linked data, safe to stand in a script element."""
    publication = shown.publication
    institution = publication.institution
    owner = {
        "@type": "GovernmentOrganization",
        "name": institution.name,
        "url": institution.website or absolute(reverse("newsroom:home", args=[institution.slug])),
    }
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": publication.title[:110],
        "description": publication.lead,
        "inLanguage": publication.language,
        "datePublished": shown.editions[0].publish_at.isoformat(),
        "dateModified": publication.publish_at.isoformat(),
        "mainEntityOfPage": absolute(release_path(publication)),
        "url": absolute(release_path(publication)),
        "identifier": publication.number,
        "version": publication.edition,
        "isAccessibleForFree": True,
        "author": owner,
        "publisher": owner,
        "image": [absolute(reverse("newsroom:card", args=[publication.short_code]))],
        "keywords": [topic.name for topic in shown.topics],
        "about": [{"@type": "Thing", "name": topic.name} for topic in shown.topics],
    }
    if shown.corrections:
        data["correction"] = [
            {
                "@type": "CorrectionComment",
                "text": f"{row.was_wrong} → {row.is_right}",
                "datePublished": row.at.isoformat(),
            }
            for row in shown.corrections
        ]
    if shown.withdrawal is not None:
        data["creativeWorkStatus"] = "Withdrawn"
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S308 - escaped just here
