"""Places where a room lends something to a page it does not know: facts travel downstream, panels upstream.

A room registers in its `apps.py`; the page collects. Nobody imports downstream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.http import HttpRequest

if TYPE_CHECKING:
    from kentongan.accounts.models import Institution, Unit, User

T = TypeVar("T")


class Slot(Generic[T]):
    """An ordered list of things that rooms lend; `order` follows the flow, not the order of loading."""

    def __init__(self) -> None:
        self._entries: dict[str, tuple[int, T]] = {}

    def register(self, name: str, thing: T, *, order: int) -> None:
        """Lend `thing` under a unique `name`; registering again replaces it (apps may load twice in tests)."""
        self._entries[name] = (order, thing)

    def __iter__(self) -> Iterator[T]:
        return (thing for _order, thing in sorted(self._entries.values(), key=lambda entry: entry[0]))


@dataclass(frozen=True)
class NavItem:
    """One line of the navigation; `group` is one of "", "listen", "weigh", "answer", "deliver", "measure", "office"."""

    group: str
    label: str
    url: str
    icon: str
    count: int | None = None
    phone: bool = False  # one of the five in the bottom bar


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person, shown on Hari ini: a large figure with its unit, a title, one button."""

    figure: str
    unit: str
    title: str
    context: str
    button: str
    url: str
    overdue: bool = False
    due_at: datetime | None = None


@dataclass(frozen=True)
class Clock:
    """A running time on Hari ini: what, in words until when, and the share (0-1) of its time that is left."""

    title: str
    says: str
    left: float
    url: str = ""


@dataclass(frozen=True)
class Missing:
    """What is not there and should be, on Hari ini: silent sources, waiting mail. Nothing missing, nothing shown."""

    title: str
    says: str
    url: str
    link: str


@dataclass(frozen=True)
class Check:
    """One line of the health page. `state` is "good", "warn" or "bad"."""

    name: str
    state: str
    says: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class WelcomeStep:
    """One step of the first start: where it is done, and whether an institution has done it."""

    title: str
    url_name: str
    done: Callable[[Institution], bool]


@dataclass(frozen=True)
class PersonData:
    """A room's share in a person's rights (UU 27/2022): what it holds about them, and how it lets go of it."""

    export: Callable[[User], dict[str, Any]]
    erase: Callable[[User, datetime], None]


NAVIGATION: Slot[Callable[[HttpRequest, Unit], NavItem | None]] = Slot()
SETTINGS: Slot[Callable[[HttpRequest, Unit], NavItem | None]] = Slot()
WAITING: Slot[Callable[[User, Unit, datetime], list[Waiting]]] = Slot()
CLOCKS: Slot[Callable[[User, Unit, datetime], list[Clock]]] = Slot()
MISSING: Slot[Callable[[User, Unit, datetime], list[Missing]]] = Slot()
HEALTH: Slot[Callable[[datetime], list[Check]]] = Slot()
WELCOME: Slot[WelcomeStep] = Slot()
PERSON_DATA: Slot[PersonData] = Slot()
# Why a room still needs an article (its id), in words for the person who wants to remove it; "" when it does not.
# True locks the rows that the answer rests on, for use inside the transaction of the removal.
ARTICLE_HOLDS: Slot[Callable[[int, bool], str]] = Slot()
# What each action is called in the audit's sentence "who ...": {"accounts.unit_added": _("added a unit")}.
ACT_WORDS: Slot[dict[str, Any]] = Slot()
