"""The picture that stands beside a shared link: the release's card in the wide form of Open Graph."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from kentongan.common import numbers
from kentongan.newsroom.choices import Kind
from kentongan.newsroom.exports.addresses import bare
from kentongan.newsroom.queries.emblem import emblem_bytes
from kentongan.newsroom.queries.reading import ReleasePage
from kentongan.newsroom.rules.cards import Card, Shape, card_png
from kentongan.newsroom.rules.codes import short_url


def preview_png(shown: ReleasePage) -> bytes:
    """Return the card of an edition as PNG, 1200 x 630."""
    publication, content = shown.publication, shown.content
    short = short_url(settings.BASE_URL, publication.short_code)
    fact = content.facts[0] if content.facts else None
    with translation.override(publication.language if publication.language in {"id", "en"} else "id"):
        card = Card(
            institution=publication.institution.name,
            kind=str(Kind(publication.kind).label),
            number=publication.number,
            title=publication.title,
            lead=content.lead,
            short_url=bare(short),
            qr_url=short,
            date=numbers.date(publication.publish_at, publication.unit.zone),
            figure=fact.value if fact else "",
            figure_label=fact.label if fact else "",
            check=_("Check that it is genuine:").rstrip(":"),
            spoken=f"{_('Spoken code')}: {publication.spoken_code}",
            emblem=emblem_bytes(publication.institution),
            stamp=_("Withdrawn") if shown.withdrawal else "",
        )
        return card_png(card, Shape.WIDE)
