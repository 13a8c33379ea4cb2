"""What a unit's writers start from and file under: templates and topics."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.choices import Kind
from kentongan.newsroom.models import Publication, ReleaseTemplate, Topic
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.richtext import clean_content, clean_line
from kentongan.newsroom.rules.rights import SET_UP

MOST_TOPICS = 60


def _may_set_up(by: User, unit: Unit, now: datetime) -> None:
    if not holds(by, unit, SET_UP, on=timezone.localdate(now, unit.zone)):
        raise NotAllowed(_("Your role does not include setting up the newsroom of this unit."))


def set_template(
    *,
    unit: Unit,
    name: str,
    kind: str,
    content: Content,
    by: User,
    now: datetime,
    template: ReleaseTemplate | None = None,
) -> ReleaseTemplate:
    """Write a template for a unit and those below it, or change one.

    Raises:
        NotAllowed: the person does not set up this unit's newsroom.
        ActionError: it has no name, one that is taken, or a type that is not on the list.
    """
    _may_set_up(by, unit, now)
    name = clean_line(name, 80)
    if not name:
        raise ActionError(_("Give it a name."), field="name")
    if kind and kind not in Kind.values:
        raise ActionError(_("Choose a type from the list."), field="kind")
    same = ReleaseTemplate.objects.filter(unit=unit, name=name)
    if (same.exclude(pk=template.pk) if template else same).exists():
        raise ActionError(_("A template of this name is there already."), field="name")
    bare = replace(clean_content(content), pictures=(), attachments=(), topics=())
    with transaction.atomic():
        row = template or ReleaseTemplate(unit=unit)
        row.name, row.kind, row.content, row.changed_at = name, kind, bare.as_json(), now
        row.save()
        record(action="newsroom.template_set", by=by, now=now, unit_id=unit.pk, target=row)
    return row


def drop_template(*, template: ReleaseTemplate, by: User, now: datetime) -> None:
    """Delete a template; texts that began from it keep their words.

    Raises:
        NotAllowed: the person does not set up this unit's newsroom.
    """
    _may_set_up(by, template.unit, now)
    with transaction.atomic():
        data = {"name": template.name}
        record(action="newsroom.template_dropped", by=by, now=now, unit_id=template.unit_id, target=template, data=data)
        template.delete()


def set_topic(
    *, unit: Unit, name: str, name_en: str = "", by: User, now: datetime, topic: Topic | None = None
) -> Topic:
    """Add a topic to an institution, or rename one; its address stays, because people follow it.

    Raises:
        NotAllowed: the person does not set up the newsroom of the institution's highest unit.
        ActionError: it has no name, or one that is taken, or there are 60 already.
    """
    root = _root(unit)
    _may_set_up(by, root, now)
    name, name_en = clean_line(name, 60), clean_line(name_en, 60)
    slug = slugify(name)[:60]
    if not slug:
        raise ActionError(_("Give it a name."), field="name")
    rows = Topic.objects.filter(institution_id=unit.institution_id)
    others = rows.exclude(pk=topic.pk) if topic else rows
    if others.filter(name__iexact=name).exists() or (topic is None and others.filter(slug=slug).exists()):
        raise ActionError(_("This topic is there already."), field="name")
    if topic is None and rows.count() >= MOST_TOPICS:
        raise ActionError(_("There are 60 topics already; readers find nothing among more."), field="name")
    with transaction.atomic():
        row = topic or Topic(institution_id=unit.institution_id, slug=slug)
        row.name, row.name_en = name, name_en
        row.save()
        record(action="newsroom.topic_set", by=by, now=now, unit_id=root.pk, target=row, data={"name": name})
    return row


def drop_topic(*, topic: Topic, unit: Unit, by: User, now: datetime) -> None:
    """Delete a topic under which nothing was published.

    Raises:
        NotAllowed: the person does not set up the newsroom of the institution's highest unit.
        ActionError: something is filed under it, and readers may follow it.
    """
    root = _root(unit)
    _may_set_up(by, root, now)
    if Publication.objects.filter(topics=topic).exists():
        raise ActionError(_("Something was published under this topic; it stays, and can be renamed."))
    with transaction.atomic():
        record(
            action="newsroom.topic_dropped", by=by, now=now, unit_id=root.pk, target=topic, data={"name": topic.name}
        )
        topic.delete()


def _root(unit: Unit) -> Unit:
    return unit if unit.depth == 1 else Unit.objects.get(path=unit.path[: Unit.steplen])
