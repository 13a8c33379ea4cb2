from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.factories.accounts import make_member, make_unit
from tests.factories.newsroom import make_release
from tests.factories.publishing import make_publication, make_publisher

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.newsroom.actions.asking import ask_approval
from kentongan.newsroom.actions.correcting import CannotCorrect, leave_correction, start_correction, withdraw_release
from kentongan.newsroom.actions.deciding import decide
from kentongan.newsroom.actions.keys import ensure_key, revoke_key, rotate_key
from kentongan.newsroom.actions.publishing import CannotPublish, CorrectionWords, cancel_publication, publish_release
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.choices import Change, Decided, Stage, Standing
from kentongan.newsroom.models import ApprovalStep, Chain, Correction, Publication, Release, SigningKey, Withdrawal
from kentongan.newsroom.queries.keys import published_keys
from kentongan.newsroom.queries.publishing import current_edition, editions, signed_download, standing_of
from kentongan.newsroom.rules.content import Content
from kentongan.newsroom.rules.signing import NotTrusted, PublicKey, check, open_download, retraction_of, statement_of
from kentongan.newsroom.tasks.keys import sign_anew

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WORDS = CorrectionWords(was_wrong="Disebut 12.480 pemohon.", is_right="Yang benar 11.900 pemohon.", told="Kabar Serayu")


@pytest.fixture
def unit() -> Unit:
    return make_unit()


@pytest.fixture
def officer(unit: Unit, now: datetime) -> User:
    return make_publisher(unit, now)


@pytest.fixture
def first(unit: Unit, officer: User, now: datetime) -> Publication:
    return make_publication(now, unit=unit, by=officer)


def rewrite(publication: Publication, by: User, now: datetime, **fields: str) -> None:
    """Start a correction and save other words."""
    row = start_correction(release=publication.release, by=by, now=now)
    content = replace(Content.of(row.draft), **(fields or {"lead": "Loket pulih; 11.900 pemohon terdampak."}))
    save_draft(release=row, content=content, revision=row.revision, by=by, now=now)


def keys() -> dict[str, PublicKey]:
    return {key.kid: key for key in published_keys()}


def test_a_correction_is_a_new_edition_and_the_old_one_stays(first: Publication, officer: User, now: datetime) -> None:
    later = now + HOUR
    rewrite(first, officer, later)
    assert standing_of(first, later) == Standing.VALID  # until the new one is out
    second = publish_release(release=first.release, by=officer, now=later, correction=WORDS)

    assert (second.edition, second.change) == (2, Change.CORRECTION)
    assert (second.short_code, second.spoken_code, second.number) == (first.short_code, first.spoken_code, first.number)
    assert editions(first.release, later) == [second, first]
    assert (standing_of(first, later), standing_of(second, later)) == (Standing.CORRECTED, Standing.VALID)
    assert current_edition(first.release, later - HOUR) == first
    line = Correction.objects.get()
    assert (line.was_wrong, line.wrong_since, line.told) == (WORDS.was_wrong, first.publish_at, "Kabar Serayu")
    assert statement_of(second.payload).replaces == first.sha256
    first.refresh_from_db()
    assert "12.480" in first.text


def test_an_update_needs_no_line_in_the_register(first: Publication, officer: User, now: datetime) -> None:
    rewrite(first, officer, now + HOUR)
    second = publish_release(release=first.release, by=officer, now=now + HOUR)
    assert second.change == Change.UPDATE
    assert not Correction.objects.exists()


def test_the_same_words_are_no_correction(first: Publication, officer: User, now: datetime) -> None:
    start_correction(release=first.release, by=officer, now=now + HOUR)
    with pytest.raises(CannotPublish, match="Nothing has changed"):
        publish_release(release=first.release, by=officer, now=now + HOUR, correction=WORDS)


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (replace(WORDS, was_wrong=" "), "was_wrong"),
        (replace(WORDS, is_right=""), "is_right"),
        (replace(WORDS, wrong_since=datetime.fromisoformat("2030-01-01T00:00:00+07:00")), "wrong_since"),
    ],
)
def test_the_register_says_what_was_wrong(
    first: Publication, officer: User, now: datetime, words: CorrectionWords, field: str
) -> None:
    rewrite(first, officer, now + HOUR)
    with pytest.raises(CannotPublish) as error:
        publish_release(release=first.release, by=officer, now=now + HOUR, correction=words)
    assert error.value.field == field
    assert Publication.objects.count() == 1


