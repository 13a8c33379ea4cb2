"""Preparing, editing and sending the brief."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import BRIEF
from kentongan.audit.actions import record
from kentongan.channels.email.actions import queue_mail
from kentongan.channels.email.rules import Attachment
from kentongan.channels.webhook.actions import queue_event
from kentongan.channels.webhook.choices import Event
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.common.keys import digest
from kentongan.common.numbering import BadPattern, number_of
from kentongan.monitoring.queries import StoryRow
from kentongan.reports.choices import BriefState
from kentongan.reports.models import Brief, BriefClip, BriefPlan, BriefStory
from kentongan.reports.queries import period, plan_of, take_clips, take_figures, take_stories
from kentongan.reports.signals import brief_sent

NUMBER_TRIES = 50


class CannotSend(ActionError):
    """The brief cannot be sent as it is; nothing was queued."""


@dataclass(frozen=True)
class Rendered:
    """A brief in the forms in which it leaves: made by the exports, carried by the mail."""

    subject: str
    text: str
    html: str
    attachments: Sequence[Attachment] = field(default=())


def _may(by: User | None, unit: Unit) -> None:
    if by is not None and not holds(by, unit, BRIEF, on=today(unit)):
        raise NotAllowed(_("Your role does not include the brief of this unit."))


def prepare_brief(*, unit: Unit, day: date, now: datetime, by: User | None = None) -> Brief:
    """Take the figures of a unit's morning; again while it is a draft, keeping every word a person wrote.

    Args:
        unit: whose brief.
        day: the calendar day in the unit's zone.
        now: until when is counted.
        by: who asked; None when the schedule did.

    Raises:
        NotAllowed: the person's role does not include briefs.
    """
    _may(by, unit)
    with transaction.atomic():
        # The unit's row is the lock: two who prepare at once do it one after the other.
        Unit.objects.select_for_update().get(pk=unit.pk)
        brief: Brief | None = Brief.objects.filter(unit=unit, day=day).first()
        if brief is not None and brief.state == BriefState.SENT:
            return brief
        since = period(unit, day, now)
        if brief is None:
            brief = _new_brief(unit, day, since, now)
        brief.since, brief.until, brief.prepared_at = since, now, now
        brief.figures = take_figures(unit, since, now)
        brief.version += 1
        brief.save()
        _write_stories(brief, take_stories(unit, since, now))
        _write_clips(brief)
        record(action="reports.brief_prepared", by=by, now=now, unit_id=unit.pk, target=brief, data={"day": str(day)})
    return brief


def _new_brief(unit: Unit, day: date, since: datetime, now: datetime) -> Brief:
    last = Brief.objects.filter(unit=unit, day__year=day.year).aggregate(last=Max("sequence"))["last"] or 0
    sequence, number = _free_number(unit, last + 1, day)
    return Brief(unit=unit, day=day, sequence=sequence, number=number, since=since, until=now, prepared_at=now)


def _free_number(unit: Unit, sequence: int, day: date) -> tuple[int, str]:
    """Return the next number that was never given: a changed pattern may run into old ones."""
    pattern = plan_of(unit).number_pattern
    for candidate in range(sequence, sequence + NUMBER_TRIES):
        number = number_of(pattern, sequence=candidate, day=day)
        if not Brief.objects.filter(unit=unit, number=number).exists():
            return candidate, number
    raise ActionError(_("The numbering pattern gives only numbers that are taken."), field="number_pattern")


def _write_stories(brief: Brief, rows: Sequence[StoryRow]) -> None:
    """Put the stories of this hour in; what a person wrote to a story stays with it."""
    kept = {row.story_id: row for row in brief.stories.all() if row.story_id is not None}
    brief.stories.all().delete()
    BriefStory.objects.bulk_create(
        BriefStory(
            brief=brief,
            story=row.story,
            position=position,
            title=kept[row.story.pk].title if row.story.pk in kept else row.story.title,
            note=kept[row.story.pk].note if row.story.pk in kept else "",
            is_hidden=kept[row.story.pk].is_hidden if row.story.pk in kept else False,
            figures=story_snapshot(row),
        )
        for position, row in enumerate(rows, 1)
    )


def story_snapshot(row: StoryRow) -> dict[str, Any]:
    """Return a story's figures as plain JSON values."""
    return {
        "count": row.count,
        "outlets": row.outlets,
        "texts": row.texts,
        "positive": row.positive,
        "neutral": row.neutral,
        "negative": row.negative,
        "spark": list(row.spark),
        "first": row.first_at.isoformat(),
        "last": row.last_at.isoformat(),
    }


def _write_clips(brief: Brief) -> None:
    hidden = set(brief.clips.filter(is_hidden=True).values_list("mention_id", flat=True))
    brief.clips.all().delete()
    BriefClip.objects.bulk_create(
        BriefClip(brief=brief, mention=mention, position=position, is_hidden=mention.pk in hidden, figures=figures)
        for position, (mention, figures) in enumerate(take_clips(brief.unit, brief.since, brief.until), 1)
    )


