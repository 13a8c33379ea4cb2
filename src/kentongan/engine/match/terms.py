"""What a query needs: its tree pushed down to positive and negative terms, and the words no match can lack.

A *term* is how the matcher writes one thing that can be looked up in a set: `korupsi` (a word anywhere), `korup*` (a
prefix), `:korupsi` and `:korup*` (the same in the title). Words hold only letters and digits, so terms never clash.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import product

from kentongan.engine.match.query import And, Near, Not, Or, Phrase, Prefix, Query, Title, Word

MAX_ALTERNATIVES = 256
"""How many alternatives crossing the parts of an AND may make before only the narrowest part is kept."""


def term(leaf: Word | Prefix, *, in_title: bool) -> str:
    """The look-up term of a word or prefix."""
    text = leaf.word if isinstance(leaf, Word) else leaf.prefix + "*"
    return ":" + text if in_title else text


def terms(leaf: Word | Prefix | Phrase | Near, *, in_title: bool) -> list[str]:
    """All terms that must be there for the leaf to match (enough for words and prefixes, not for the others)."""
    match leaf:
        case Phrase(words):
            return [term(Word(word), in_title=in_title) for word in words]
        case Near(left, right, _):
            return [term(left, in_title=in_title), term(right, in_title=in_title)]
        case _:
            return [term(leaf, in_title=in_title)]


def candidate_terms(query: Query) -> list[list[str]] | None:
    """Words to narrow a search by before the exact match: an OR of ANDs.

    Returns:
        Lists of whole folded words, such that every matching article holds (in title or body) all words of at least
        one list. None where there is no such bound, as with a query of prefixes only.
    """
    found = _alternatives(query, negated=False)
    return None if found is None else [sorted(words) for words in _narrowest(found)]


_Alternatives = list[frozenset[str]]


def _alternatives(tree: Query, *, negated: bool) -> _Alternatives | None:
    match tree:
        case Not(part):
            return _alternatives(part, negated=not negated)
        case Title(part):
            return _alternatives(part, negated=negated)
        case And(parts) | Or(parts):
            found = [_alternatives(part, negated=negated) for part in parts]
            return _any_of(found) if isinstance(tree, Or) != negated else _all_of(found)
        case _:
            return None if negated else _leaf(tree)


def _leaf(leaf: Word | Prefix | Phrase | Near) -> _Alternatives | None:
    words = frozenset(text for text in terms(leaf, in_title=False) if not text.endswith("*"))
    return [words] if words else None


def _any_of(found: list[_Alternatives | None]) -> _Alternatives | None:
    joined: _Alternatives = []
    for alternatives in found:
        if alternatives is None:
            return None
        joined += alternatives
    return joined


def _all_of(found: Iterable[_Alternatives | None]) -> _Alternatives | None:
    known = sorted((alternatives for alternatives in found if alternatives is not None), key=len)
    if not known:
        return None
    crossed = known[0]
    for alternatives in known[1:]:
        if len(crossed) * len(alternatives) > MAX_ALTERNATIVES:
            break  # fewer conditions still hold for every match
        crossed = [left | right for left, right in product(crossed, alternatives)]
    return crossed


def _narrowest(alternatives: _Alternatives) -> list[frozenset[str]]:
    """Without repetitions, and without those that a shorter one already lets through (where that is cheap to see)."""
    distinct = sorted(set(alternatives), key=lambda words: (len(words), sorted(words)))
    if len(distinct) > MAX_ALTERNATIVES:
        return distinct
    return [words for at, words in enumerate(distinct) if not any(other < words for other in distinct[:at])]
