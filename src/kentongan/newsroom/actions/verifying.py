"""What is kept of the public's questions: how often which answer was given, and texts that somebody reported."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Institution, Unit, User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.common.limits import Window
from kentongan.common.patience import if_free
from kentongan.newsroom.models import ForgeryReport, Publication, VerdictCount
from kentongan.newsroom.queries.verifying import Answer
from kentongan.newsroom.rules.rights import WRITE

WRITTEN_EVERY = timedelta(seconds=5)
KEPT = timedelta(days=180)  # a reported text, unless somebody deletes it before
MOST_LETTERS = 20_000
MOST_A_DAY = 500  # reports of one institution: beyond it nobody reads them, and the disk is not the public's

asked = Window()
_Key = tuple[int, int | None, datetime, str]
_lock = Lock()
_counts: Counter[_Key] = Counter()
_written_at: list[datetime] = []


def wait_before_asking(*, address: str, at: float) -> float:
    """Note a question from `address` at the monotonic second `at`; 0.0, or the seconds after which it may be asked.

    Page and programs count together: `KENTONGAN_VERIFY_RATE` a minute.
    """
    return asked.wait_for(address, settings.VERIFY_PER_MINUTE, at)


def note_verdict(answer: Answer, *, institution: Institution | None, now: datetime) -> None:
    """Count an answer under its edition, institution and hour; never the text that was asked about.

    Quiet hours are written at once, busy ones every few seconds; a kill then loses the counts of those seconds. What
    belongs to no institution (several are here, and the text is none of theirs) is not counted.
    """
    if answer.main is not None:
        owner = answer.main.publication.institution_id
    elif institution is not None:
        owner = institution.pk
    else:
        return
    hour = now.replace(minute=0, second=0, microsecond=0)
    key = (owner, answer.main.publication.pk if answer.main else None, hour, answer.verdict.value)
    with _lock:
        _counts[key] += 1
        if _written_at and timedelta() <= now - _written_at[0] < WRITTEN_EVERY:
            return
        _written_at[:] = [now]
        counts = dict(_counts)
        _counts.clear()
    write_verdicts(counts)


def write_verdicts(counts: dict[_Key, int]) -> None:
    """Add counts to the rows, or put them back when somebody else writes just then: nobody waits for a count."""
    written = False
    with if_free():
        # What was deleted meanwhile is not counted; its rows would be refused, and the others with them.
        owners = set(Institution.objects.filter(pk__in={key[0] for key in counts}).values_list("pk", flat=True))
        known = set(Publication.objects.filter(pk__in={key[1] for key in counts}).values_list("pk", flat=True))
        with transaction.atomic():
            for (owner, edition, hour, verdict), times in counts.items():
                named: dict[str, Any] = {
                    "institution_id": owner,
                    "publication_id": edition,
                    "hour": hour,
                    "verdict": verdict,
                }
                if owner in owners and (edition is None or edition in known):
                    VerdictCount.objects.get_or_create(**named)
                    VerdictCount.objects.filter(**named).update(times=F("times") + times)
        written = True
    if not written:
        with _lock:
            _counts.update(counts)


def forget() -> None:
    """Forget what is counted in memory, as a process that starts anew."""
    asked.clear()
    with _lock:
        _counts.clear()
        _written_at.clear()


def report_text(
    *, text: str, answer: Answer, institution: Institution, seen_where: str = "", now: datetime
) -> ForgeryReport:
    """Keep a text that somebody wants the office to see; the same text within a day once.

    Raises:
        ActionError: there is nothing in it, or too many came today.
    """
    text = text.replace("\0", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace").strip()[:MOST_LETTERS]
    if not text:
        raise ActionError(_("There is no text to report."), field="text")
    since = now - timedelta(days=1)
    with transaction.atomic():
        recent = ForgeryReport.objects.filter(institution=institution, at__gt=since)
        if same := recent.filter(text=text).first():
            return same
        if recent.count() >= MOST_A_DAY:
            raise ActionError(_("More reports came today than can be read. The office knows; please try tomorrow."))
        return ForgeryReport.objects.create(
            institution=institution,
            publication=answer.main.publication if answer.main else None,
            verdict=answer.verdict,
            text=text,
            seen_where=" ".join(seen_where.split())[:200],
            at=now,
            delete_on=timezone.localdate(now + KEPT),
        )


def close_report(*, report: ForgeryReport, by: User, now: datetime) -> ForgeryReport:
    """Mark a reported text as seen to; marking it again changes nothing.

    Raises:
        NotAllowed: the person does not write for the institution.
    """
    root = Unit.objects.get(institution=report.institution_id, depth=1)
    if not holds(by, root, WRITE, on=timezone.localdate(now, root.zone)):
        raise NotAllowed(_("Reports from the public are in the hands of the newsroom of the whole institution."))
    with transaction.atomic():
        changed = ForgeryReport.objects.filter(pk=report.pk, handled_at=None).update(handled_at=now)
        if changed:
            record(action="newsroom.report_closed", by=by, now=now, unit_id=root.pk, target=report)
    report.refresh_from_db()
    return report


def delete_old_reports(*, now: datetime) -> int:
    """Delete reported texts whose time is over; returns how many."""
    deleted, _rows = ForgeryReport.objects.filter(delete_on__lt=timezone.localdate(now)).delete()
    return deleted
