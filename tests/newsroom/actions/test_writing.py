from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import CONTENT, make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.audit.models import Entry
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.versions import keep_version
from kentongan.newsroom.actions.writing import (
    WrittenMeanwhile,
    answer_comment,
    comment_on_passage,
    copy_release,
    drop_release,
    note_presence,
    resolve_comment,
    restore_version,
    save_draft,
    save_version,
    start_release,
    take_up_release,
)
from kentongan.newsroom.choices import RoundState, Stage, VersionReason
from kentongan.newsroom.models import ApprovalRound, Asset, Release, ReleaseTemplate, ReleaseVersion, Topic
from kentongan.newsroom.queries.writing import languages_of, present_writers, remarks_on
from kentongan.newsroom.rules.content import Content, File, digest

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def writer(unit: Unit) -> User:
    return make_member(unit)


@pytest.fixture
def release(unit: Unit, writer: User, now: datetime) -> Release:
    return make_release(unit, writer, now)


def content_of(release: Release) -> Content:
    return Content.of(Release.objects.get(pk=release.pk).draft)


def test_a_text_begins_empty_with_its_type_and_language(unit: Unit, writer: User, now: datetime) -> None:
    release = start_release(unit=unit, kind="urgent", language="jv", by=writer, now=now)
    assert content_of(release) == Content(kind="urgent", language="jv")
    assert (release.stage, release.revision, release.is_urgent) == (Stage.DRAFT, 1, True)
    assert Entry.objects.get().action == "newsroom.release_started"


def test_a_template_gives_its_words(unit: Unit, writer: User, now: datetime) -> None:
    template = ReleaseTemplate.objects.create(
        unit=unit, name="Gangguan", content={"headline": "Gangguan", "body": "<p onclick=x>a</p>"}, changed_at=now
    )
    release = start_release(unit=unit, kind="clarification", template=template, by=writer, now=now)
    assert (release.title, content_of(release).body, content_of(release).kind) == (
        "Gangguan",
        "<p>a</p>",
        "clarification",
    )


def test_who_does_not_write_here_cannot_begin(unit: Unit, now: datetime) -> None:
    stranger = make_member(make_unit("Unit lain"))
    reader = make_member(unit, Role.INFO_OFFICER_MAIN)
    for person in (stranger, reader):
        with pytest.raises(NotAllowed):
            start_release(unit=unit, kind="speech", by=person, now=now)
    assert not Release.objects.exists()


def test_a_save_is_cleaned_and_raises_the_revision(release: Release, writer: User, now: datetime) -> None:
    dirty = replace(CONTENT, headline=" Judul\u200b ", body="<p>a<script>x</script></p>", topics=("nobody",))
    saved = save_draft(release=release, content=dirty, revision=release.revision, by=writer, now=now)
    assert saved.revision == release.revision + 1
    assert saved.title == "Judul"
    assert (content_of(release).body, content_of(release).topics) == ("<p>a</p>", ())


def test_the_same_text_again_changes_nothing(release: Release, writer: User, now: datetime) -> None:
    saved = save_draft(release=release, content=CONTENT, revision=release.revision, by=writer, now=now)
    assert saved.revision == release.revision


def test_a_save_sent_twice_saves_once(release: Release, writer: User, now: datetime) -> None:
    changed = replace(CONTENT, headline="Baru")
    first = save_draft(release=release, content=changed, revision=release.revision, by=writer, now=now)
    again = save_draft(release=release, content=changed, revision=release.revision, by=writer, now=now)
    assert again.revision == first.revision
    assert not ReleaseVersion.objects.filter(reason=VersionReason.CONFLICT).exists()


def test_whoever_saves_second_overwrites_nothing_and_loses_nothing(
    release: Release, writer: User, unit: Unit, now: datetime
) -> None:
    other = make_member(unit)
    save_draft(release=release, content=replace(CONTENT, headline="A"), revision=release.revision, by=other, now=now)
    with pytest.raises(WrittenMeanwhile) as told:
        save_draft(
            release=release, content=replace(CONTENT, headline="B"), revision=release.revision, by=writer, now=now
        )
    assert content_of(release).headline == "A"
    assert told.value.version.content["headline"] == "B"
    assert (told.value.version.reason, told.value.version.made_by) == (VersionReason.CONFLICT, writer)
    assert told.value.release.revision == release.revision + 1


def test_what_another_wrote_is_kept_before_one_writes_on(release: Release, unit: Unit, now: datetime) -> None:
    other = make_member(unit)
    save_draft(release=release, content=replace(CONTENT, headline="B"), revision=release.revision, by=other, now=now)
    (kept,) = ReleaseVersion.objects.filter(release=release)
    assert (kept.content["headline"], kept.reason, kept.made_by) == (CONTENT.headline, "kept", release.saved_by)


