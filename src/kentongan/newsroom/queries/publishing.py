"""What is public, since when, and what it is worth today; and what still stands before a text's publication."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from kentongan.newsroom.choices import Kind, Standing
from kentongan.newsroom.models import Asset, Publication, Release, Withdrawal
from kentongan.newsroom.queries.approving import approved_round, needs_approval, open_round
from kentongan.newsroom.rules.content import Content, digest
from kentongan.newsroom.rules.signing import Signed, download_of
from kentongan.newsroom.rules.spoken import is_spoken

SHOWN_IN_PICTURES = frozenset({Kind.PHOTO_RELEASE, Kind.INFOGRAPHIC})
CARRIED_BY_FILES = frozenset({Kind.PUBLICATION, Kind.DATA_SET})


def editions(release: Release, now: datetime) -> list[Publication]:
    """Return the public editions of a release, newest first."""
    return list(Publication.objects.public(now).filter(release=release).order_by("-edition"))


def current_edition(release: Release, now: datetime) -> Publication | None:
    """Return the edition that counts for the public."""
    return Publication.objects.public(now).filter(release=release).order_by("-edition").first()


def pending_edition(release: Release, now: datetime) -> Publication | None:
    """Return the edition that waits for its hour; there is one at most."""
    return (
        Publication.objects.filter(release=release, cancelled_at=None, publish_at__gt=now).order_by("-edition").first()
    )


def last_edition(release: Release) -> Publication | None:
    """Return the newest edition that was not cancelled, public or not yet."""
    return Publication.objects.filter(release=release, cancelled_at=None).order_by("-edition").first()


def withdrawal_of(release: Release, now: datetime) -> Withdrawal | None:
    """Return the withdrawal of a release, if it was withdrawn by `now`."""
    return Withdrawal.objects.filter(release=release, at__lte=now).first()


def standing_of(publication: Publication, now: datetime) -> Standing:
    """Return what a public edition is worth at `now`; computed from rows, never stored."""
    if withdrawal_of(publication.release, now) is not None:
        return Standing.WITHDRAWN
    later = Publication.objects.public(now).filter(release=publication.release_id, edition__gt=publication.edition)
    return Standing.CORRECTED if later.exists() else Standing.VALID


def publication_by_code(code: str, now: datetime) -> Publication | None:
    """Return the current public edition with this short code, spoken code or (exact) number.

    Of several with the same spoken code or number (two institutions), the newest.
    """
    words = code.strip()
    spoken = is_spoken(words)
    wanted = Q(spoken_code=spoken) if spoken else Q(short_code=words.lower()) | Q(number=words)
    return (
        Publication.objects.current(now)
        .filter(wanted)
        .select_related("institution", "unit", "release")
        .order_by("-publish_at", "-pk")
        .first()
    )


def edition_by_code(short_code: str, edition: int | None, now: datetime) -> Publication | None:
    """Return a public edition by its short code: the one asked for, else the current one."""
    found = Publication.objects.public(now).filter(short_code=short_code.lower())
    if edition is not None:
        found = found.filter(edition=edition)
    return found.select_related("institution", "unit", "release").order_by("-edition").first()


def signed_download(publication: Publication, now: datetime) -> str:
    """Return the signed download of an edition, with the withdrawal once there is one."""
    withdrawal = withdrawal_of(publication.release, now)
    return download_of(_signed(publication), _signed(withdrawal) if withdrawal else None)


def _signed(row: Publication | Withdrawal) -> Signed:
    return Signed(row.payload, row.signature, row.kid)


def obstacles(release: Release, content: Content, *, approvals: bool = True) -> list[str]:
    """Return, as sentences, what still stands before publication; empty: nothing.

    Args:
        release: the text.
        content: its words as they are now.
        approvals: whether to look at approvals too.
    """
    found = []
    if not content.headline.strip():
        found.append(_("The headline is missing."))
    if content.kind in SHOWN_IN_PICTURES and not content.pictures:
        found.append(_("This type needs a picture."))
    elif content.kind in CARRIED_BY_FILES and not content.attachments:
        found.append(_("This type needs an attachment."))
    elif content.kind not in SHOWN_IN_PICTURES | CARRIED_BY_FILES and not (
        content.body.strip() or content.lead.strip()
    ):
        found.append(_("The text is empty."))
    if any(not picture.alt.strip() for picture in content.pictures):
        found.append(_("A picture has no alternative text."))
    found += _files_missing(content)
    return found + (_approvals_missing(release, digest(content)) if approvals else [])


def _files_missing(content: Content) -> list[str]:
    wanted = {(file.asset, file.sha256): file.name for file in (*content.pictures, *content.attachments)}
    there = set(Asset.objects.filter(pk__in=[pk for pk, _sha in wanted]).values_list("pk", "sha256"))
    return [
        _("The file “%(name)s” is not there any more.") % {"name": name}
        for key, name in wanted.items()
        if key not in there
    ]


def _approvals_missing(release: Release, sha256: str) -> list[str]:
    if approved_round(release, sha256) is not None:
        return []
    if open_round(release) is not None:
        return [_("The approval is under way.")]
    return [_("Exactly this text has not been approved.")] if needs_approval(release) else []
