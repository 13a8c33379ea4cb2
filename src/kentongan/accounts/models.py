"""Institutions, units, users and memberships."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from kentongan.accounts.choices import Role, Standing, UnitLevel, Zone
from kentongan.common.tenancy import UnitScopedQuerySet, next_path


class Institution(models.Model):  # type: ignore[django-manager-missing]  # treebeard is untyped
    """One public institution: the owner of a press office. Its units form one tree under one root unit."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    address = models.TextField(_("letterhead address"), blank=True)
    website = models.URLField(_("website"), blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40, choices=Zone, default=Zone.WIB)
    aliases = models.JSONField(
        _("other names"), default=list, blank=True, help_text=_("Names the press uses; tone is judged towards them.")
    )
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def names(self) -> list[str]:
        """What the press calls it: its name, short name and other names. Tone is judged towards these."""
        return [name for name in (self.name, self.short_name, *self.aliases) if name]


class UnitQuerySet(MP_NodeQuerySet):  # type: ignore[misc]  # treebeard is untyped
    def within(self, paths: list[str]) -> Self:
        """Return the units in the subtrees that start at `paths`, as index ranges."""
        if not paths:
            return self.none()  # type: ignore[no-any-return]
        return self.filter(reduce(or_, (Q(path__gte=p, path__lt=next_path(p)) for p in paths)))  # type: ignore[no-any-return]

    def visible_to(self, user: User) -> Self:
        return self.filter(pk__in=user.visible_units().values("pk"))  # type: ignore[no-any-return]


class UnitManager(MP_NodeManager.from_queryset(UnitQuerySet)):  # type: ignore[misc]  # treebeard is untyped
    def get_queryset(self) -> UnitQuerySet:
        return UnitQuerySet(self.model, using=self._db).order_by("path")  # type: ignore[no-any-return]


class Unit(MP_Node):  # type: ignore[misc]  # treebeard is untyped
    """One work unit (satuan kerja) in the tree of its institution."""

    steplen = 4

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="units")
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("code"), max_length=40, blank=True)
    level = models.CharField(_("level"), max_length=12, choices=UnitLevel, default=UnitLevel.OTHER)
    region_code = models.CharField(_("region code"), max_length=13, blank=True)  # Kemendagri code, "32.73"
    time_zone = models.CharField(_("time zone"), max_length=40, choices=Zone, default=Zone.WIB)
    is_active = models.BooleanField(_("active"), default=True)

    objects: ClassVar[UnitManager] = UnitManager()

    class Meta:
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "code"], condition=~Q(code=""), name="accounts_unit_code_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)


class User(AbstractUser):
    """A person who signs in. What they may see and do comes from memberships, never from the account itself.

    `is_superuser` marks who runs the machine: they may create institutions and read the health page,
    and see no unit's rows without a membership.
    """

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=150)
    language = models.CharField(_("language"), max_length=5, choices=settings.LANGUAGES, default="id")
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = UserManager()  # type: ignore[misc,assignment]

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    def visible_units(self) -> UnitQuerySet:
        """Return the units where this person holds a role today, and all below them.

        Reads the clock: a membership ends by date without any job having to run.
        """
        paths = sorted({path for path, _role in held_by(self, timezone.localdate())})
        return Unit.objects.within(paths)  # type: ignore[no-any-return]


class MembershipQuerySet(UnitScopedQuerySet):
    def holding(self, day: date) -> Self:
        """Return the memberships in force on `day`."""
        return self.filter(Q(start_on__isnull=True) | Q(start_on__lte=day), Q(end_on__isnull=True) | Q(end_on__gte=day))


class Membership(models.Model):
    """A role held by a person in a unit (and so below it), from one day until another, both inclusive."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    standing = models.CharField(_("standing"), max_length=12, choices=Standing, default=Standing.DEFINITIVE)
    title = models.CharField(_("title of office"), max_length=150, blank=True)
    start_on = models.DateField(_("from"), null=True, blank=True)
    end_on = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["unit__path", "role"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start_on__isnull=True) | Q(end_on__isnull=True) | Q(end_on__gte=F("start_on")),
                name="accounts_membership_in_order",
            ),
            # An acting official's time always ends: Plt. and Plh. are given for a stated period.
            models.CheckConstraint(
                condition=Q(standing=Standing.DEFINITIVE) | Q(end_on__isnull=False), name="accounts_acting_has_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.unit}"


_Held = tuple[tuple[str, str], ...]
_read: ContextVar[dict[tuple[int, date], _Held] | None] = ContextVar("memberships_read", default=None)


@contextmanager
def memberships_read_once() -> Iterator[None]:
    """Read a person's memberships once for all that is asked of them inside: for requests that only read.

    A page asks a dozen times what its reader may do. Where memberships may change meanwhile, this has no place.
    """
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def held_by(user: User, day: date) -> _Held:
    """Return the path of the unit and the role of each membership that `user` holds on `day`."""
    known = _read.get()
    if known is not None and (user.pk, day) in known:
        return known[user.pk, day]
    rows = Membership.objects.filter(user=user).holding(day).order_by().values_list("unit__path", "role")
    held = tuple(rows)
    if known is not None:
        known[user.pk, day] = held
    return held


class Invitation(models.Model):
    """An offer of a role, sent by mail. The token itself is never stored, only its SHA-256; it works once."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    standing = models.CharField(_("standing"), max_length=12, choices=Standing, default=Standing.DEFINITIVE)
    start_on = models.DateField(_("from"), null=True, blank=True)
    end_on = models.DateField(_("until"), null=True, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and now < self.expires_at


class ApiToken(models.Model):
    """A key to the read API for one unit and below. Only its SHA-256 is stored; it always expires."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("name"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    def visible_units(self) -> UnitQuerySet:
        """Return the token's unit and all below: a token is scoped with the same queries as a person."""
        return Unit.objects.within([self.unit.path])  # type: ignore[no-any-return]
