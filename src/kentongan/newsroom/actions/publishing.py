"""Publishing: an edition is written whole, signed, and public from its hour on without anything having to run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Institution, Unit, User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.archive import keep_hashes
from kentongan.newsroom.actions.keys import Signer, signer_of
from kentongan.newsroom.actions.numbering import give_number
from kentongan.newsroom.actions.versions import keep_version
from kentongan.newsroom.choices import Change, Stage, VersionReason
from kentongan.newsroom.models import Correction, Publication, PublicationAsset, Release, Topic
from kentongan.newsroom.queries.approving import approved_round
from kentongan.newsroom.queries.publishing import last_edition, obstacles
from kentongan.newsroom.rules.codes import new_code, short_url, slug_of
from kentongan.newsroom.rules.content import Content, digest, text_of
from kentongan.newsroom.rules.lookup import hashes_of
from kentongan.newsroom.rules.rights import PUBLISH
from kentongan.newsroom.rules.shares import foot_line, head_line
from kentongan.newsroom.rules.signing import SignedFile, Statement, payload_of, statement_of
from kentongan.newsroom.rules.spoken import spoken_of
from kentongan.newsroom.signals import release_corrected, release_published

FARTHEST = timedelta(days=366)
LATE = timedelta(minutes=5)  # an hour just past is "now": the form was open while it came
# A writer may wait this long for the database: what is stopped within it could be public already when it is written.
LAST_CALL = timedelta(seconds=30)
MOST_TRIES = 200


class CannotPublish(ActionError):
    """The text is not ready to be public, or is so already; nothing was changed."""


@dataclass(frozen=True)
class CorrectionWords:
    """The line for the public register of our own corrections. `wrong_since` None: since the edition before."""

    was_wrong: str
    is_right: str
    wrong_since: datetime | None = None
    told: str = ""


def publish_release(
    *,
    release: Release,
    by: User,
    now: datetime,
    publish_at: datetime | None = None,
    embargoed: bool = False,
    correction: CorrectionWords | None = None,
) -> Publication:
    """Sign a text as an edition that is public from its hour on. Pressing twice publishes once.

    Args:
        release: the text; its working copy must be approved exactly as it stands, where its chain asks for approval.
        by: who publishes.
        now: when.
        publish_at: the hour, exact to the second; None: now.
        embargoed: holders of a pass may read it before its hour.
        correction: what was wrong in the edition before; None for the first edition and for updates.

    Returns:
        the new edition; the one there is when exactly this text was published already.

    Raises:
        NotAllowed: the person may not publish for this unit.
        CannotPublish: the text is not ready, not approved, or closed; the hour cannot be.
        CannotSign: the signing key does not open.
    """
    may(by, release.unit, PUBLISH, now)
    with transaction.atomic():
        row = locked(release)
        content = Content.of(row.draft)
        sha256, last = digest(content), last_edition(row)
        if last is not None and row.stage == Stage.PUBLISHED and last.sha256 == sha256:
            return last
        _check_open(row, last, sha256, now)
        if missing := obstacles(row, content):
            raise CannotPublish(" ".join(missing))
        hour = _hour(publish_at, embargoed=embargoed, now=now)
        change = _change(last, correction, now)
        give_number(release=row, by=by, now=now)
        version = keep_version(release=row, reason=VersionReason.PUBLISHED, by=by, now=now)
        signer = signer_of(institution=row.unit.institution, by=by, now=now)
        short, spoken = (last.short_code, last.spoken_code) if last else _new_codes(row, sha256)
        publication = Publication(
            institution=row.unit.institution,
            unit=row.unit,
            release=row,
            version=version,
            edition=last.edition + 1 if last else 1,
            change=change,
            kind=content.kind,
            language=content.language,
            number=row.number,
            title=content.headline,
            lead=content.lead,
            slug=slug_of(content.headline),
            sha256=sha256,
            publish_at=hour,
            is_embargoed=embargoed,
            published_by=by,
            made_at=now,
            short_code=short,
            spoken_code=spoken,
        )
        _sign(publication, content, signer, replaces=last.sha256 if last else "")
        publication.save()
        _attach(publication, content)
        row.stage = Stage.PUBLISHED
        row.save(update_fields=["stage"])
        record(
            action="newsroom.release_published",
            by=by,
            now=now,
            unit_id=row.unit_id,
            target=row,
            data=_facts(publication),
        )
        release_published.send(sender=Publication, publication=publication, by=by, now=now)
        if correction is not None and last is not None:
            _register(publication, last, correction, by, now)
    release.stage, release.number = row.stage, row.number
    return publication


def may(by: User, unit: Unit, roles: frozenset[Role], now: datetime) -> None:
    """Let the person pass who holds one of `roles` in the unit or above.

    Raises:
        NotAllowed: they do not.
    """
    if not holds(by, unit, roles, on=timezone.localdate(now, unit.zone)):
        raise NotAllowed(_("Your role does not include publishing for this unit."))


def locked(release: Release) -> Release:
    """Return the release's row as it is now, held until the transaction ends."""
    row: Release = (
        Release.objects.select_for_update(of=("self",)).select_related("unit__institution").get(pk=release.pk)
    )
    return row


