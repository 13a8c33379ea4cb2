"""Checks drawn at random, and the light head learned from what people decided: made, used, left."""

from __future__ import annotations

import random
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kentongan.accounts import rules as rights
from kentongan.accounts.models import Institution, Unit, User
from kentongan.accounts.queries import root_of
from kentongan.audit import actions as audit
from kentongan.common.errors import ActionError
from kentongan.engine import pipeline
from kentongan.engine.assess.refit import LEAST
from kentongan.engine.types import ToneLabel
from kentongan.monitoring.actions.rights import require
from kentongan.monitoring.choices import Relevance
from kentongan.monitoring.models import Mention, ToneCheck, ToneTune
from kentongan.monitoring.queries.lists import text_of
from kentongan.monitoring.rules import DRAWN, LEAST_KEPT, MOST_LEARNED, STANDING_WEIGHT

_DRAW_FROM = timedelta(days=30)


def draw_checks(*, unit: Unit, by: User, now: datetime, chance: random.Random | None = None) -> int:
    """Draw mentions of the last thirty days at random, of texts nobody has toned; return how many.

    Copies are left out: their first text stands for them. `chance` is given by tests alone.

    Raises:
        NotAllowed: without the right to sort mentions.
        ActionError: there is nothing to draw from.
    """
    require(by, unit, rights.TRIAGE, now=now)
    rows = Mention.objects.filter(unit=unit, original__isnull=True, published_at__gte=now - _DRAW_FROM)
    rows = rows.filter(tone_by__isnull=True, tone_check__isnull=True).exclude(relevance=Relevance.IRRELEVANT)
    pool = list(rows.order_by("pk").values_list("pk", flat=True))
    if not pool:
        raise ActionError(_("There is no text of the last 30 days left to draw."))
    drawn = (chance or random.SystemRandom()).sample(pool, min(DRAWN, len(pool)))
    with transaction.atomic():
        checks = [ToneCheck(unit=unit, mention_id=pk, drawn_by=by, drawn_at=now) for pk in drawn]
        ToneCheck.objects.bulk_create(checks, ignore_conflicts=True)
        audit.record(action="monitoring.checks_drawn", by=by, now=now, unit_id=unit.pk, data={"mentions": drawn})
    return len(drawn)


def skip_check(*, check: ToneCheck, by: User, now: datetime) -> None:
    """Leave a drawn mention aside: nobody could say."""
    require(by, check.unit, rights.TRIAGE, now=now)
    with transaction.atomic():
        ToneCheck.objects.filter(pk=check.pk, skipped_at__isnull=True).update(skipped_at=now)
        audit.record(action="monitoring.check_skipped", by=by, now=now, unit_id=check.unit_id, target=check.mention)


def refit_tone(*, unit: Unit, by: User, now: datetime) -> ToneTune:
    """Learn a head from what the institution of `unit` decided, measure it, and keep both; nothing is used yet.

    Raises:
        NotAllowed: without the right to manage the institution's first unit.
        ActionError: too little was decided, or nearly only what was wrong.
    """
    root = root_of(unit)
    require(by, root, rights.MANAGE, now=now)
    institution = root.institution
    decided, is_random = _decided(institution)
    found = pipeline.refit_tone(decided, ", ".join(institution.names))
    with transaction.atomic():
        tune = ToneTune.objects.create(
            institution=institution, made_by=by, made_at=now, texts=found.texts, measured=found.measured,
            is_random=is_random, head=asdict(found.head), before=asdict(found.before), after=asdict(found.after),
            helps=found.helps,
        )  # fmt: skip
        audit.record(action="monitoring.tone_refitted", by=by, now=now, unit_id=root.pk, target=tune,
                     data={"texts": found.texts, "helps": found.helps})  # fmt: skip
    return tune


def adopt_tune(*, tune: ToneTune, unit: Unit, by: User, now: datetime) -> ToneTune:
    """Tone new mentions with a head from now on; the one used before is left. What was toned keeps its word.

    Raises:
        NotAllowed: without the right to manage the institution's first unit.
        ActionError: it does not help, or was used before.
    """
    root = _require_root(tune, unit, by, now)
    if not tune.helps:
        raise ActionError(_("Out of its own sample this fit is right no more often, so it is not used."))
    with transaction.atomic():
        # The institution's row is the lock: two people who adopt at once would else leave two in use.
        Institution.objects.select_for_update().get(pk=tune.institution_id)
        ToneTune.objects.used(tune.institution_id).exclude(pk=tune.pk).update(left_at=now, left_by=by)
        rows = ToneTune.objects.filter(pk=tune.pk, adopted_at__isnull=True)
        if not rows.update(adopted_at=now, adopted_by=by):
            raise ActionError(_("This fit was used already. Fit again, with all that was decided since."))
        audit.record(action="monitoring.tune_adopted", by=by, now=now, unit_id=root.pk, target=tune)
    tune.refresh_from_db()
    return tune


def leave_tune(*, tune: ToneTune, unit: Unit, by: User, now: datetime) -> ToneTune:
    """Go back to the shipped words for new mentions. Raises NotAllowed, or ActionError when it is not in use."""
    root = _require_root(tune, unit, by, now)
    with transaction.atomic():
        rows = ToneTune.objects.used(tune.institution_id).filter(pk=tune.pk)
        if not rows.update(left_at=now, left_by=by):
            raise ActionError(_("This fit is not in use."))
        audit.record(action="monitoring.tune_left", by=by, now=now, unit_id=root.pk, target=tune)
    tune.refresh_from_db()
    return tune


def _require_root(tune: ToneTune, unit: Unit, by: User, now: datetime) -> Unit:
    root = root_of(unit)
    require(by, root, rights.MANAGE, now=now)
    if tune.institution_id != root.institution_id:
        raise ActionError(_("This fit is another institution’s."))
    return root


def _decided(institution: Institution) -> tuple[list[pipeline.Decided], bool]:
    """What people decided, a text once, and whether the texts drawn at random are enough to measure by."""
    rows = Mention.objects.filter(unit__institution=institution).exclude(relevance=Relevance.IRRELEVANT)
    told = rows.filter(tone_by__isnull=False)
    drawn, corrected = told.filter(tone_check__isnull=False), told.filter(tone_check__isnull=True)
    standing = rows.filter(tone_by__isnull=True, relevance=Relevance.RELEVANT)
    picked: dict[int, tuple[Mention, float, bool]] = {}
    for mentions, weight, is_drawn in ((drawn, 1.0, True), (corrected, 1.0, False), (standing, STANDING_WEIGHT, False)):
        for mention in _newest(mentions, MOST_LEARNED - len(picked)):
            picked.setdefault(mention.original_id or mention.article_id, (mention, weight, is_drawn))
    if len(picked) < LEAST:
        raise ActionError(
            _("%(count)d texts are decided; at least %(least)d are wanted.") % {"count": len(picked), "least": LEAST}
        )
    is_random = sum(is_drawn for _mention, _weight, is_drawn in picked.values()) >= LEAST
    kept = sum(mention.tone == mention.tone_machine for mention, _weight, _drawn in picked.values())
    if not is_random and kept < LEAST_KEPT * len(picked):
        raise ActionError(_("So far nearly only wrong words were decided. Confirm right ones too, or check at random."))
    return [
        pipeline.Decided(text_of(mention.article), ToneLabel(mention.tone), weight, is_drawn or not is_random)
        for mention, weight, is_drawn in picked.values()
    ], is_random


def _newest(mentions: QuerySet[Mention], most: int) -> list[Mention]:
    return list(mentions.select_related("article").order_by("-published_at", "-pk")[: max(most, 0)])