def edit_brief(
    *,
    brief: Brief,
    version: int,
    lede: str,
    response: str,
    stories: Mapping[int, Mapping[str, Any]],
    hidden_clips: frozenset[int],
    by: User,
    now: datetime,
) -> Brief:
    """Write a person's words into a draft.

    Args:
        brief: the draft.
        version: the version the person saw; a newer one is not overwritten.
        lede: the summary.
        response: the recommended response.
        stories: for each `BriefStory` id its `title`, `note` and `is_hidden`.
        hidden_clips: ids of the `BriefClip` rows left out.
        by: who writes.
        now: when.

    Raises:
        NotAllowed: the person's role does not include briefs.
        Changed: somebody else changed it meanwhile.
        ActionError: the brief was sent; what went out is not edited.
    """
    _may(by, brief.unit)
    with transaction.atomic():
        row: Brief = Brief.objects.select_for_update().get(pk=brief.pk)
        if row.state == BriefState.SENT:
            raise ActionError(_("This brief was sent. What went out is not edited."))
        if row.version != version:
            raise Changed(
                _("Somebody else changed this brief meanwhile. Your words are still here; compare and save again.")
            )
        row.lede, row.response = lede.strip(), response.strip()
        row.edited_by, row.edited_at = by, now
        row.version += 1
        row.save()
        for story in row.stories.all():
            words = stories.get(story.pk)
            if words is not None:
                story.title = str(words["title"]).strip() or story.title
                story.note, story.is_hidden = str(words["note"]).strip(), bool(words["is_hidden"])
                story.save(update_fields=["title", "note", "is_hidden"])
        row.clips.update(is_hidden=False)
        row.clips.filter(pk__in=hidden_clips).update(is_hidden=True)
        record(action="reports.brief_edited", by=by, now=now, unit_id=row.unit_id, target=row)
    return row


def send_brief(*, brief: Brief, rendered: Rendered, by: User, now: datetime) -> Brief:
    """Send a brief to the recipients of its plan: once. Without a mail server it waits in the outbox.

    Raises:
        NotAllowed: the person's role does not include briefs.
        CannotSend: nobody is on the list, or it was sent already.
        Changed: the brief was changed after `rendered` was made of it.
    """
    _may(by, brief.unit)
    with transaction.atomic():
        row: Brief = Brief.objects.select_for_update(of=("self",)).select_related("unit__institution").get(pk=brief.pk)
        if row.state == BriefState.SENT:
            raise CannotSend(_("This brief was sent already."))
        if row.version != brief.version:  # what was rendered is not what stands here now
            raise Changed(
                _("Somebody else changed this brief meanwhile. Your words are still here; compare and save again.")
            )
        recipients = plan_of(row.unit).recipients
        if not recipients:
            raise CannotSend(_("Nobody is on the list yet. Add a recipient first."), field="recipients")
        row.state, row.sent_by, row.sent_at = BriefState.SENT, by, now
        row.version += 1
        row.save()
        for recipient in recipients:
            queue_mail(
                unit=row.unit,
                to=recipient["email"],
                to_name=recipient.get("name", ""),
                subject=rendered.subject,
                text=rendered.text,
                html=rendered.html,
                attachments=rendered.attachments,
                key=f"brief:{row.pk}:{digest(recipient['email'])}",
                by=by,
                now=now,
            )
        queue_event(
            unit=row.unit,
            event=Event.BRIEF_SENT,
            payload={
                "brief": row.pk,
                "number": row.number,
                "day": str(row.day),
                "mentions": row.figures.get("mentions"),
            },
            key=f"brief:{row.pk}",
            now=now,
        )
        record(
            action="reports.brief_sent",
            by=by,
            now=now,
            unit_id=row.unit_id,
            target=row,
            data={"recipients": len(recipients)},
        )
        brief_sent.send(sender=Brief, brief=row, by=by, now=now)
    return row


def set_plan(
    *,
    unit: Unit,
    is_active: bool,
    hour: time,
    working_days_only: bool,
    recipients: Sequence[Mapping[str, str]],
    for_whom: str,
    number_pattern: str,
    by: User,
    now: datetime,
) -> BriefPlan:
    """Set when a unit's brief is prepared, how it is numbered, and to whom it goes.

    Raises:
        NotAllowed: the person's role does not include briefs.
        ActionError: a recipient's address or the pattern cannot be used (`field` says which).
    """
    _may(by, unit)
    try:
        number_of(number_pattern, sequence=1, day=now.date())
    except BadPattern:
        raise ActionError(
            _("Use {sequence}, {day}, {month} and {year}; {sequence} must be there."), field="number_pattern"
        ) from None
    with transaction.atomic():
        plan, _made = BriefPlan.objects.update_or_create(
            unit=unit,
            defaults={
                "is_active": is_active,
                "hour": hour,
                "working_days_only": working_days_only,
                "recipients": _clean_recipients(recipients),
                "for_whom": for_whom.strip(),
                "number_pattern": number_pattern,
            },
        )
        record(
            action="reports.plan_set",
            by=by,
            now=now,
            unit_id=unit.pk,
            target=plan,
            data={"recipients": len(recipients)},
        )
    return plan


def _clean_recipients(recipients: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    clean: dict[str, dict[str, str]] = {}
    for row in recipients:
        email = row["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise ActionError(_("%(email)s is no e-mail address.") % {"email": email}, field="recipients") from None
        clean[email] = {"name": row.get("name", "").strip(), "email": email}
    return list(clean.values())
