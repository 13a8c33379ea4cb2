"""Words with a fixed meaning in this room."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles of a public relations office (Permenkomdigi 9/2025; Permendes 9/2025; practice of ministries)."""

    LEADER = "leader", _("Leader")
    BUREAU_HEAD = "bureau_head", _("Bureau head")
    PR_COORDINATOR = "pr_coordinator", _("PR coordinator")
    PR_OFFICER = "pr_officer", _("PR officer (Pranata Humas)")
    STAFF = "staff", _("Staff")
    SPOKESPERSON = "spokesperson", _("Spokesperson")
    SOCIAL_ADMIN = "social_admin", _("Social media admin")
    MEDIA_ANALYST = "media_analyst", _("Media analyst")
    INFO_OFFICER_MAIN = "info_officer_main", _("Main information officer (PPID)")
    INFO_OFFICER_UNIT = "info_officer_unit", _("Unit information officer (PPID)")
    COMPLAINT_ADMIN = "complaint_admin", _("Complaint admin")
    COMPLAINT_LIAISON = "complaint_liaison", _("Complaint liaison officer")
    UNIT_OPERATOR = "unit_operator", _("Unit operator")
    INTERN = "intern", _("Intern")


class Standing(models.TextChoices):
    """How a person holds a role: by appointment, or acting (Plt. for a vacant post, Plh. for an absent official)."""

    DEFINITIVE = "definitive", _("Definitive")
    ACTING_VACANT = "plt", _("Acting, post vacant (Plt.)")
    ACTING_ABSENT = "plh", _("Acting, official absent (Plh.)")


class UnitLevel(models.TextChoices):
    CENTRE = "centre", _("Centre / bureau")
    ECHELON_1 = "echelon1", _("Echelon I unit")
    REGIONAL = "regional", _("Regional office")
    TECHNICAL = "technical", _("Technical unit (UPT)")
    OTHER = "other", _("Other")


class Zone(models.TextChoices):
    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"