def _check_open(row: Release, last: Publication | None, sha256: str, now: datetime) -> None:
    if row.stage == Stage.DROPPED:
        raise CannotPublish(_("This text was dropped. Take it up again first."))
    if row.stage == Stage.WITHDRAWN:
        raise CannotPublish(_("This release was withdrawn. Write a new one."))
    if last is None:
        return
    if last.publish_at > now:
        raise CannotPublish(_("An edition is waiting for its hour. Stop it before you publish another."))
    if last.sha256 == sha256:
        raise CannotPublish(_("Nothing has changed since the edition that is public."))


def _hour(publish_at: datetime | None, *, embargoed: bool, now: datetime) -> datetime:
    if publish_at is not None and publish_at < now - LATE:
        raise CannotPublish(_("This hour is past."), field="publish_at")
    if publish_at is not None and publish_at > now + FARTHEST:
        raise CannotPublish(_("This is more than a year away."), field="publish_at")
    # Pages and signature know whole seconds; rounded down, so that "now" is never in the future.
    hour = max(publish_at or now, now).replace(microsecond=0)
    if embargoed and hour <= now:
        raise CannotPublish(_("An embargo needs an hour at which it ends."), field="publish_at")
    return hour


def _change(last: Publication | None, correction: CorrectionWords | None, now: datetime) -> Change:
    if last is None:
        if correction is not None:
            raise CannotPublish(_("There is no edition yet that could be corrected."))
        return Change.FIRST
    if correction is None:
        return Change.UPDATE
    if not correction.was_wrong.strip():
        raise CannotPublish(_("Say what was wrong: it stands in the public register."), field="was_wrong")
    if not correction.is_right.strip():
        raise CannotPublish(_("Say what is right: it stands in the public register."), field="is_right")
    if correction.wrong_since is not None and correction.wrong_since > now:
        raise CannotPublish(_("It cannot be wrong since a time to come."), field="wrong_since")
    return Change.CORRECTION


def _new_codes(row: Release, sha256: str) -> tuple[str, str]:
    """Return a short and a spoken code that are nobody's; the institution's row, locked, keeps others from them."""
    Institution.objects.select_for_update().get(pk=row.unit.institution_id)
    taken = Publication.objects.filter(release=row).first()
    if taken is not None:  # an edition stopped before its hour: passes and drafts may name its code already
        return taken.short_code, taken.spoken_code
    short = next(code for _try in range(MOST_TRIES) if not _is_taken(short_code=(code := new_code())))
    codes = (spoken_of(sha256, salt) for salt in range(MOST_TRIES))
    return short, next((words for words in codes if not _is_taken(spoken_code=words)), spoken_of(sha256))


def _is_taken(**code: str) -> bool:
    return Publication.objects.filter(**code).exists()


def _sign(publication: Publication, content: Content, signer: Signer, *, replaces: str) -> None:
    url = short_url(settings.BASE_URL, publication.short_code)
    publication.text = text_of(
        content,
        head=head_line(content.kind, publication.number, content.language),
        foot=foot_line(url.removesuffix("/"), publication.spoken_code, content.language),
    )
    statement = Statement(
        institution=publication.institution.name,
        issuer=publication.institution.slug,
        kid=signer.kid,
        number=publication.number,
        kind=content.kind,
        language=content.language,
        edition=publication.edition,
        change=publication.change,
        title=content.headline,
        text=publication.text,
        sha256=publication.sha256,
        published_at=publication.publish_at,
        url=url,
        short_code=publication.short_code,
        spoken_code=publication.spoken_code,
        files=tuple(SignedFile(file.name, file.sha256) for file in (*content.pictures, *content.attachments)),
        replaces=replaces,
    )
    _put(publication, statement, signer)


