"""Writing: a text begun, saved, dropped, taken over; remarks on its passages; who has it open."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.newsroom.actions.approving import void_rounds
from kentongan.newsroom.actions.versions import keep_version
from kentongan.newsroom.choices import AssetKind, Kind, Language, Stage, VersionReason
from kentongan.newsroom.models import (
    Asset,
    PassageComment,
    Presence,
    Publication,
    Release,
    ReleaseTemplate,
    ReleaseVersion,
    Topic,
)
from kentongan.newsroom.rules.content import Content, Quote, digest
from kentongan.newsroom.rules.content import File as FileRow
from kentongan.newsroom.rules.richtext import clean_content, clean_line, clean_text
from kentongan.newsroom.rules.rights import READ, WRITE

# After this pause the state before is kept as a version, and the record says that somebody wrote on.
PAUSE = timedelta(minutes=10)
KEEP: Final[Any] = object()  # "as it is": None means "no time" for `wanted_at`
CLOSED = frozenset({Stage.PUBLISHED, Stage.WITHDRAWN, Stage.DROPPED})


class WrittenMeanwhile(Changed):
    """Somebody else saved first. Nothing was overwritten, and what could not be saved lies kept in `version`."""

    def __init__(self, message: str, *, release: Release, version: ReleaseVersion) -> None:
        super().__init__(message)
        self.release = release
        self.version = version


def _may_write(by: User, unit: Unit, now: datetime) -> None:
    if not holds(by, unit, WRITE, on=timezone.localdate(now, unit.zone)):
        raise NotAllowed(_("Your role does not include writing for this unit."))


def _locked(release: Release) -> Release:
    row: Release = (
        Release.objects.select_for_update(of=("self",)).select_related("unit__institution").get(pk=release.pk)
    )
    return row


# --- beginning -------------------------------------------------------------------------------------------------------


def start_release(
    *,
    unit: Unit,
    kind: str,
    language: str = Language.INDONESIAN,
    template: ReleaseTemplate | None = None,
    translation_of: Release | None = None,
    by: User,
    now: datetime,
) -> Release:
    """Begin a text: on an empty page, from a template, or as another language of a text there is.

    A translation takes over what has no language (pictures, attachments, contacts, topics, figures, who is quoted); its
    words are still to be written.

    Raises:
        NotAllowed: the person may not write in this unit.
        ActionError: the text exists in that language already.
    """
    _may_write(by, unit, now)
    origin = _origin(translation_of, unit, language)
    content = _first_content(template, origin)
    kind = origin.kind if origin else kind
    content = replace(content, kind=Kind(kind).value, language=Language(language).value)
    with transaction.atomic():
        release = Release.objects.create(
            unit=unit,
            kind=content.kind,
            language=content.language,
            translation_of=origin,
            is_urgent=kind == Kind.URGENT or (origin is not None and origin.is_urgent),
            title=content.headline[:300],
            draft=content.as_json(),
            created_by=by,
            created_at=now,
            saved_by=by,
            saved_at=now,
        )
        data = {"kind": content.kind, "language": content.language}
        record(action="newsroom.release_started", by=by, now=now, unit_id=unit.pk, target=release, data=data)
    return release


def _origin(translation_of: Release | None, unit: Unit, language: str) -> Release | None:
    if translation_of is None:
        return None
    origin = translation_of.translation_of or translation_of
    if origin.unit_id != unit.pk:
        raise ActionError(_("A translation belongs to the unit of the text it is made from."))
    others = Release.objects.filter(translation_of=origin, language=language).exclude(stage=Stage.DROPPED)
    if origin.language == language or others.exists():
        raise ActionError(_("This text exists in that language already."), field="language")
    return origin


def _first_content(template: ReleaseTemplate | None, origin: Release | None) -> Content:
    if origin is not None:
        source = Content.of(origin.draft)
        return replace(
            source,
            headline="",
            lead="",
            body="",
            boilerplate="",
            quotes=tuple(Quote("", quote.speaker, quote.post) for quote in source.quotes),
        )
    return clean_content(Content.of(template.content)) if template is not None else Content()


def copy_release(*, release: Release, by: User, now: datetime) -> Release:
    """Begin a new text with the words of another: same type, no number, no approval.

    Raises:
        NotAllowed: the person may not write in this unit.
    """
    _may_write(by, release.unit, now)
    with transaction.atomic():
        copy = Release.objects.create(
            unit=release.unit,
            kind=release.kind,
            language=release.language,
            is_urgent=release.is_urgent,
            title=release.title,
            draft=release.draft,
            created_by=by,
            created_at=now,
            saved_by=by,
            saved_at=now,
        )
        data = {"from": release.pk}
        record(action="newsroom.release_copied", by=by, now=now, unit_id=release.unit_id, target=copy, data=data)
    return copy


# --- saving ----------------------------------------------------------------------------------------------------------


def save_draft(
    *,
    release: Release,
    content: Content,
    revision: int,
    by: User,
    now: datetime,
    is_urgent: bool | None = None,
    wanted_at: datetime | None = KEEP,
) -> Release:
    """Save the working copy. It is cleaned on the way in; approvals given for another text fall.

    Sending the same save twice (the answer was lost on the way) saves once. After a pause, or when another writer takes
    over, the state before is kept as a version.

    Args:
        release: the text.
        content: all of it, as it should be.
        revision: the revision that the writer began from.
        by: who writes.
        now: when.
        is_urgent: whether it takes the urgent lane; None: as it is.
        wanted_at: when it should be published; None: no time; not given: as it is.

    Returns:
        the release as it is now, with its new `revision`.

    Raises:
        NotAllowed: the person may not write in this unit.
        WrittenMeanwhile: somebody else saved since `revision`; the words are kept as a version of their own.
        ActionError: what was published is corrected, not changed; a file is not this office's.
    """
    _may_write(by, release.unit, now)
    lost: ReleaseVersion | None = None
    with transaction.atomic():
        row = _locked(release)
        if row.stage in CLOSED:
            raise ActionError(_("What was published is corrected, not changed. Start a correction."))
        content = _bound(clean_content(content), row, by)
        if row.revision != revision and digest(content) != digest(Content.of(row.draft)):
            lost = keep_version(release=row, reason=VersionReason.CONFLICT, by=by, now=now, content=content)
            data = {"version": lost.sequence}
            record(action="newsroom.conflict_kept", by=by, now=now, unit_id=row.unit_id, target=row, data=data)
        else:
            _save(row, content, is_urgent=is_urgent, wanted_at=wanted_at, by=by, now=now)
    if lost is not None:
        raise WrittenMeanwhile(
            _("Somebody else saved this text meanwhile. Yours is kept as draft %(number)s; compare the two.")
            % {"number": lost.sequence},
            release=row,
            version=lost,
        )
    return row


def _save(
    row: Release, content: Content, *, is_urgent: bool | None, wanted_at: datetime | None, by: User, now: datetime
) -> None:
    before, sha256 = digest(Content.of(row.draft)), digest(content)
    changed = before != sha256
    if is_urgent is not None and is_urgent != row.is_urgent:
        row.is_urgent, changed = is_urgent, True
    if wanted_at is not KEEP and wanted_at != row.wanted_at:
        row.wanted_at, changed = wanted_at, True
    if not changed:
        return
    if row.saved_by_id != by.pk or now - row.saved_at > PAUSE:
        if row.revision > 1 and before != sha256:
            keep_version(release=row, reason=VersionReason.KEPT, by=row.saved_by, now=row.saved_at)
        record(action="newsroom.draft_saved", by=by, now=now, unit_id=row.unit_id, target=row)
    row.draft, row.title = content.as_json(), content.headline[:300]
    row.kind, row.language = content.kind, content.language
    row.saved_by, row.saved_at = by, now
    row.revision += 1
    row.save()
    if before != sha256:
        void_rounds(release=row, digest=sha256, by=by, now=now)


def _bound(content: Content, row: Release, by: User) -> Content:
    """Return the content with its type, language, topics and files tied to rows: nothing is believed from outside."""
    if content.kind not in Kind.values or content.language not in Language.values:
        raise ActionError(_("Choose a type and a language from the list."), field="kind")
    topics = set(
        Topic.objects.filter(institution_id=row.unit.institution_id, slug__in=content.topics).values_list(
            "slug", flat=True
        )
    )
    return replace(
        content,
        topics=tuple(slug for slug in content.topics if slug in topics),
        pictures=_files(content.pictures, AssetKind.PICTURE, row, by),
        attachments=_files(content.attachments, AssetKind.ATTACHMENT, row, by),
    )


def _files(rows: tuple[FileRow, ...], kind: AssetKind, release: Release, by: User) -> tuple[FileRow, ...]:
    if not rows:
        return ()
    held = {file["asset"] for name in ("pictures", "attachments") for file in release.draft.get(name, [])}
    wanted = {file.asset for file in rows}
    # A file that is in the text already stays, even if who saves now may not see the unit it came from.
    found = Asset.objects.visible_to(by).filter(pk__in=wanted - held, kind=kind) | Asset.objects.filter(
        pk__in=wanted & held, kind=kind
    )
    assets = {asset.pk: asset for asset in found}
    if wanted - set(assets):
        raise ActionError(_("A file is not there any more, or belongs to another office. Add it again."), field="files")
    return tuple(replace(file, sha256=assets[file.asset].sha256, name=assets[file.asset].name) for file in rows)


def restore_version(*, release: Release, version: ReleaseVersion, revision: int, by: User, now: datetime) -> Release:
    """Make a kept version the working copy again; the present one is kept first.

    Raises:
        NotAllowed, WrittenMeanwhile, ActionError: as `save_draft`.
    """
    _may_write(by, release.unit, now)
    with transaction.atomic():
        row = _locked(release)
        keep_version(release=row, reason=VersionReason.KEPT, by=by, now=now)
        data = {"version": version.sequence}
        record(action="newsroom.version_restored", by=by, now=now, unit_id=row.unit_id, target=row, data=data)
    return save_draft(release=release, content=Content.of(version.content), revision=revision, by=by, now=now)


def save_version(*, release: Release, by: User, now: datetime) -> ReleaseVersion:
    """Keep the working copy as a version, because somebody pressed "Keep this draft".

    Raises:
        NotAllowed: the person may not write in this unit.
    """
    _may_write(by, release.unit, now)
    with transaction.atomic():
        row = _locked(release)
        version = keep_version(release=row, reason=VersionReason.SAVED, by=by, now=now)
        data = {"version": version.sequence}
        record(action="newsroom.version_kept", by=by, now=now, unit_id=row.unit_id, target=row, data=data)
    return version


# --- dropping --------------------------------------------------------------------------------------------------------


def drop_release(*, release: Release, by: User, now: datetime) -> Release:
    """Put a text away. Its number stays given, its versions stay; `take_up_release` brings it back.

    Raises:
        NotAllowed: the person may not write in this unit.
        ActionError: it was published; that is withdrawn, not dropped.
    """
    _may_write(by, release.unit, now)
    with transaction.atomic():
        row = _locked(release)
        if Publication.objects.filter(release=row, cancelled_at=None).exists():
            raise ActionError(_("This text was published. What is public is withdrawn, with a reason."))
        if row.stage != Stage.DROPPED:
            void_rounds(release=row, digest="", by=by, now=now)
            row.stage = Stage.DROPPED
            row.save(update_fields=["stage"])
            record(action="newsroom.release_dropped", by=by, now=now, unit_id=row.unit_id, target=row)
    return row


def take_up_release(*, release: Release, by: User, now: datetime) -> Release:
    """Bring a dropped text back as a draft.

    Raises:
        NotAllowed: the person may not write in this unit.
    """
    _may_write(by, release.unit, now)
    with transaction.atomic():
        row = _locked(release)
        if row.stage == Stage.DROPPED:
            row.stage = Stage.DRAFT
            row.save(update_fields=["stage"])
            record(action="newsroom.release_taken_up", by=by, now=now, unit_id=row.unit_id, target=row)
    return row


# --- remarks ---------------------------------------------------------------------------------------------------------


def comment_on_passage(
    *, release: Release, passage: str, text: str, by: User, now: datetime, version: ReleaseVersion | None = None
) -> PassageComment:
    """Write a remark on some words of a text, or (with an empty passage) on the whole.

    Raises:
        NotAllowed: the person may not read this unit's texts.
        ActionError: the remark is empty.
    """
    return _comment(release, clean_line(passage, 500), text, None, version, by=by, now=now)


def answer_comment(*, comment: PassageComment, text: str, by: User, now: datetime) -> PassageComment:
    """Answer a remark; answers to an answer stand under the same remark.

    Raises:
        NotAllowed: the person may not read this unit's texts.
        ActionError: the answer is empty.
    """
    first = comment.answer_to or comment
    return _comment(comment.release, "", text, first, None, by=by, now=now)


def _comment(
    release: Release,
    passage: str,
    text: str,
    answer_to: PassageComment | None,
    version: ReleaseVersion | None,
    *,
    by: User,
    now: datetime,
) -> PassageComment:
    if not holds(by, release.unit, READ, on=timezone.localdate(now, release.unit.zone)):
        raise NotAllowed(_("Your role does not include the releases of this unit."))
    words = clean_text(text, 2000)
    if not words:
        raise ActionError(_("Write what you would say."), field="text")
    with transaction.atomic():
        comment = PassageComment.objects.create(
            release=release, version=version, passage=passage, text=words, answer_to=answer_to, by=by, at=now
        )
        record(action="newsroom.comment_written", by=by, now=now, unit_id=release.unit_id, target=release)
    return comment


def resolve_comment(*, comment: PassageComment, by: User, now: datetime) -> PassageComment:
    """Mark a remark as settled; done again, it is open again.

    Raises:
        NotAllowed: the person may not read this unit's texts.
    """
    release = comment.release
    if not holds(by, release.unit, READ, on=timezone.localdate(now, release.unit.zone)):
        raise NotAllowed(_("Your role does not include the releases of this unit."))
    with transaction.atomic():
        row = PassageComment.objects.select_for_update().get(pk=comment.pk)
        row.resolved_by, row.resolved_at = (None, None) if row.resolved_at else (by, now)
        row.save(update_fields=["resolved_by", "resolved_at"])
        data = {"comment": row.pk, "settled": row.resolved_at is not None}
        record(action="newsroom.comment_settled", by=by, now=now, unit_id=release.unit_id, target=release, data=data)
    return row


# --- presence --------------------------------------------------------------------------------------------------------


def note_presence(*, release: Release, user: User, now: datetime) -> None:
    """Note that somebody has the text open. Not of record: it says only who to talk to."""
    Presence.objects.update_or_create(release=release, user=user, defaults={"seen_at": now})
