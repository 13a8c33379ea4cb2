"""Queueing mail, and what a person decides about mail that did not go through."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import BRIEF
from kentongan.audit.actions import record
from kentongan.channels.email.choices import MailState
from kentongan.channels.email.models import MailAttachment, OutgoingMail
from kentongan.channels.email.rules import MOST_ATTACHED, Attachment, ascii_address, one_line
from kentongan.common.errors import ActionError, Changed, NotAllowed
from kentongan.common.keys import fitting_key


def queue_mail(
    *,
    unit: Unit | None,
    to: str,
    subject: str,
    text: str,
    key: str,
    by: User | None,
    now: datetime,
    to_name: str = "",
    html: str = "",
    attachments: Iterable[tuple[str, str, bytes]] = (),
    is_private: bool = False,
) -> OutgoingMail:
    """Put one message to one address into the outbox. The same `key` again returns the row that is there.

    Args:
        unit: whose outbox shows it and whose institution's server sends it; None for mail that belongs to no unit.
        key: names the occasion, such as `"account:5f0c..."`; of any length.
        to_name: the person's name, shown beside the address.
        attachments: (name, media type, bytes) of each file.
        is_private: it holds a secret link; its text is never shown, and wiped once it is sent.

    Raises: ActionError when the address cannot be written to or the attachments are too large.
    """
    try:
        address = ascii_address(to)
        validate_email(address)
    except (ValidationError, ValueError):
        raise ActionError(_("“%(address)s” is no e-mail address.") % {"address": one_line(to)}, field="to") from None
    files = [Attachment(*file) for file in attachments]
    if sum(len(file.content) for file in files) > MOST_ATTACHED:
        raise ActionError(_("The attachments are larger than 18 MB together; mail servers refuse that."))
    with transaction.atomic():
        mail, is_new = OutgoingMail.objects.get_or_create(
            key=fitting_key(key),
            defaults={
                "unit": unit,
                "to": address,
                "to_name": one_line(to_name)[:150],
                "subject": one_line(subject)[:250],
                "text": text,
                "html": html,
                "is_private": is_private,
                "next_try_at": now,
                "created_by": by,
                "created_at": now,
            },
        )
        if is_new:
            MailAttachment.objects.bulk_create(
                MailAttachment(
                    mail=mail, name=one_line(file.name)[:150], media_type=file.media_type[:100], content=file.content
                )
                for file in files
            )
    return mail


def retry_mail(*, mail: OutgoingMail, by: User, now: datetime) -> OutgoingMail:
    """Try a message again that failed or is unclear; for an unclear one the person takes it upon them that it may
    arrive twice.

    Raises: NotAllowed; Changed when it is in another state meanwhile.
    """
    values = {"next_try_at": now, "leased_until": None, "tries": 0, "problem": ""}
    return _decide(
        mail, MailState.WAITING, {MailState.FAILED, MailState.UNCLEAR}, "mail_retried", values, by=by, now=now
    )


def mark_sent(*, mail: OutgoingMail, by: User, now: datetime) -> OutgoingMail:
    """Note that an unclear message did arrive. Raises: NotAllowed; Changed."""
    values = {"sent_at": now, "next_try_at": None, "leased_until": None}
    return _decide(mail, MailState.SENT, {MailState.UNCLEAR}, "mail_marked_sent", values, by=by, now=now)


def give_up(*, mail: OutgoingMail, by: User, now: datetime) -> OutgoingMail:
    """Keep a message that waits or is unclear from going out. Raises: NotAllowed; Changed."""
    values = {"next_try_at": None, "leased_until": None, "problem": _("Held back by a person.")}
    return _decide(mail, MailState.FAILED, {MailState.WAITING, MailState.UNCLEAR}, "mail_held", values, by=by, now=now)


def _decide(
    mail: OutgoingMail,
    state: MailState,
    states: set[MailState],
    act: str,
    values: Mapping[str, object],
    *,
    by: User,
    now: datetime,
) -> OutgoingMail:
    if mail.unit is None or not holds(by, mail.unit, BRIEF, on=today(mail.unit)):
        raise NotAllowed(_("Your role in this unit does not allow this."))
    with transaction.atomic():
        if not OutgoingMail.objects.filter(pk=mail.pk, state__in=states).update(state=state, **values):
            raise Changed(_("The message has moved on meanwhile. Look again."))
        record(action=f"email.{act}", by=by, now=now, unit_id=mail.unit_id, target=mail)
    return OutgoingMail.objects.get(pk=mail.pk)
