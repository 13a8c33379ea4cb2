"""What an office posts of an edition: the cards as pictures, a caption for each platform, the text for WhatsApp."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from kentongan.common import numbers
from kentongan.newsroom.choices import Kind
from kentongan.newsroom.exports.addresses import bare, short_address
from kentongan.newsroom.exports.texts import shared_text
from kentongan.newsroom.models import Publication
from kentongan.newsroom.queries.emblem import emblem_bytes
from kentongan.newsroom.rules.captions import Caption, captions
from kentongan.newsroom.rules.cards import Card, Shape, card_png
from kentongan.newsroom.rules.content import Content, body_blocks
from kentongan.newsroom.rules.shares import head_line

SPOKEN_LANGUAGES = frozenset({"id", "en"})


@dataclass(frozen=True, slots=True)
class Shares:
    """Everything that may be copied or saved of one edition."""

    whatsapp: str
    captions: list[Caption]


def shares_of(publication: Publication) -> Shares:
    """Return the texts to post, in the language of the release."""
    content = Content.of(publication.version.content)
    head = head_line(publication.kind, publication.number, publication.language)
    with translation.override(_tongue(publication)):
        check = _("Genuine? %(url)s, spoken code %(spoken)s") % {
            "url": short_address(publication),
            "spoken": publication.spoken_code,
        }
    return Shares(shared_text(publication, content), captions(content, head=head, check=check))


def card_of(publication: Publication, shape: Shape, *, withdrawn: bool = False) -> bytes:
    """Return the card of an edition as PNG."""
    content = Content.of(publication.version.content)
    fact = content.facts[0] if content.facts else None
    address = short_address(publication)
    with translation.override(_tongue(publication)):
        card = Card(
            institution=publication.institution.name,
            kind=str(Kind(publication.kind).label),
            number=publication.number,
            title=publication.title,
            short_url=bare(address),
            qr_url=address,
            lead=content.lead or _first_words(content),
            date=numbers.date(publication.publish_at, publication.unit.zone, weekday=False),
            figure=fact.value if fact else "",
            figure_label=fact.label if fact else "",
            check=_("Check that it is genuine:").rstrip(":"),
            spoken=f"{_('Spoken code')}: {publication.spoken_code}",
            emblem=emblem_bytes(publication.institution),
            stamp=_("Withdrawn") if withdrawn else "",
        )
    return card_png(card, shape)


def _first_words(content: Content) -> str:
    return next((block.text for block in body_blocks(content.body)), "")


def _tongue(publication: Publication) -> str:
    return publication.language if publication.language in SPOKEN_LANGUAGES else "id"
