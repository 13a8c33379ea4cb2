"""What the verifier lends: texts reported by the public, words for the record."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds, today
from kentongan.common import numbers
from kentongan.common.slots import Waiting
from kentongan.newsroom.models import ForgeryReport
from kentongan.newsroom.rules.rights import WRITE


def reports_wait(user: User, unit: Unit, now: datetime) -> list[Waiting]:
    """Texts that the public reported, as one line for those who write for the institution."""
    rows = ForgeryReport.objects.filter(institution=unit.institution_id, handled_at=None, at__lte=now)
    newest = rows.order_by("-at").first()
    if newest is None:
        return []
    root = Unit.objects.get(institution=unit.institution_id, depth=1)
    if not holds(user, root, WRITE, on=today(root)):
        return []
    count = rows.count()
    return [
        Waiting(
            figure=numbers.whole(count),
            unit=ngettext("text", "texts", count),
            title=_("Reported by the public"),
            context=numbers.ago(newest.at, now),
            button=_("Read"),
            url=reverse("newsroom:reports"),
        )
    ]


ACT_WORDS = {
    "newsroom.archive_imported": gettext_lazy("took old releases into the archive"),
    "newsroom.report_closed": gettext_lazy("saw to a text reported by the public"),
}