def _put(publication: Publication, statement: Statement, signer: Signer) -> None:
    publication.payload, publication.kid = payload_of(statement), signer.kid
    publication.signature = signer.sign(publication.payload)
    # What a lone surrogate became in the signed text stands in the row too.
    publication.text = statement_of(publication.payload).text


def _attach(publication: Publication, content: Content) -> None:
    assets = dict.fromkeys(file.asset for file in (*content.pictures, *content.attachments))
    PublicationAsset.objects.bulk_create(
        PublicationAsset(publication=publication, asset_id=asset, position=position)
        for position, asset in enumerate(assets)
    )
    publication.topics.set(Topic.objects.filter(institution=publication.institution, slug__in=content.topics))
    keep_hashes([(publication.pk, hashes_of(publication.text))])


def _register(publication: Publication, last: Publication, words: CorrectionWords, by: User, now: datetime) -> None:
    correction = Correction.objects.create(
        release=publication.release,
        publication=publication,
        was_wrong=words.was_wrong.strip(),
        is_right=words.is_right.strip(),
        wrong_since=words.wrong_since or last.publish_at,
        told=words.told.strip(),
        by=by,
        at=now,
    )
    release_corrected.send(sender=Publication, publication=publication, correction=correction, by=by, now=now)


def _facts(publication: Publication) -> dict[str, object]:
    return {
        "number": publication.number,
        "edition": publication.edition,
        "change": publication.change,
        "sha256": publication.sha256,
        "publish_at": publication.publish_at.isoformat(),
        "embargoed": publication.is_embargoed,
        "kid": publication.kid,
    }


# --- before its hour -------------------------------------------------------------------------------------------------


def cancel_publication(*, publication: Publication, by: User, now: datetime) -> Publication:
    """Stop an edition before its hour; the text goes back to the desk. Stopping again changes nothing.

    Raises:
        NotAllowed: the person may not publish for this unit.
        CannotPublish: its hour has come, or comes within seconds.
    """
    may(by, publication.unit, PUBLISH, now)
    with transaction.atomic():
        release = locked(publication.release)
        row = Publication.objects.get(pk=publication.pk)
        if row.cancelled_at is not None:
            return row
        _before_its_hour(row, now)
        row.cancelled_at = now
        row.save(update_fields=["cancelled_at"])
        is_approved = approved_round(release, digest(Content.of(release.draft))) is not None
        release.stage = Stage.APPROVED if is_approved else Stage.DRAFT
        release.save(update_fields=["stage"])
        data = {"edition": row.edition, "publish_at": row.publish_at.isoformat()}
        record(action="newsroom.publication_cancelled", by=by, now=now, unit_id=row.unit_id, target=release, data=data)
    return row


def reschedule(
    *, publication: Publication, publish_at: datetime | None, embargoed: bool | None = None, by: User, now: datetime
) -> Publication:
    """Give an edition that waits another hour (None: now) and sign it with it.

    Args:
        publication: the edition.
        publish_at: the new hour; None: now.
        embargoed: whether holders of a pass may read it before; None: as it is, and not when it goes out now.
        by: who.
        now: when.

    Raises:
        NotAllowed: the person may not publish for this unit.
        CannotPublish: its hour has come, was stopped, or the new one cannot be.
        CannotSign: the signing key does not open.
    """
    may(by, publication.unit, PUBLISH, now)
    with transaction.atomic():
        release = locked(publication.release)
        row: Publication = Publication.objects.select_related("institution", "unit").get(pk=publication.pk)
        if row.cancelled_at is not None:
            raise CannotPublish(_("This edition was stopped. Publish the text again."))
        _before_its_hour(row, now)
        keeps = row.is_embargoed and publish_at is not None
        row.is_embargoed = keeps if embargoed is None else embargoed
        row.publish_at = _hour(publish_at, embargoed=row.is_embargoed, now=now)
        signer = signer_of(institution=row.institution, by=by, now=now)
        statement = replace(statement_of(row.payload), published_at=row.publish_at, kid=signer.kid)
        _put(row, statement, signer)
        row.save()
        record(
            action="newsroom.publication_moved", by=by, now=now, unit_id=row.unit_id, target=release, data=_facts(row)
        )
    return row


def _before_its_hour(row: Publication, now: datetime) -> None:
    if row.publish_at <= now:
        raise CannotPublish(_("This edition is public. What is public is corrected or withdrawn."))
    if row.publish_at - now < LAST_CALL:
        raise CannotPublish(_("Its hour comes within seconds: too late to stop it. Correct or withdraw it after."))
