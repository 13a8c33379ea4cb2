"""Passes to an edition under embargo: who accepted may read it before its hour, by a link of their own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import User
from kentongan.audit.actions import record
from kentongan.channels.email.actions import queue_mail
from kentongan.common.errors import ActionError
from kentongan.common.numbers import date_clock
from kentongan.common.secrets import new_token, token_hash
from kentongan.newsroom.actions.publishing import locked, may
from kentongan.newsroom.models import EmbargoPass, Publication
from kentongan.newsroom.rules.rights import PUBLISH

MOST_PASSES = 2000


@dataclass(frozen=True)
class NewPass:
    """A pass with its link; the link is shown this once, only its hash is kept."""

    row: EmbargoPass
    url: str


def give_embargo_pass(
    *, publication: Publication, name: str, outlet: str = "", email: str = "", by: User, now: datetime
) -> NewPass:
    """Let one recipient read an edition under embargo before its hour; with an address the link is mailed.

    Raises:
        NotAllowed: the person may not publish for this unit.
        ActionError: the edition is under no embargo, public already or stopped; no name; no such address.
    """
    may(by, publication.unit, PUBLISH, now)
    name, outlet, email = (" ".join(text.split()) for text in (name, outlet, email))
    if not name:
        raise ActionError(_("Say whom the pass is for."), field="name")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise ActionError(_("This is no e-mail address."), field="email") from None
    token = new_token()
    url = f"{settings.BASE_URL}/embargo/{token}/"
    with transaction.atomic():
        locked(publication.release)
        row = Publication.objects.select_related("unit").get(pk=publication.pk)
        if row.cancelled_at is not None or not row.is_embargoed or row.publish_at <= now:
            raise ActionError(_("This edition is under no embargo."))
        if EmbargoPass.objects.filter(publication=row).count() >= MOST_PASSES:
            raise ActionError(_("This edition has as many passes as one may have."))
        given = EmbargoPass.objects.create(
            publication=row,
            name=name[:150],
            outlet=outlet[:150],
            email=email,
            token_hash=token_hash(token),
            made_by=by,
            made_at=now,
        )
        if email:
            _mail(given, row, url, by, now)
        data = {"pass": given.pk, "mailed": bool(email)}
        record(action="newsroom.pass_given", by=by, now=now, unit_id=row.unit_id, target=row.release, data=data)
    return NewPass(given, url)


# Not even the headline: who has not accepted the embargo is bound by nothing.
def _mail(given: EmbargoPass, row: Publication, url: str, by: User, now: datetime) -> None:
    until = date_clock(row.publish_at, zone=row.unit.zone)
    text = _(
        "%(name)s,\n\n%(office)s lets you read a text before it is public. It is under embargo until %(until)s.\n\n"
        "Whoever accepts this may read it here; the link is yours alone:\n%(url)s"
    ) % {"name": given.name, "office": row.institution.name, "until": until, "url": url}
    queue_mail(
        unit=row.unit,
        to=given.email,
        subject=_("%(office)s: a text under embargo until %(until)s")
        % {"office": row.institution.name, "until": until},
        text=text,
        key=f"newsroom:pass:{given.pk}",
        by=by,
        now=now,
        is_private=True,
    )


def revoke_embargo_pass(*, embargo_pass: EmbargoPass, by: User, now: datetime) -> EmbargoPass:
    """Take a pass back: its link opens nothing any more. Taking it back again changes nothing.

    Raises:
        NotAllowed: the person may not publish for this unit.
    """
    publication = embargo_pass.publication
    may(by, publication.unit, PUBLISH, now)
    with transaction.atomic():
        row = EmbargoPass.objects.select_for_update().get(pk=embargo_pass.pk)
        if row.revoked_at is None:
            row.revoked_at = now
            row.save(update_fields=["revoked_at"])
            data = {"pass": row.pk}
            record(
                action="newsroom.pass_revoked",
                by=by,
                now=now,
                unit_id=publication.unit_id,
                target=publication.release,
                data=data,
            )
    return row
