"""The append-only record of who did what, when."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user: Any) -> Self:
        """Return the entries of the units where `user` holds a role, and the user's own doings."""
        return self.filter(Q(unit_id__in=user.visible_units().values("pk")) | Q(actor_id=user.pk))


class Entry(models.Model):
    """One thing done, chained to the one before by its hash. Database triggers refuse to change or delete it.

    It holds ids, never names: a person's data can be erased without breaking the chain (UU 27/2022).
    """

    at = models.DateTimeField(_("time"), db_index=True)
    action = models.CharField(_("action"), max_length=80)
    actor_id = models.BigIntegerField(_("person"), null=True)  # no foreign key: people may leave, entries stay
    unit_id = models.BigIntegerField(_("unit"), null=True)
    target_type = models.CharField(max_length=60, blank=True)
    target_id = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["unit_id", "-id"], name="audit_entry_unit"),
            models.Index(fields=["unit_id", "action", "-id"], name="audit_entry_unit_action"),
            models.Index(fields=["actor_id", "-id"], name="audit_entry_actor"),
            models.Index(fields=["target_type", "target_id"], name="audit_entry_target"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.action}"
