"""Words with a fixed meaning in this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a release is. The urgent announcement is the *serta-merta* of UU 14/2008 art. 10."""

    PRESS_RELEASE = "press_release", _("Press release")
    MEDIA_ADVISORY = "media_advisory", _("Media advisory")
    HOLDING_STATEMENT = "holding_statement", _("Holding statement")
    CLARIFICATION = "clarification", _("Clarification")
    SPEECH = "speech", _("Speech")
    PHOTO_RELEASE = "photo_release", _("Photo release")
    INFOGRAPHIC = "infographic", _("Infographic")
    PUBLICATION = "publication", _("Publication or annual report")
    DATA_SET = "data_set", _("Data set")
    URGENT = "urgent", _("Urgent announcement (serta-merta)")


class Language(models.TextChoices):
    """Languages of a release: ISO 639. The regional ones are those with most speakers (Sensus)."""

    INDONESIAN = "id", "Bahasa Indonesia"
    ENGLISH = "en", "English"
    JAVANESE = "jv", "Basa Jawa"
    SUNDANESE = "su", "Basa Sunda"
    MADURESE = "mad", "Bhâsa Madhurâ"
    MINANGKABAU = "min", "Baso Minangkabau"
    BALINESE = "ban", "Basa Bali"
    BUGINESE = "bug", "Basa Ugi"
    ACEHNESE = "ace", "Bahsa Acèh"
    BANJARESE = "bjn", "Bahasa Banjar"
    BATAK = "bbc", "Hata Batak Toba"
    MALAY = "ms", "Bahasa Melayu"
    SASAK = "sas", "Base Sasak"


class Stage(models.TextChoices):
    """Where a release stands for those who work on it. What the public sees follows from publications alone."""

    DRAFT = "draft", _("Draft")
    APPROVAL = "approval", _("In approval")
    RETURNED = "returned", _("Returned")
    APPROVED = "approved", _("Approved")
    PUBLISHED = "published", _("Published")  # or scheduled: see the publication's `publish_at`
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DROPPED = "dropped", _("Dropped")


class VersionReason(models.TextChoices):
    """Why a version was kept."""

    SAVED = "saved", _("Saved by hand")
    KEPT = "kept", _("Kept along the way")
    CONFLICT = "conflict", _("Written at the same time by another")
    ASKED = "asked", _("Sent for approval")
    PUBLISHED = "published", _("Published")
    IMPORTED = "imported", _("Taken from the archive")


class AssetKind(models.TextChoices):
    PICTURE = "picture", _("Picture")
    ATTACHMENT = "attachment", _("Attachment")


class StepMode(models.TextChoices):
    """What a step of a chain asks for: a decision, or only a remark that holds nobody up."""

    APPROVE = "approve", _("Approve")
    COMMENT = "comment", _("Comment only")


class RoundState(models.TextChoices):
    OPEN = "open", _("Under way")
    APPROVED = "approved", _("Approved")
    RETURNED = "returned", _("Returned")
    VOID = "void", _("Void: the text changed")
    CANCELLED = "cancelled", _("Taken back")


class StepState(models.TextChoices):
    WAITING = "waiting", _("Not yet")  # an earlier step is not done
    OPEN = "open", _("Now")
    APPROVED = "approved", _("Approved")
    COMMENTED = "commented", _("Commented")
    RETURNED = "returned", _("Returned")
    VOID = "void", _("Void")


class Decided(models.TextChoices):
    APPROVE = "approve", _("Approved")
    RETURN = "return", _("Returned")
    COMMENT = "comment", _("Commented")


class Door(models.TextChoices):
    """Where a decision was made."""

    DESK = "desk", _("Signed in")
    LINK = "link", _("One-time link")


class Proof(models.TextChoices):
    """The second proof of a decision by link."""

    SESSION = "session", _("Signed-in session")
    TOTP = "totp", _("Authenticator app")
    CODE = "code", _("Six-digit code")


class Change(models.TextChoices):
    """What an edition of a publication is to the one before it."""

    FIRST = "first", _("First edition")
    UPDATE = "update", _("Update")
    CORRECTION = "correction", _("Correction")
    ARCHIVE = "archive", _("Archive")  # published before Kentongan, signed on import


class Standing(models.TextChoices):
    """What a published edition is worth today; computed from rows and the clock, never stored."""

    VALID = "valid", _("Valid")
    CORRECTED = "corrected", _("Corrected or updated since")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Verdict(models.TextChoices):
    """The verifier's answers. The words are part of the public API."""

    AUTHENTIC = "authentic", _("Authentic")
    ALTERED = "altered", _("Altered")
    CORRECTED = "corrected", _("Corrected since")
    WITHDRAWN = "withdrawn", _("Withdrawn since")
    MIXED = "mixed", _("Mixed")
    UNKNOWN = "unknown", _("Not ours")
