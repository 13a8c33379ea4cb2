"""Put a text before the head of the demo office, changed since he last read it, and print the link and its code.

Run beside a served house, with `KENTONGAN_DATA` naming its folder: what a sender does at the desk, without the clicks.
"""

# ruff: noqa: E402, T201 - Django is set up before the rooms are loaded; what was made is printed for the journey.
from __future__ import annotations

import json
import os
from dataclasses import replace

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kentongan.project.settings")

import django

django.setup()

from django.utils import timezone
from tests.factories.newsroom import CONTENT, make_release

from kentongan.accounts.models import Membership, User
from kentongan.newsroom.actions.asking import ask_approval
from kentongan.newsroom.actions.chains import set_chain
from kentongan.newsroom.actions.linking import make_link
from kentongan.newsroom.actions.looking import note_release_look
from kentongan.newsroom.actions.writing import save_draft
from kentongan.newsroom.models import Release
from kentongan.newsroom.rules.approving import StepPlan
from kentongan.newsroom.rules.content import Content

WRITER, HEAD, KIND = "damar@kpp.example", "bima@kpp.example", "holding_statement"


def main() -> None:
    now = timezone.now()
    writer, head = User.objects.get(email=WRITER), User.objects.get(email=HEAD)
    unit = Membership.objects.select_related("unit__institution").get(user=head).unit
    # A type of its own: whatever chain the demo office has for the others stays.
    steps = [StepPlan(1, "Kepala Biro Humas", role="bureau_head", due_minutes=30)]
    set_chain(unit=unit, kind=KIND, urgent=False, steps=steps, by=head, now=now)
    body = CONTENT.body + '<p>Selengkapnya di <a href="https://kpp.example/gangguan">halaman gangguan</a>.</p>'
    release = make_release(unit, writer, now, kind=KIND, body=body)
    first = ask_approval(release=release, by=writer, now=now)
    note_release_look(version=first.version, user=head, now=now)
    row = Release.objects.get(pk=release.pk)
    changed = replace(Content.of(row.draft), body=body.replace("12.480", "12.489"))
    save_draft(release=row, content=changed, revision=row.revision, by=writer, now=now)
    approval = ask_approval(release=row, note="Mohon sebelum pukul tujuh.", by=writer, now=now)
    step = approval.steps.get()
    link = make_link(step=step, person=head, by=writer, now=now)
    print(json.dumps({"path": f"/setujui/{link.token}/", "code": link.code, "release": release.pk}))


if __name__ == "__main__":
    main()
