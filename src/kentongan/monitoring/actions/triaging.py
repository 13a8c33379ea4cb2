"""What people make of mentions: ours or not, tone, note, tags, who takes care. One or many at a time, undoable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts import rules as rights
from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.audit import actions as audit
from kentongan.common.errors import ActionError, Changed
from kentongan.monitoring.actions.rights import require
from kentongan.monitoring.choices import Relevance, ToneChoice
from kentongan.monitoring.models import Mention, Tag, Triage
from kentongan.monitoring.signals import mention_triaged

UNDO_FOR = timedelta(hours=1)
MOST = 500
_FIELDS = ("relevance", "relevance_by_id", "tone", "tone_by_id", "note", "assigned_to_id")


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be different; None leaves a thing as it is.

    `tone` "" gives the word back to the machine. `assign_to` is a person, or "" for nobody. `add_tags` and `drop_tags`
    are names.
    """

    relevance: str | None = None
    tone: str | None = None
    note: str | None = None
    assign_to: User | str | None = None
    add_tags: Sequence[str] = ()
    drop_tags: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of it: the mentions changed, those that somebody else had changed meanwhile, and the undo's row."""

    changed: list[Mention]
    conflicts: list[Mention] = field(default_factory=list)
    undo: Triage | None = None


def triage(
    *, picks: Mapping[int, int | None], change: Change, by: User, now: datetime, with_copies: bool = False
) -> Outcome:
    """Change mentions, given as id -> the version the person saw (None: whatever stands there).

    A mention that changed since then is left alone and returned as a conflict: nobody's decision is overwritten.
    `with_copies` takes along the copies folded under a first text, as far as nobody has looked at them.

    Raises:
        NotAllowed: the person may not triage in a unit concerned.
        Changed: one mention was asked for, and it has changed.
        ActionError: an unknown tone, relevance or person; or more than `MOST` mentions at once.
    """
    if len(picks) > MOST:
        raise ActionError(_("At most %(count)d at once.") % {"count": MOST})
    values = _values(change, by)
    with transaction.atomic():
        rows = Mention.objects.visible_to(by).filter(pk__in=list(picks)).select_related("unit", "article")
        mentions = list(rows.order_by("pk").select_for_update(of=("self",)))
        units = {mention.unit_id: mention.unit for mention in mentions}
        for unit in units.values():
            require(by, unit, rights.TRIAGE, now=now)
            _check_person(change, unit, now)
        conflicts = [row for row in mentions if picks[row.pk] not in {None, row.version}]
        if conflicts and len(mentions) == 1:
            raise Changed(_("Somebody changed this in the meantime. What stands here now is theirs; nothing was lost."))
        wanted = [row for row in mentions if row not in conflicts]
        wanted += _copies(wanted) if with_copies else []
        before = {row.pk: _change_one(row, values, change) for row in wanted}
        undo = _keep(wanted, before, by, now) if wanted else None
        for mention in wanted:
            mention_triaged.send(sender=Mention, mention=mention, by=by, now=now)
        for unit in units.values():
            ids = [row.pk for row in wanted if row.unit_id == unit.pk]
            if ids:
                audit.record(action="monitoring.mention_triaged", by=by, now=now, unit_id=unit.pk,
                             data={"mentions": ids, **_told(change)})  # fmt: skip
    return Outcome(wanted, conflicts, undo)


