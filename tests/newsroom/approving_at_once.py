"""Several people act on one text at the same moment, in a house of its own (a real database file, one line a claim).

Run by `actions/test_approving_at_once.py` with `KENTONGAN_DATA` naming an empty folder.
"""

# ruff: noqa: E402, T201 - Django is set up before the rooms are loaded; what was found is printed for the test.
from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.project.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connections
from django.utils import timezone
from tests.factories.accounts import InstitutionFactory, UserFactory, make_member, make_unit
from tests.factories.newsroom import make_release

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.audit.queries import prove_chain
from kentongan.common.errors import ActionError
from kentongan.newsroom.actions import deciding
from kentongan.newsroom.actions.asking import ask_approval
from kentongan.newsroom.actions.deciding import decide
from kentongan.newsroom.actions.linking import decide_by_link, make_link
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.choices import Decided
from kentongan.newsroom.models import ApprovalLink, ApprovalRound, Decision, Release
from kentongan.newsroom.queries.approving import approved_round
from kentongan.newsroom.rules.content import Content, digest

TIMES = 5


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all at the same moment, each on a connection of its own; return what each was refused with."""
    results = [""] * len(acts)
    start = threading.Barrier(len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
        except ActionError as error:
            results[number] = type(error).__name__
        except Exception as error:  # noqa: BLE001 - told to the test
            results[number] = f"broken: {error!r}"
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(number, act)) for number, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


class Office:
    def __init__(self) -> None:
        self.now: datetime = timezone.now()
        self.unit: Unit = make_unit("Biro Humas")
        self.writer: User = make_member(self.unit, Role.PR_OFFICER)
        self.heads = [make_member(self.unit, Role.BUREAU_HEAD) for _head in range(2)]

    def asked(self) -> ApprovalRound:
        release = make_release(self.unit, self.writer, self.now)
        return ask_approval(release=release, by=self.writer, now=self.now)

    def approve(self, approval: ApprovalRound, head: User, decided: Decided = Decided.APPROVE) -> None:
        step = approval.steps.get()
        decide(step=step, decided=decided, sha256=approval.sha256, note="x", by=head, now=self.now)

    def save(self, approval: ApprovalRound) -> None:
        release = Release.objects.get(pk=approval.release_id)
        content = Content.of({**release.draft, "headline": "Lain"})
        save_draft(release=release, content=content, revision=release.revision, by=self.writer, now=self.now)


def claims(office: Office) -> Iterator[tuple[str, Any]]:
    first, second = office.heads
    for _time in range(TIMES):
        approval = office.asked()
        said = at_once(
            lambda: office.approve(approval, first),  # noqa: B023 - done before the next turn
            lambda: office.approve(approval, second, Decided.RETURN),  # noqa: B023
        )
        yield "one of two decides", (sorted(said), Decision.objects.filter(step__round=approval).count())
    for _time in range(TIMES):
        approval = office.asked()
        said = at_once(
            lambda: office.approve(approval, first),  # noqa: B023
            lambda: office.save(approval),  # noqa: B023
        )
        release = Release.objects.get(pk=approval.release_id)
        sha256 = digest(Content.of(release.draft))
        yield "never approved what was saved", (said[1], approved_round(release, sha256) is None, release.stage)
    for _time in range(TIMES):
        approval = office.asked()
        link = make_link(step=approval.steps.get(), person=first, by=office.writer, now=office.now)
        use = lambda: decide_by_link(  # noqa: E731
            token=link.token, code=link.code or "", sha256=approval.sha256, decided=Decided.APPROVE, now=office.now  # noqa: B023
        )  # fmt: skip
        said = at_once(use, use)
        yield "a link works once", (sorted(said), Decision.objects.filter(step__round=approval).count())
    approval = office.asked()
    link = make_link(step=approval.steps.get(), person=first, by=office.writer, now=office.now)
    wrong = lambda: decide_by_link(  # noqa: E731
        token=link.token, code="", sha256=approval.sha256, decided=Decided.APPROVE, now=office.now
    )
    at_once(*[wrong] * 12)
    yield "wrong codes are all counted", ApprovalLink.objects.get(pk=link.row.pk).wrong_codes
    release = make_release(office.unit, office.writer, office.now)
    ask = lambda: ask_approval(release=release, by=office.writer, now=office.now)  # noqa: E731
    said = at_once(ask, ask)
    yield "asked for once", (sorted(said), ApprovalRound.objects.filter(release=release).count())
    yield "the record is whole", prove_chain().broken_at is None


def die_between(office: Office) -> None:
    """Decide, and die after the decision is written and before the transaction ends."""
    approval = office.asked()
    with patch.object(deciding, "_carry_out", side_effect=lambda *_a, **_k: os._exit(9)):
        office.approve(approval, office.heads[0])


if __name__ == "__main__":
    if sys.argv[1] == "claims":
        call_command("migrate", verbosity=0)
        for name, value in claims(Office()):
            print(json.dumps([name, value]))
    elif sys.argv[1] == "die":
        for factory in (InstitutionFactory, UserFactory):
            factory.reset_sequence(1000)  # the rows of the first run are still there
        die_between(Office())
    else:
        row = ApprovalRound.objects.order_by("-pk")[0]
        print(json.dumps([row.state, Decision.objects.filter(step__round=row).count()]))