def test_a_correction_is_started_once_and_may_be_given_up(first: Publication, officer: User, now: datetime) -> None:
    rewrite(first, officer, now + HOUR)
    again = start_correction(release=first.release, by=officer, now=now + HOUR)
    assert "11.900" in again.draft["lead"]
    left = leave_correction(release=first.release, by=officer, now=now + HOUR)
    assert (left.stage, left.draft) == (Stage.PUBLISHED, first.version.content)
    assert any("11.900" in row.content["lead"] for row in left.versions.all())
    with pytest.raises(CannotCorrect):
        leave_correction(release=first.release, by=officer, now=now + HOUR)


def test_a_scheduled_correction_stopped_leaves_the_public_edition(
    first: Publication, officer: User, now: datetime
) -> None:
    rewrite(first, officer, now + HOUR)
    second = publish_release(
        release=first.release, by=officer, now=now + HOUR, publish_at=now + 3 * HOUR, correction=WORDS
    )
    assert standing_of(first, now + 2 * HOUR) == Standing.VALID
    with pytest.raises(CannotCorrect, match="waiting"):
        start_correction(release=first.release, by=officer, now=now + 2 * HOUR)
    cancel_publication(publication=second, by=officer, now=now + 2 * HOUR)
    assert standing_of(first, now + 4 * HOUR) == Standing.VALID
    third = publish_release(release=first.release, by=officer, now=now + 4 * HOUR, correction=WORDS)
    assert (third.edition, standing_of(first, now + 4 * HOUR)) == (2, Standing.CORRECTED)


def test_what_is_not_public_is_neither_corrected_nor_withdrawn(unit: Unit, officer: User, now: datetime) -> None:
    waiting = make_publication(now, unit=unit, by=officer, publish_at=now + HOUR)
    cancel_publication(publication=waiting, by=officer, now=now)
    with pytest.raises(CannotCorrect):
        start_correction(release=waiting.release, by=officer, now=now)
    with pytest.raises(CannotCorrect):
        withdraw_release(release=waiting.release, why="Keliru", by=officer, now=now)


# --- withdrawal ------------------------------------------------------------------------------------------------------


def test_a_withdrawal_is_signed_and_takes_back_every_edition(first: Publication, officer: User, now: datetime) -> None:
    rewrite(first, officer, now + HOUR)
    second = publish_release(release=first.release, by=officer, now=now + HOUR, correction=WORDS)
    withdrawn = withdraw_release(release=first.release, why=" Data belum lengkap. ", by=officer, now=now + 2 * HOUR)

    assert check(SigningKey.objects.get().public_key, withdrawn.payload, withdrawn.signature)
    said = retraction_of(withdrawn.payload)
    assert (said.why, said.short_code, said.withdrawn_at) == ("Data belum lengkap.", first.short_code, now + 2 * HOUR)
    for edition in (first, second):
        assert standing_of(edition, now + 2 * HOUR) == Standing.WITHDRAWN
        assert edition.is_public(now + 2 * HOUR)
        assert open_download(signed_download(edition, now + 2 * HOUR), keys()).retraction == said
    assert standing_of(second, now + HOUR) == Standing.VALID
    again = withdraw_release(release=first.release, why="Lain", by=officer, now=now + 3 * HOUR)
    assert (again, Withdrawal.objects.count()) == (withdrawn, 1)


def test_a_withdrawn_release_is_closed(first: Publication, officer: User, now: datetime) -> None:
    rewrite(first, officer, now + HOUR)
    waiting = publish_release(release=first.release, by=officer, now=now + HOUR, publish_at=now + 9 * HOUR)
    withdraw_release(release=first.release, why="Keliru", by=officer, now=now + HOUR)
    assert Publication.objects.get(pk=waiting.pk).cancelled_at == now + HOUR
    with pytest.raises(CannotCorrect):
        start_correction(release=first.release, by=officer, now=now + HOUR)
    with pytest.raises(CannotPublish):
        publish_release(release=first.release, by=officer, now=now + HOUR)


def test_a_withdrawal_says_why(first: Publication, officer: User, now: datetime) -> None:
    with pytest.raises(ActionError) as error:
        withdraw_release(release=first.release, why=" ", by=officer, now=now)
    assert error.value.field == "why"


def test_who_may_not_does_not(first: Publication, unit: Unit, now: datetime) -> None:
    for person in (make_member(unit, Role.PR_OFFICER), make_member(make_unit(), Role.BUREAU_HEAD)):
        with pytest.raises(NotAllowed):
            withdraw_release(release=first.release, why="Keliru", by=person, now=now)
    for person in (make_member(unit, Role.INFO_OFFICER_MAIN), make_member(make_unit(), Role.BUREAU_HEAD)):
        with pytest.raises(NotAllowed):
            start_correction(release=first.release, by=person, now=now)


# --- keys that change in between -------------------------------------------------------------------------------------


