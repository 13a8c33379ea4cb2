"""What is public, since when, and what it is worth today; and what still stands before a text's publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.newsroom.choices import Kind, RoundState, Stage, Standing
from kentongan.newsroom.models import ApprovalRound, Asset, Publication, Release, Withdrawal
from kentongan.newsroom.queries.approving import approved_round, needs_approval, open_round
from kentongan.newsroom.rules.content import Content, digest
from kentongan.newsroom.rules.rights import PUBLISH, WITHDRAW, WRITE
from kentongan.newsroom.rules.signing import Signed, download_of
from kentongan.newsroom.rules.spoken import is_spoken

SHOWN_IN_PICTURES = frozenset({Kind.PHOTO_RELEASE, Kind.INFOGRAPHIC})
MOST_EDITIONS = 32_767  # of the column
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
        found = found.filter(edition=min(edition, MOST_EDITIONS))
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
    last = last_edition(release)
    if last is not None and last.sha256 == sha256:
        return [_("Nothing has changed since the edition that is public.")]
    if approved_round(release, sha256) is not None:
        return []
    if open_round(release) is not None:
        return [_("The approval is under way.")]
    return [_("Exactly this text has not been approved.")] if needs_approval(release) else []


@dataclass(frozen=True)
class PublishState:
    """Where a text stands on its way to the public, for one reader: what the panel and the page show.

    Attributes:
        current: the edition that counts for the public.
        pending: the edition that waits for its hour.
        obstacles: what still stands before publication, as sentences; empty where it is not being written.
    """

    release: Release
    current: Publication | None
    pending: Publication | None
    withdrawal: Withdrawal | None
    obstacles: list[str]
    is_open: bool
    may_publish: bool
    may_write: bool
    may_withdraw: bool

    @property
    def can_publish(self) -> bool:
        """Whether the reader could publish it now."""
        return self.is_open and self.may_publish and self.pending is None and not self.obstacles

    @property
    def is_correcting(self) -> bool:
        """Whether a new edition of a public text is being written."""
        return self.is_open and self.current is not None


def publish_state(release: Release, user: User, now: datetime) -> PublishState:
    """Return where `release` stands on its way to the public, and what `user` may do about it."""
    is_open = release.stage not in {Stage.PUBLISHED, Stage.WITHDRAWN, Stage.DROPPED}
    day = timezone.localdate(now, release.unit.zone)
    return PublishState(
        release=release,
        current=current_edition(release, now),
        pending=pending_edition(release, now),
        withdrawal=withdrawal_of(release, now),
        obstacles=obstacles(release, Content.of(release.draft)) if is_open else [],
        is_open=is_open,
        may_publish=holds(user, release.unit, PUBLISH, on=day),
        may_write=holds(user, release.unit, WRITE, on=day),
        may_withdraw=holds(user, release.unit, WITHDRAW, on=day),
    )


def all_editions(release: Release) -> list[Publication]:
    """Return every edition ever made of a release, also those that wait or were stopped, newest first."""
    rows = Publication.objects.filter(release=release).select_related("published_by", "correction")
    return list(rows.order_by("-made_at", "-pk"))


def approved_unpublished(user: User, unit: Unit, now: datetime, limit: int = 10) -> list[ApprovalRound]:
    """Return the approvals of texts that only wait to be published, the oldest first, if `user` may publish here."""
    if not holds(user, unit, PUBLISH, on=timezone.localdate(now, unit.zone)):
        return []
    below = Unit.objects.within([unit.path])
    rows = ApprovalRound.objects.filter(
        state=RoundState.APPROVED, release__stage=Stage.APPROVED, release__unit__in=below.values("pk")
    )
    return list(rows.select_related("release__unit").order_by("ended_at", "pk")[:limit])


def hours_to_come(user: User, unit: Unit, now: datetime, *, within: timedelta, limit: int = 5) -> list[Publication]:
    """Return the editions of `unit` and below that will be public soon, the next first."""
    below = Unit.objects.within([unit.path])
    rows = Publication.objects.visible_to(user).filter(
        cancelled_at=None, publish_at__gt=now, publish_at__lte=now + within, unit__in=below.values("pk")
    )
    return list(rows.select_related("unit").order_by("publish_at", "pk")[:limit])
