"""What is public is never changed: it is corrected by a new edition, or withdrawn, and both are signed."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import User
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError
from kentongan.newsroom.actions.approving import void_rounds
from kentongan.newsroom.actions.keys import signer_of
from kentongan.newsroom.actions.publishing import locked, may
from kentongan.newsroom.actions.versions import keep_version
from kentongan.newsroom.choices import Stage, VersionReason
from kentongan.newsroom.models import Publication, Release, Withdrawal
from kentongan.newsroom.queries.publishing import current_edition, pending_edition
from kentongan.newsroom.rules.codes import short_url
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.rights import WITHDRAW, WRITE
from kentongan.newsroom.rules.signing import Retraction, payload_of, retraction_of
from kentongan.newsroom.signals import release_withdrawn


class CannotCorrect(ActionError):
    """There is nothing public that could be corrected or withdrawn, or it is so already."""


def start_correction(*, release: Release, by: User, now: datetime) -> Release:
    """Open a published text for writing again, with the words of the public edition; it goes up its chain anew.

    The public edition stays as it is until the new one is published. Starting again while one is under way returns the
    text as it stands.

    Raises:
        NotAllowed: the person may not write for this unit.
        CannotCorrect: nothing of it is public, it was withdrawn, or an edition waits for its hour.
    """
    may(by, release.unit, WRITE, now)
    with transaction.atomic():
        row = locked(release)
        public = _correctable(row, now)
        if row.stage != Stage.PUBLISHED:
            return row
        _take_words(row, public, by, now)
        row.stage = Stage.DRAFT
        row.save()
        data = {"edition": public.edition}
        record(action="newsroom.correction_started", by=by, now=now, unit_id=row.unit_id, target=row, data=data)
    return row


def leave_correction(*, release: Release, by: User, now: datetime) -> Release:
    """Give a correction up: the words written so far are kept as a version, and the public edition stands.

    Raises:
        NotAllowed: the person may not write for this unit.
        CannotCorrect: no correction is under way.
    """
    may(by, release.unit, WRITE, now)
    with transaction.atomic():
        row = locked(release)
        public = _correctable(row, now)
        if row.stage == Stage.PUBLISHED:
            raise CannotCorrect(_("No correction is under way."))
        keep_version(release=row, reason=VersionReason.KEPT, by=by, now=now)
        void_rounds(release=row, digest=public.sha256, by=by, now=now)
        _take_words(row, public, by, now)
        row.stage = Stage.PUBLISHED
        row.save()
        record(action="newsroom.correction_left", by=by, now=now, unit_id=row.unit_id, target=row)
    return row


def _correctable(row: Release, now: datetime) -> Publication:
    public = current_edition(row, now)
    if row.stage == Stage.WITHDRAWN:
        raise CannotCorrect(_("This release was withdrawn. Write a new one."))
    if pending_edition(row, now) is not None:
        raise CannotCorrect(_("An edition is waiting for its hour. Stop it first."))
    if public is None:
        raise CannotCorrect(_("Nothing of this text is public yet."))
    return public


def _take_words(row: Release, public: Publication, by: User, now: datetime) -> None:
    content = Content.of(public.version.content)
    row.draft, row.title = content.as_json(), content.headline[:300]
    row.kind, row.language = content.kind, content.language
    row.revision += 1
    row.saved_by, row.saved_at = by, now


def withdraw_release(*, release: Release, why: str, told: str = "", by: User, now: datetime) -> Withdrawal:
    """Take a release back, all its editions, with a reason that the public reads. They stay readable, marked.

    An edition that waits for its hour is stopped with it. Withdrawing again returns the withdrawal there is.

    Args:
        release: the release.
        why: the reason, for the public.
        told: who was told of it.
        by: who.
        now: when.

    Raises:
        NotAllowed: the person may not withdraw for this unit.
        CannotCorrect: nothing of it is public.
        ActionError: no reason was given.
        CannotSign: the signing key does not open.
    """
    may(by, release.unit, WITHDRAW, now)
    if not why.strip():
        raise ActionError(_("Say why: the public reads it with the release."), field="why")
    with transaction.atomic():
        row = locked(release)
        there: Withdrawal | None = Withdrawal.objects.filter(release=row).first()
        if there is not None:
            return there
        public = current_edition(row, now)
        if public is None:
            raise CannotCorrect(_("Nothing of this text is public yet. Stop the edition that waits, or drop the text."))
        Publication.objects.filter(release=row, cancelled_at=None, publish_at__gt=now).update(cancelled_at=now)
        void_rounds(release=row, digest=public.sha256, by=by, now=now)
        withdrawal = _signed_withdrawal(row, public, why.strip(), told.strip(), by=by, now=now)
        row.stage = Stage.WITHDRAWN
        row.save(update_fields=["stage"])
        data = {"edition": public.edition, "kid": withdrawal.kid}
        record(action="newsroom.release_withdrawn", by=by, now=now, unit_id=row.unit_id, target=row, data=data)
        release_withdrawn.send(sender=Release, release=row, withdrawal=withdrawal, by=by, now=now)
    release.stage = row.stage
    return withdrawal


def _signed_withdrawal(
    row: Release, public: Publication, why: str, told: str, *, by: User, now: datetime
) -> Withdrawal:
    institution = row.unit.institution
    signer = signer_of(institution=institution, by=by, now=now)
    said = Retraction(
        institution=institution.name,
        issuer=institution.slug,
        kid=signer.kid,
        number=public.number,
        short_code=public.short_code,
        title=public.title,
        why=why,
        withdrawn_at=now,
        url=short_url(settings.BASE_URL, public.short_code),
    )
    payload = payload_of(said)
    return Withdrawal.objects.create(
        release=row,
        why=retraction_of(payload).why,
        told=told,
        by=by,
        at=now,
        payload=payload,
        signature=signer.sign(payload),
        kid=signer.kid,
    )
