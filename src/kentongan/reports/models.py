"""The daily brief: figures frozen when it was prepared, words added by people."""

from __future__ import annotations

from datetime import time

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Unit
from kentongan.common.tenancy import UnitScopedQuerySet
from kentongan.monitoring.models import Mention, Story
from kentongan.reports.choices import BriefState


class BriefPlan(models.Model):
    """When a unit's brief is prepared, and to whom it goes. `hour` is in the unit's own zone."""

    unit = models.OneToOneField(Unit, on_delete=models.CASCADE, related_name="brief_plan")
    is_active = models.BooleanField(_("prepare every day"), default=True)
    hour = models.TimeField(_("ready at"), default=time(6, 0))
    working_days_only = models.BooleanField(_("working days only"), default=False)
    recipients = models.JSONField(_("recipients"), default=list)  # [{"name", "email"}]
    for_whom = models.CharField(_("for"), max_length=150, blank=True)  # "Menteri dan pimpinan unit"
    number_pattern = models.CharField(_("numbering"), max_length=60, default="{sequence}/RH/{month}/{year}")

    objects = UnitScopedQuerySet.as_manager()


class Brief(models.Model):
    """One day's clipping and media analysis of one unit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="briefs")
    day = models.DateField(_("day"))
    sequence = models.PositiveIntegerField()  # within unit and year, never reused
    number = models.CharField(_("number"), max_length=80)
    state = models.CharField(max_length=8, choices=BriefState, default=BriefState.DRAFT)
    since = models.DateTimeField()
    until = models.DateTimeField()
    figures = models.JSONField(default=dict)  # totals, change, tone, outlets, gema: see actions.prepare_brief
    lede = models.TextField(_("summary"), blank=True, max_length=1200)
    response = models.TextField(_("recommended response"), blank=True, max_length=4000)
    prepared_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    edited_at = models.DateTimeField(null=True)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    sent_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-day"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "day"], name="reports_brief_once"),
            # The number of a letter is given once.
            models.UniqueConstraint(fields=["unit", "number"], name="reports_brief_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class BriefStory(models.Model):
    """One story in a brief, with its figures of that morning and the officer's note."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="stories")
    story = models.ForeignKey(Story, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=500)
    note = models.CharField(_("note"), max_length=500, blank=True)
    is_hidden = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)

    class Meta:
        ordering = ["position"]


class BriefClip(models.Model):
    """One clipping in a brief: a mention as it stood that morning; copies are folded under `copies`."""

    brief = models.ForeignKey(Brief, on_delete=models.CASCADE, related_name="clips")
    mention = models.ForeignKey(Mention, null=True, on_delete=models.SET_NULL, related_name="+")
    position = models.PositiveSmallIntegerField()
    is_hidden = models.BooleanField(default=False)
    figures = models.JSONField(default=dict)  # title, outlet, standing, published, tone, url, copies, story

    class Meta:
        ordering = ["position"]
