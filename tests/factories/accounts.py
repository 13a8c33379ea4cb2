"""Three people for every test: officer, colleague in the same unit, stranger from another institution."""

from __future__ import annotations

from datetime import UTC, datetime

import factory

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Institution, Membership, Unit, User

FOUNDED = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)


class InstitutionFactory(factory.django.DjangoModelFactory[Institution]):
    class Meta:
        model = Institution

    name = factory.Sequence(lambda n: f"Kementerian Pelayanan Publik {n}")
    short_name = "KPP"
    slug = factory.Sequence(lambda n: f"kpp-{n}")
    created_at = FOUNDED


def make_unit(
    name: str = "Biro Humas", *, institution: Institution | None = None, parent: Unit | None = None, **fields: object
) -> Unit:
    """Make a root unit (with its institution) or a child of `parent`."""
    if parent is not None:
        return Unit.objects.add_child(parent, {"name": name, "institution": parent.institution, **fields})
    return Unit.objects.add_root({"name": name, "institution": institution or InstitutionFactory(), **fields})


class UserFactory(factory.django.DjangoModelFactory[User]):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"petugas{n}@kpp.example")
    name = factory.Sequence(lambda n: f"Sekar Ayuningtyas {n}")


def make_member(unit: Unit, role: Role = Role.PR_OFFICER, **fields: object) -> User:
    """Make a person who holds `role` in `unit`."""
    user = UserFactory(**fields)
    Membership.objects.create(user=user, unit=unit, role=role)
    return user
