"""A query, compiled: what must and must not occur, and by which terms the query can be found.

The tree is pushed down to conjunctions. Set operations in C settle most articles; phrases and distances are tested
only when all their words are there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from kentongan.engine.match.fields import Fields
from kentongan.engine.match.query import And, Near, Not, Or, Phrase, Prefix, Query, Title, Word
from kentongan.engine.match.terms import term, terms

Test = Callable[[Fields], bool]
Cost = Callable[[str], float]


_MAX_SPREAD = 100_000
"""How many terms may be copied when the options of a choice are filed one by one."""


class _Way(NamedTuple):
    """One way to file conditions: under a needed term, under every term of a group, or option by option."""

    cost: float
    term: str = ""
    group: frozenset[str] = frozenset()
    choice: tuple[Conditions, ...] = ()


class Conditions(NamedTuple):
    """One conjunction: all of `need`, none of `avoid`, one of every group, one of every choice, and every test."""

    need: frozenset[str] = frozenset()
    avoid: frozenset[str] = frozenset()
    groups: tuple[frozenset[str], ...] = ()
    choices: tuple[tuple[Conditions, ...], ...] = ()
    tests: tuple[Test, ...] = ()

    def hold(self, fields: Fields) -> bool:
        """Whether the article meets all of it."""
        found = fields.terms
        return self.need <= found and self.avoid.isdisjoint(found) and self.rest_holds(fields)

    def rest_holds(self, fields: Fields) -> bool:
        """The same, when `need` and `avoid` are known to hold. Plain loops: this is the hot path of matching."""
        found = fields.terms
        for group in self.groups:
            if group.isdisjoint(found):
                return False
        for choice in self.choices:
            for option in choice:
                if option.need <= found and option.avoid.isdisjoint(found) and option.rest_holds(fields):
                    break
            else:
                return False
        for test in self.tests:  # noqa: SIM110 - all() would cost a generator
            if not test(fields):
                return False
        return True

    def filed(self, cost: Cost) -> Iterator[tuple[str, Conditions]]:
        """Where to file these conditions, each time with what is left to check there.

        Every article that meets them holds at least one of the terms, and meets what is left under one it holds.
        Nothing comes of conditions that only exclude, which a query that `parse` let through never does.
        """
        way = min(self._ways(cost), key=lambda way: way.cost, default=None)
        return iter(()) if way is None else self._file(way, cost)

    def _ways(self, cost: Cost) -> Iterator[_Way]:
        if self.need:
            rarest = min(self.need, key=lambda need: (cost(need), need))
            yield _Way(cost(rarest), term=rarest)
        for group in self.groups:
            yield _Way(sum(map(cost, group)), group=group)
        for choice in self.choices:
            ways = [min((way.cost for way in option._ways(cost)), default=None) for option in choice]
            if None not in ways:
                yield _Way(sum(filter(None, ways)), choice=choice)

    def _file(self, way: _Way, cost: Cost) -> Iterator[tuple[str, Conditions]]:
        if way.term:
            yield way.term, self._replace(need=self.need - {way.term})
            return
        left = self._replace(
            groups=tuple(group for group in self.groups if group is not way.group),
            choices=tuple(choice for choice in self.choices if choice is not way.choice),
        )
        for found in sorted(way.group):
            yield found, left
        # Each option of a choice is filed for itself, joined with all that is asked beside the choice.
        spread = len(way.choice) * (len(left.need) + len(left.avoid)) <= _MAX_SPREAD
        for option in way.choice:
            for found, rest in option.filed(cost):
                yield found, _both((left, rest)) if spread else self

    def prefixes(self) -> Iterator[str]:
        """The prefixes that an article's terms must be completed with."""
        for found in (self.need, self.avoid, *self.groups):
            yield from (text.strip(":*") for text in found if text.endswith("*"))
        for choice in self.choices:
            for option in choice:
                yield from option.prefixes()

    @property
    def only_term(self) -> str | None:
        """The one term that these conditions come down to, if they do."""
        simple = len(self.need) == 1 and not (self.avoid or self.groups or self.choices or self.tests)
        return next(iter(self.need)) if simple else None


def compile_query(tree: Query) -> Conditions:
    """The conditions under which a query matches."""
    return _compile(tree, negated=False, in_title=False)


def _compile(tree: Query, *, negated: bool, in_title: bool) -> Conditions:
    match tree:
        case Not(part):
            return _compile(part, negated=not negated, in_title=in_title)
        case Title(part):
            return _compile(part, negated=negated, in_title=True)
        case And(parts) | Or(parts):
            compiled = [_compile(part, negated=negated, in_title=in_title) for part in parts]
            return _either(compiled) if isinstance(tree, Or) != negated else _both(compiled)
        case Word() | Prefix():
            found = frozenset((term(tree, in_title=in_title),))
            return Conditions(avoid=found) if negated else Conditions(need=found)
        case Phrase() | Near():
            return _placed(tree, negated=negated, in_title=in_title)


def _both(parts: Iterable[Conditions]) -> Conditions:
    parts = list(parts)
    return Conditions(
        need=frozenset().union(*(part.need for part in parts)),
        avoid=frozenset().union(*(part.avoid for part in parts)),
        groups=tuple(group for part in parts for group in part.groups),
        choices=tuple(choice for part in parts for choice in part.choices),
        tests=tuple(test for part in parts for test in part.tests),
    )


def _either(options: list[Conditions]) -> Conditions:
    """Single terms become one group; what is more than that stays a choice."""
    group = frozenset(option.only_term for option in options if option.only_term is not None)
    others = tuple(option for option in options if option.only_term is None)
    if not others:
        return Conditions(groups=(group,)) if len(group) > 1 else Conditions(need=group)
    return Conditions(choices=((Conditions(groups=(group,)), *others) if group else others,))


def _placed(leaf: Phrase | Near, *, negated: bool, in_title: bool) -> Conditions:
    need = frozenset(terms(leaf, in_title=in_title))
    test = _phrase_test(leaf, in_title=in_title) if isinstance(leaf, Phrase) else _near_test(leaf, in_title=in_title)
    if not negated:
        return Conditions(need=need, tests=(test,))
    # The test sees to prefixes itself: an excluded one need not be among the article's terms.
    present = Conditions(need=frozenset(text for text in need if not text.endswith("*")), tests=(test,))
    return Conditions(tests=(lambda fields: not present.hold(fields),))


def _phrase_test(leaf: Phrase, *, in_title: bool) -> Test:
    phrase = f" {' '.join(leaf.words)} "
    if in_title:
        return lambda fields: fields.title.has_phrase(phrase)
    return lambda fields: fields.body.has_phrase(phrase) or fields.title.has_phrase(phrase)


def _near_test(leaf: Near, *, in_title: bool) -> Test:
    left, right, distance = leaf.left, leaf.right, leaf.distance
    if in_title:
        return lambda fields: fields.title.has_near(left, right, distance)
    return lambda fields: fields.body.has_near(left, right, distance) or fields.title.has_near(left, right, distance)