def test_a_key_replaced_after_signing_still_proves(
    first: Publication, unit: Unit, officer: User, now: datetime
) -> None:
    download = signed_download(first, now)
    rotate_key(institution=unit.institution, by=officer, now=now + HOUR)
    assert open_download(download, keys()).statement.text == first.text


def test_what_a_revoked_key_had_signed_is_signed_again(
    first: Publication, unit: Unit, officer: User, now: datetime
) -> None:
    withdrawal = withdraw_release(release=first.release, why="Keliru", by=officer, now=now)
    before, old = signed_download(first, now), SigningKey.objects.get()
    new = rotate_key(institution=unit.institution, by=officer, now=now + HOUR)
    revoke_key(key=old, why="Dicuri", by=officer, now=now + HOUR)

    with pytest.raises(NotTrusted, match="revoked"):
        open_download(before, keys())
    text = first.text
    first.refresh_from_db()
    withdrawal.refresh_from_db()
    assert (first.kid, withdrawal.kid, first.text) == (new.kid, new.kid, text)
    assert open_download(signed_download(first, now + HOUR), keys()).retraction is not None


def test_a_row_changed_behind_our_back_is_not_signed_again(
    first: Publication, unit: Unit, officer: User, now: datetime
) -> None:
    forged = first.payload.replace("tiga jam", "enam jam")
    assert forged != first.payload
    Publication.objects.filter(pk=first.pk).update(payload=forged)
    revoke_key(key=ensure_key(institution=unit.institution, by=None, now=now), why="Dicuri", by=officer, now=now)
    first.refresh_from_db()
    assert first.signature == ""
    with pytest.raises(NotTrusted):
        open_download(signed_download(first, now), keys())


def test_the_sweep_signs_the_rest_anew(first: Publication, unit: Unit, officer: User, now: datetime) -> None:
    key = SigningKey.objects.get()
    SigningKey.objects.filter(pk=key.pk).update(revoked_at=now, retired_at=now)
    assert sign_anew.call() == 1
    first.refresh_from_db()
    assert open_download(signed_download(first, now), keys()).statement.text == first.text
    key.refresh_from_db()
    assert key.resigned_at is not None
    assert sign_anew.call() == 0


# --- approvals are good for one edition ------------------------------------------------------------------------------


def approve(release: Release, by: User, head: User, now: datetime) -> None:
    approval = ask_approval(release=release, by=by, now=now)
    step = ApprovalStep.objects.get(round=approval)
    decide(step=step, decided=Decided.APPROVE, sha256=approval.sha256, by=head, now=now)


def say(release: Release, lead: str, by: User, now: datetime) -> None:
    row = Release.objects.select_related("unit__institution").get(pk=release.pk)
    content = replace(Content.of(row.draft), lead=lead)
    save_draft(release=row, content=content, revision=row.revision, by=by, now=now)


def test_the_old_words_need_a_new_approval(unit: Unit, now: datetime) -> None:
    writer, head = make_member(unit, Role.PR_OFFICER), make_member(unit, Role.BUREAU_HEAD)
    release = make_release(unit, writer, now, lead="Loket pulih.")
    approve(release, writer, head, now)
    publish_release(release=release, by=writer, now=now)
    for hours, lead in ((1, "Loket belum pulih."), (2, "Loket pulih.")):
        later = now + hours * HOUR
        start_correction(release=release, by=writer, now=later)
        say(release, lead, writer, later)
        with pytest.raises(CannotPublish, match="not been approved"):
            publish_release(release=release, by=writer, now=later)
        approve(release, writer, head, later)
        publish_release(release=release, by=writer, now=later)
    assert [row.edition for row in editions(release, now + 3 * HOUR)] == [3, 2, 1]


def test_a_stopped_edition_keeps_its_approval_until_its_words_change(unit: Unit, now: datetime) -> None:
    writer, head = make_member(unit, Role.PR_OFFICER), make_member(unit, Role.BUREAU_HEAD)
    release = make_release(unit, writer, now, lead="Loket pulih.")
    approve(release, writer, head, now)
    waiting = publish_release(release=release, by=writer, now=now, publish_at=now + HOUR)
    cancel_publication(publication=waiting, by=writer, now=now)
    assert Release.objects.get().stage == Stage.APPROVED
    say(release, "Loket belum pulih.", writer, now)
    assert Release.objects.get().stage == Stage.DRAFT
    with pytest.raises(CannotPublish, match="not been approved"):
        publish_release(release=release, by=writer, now=now)


def test_what_is_published_is_not_sent_up_a_chain(first: Publication, officer: User, now: datetime) -> None:
    Chain.objects.all().delete()
    with pytest.raises(ActionError, match="corrected"):
        ask_approval(release=first.release, by=officer, now=now)
    assert Release.objects.get().stage == Stage.PUBLISHED