def test_after_a_pause_the_state_before_is_kept_and_recorded(release: Release, writer: User, now: datetime) -> None:
    row = release
    for minutes, headline in ((1, "A"), (2, "B"), (30, "C")):
        at = now + timedelta(minutes=minutes)
        row = save_draft(
            release=row, content=replace(CONTENT, headline=headline), revision=row.revision, by=writer, now=at
        )
    assert [version.content["headline"] for version in ReleaseVersion.objects.all()] == ["B"]
    assert Entry.objects.filter(action="newsroom.draft_saved").count() == 1


def test_lane_and_time_are_saved_without_touching_the_words(release: Release, writer: User, now: datetime) -> None:
    row = save_draft(
        release=release, content=CONTENT, revision=release.revision, by=writer, now=now, is_urgent=True, wanted_at=now
    )
    assert (row.is_urgent, row.wanted_at) == (True, now)
    row = save_draft(release=row, content=CONTENT, revision=row.revision, by=writer, now=now, wanted_at=None)
    assert (row.is_urgent, row.wanted_at) == (True, None)


def test_a_changed_text_lets_its_approvals_fall(release: Release, writer: User, now: datetime) -> None:
    version = save_version(release=release, by=writer, now=now)
    approval = ApprovalRound.objects.create(
        release=release, version=version, sha256=version.sha256, asked_by=writer, asked_at=now
    )
    Release.objects.update(stage=Stage.APPROVAL)
    same = save_draft(release=release, content=CONTENT, revision=release.revision, by=writer, now=now)
    assert same.stage == Stage.APPROVAL
    row = save_draft(release=same, content=replace(CONTENT, lead="Lain."), revision=same.revision, by=writer, now=now)
    approval.refresh_from_db()
    assert (approval.state, row.stage) == (RoundState.VOID, Stage.DRAFT)


@pytest.mark.parametrize("stage", [Stage.PUBLISHED, Stage.WITHDRAWN, Stage.DROPPED])
def test_what_is_public_or_put_away_is_not_written_on(
    release: Release, writer: User, now: datetime, stage: Stage
) -> None:
    Release.objects.update(stage=stage)
    with pytest.raises(ActionError):
        save_draft(release=release, content=Content(), revision=release.revision, by=writer, now=now)


