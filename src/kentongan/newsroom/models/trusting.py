"""What makes a statement checkable: keys, and the fingerprints by which a pasted copy finds its original."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from kentongan.accounts.models import Institution
from kentongan.newsroom.models.publishing import Publication


class SigningKey(models.Model):
    """An Ed25519 key of an institution.

    The private half is sealed (`rules.sealing`) with a secret that lies outside database and backup: in the settings,
    else in a file (mode 0600) of its own.

    A retired key signs no more and still proves what it signed; a revoked one proves nothing.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="signing_keys")
    kid = models.CharField(max_length=40, unique=True)  # "kpp-2026-1f3a"
    public_key = models.CharField(max_length=44)  # 32 bytes, base64
    private_sealed = models.TextField(blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=300, blank=True)
    resigned_at = models.DateTimeField(null=True)  # when all that a revoked key had signed was signed anew

    class Meta:
        ordering = ["-made_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution"],
                condition=Q(retired_at__isnull=True, revoked_at__isnull=True),
                name="newsroom_key_one_in_use",
            )
        ]

    def __str__(self) -> str:
        return self.kid


class Fingerprint(models.Model):
    """One hash of an edition's text (`rules.lookup.hashes_of`): what a paste is looked up by.

    The pair is the key, for there are some two hundred rows to a release, a gigabyte to an archive of 100,000.
    """

    pk = models.CompositePrimaryKey("hash", "publication")
    hash = models.BigIntegerField()
    publication = models.ForeignKey(Publication, on_delete=models.CASCADE, related_name="fingerprints", db_index=False)