def undo_triage(*, undo: Triage, by: User, now: datetime) -> Outcome:
    """Put back what stood there before; what somebody changed since stays, and is returned as a conflict.

    Raises:
        NotAllowed: it was somebody else's doing, or the right is gone.
        ActionError: it was undone already, or too long ago.
    """
    require(by, undo.unit, rights.TRIAGE, now=now)
    if undo.by_id != by.pk or now - undo.at > UNDO_FOR:
        raise ActionError(_("This cannot be undone any more."))
    with transaction.atomic():
        if not Triage.objects.filter(pk=undo.pk, undone_at__isnull=True).update(undone_at=now):
            raise ActionError(_("This cannot be undone any more."))
        mentions = list(Mention.objects.visible_to(by).filter(pk__in=[int(key) for key in undo.before]).order_by("pk"))
        changed, conflicts = [], []
        for mention in mentions:
            version, values, tags = undo.before[str(mention.pk)]
            rows = Mention.objects.filter(pk=mention.pk, version=version)
            if rows.update(**values, version=version + 1):
                mention.tags.set(Tag.objects.filter(pk__in=tags, unit=mention.unit_id))
                changed.append(mention)
            else:
                conflicts.append(mention)
        for mention in changed:
            mention.refresh_from_db()
            mention_triaged.send(sender=Mention, mention=mention, by=by, now=now)
        audit.record(action="monitoring.triage_undone", by=by, now=now, unit_id=undo.unit_id,
                     data={"mentions": [mention.pk for mention in changed]})  # fmt: skip
    return Outcome(changed, conflicts)


def _copies(firsts: Sequence[Mention]) -> list[Mention]:
    roots = [row.article_id for row in firsts if row.original_id is None]
    rows = Mention.objects.filter(unit__in={row.unit_id for row in firsts}, original__in=roots, relevance=Relevance.NEW)
    rows = rows.exclude(pk__in=[row.pk for row in firsts]).select_related("unit", "article")
    return list(rows.order_by("pk").select_for_update(of=("self",)))


def _values(change: Change, by: User) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if change.relevance is not None:
        if change.relevance not in Relevance.values:
            raise ActionError(_("This is no such choice."), field="relevance")
        values |= {"relevance": change.relevance, "relevance_by_id": by.pk}
        if change.relevance == Relevance.NEW:
            values["relevance_by_id"] = None
    if change.tone:
        if change.tone not in ToneChoice.values:
            raise ActionError(_("This is no such choice."), field="tone")
        values |= {"tone": change.tone, "tone_by_id": by.pk}
    if change.note is not None:
        values["note"] = change.note.strip()[:4000]
    if change.assign_to is not None:
        values["assigned_to_id"] = change.assign_to.pk if isinstance(change.assign_to, User) else None
    return values


def _check_person(change: Change, unit: Unit, now: datetime) -> None:
    person = change.assign_to
    if isinstance(person, User) and not holds(person, unit, rights.TRIAGE, on=now.astimezone(unit.zone).date()):
        raise ActionError(_("%(name)s does not work in this unit.") % {"name": person.name}, field="assign_to")


def _change_one(mention: Mention, values: dict[str, Any], change: Change) -> list[Any]:
    """Change one row; return what `Triage.before` keeps: version afterwards, former values, former tags."""
    former = {name: getattr(mention, name) for name in _FIELDS}
    tags = list(mention.tags.values_list("pk", flat=True))
    own = dict(values)
    if change.tone == "":
        own |= {"tone": mention.tone_machine, "tone_by_id": None}
    for name, value in own.items():
        setattr(mention, name, value)
    mention.version += 1
    Mention.objects.filter(pk=mention.pk).update(**own, version=mention.version)
    for name in change.add_tags:
        if name.strip():
            mention.tags.add(Tag.objects.get_or_create(unit=mention.unit, name=name.strip()[:40])[0])
    if change.drop_tags:
        mention.tags.remove(*mention.tags.filter(name__in=change.drop_tags))
    return [mention.version, former, tags]


def _keep(mentions: Sequence[Mention], before: dict[int, list[Any]], by: User, now: datetime) -> Triage:
    kept = {str(pk): values for pk, values in before.items()}
    return Triage.objects.create(unit=mentions[0].unit, by=by, at=now, before=kept)


def _told(change: Change) -> dict[str, Any]:
    """What the audit keeps of a change: no names of people, no text of notes."""
    told: dict[str, Any] = {"relevance": change.relevance, "tone": change.tone, "tags": [*change.add_tags]}
    told["untagged"] = [*change.drop_tags]
    told["noted"] = change.note is not None or None
    if change.assign_to is not None:
        told["assigned_to"] = change.assign_to.pk if isinstance(change.assign_to, User) else 0
    return {name: value for name, value in told.items() if value not in (None, [])}