def test_a_stranger_saves_nothing(release: Release, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        save_draft(release=release, content=Content(), revision=release.revision, by=make_member(make_unit()), now=now)


@pytest.mark.parametrize("wrong", [{"kind": "novel"}, {"language": "xx"}])
def test_a_type_or_language_not_on_the_list_is_refused(
    release: Release, writer: User, now: datetime, wrong: dict[str, str]
) -> None:
    with pytest.raises(ActionError):
        save_draft(release=release, content=replace(CONTENT, **wrong), revision=release.revision, by=writer, now=now)


def make_asset(unit: Unit, now: datetime) -> Asset:
    return Asset.objects.create(
        unit=unit, kind="picture", name="loket.jpg", media_type="image/jpeg", size=1, sha256="c" * 64, added_at=now
    )


def test_a_files_hash_and_name_come_from_its_row(release: Release, writer: User, unit: Unit, now: datetime) -> None:
    asset = make_asset(unit, now)
    claimed = replace(CONTENT, pictures=(File(asset.pk, "d" * 64, "lain.exe", alt="Loket"),))
    save_draft(release=release, content=claimed, revision=release.revision, by=writer, now=now)
    (file,) = content_of(release).pictures
    assert (file.sha256, file.name, file.alt) == ("c" * 64, "loket.jpg", "Loket")


def test_a_foreign_file_is_refused_unless_it_is_in_the_text(
    release: Release, writer: User, unit: Unit, now: datetime
) -> None:
    foreign = make_asset(make_unit("Unit lain"), now)
    claimed = replace(CONTENT, pictures=(File(foreign.pk, "c" * 64, "x"),))
    with pytest.raises(ActionError):
        save_draft(release=release, content=claimed, revision=release.revision, by=writer, now=now)
    Release.objects.update(draft=claimed.as_json())
    saved = save_draft(
        release=release, content=replace(claimed, headline="A"), revision=release.revision, by=writer, now=now
    )
    assert saved.draft["pictures"][0]["asset"] == foreign.pk


def test_topics_are_those_of_the_institution(release: Release, writer: User, unit: Unit, now: datetime) -> None:
    Topic.objects.create(institution=unit.institution, name="Loket", slug="loket")
    Topic.objects.create(institution=make_unit().institution, name="Lain", slug="lain")
    saved = save_draft(
        release=release,
        content=replace(CONTENT, topics=("loket", "lain")),
        revision=release.revision,
        by=writer,
        now=now,
    )
    assert saved.draft["topics"] == ["loket"]


# --- versions


def test_the_same_text_is_the_same_version(release: Release, writer: User, now: datetime) -> None:
    first = save_version(release=release, by=writer, now=now)
    again = keep_version(release=release, reason=VersionReason.ASKED, by=writer, now=now)
    assert again == first
    assert first.sha256 == digest(content_of(release))


def test_a_version_comes_back_and_the_present_text_is_kept(release: Release, writer: User, now: datetime) -> None:
    first = save_version(release=release, by=writer, now=now)
    row = save_draft(
        release=release, content=replace(CONTENT, headline="B"), revision=release.revision, by=writer, now=now
    )
    row = restore_version(release=row, version=first, revision=row.revision, by=writer, now=now)
    assert row.draft["headline"] == CONTENT.headline
    assert [version.content["headline"] for version in row.versions.order_by("sequence")] == [CONTENT.headline, "B"]


# --- languages


def test_a_translation_takes_over_what_has_no_language(
    release: Release, writer: User, unit: Unit, now: datetime
) -> None:
    english = start_release(unit=unit, kind="speech", language="en", translation_of=release, by=writer, now=now)
    content = content_of(english)
    assert (content.headline, content.body, content.language, content.kind) == ("", "", "en", release.kind)
    assert content.quotes == () or content.quotes[0].text == ""
    assert (content.contacts, content.facts) == (CONTENT.contacts, CONTENT.facts)
    javanese = start_release(unit=unit, kind="speech", language="jv", translation_of=english, by=writer, now=now)
    assert [row.pk for row in languages_of(javanese)] == [release.pk, english.pk, javanese.pk]


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_language_is_written_once(release: Release, writer: User, unit: Unit, now: datetime, language: str) -> None:
    start_release(unit=unit, kind="speech", language="en", translation_of=release, by=writer, now=now)
    with pytest.raises(ActionError):
        start_release(unit=unit, kind="speech", language=language, translation_of=release, by=writer, now=now)


def test_a_copy_has_the_words_and_no_number(release: Release, writer: User, now: datetime) -> None:
    Release.objects.update(number="7/HM/2026")
    copy = copy_release(release=release, by=writer, now=now)
    assert (copy.draft, copy.number, copy.stage) == (release.draft, "", Stage.DRAFT)


# --- dropping


def test_a_dropped_text_comes_back(release: Release, writer: User, now: datetime) -> None:
    assert drop_release(release=release, by=writer, now=now).stage == Stage.DROPPED
    assert take_up_release(release=release, by=writer, now=now).stage == Stage.DRAFT


# --- remarks and presence


def test_a_remark_is_answered_and_settled(release: Release, writer: User, unit: Unit, now: datetime) -> None:
    head = make_member(unit, Role.INFO_OFFICER_MAIN)
    remark = comment_on_passage(release=release, passage=" 12.480\npemohon ", text="Dari mana?", by=head, now=now)
    answer = answer_comment(comment=remark, text="Pusdatin.", by=writer, now=now)
    answer_comment(comment=answer, text="Baik.", by=head, now=now)
    (row,) = remarks_on(release)
    assert (row.passage, [each.text for each in row.answers.all()]) == ("12.480 pemohon", ["Pusdatin.", "Baik."])
    assert resolve_comment(comment=row, by=writer, now=now).resolved_by == writer
    assert resolve_comment(comment=row, by=writer, now=now).resolved_at is None


def test_an_empty_remark_is_refused_and_a_stranger_says_nothing(release: Release, writer: User, now: datetime) -> None:
    with pytest.raises(ActionError):
        comment_on_passage(release=release, passage="", text=" \u200b ", by=writer, now=now)
    with pytest.raises(NotAllowed):
        comment_on_passage(release=release, passage="", text="a", by=make_member(make_unit()), now=now)


def test_two_writers_are_told_of_each_other_while_they_are_there(
    release: Release, writer: User, unit: Unit, now: datetime
) -> None:
    other = make_member(unit)
    for person in (writer, other, other):
        note_presence(release=release, user=person, now=now)
    assert present_writers(release, now, but=writer) == [other]
    assert present_writers(release, now + timedelta(minutes=1)) == []
