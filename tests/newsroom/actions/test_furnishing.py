from __future__ import annotations

from datetime import datetime

import pytest
from tests.factories.accounts import make_member, make_unit

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.furnishing import drop_template, drop_topic, set_template, set_topic
from kentongan.newsroom.models import ReleaseTemplate, Topic
from kentongan.newsroom.queries.writing import templates_for, topics_of
from kentongan.newsroom.rules.content import Content, File

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def head(unit: Unit) -> User:
    return make_member(unit, Role.BUREAU_HEAD)


def test_a_template_serves_its_unit_and_those_below(unit: Unit, head: User, now: datetime) -> None:
    child, other = make_unit("Kanwil", parent=unit), make_unit("Unit lain")
    content = Content(body="<p onclick=x>a</p>", pictures=(File(1, "a", "b"),))
    made = set_template(unit=unit, name=" Gangguan ", kind="clarification", content=content, by=head, now=now)
    assert (made.name, made.content["body"], made.content["pictures"]) == ("Gangguan", "<p>a</p>", [])
    assert list(templates_for(child)) == [made]
    assert list(templates_for(child, "speech")) == []
    assert list(templates_for(other)) == []


def test_a_template_is_changed_and_dropped(unit: Unit, head: User, now: datetime) -> None:
    made = set_template(unit=unit, name="A", kind="", content=Content(), by=head, now=now)
    set_template(unit=unit, name="B", kind="", content=Content(lead="x"), template=made, by=head, now=now)
    assert ReleaseTemplate.objects.get().name == "B"
    drop_template(template=made, by=head, now=now)
    assert not ReleaseTemplate.objects.exists()


@pytest.mark.parametrize(("name", "kind"), [("", ""), ("\u200b", ""), ("A", "novel"), ("Taken", "")])
def test_a_template_needs_a_name_of_its_own(unit: Unit, head: User, now: datetime, name: str, kind: str) -> None:
    set_template(unit=unit, name="Taken", kind="", content=Content(), by=head, now=now)
    with pytest.raises(ActionError):
        set_template(unit=unit, name=name, kind=kind, content=Content(), by=head, now=now)


def test_a_topic_keeps_its_address_when_renamed(unit: Unit, head: User, now: datetime) -> None:
    topic = set_topic(unit=unit, name="Loket Daring", name_en="Online", by=head, now=now)
    set_topic(unit=unit, name="Loket", topic=topic, by=head, now=now)
    assert list(topics_of(unit).values_list("name", "slug", "name_en")) == [("Loket", "loket-daring", "")]
    drop_topic(topic=topic, unit=unit, by=head, now=now)
    assert not Topic.objects.exists()


@pytest.mark.parametrize("name", ["", "!!!", "loket"])
def test_a_topic_needs_a_name_of_its_own(unit: Unit, head: User, now: datetime, name: str) -> None:
    set_topic(unit=unit, name="Loket", by=head, now=now)
    with pytest.raises(ActionError):
        set_topic(unit=unit, name=name, by=head, now=now)


def test_topics_are_the_institutions(unit: Unit, now: datetime) -> None:
    below = make_member(make_unit("Kanwil", parent=unit), Role.BUREAU_HEAD)
    with pytest.raises(NotAllowed):
        set_topic(unit=unit, name="Loket", by=below, now=now)
    with pytest.raises(NotAllowed):
        set_template(unit=unit, name="A", kind="", content=Content(), by=below, now=now)
