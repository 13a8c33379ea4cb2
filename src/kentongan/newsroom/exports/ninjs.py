"""A release for newsroom systems: IPTC ninjs 2.1 (https://iptc.org/std/ninjs/)."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse

from kentongan.newsroom.exports.addresses import absolute, release_path, short_address
from kentongan.newsroom.queries.reading import ReleasePage
from kentongan.newsroom.rules.layout import body_of

STANDARD = {
    "name": "ninjs",
    "version": "2.1",
    "schema": "https://www.iptc.org/std/ninjs/ninjs-schema_2.1.json",
}


def ninjs(shown: ReleasePage) -> str:
    """Return the edition as one ninjs object."""
    publication, content = shown.publication, shown.content
    body = body_of(content)
    data: dict[str, Any] = {
        "uri": short_address(publication),
        "standard": STANDARD,
        "type": "text",
        "representationtype": "full",
        "version": str(publication.edition),
        "firstcreated": shown.editions[0].publish_at.isoformat(),
        "versioncreated": publication.publish_at.isoformat(),
        "pubstatus": "canceled" if shown.withdrawal else "usable",
        "urgency": 1 if publication.kind == "urgent" else 4,
        "language": publication.language,
        "organisations": [{"name": publication.institution.name, "rel": "creator"}],
        "headlines": [{"role": "main", "value": publication.title}],
        "descriptions": [{"role": "summary", "value": publication.lead}] if publication.lead else [],
        "bodies": [
            {"role": "main", "contenttype": "text/plain", "value": publication.text},
            {"role": "html", "contenttype": "text/html", "value": body.first + body.rest},
        ],
        "subjects": [{"name": topic.name, "uri": _topic(shown, topic.slug)} for topic in shown.topics],
        "people": [{"name": quote.speaker, "rel": "quoted"} for quote in content.quotes if quote.speaker],
        "places": [{"name": content.place}] if content.place else [],
        "contentcreated": publication.made_at.isoformat(),
        "altids": [
            {"role": "number", "value": publication.number},
            {"role": "short-code", "value": publication.short_code},
            {"role": "sha256", "value": publication.sha256},
        ],
        "renditions": [{"name": "web", "href": absolute(release_path(publication)), "contenttype": "text/html"}],
        "associations": [_file(shown, row) for row in shown.files],
    }
    return json.dumps({name: value for name, value in data.items() if value not in ("", [])}, ensure_ascii=False)


def _topic(shown: ReleasePage, slug: str) -> str:
    return absolute(reverse("newsroom:topic", args=[shown.publication.institution.slug, slug]))


def _file(shown: ReleasePage, row: Any) -> dict[str, Any]:
    asset = row.asset
    picture = asset.kind == "picture"
    rendition = {
        "name": "original",
        "href": absolute(reverse("newsroom:file", args=[shown.publication.short_code, asset.pk, asset.name])),
        "contenttype": asset.media_type,
        "sizeinbytes": asset.size,
        **({"width": asset.width, "height": asset.height} if asset.width and asset.height else {}),
    }
    return {
        "name": f"file-{row.position + 1}",
        "uri": rendition["href"],
        "type": "picture" if picture else "text",
        "headlines": [{"role": "main", "value": asset.name}],
        "descriptions": [{"role": "alt", "value": asset.alt}] if asset.alt else [],
        "renditions": [rendition],
    }
