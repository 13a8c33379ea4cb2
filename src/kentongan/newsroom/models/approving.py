"""Approval as data: chains, the rounds of a text through them, decisions, one-time links."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit
from kentongan.common.tenancy import UnitScopedQuerySet
from kentongan.newsroom.choices import Decided, Door, Kind, Proof, RoundState, StepMode, StepState
from kentongan.newsroom.models.writing import Release, ReleaseVersion


class Chain(models.Model):
    """Who approves a unit's texts (and those of units below without a chain of their own), for one type or any.

    No steps: whoever may publish does so alone. The urgent chain is the short lane for a crisis.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="approval_chains")
    kind = models.CharField(_("type"), max_length=20, choices=Kind, blank=True)  # empty: every type
    is_urgent = models.BooleanField(_("urgent lane"), default=False)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "kind", "is_urgent"]
        constraints = [models.UniqueConstraint(fields=["unit", "kind", "is_urgent"], name="newsroom_chain_once")]


class ChainStep(models.Model):
    """One step: a person, or whoever holds a role in the text's unit or above. One `position`: side by side.

    `needs` is how many different people must approve (two: the two-person rule); the writer of the text never counts.
    """

    chain = models.ForeignKey(Chain, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("step"), max_length=80)  # "Kabag Hukum"
    mode = models.CharField(_("asks for"), max_length=8, choices=StepMode, default=StepMode.APPROVE)
    role = models.CharField(_("role"), max_length=20, choices=Role, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    needs = models.PositiveSmallIntegerField(_("people needed"), default=1)
    due_minutes = models.PositiveIntegerField(_("due after, minutes"), null=True, blank=True)

    class Meta:
        ordering = ["position", "pk"]


class ApprovalRound(models.Model):
    """One way of one exact version through its chain. The chain is copied here: a later change does not touch it."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="rounds")
    version = models.ForeignKey(ReleaseVersion, on_delete=models.PROTECT, related_name="rounds")
    sha256 = models.CharField(max_length=64)  # what every approval of this round binds to
    state = models.CharField(max_length=10, choices=RoundState, default=RoundState.OPEN)
    is_urgent = models.BooleanField(default=False)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    note = models.CharField(_("note"), max_length=500, blank=True)
    writers = models.JSONField(default=list)  # ids of those whose text it is: they never approve it
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release"], condition=Q(state=RoundState.OPEN), name="newsroom_round_open_once"
            )
        ]


class ApprovalStep(models.Model):
    """One step of a round, with where it stands. `taken_by`: somebody is on it."""

    round = models.ForeignKey(ApprovalRound, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=80)
    mode = models.CharField(max_length=8, choices=StepMode, default=StepMode.APPROVE)
    role = models.CharField(max_length=20, choices=Role, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    needs = models.PositiveSmallIntegerField(default=1)
    due_minutes = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=StepState, default=StepState.WAITING)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state=StepState.OPEN), name="newsroom_step_due"),
        ]


class Decision(models.Model):
    """What one person decided at one step, about one exact text. Never changed; a voided round keeps its decisions."""

    step = models.ForeignKey(ApprovalStep, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=200, blank=True)  # as they held it: "Plh. Kabag Hukum"
    decided = models.CharField(max_length=8, choices=Decided)
    sha256 = models.CharField(max_length=64)
    note = models.TextField(_("reasons"), max_length=2000, blank=True)
    door = models.CharField(max_length=5, choices=Door, default=Door.DESK)
    proof = models.CharField(max_length=8, choices=Proof, default=Proof.SESSION)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["step", "by", "decided"], name="newsroom_decision_once")]


class ApprovalLink(models.Model):
    """A one-time way to decide without an account's password: bound to a person, a step and an exact text.

    Only hashes are kept. The second proof is the person's authenticator, else a six-digit code that the sender
    passes on by another way than the link; a few wrong codes close the link.
    """

    step = models.ForeignKey(ApprovalStep, on_delete=models.CASCADE, related_name="links")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, blank=True)  # empty: the person has an authenticator
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    renewal_at = models.DateTimeField(null=True)  # the person asked for a new link in its stead, once

    class Meta:
        ordering = ["-made_at"]


class ReleaseLook(models.Model):
    """Which version of a text a person has before their eyes, and which before it: "what changed since"."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="looks")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ReleaseVersion, on_delete=models.CASCADE, related_name="+")
    before = models.ForeignKey(ReleaseVersion, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["release", "user"], name="newsroom_look_once")]
