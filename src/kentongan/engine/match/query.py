"""The query language: what an office watches for, written by people.

    words  "a phrase"  AND/DAN (also by juxtaposition)  OR/ATAU  NOT/BUKAN  ( )  prefix*  a NEAR/5 b  title:x

NEAR binds tightest, then NOT, AND, OR. Operators are capitals only, and nothing inside quotation marks is one.
`title:` stands before a word, phrase, prefix or group. A bare token that folds to several words (`anti-korupsi`) is a
phrase. `parse` turns a query into an immutable tree, or raises `QuerySyntaxError` naming the column.

The grammar, on tokens::

    query    = any
    any      = all { OR all }
    all      = factor { [AND] factor }
    factor   = { NOT } near
    near     = scoped [ NEAR/k scoped ]          both sides a word or a prefix
    scoped   = [ title: ] primary
    primary  = word | phrase | prefix | "(" any ")"
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kentongan.engine.text.fold import words

MAX_DEPTH = 50
"""How deep brackets may nest. People write three levels; the limit keeps every recursion short."""

MAX_TERMS = 50_000
"""How many words, phrases and prefixes one query may hold."""

_FAR = 10**9


class Problem(StrEnum):
    """What can be wrong with a query: a stable code for translation, with the English sentence beside it."""

    EMPTY = "empty"
    UNCLOSED_QUOTE = "unclosed-quote"
    EMPTY_PHRASE = "empty-phrase"
    UNCLOSED_BRACKET = "unclosed-bracket"
    STRAY_BRACKET = "stray-bracket"
    EMPTY_BRACKETS = "empty-brackets"
    NO_WORD = "no-word"
    SHORT_PREFIX = "short-prefix"
    PREFIX_OF_SEVERAL = "prefix-of-several"
    NOTHING_BEFORE = "nothing-before"
    NOTHING_AFTER = "nothing-after"
    NEAR_NUMBER = "near-number"
    NEAR_SIDES = "near-sides"
    NEAR_CHAIN = "near-chain"
    TITLE_TARGET = "title-target"
    ONLY_EXCLUDES = "only-excludes"
    TOO_DEEP = "too-deep"
    TOO_LONG = "too-long"


MESSAGES: dict[Problem, str] = {
    Problem.EMPTY: "the query is empty",
    Problem.UNCLOSED_QUOTE: "the quotation mark is never closed",
    Problem.EMPTY_PHRASE: "there is no letter or digit between the quotation marks",
    Problem.UNCLOSED_BRACKET: "the bracket is never closed",
    Problem.STRAY_BRACKET: "the closing bracket has no opening one",
    Problem.EMPTY_BRACKETS: "there is nothing between the brackets",
    Problem.NO_WORD: "{token} holds no letter or digit",
    Problem.SHORT_PREFIX: "{token} is too short: a prefix needs at least two letters or digits before the *",
    Problem.PREFIX_OF_SEVERAL: "{token} folds to several words: only a single word can be a prefix",
    Problem.NOTHING_BEFORE: "{token} needs something before it",
    Problem.NOTHING_AFTER: "{token} needs something after it",
    Problem.NEAR_NUMBER: "NEAR needs a number of words: NEAR/5",
    Problem.NEAR_SIDES: "NEAR joins two words or prefixes, nothing else",
    Problem.NEAR_CHAIN: "NEAR joins only two words: write a NEAR/5 b AND b NEAR/5 c",
    Problem.TITLE_TARGET: "title: needs a word, a phrase, a prefix or a group right after it",
    Problem.ONLY_EXCLUDES: (
        "the query, or one side of an OR, only excludes: it would match almost every article. "
        "Name at least one word that must occur"
    ),
    Problem.TOO_DEEP: "brackets nest more than {limit} deep",
    Problem.TOO_LONG: "the query has more than {limit} terms",
}


class QuerySyntaxError(ValueError):
    """A query that cannot be understood.

    `code` and `params` let a screen say it in the reader's language; `column` counts code points from 1.
    """

    def __init__(self, code: Problem, column: int, **params: str | int) -> None:
        self.code = code
        self.column = column
        self.params = params
        self.message = MESSAGES[code].format(**params)
        super().__init__(f"column {column}: {self.message}")


# --- the tree ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Word:
    """One folded word."""

    word: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins so (folded, at least two characters)."""

    prefix: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Two or more folded words, one right after the other in one field."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Two different places of one field with at most `distance` words between them, in either order."""

    left: Word | Prefix
    right: Word | Prefix
    distance: int


@dataclass(frozen=True, slots=True)
class And:
    """All of two or more parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of two or more parts."""

    parts: tuple[Query, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not match."""

    part: Query


@dataclass(frozen=True, slots=True)
class Title:
    """The part, looked for in the title only."""

    part: Query


Query = Word | Prefix | Phrase | Near | And | Or | Not | Title


def parse(query: str) -> Query:
    """The tree of a query.

    Raises:
        QuerySyntaxError: the query is not of the language, only excludes, nests too deep or is too long.
    """
    tree = _Parser(query).parse()
    if _matches_nothing_at_all(tree):
        raise QuerySyntaxError(Problem.ONLY_EXCLUDES, _first_column(query))
    return tree


def _matches_nothing_at_all(tree: Query) -> bool:
    """Whether an empty article matches: exactly then no word need occur, and the query (or a branch) only excludes."""
    match tree:
        case And(parts):
            return all(map(_matches_nothing_at_all, parts))
        case Or(parts):
            return any(map(_matches_nothing_at_all, parts))
        case Not(part):
            return not _matches_nothing_at_all(part)
        case Title(part):
            return _matches_nothing_at_all(part)
        case _:
            return False


def _first_column(query: str) -> int:
    return len(query) - len(query.lstrip()) + 1


# --- tokens -----------------------------------------------------------------------------------------------------------


class _Kind(StrEnum):
    OPEN = "("
    CLOSE = ")"
    AND = "and"
    OR = "or"
    NOT = "not"
    NEAR = "near"
    TITLE = "title:"
    TERM = "term"
    END = "end"


class _Token(NamedTuple):
    kind: _Kind
    column: int
    text: str = ""
    term: Word | Prefix | Phrase | None = None
    distance: int = 0


_OPERATORS = {
    "AND": _Kind.AND,
    "DAN": _Kind.AND,
    "OR": _Kind.OR,
    "ATAU": _Kind.OR,
    "NOT": _Kind.NOT,
    "BUKAN": _Kind.NOT,
}

# Telephones type curly quotation marks: they open and close a phrase as straight ones do.
_TOKEN = re.compile(r'\s+|[()]|"(?P<straight>[^"]*)"|“(?P<curly>[^“”"]*)["“”]|["“”]|title:|[^\s()"“”]+')
_NEAR = re.compile(r"NEAR(?:/(?P<distance>[0-9]*))?(?P<rest>.*)", re.DOTALL)


def _tokens(query: str) -> Iterator[_Token]:
    for found in _TOKEN.finditer(query):
        text, column = found.group(), found.start() + 1
        if text.isspace():
            continue
        if text in ("(", ")", "title:"):
            yield _Token(_Kind(text), column, text)
        elif text[0] in '"“”':
            yield _quoted(found, column)
        else:
            yield _bare(text, column)
    yield _Token(_Kind.END, len(query) + 1)


def _quoted(found: re.Match[str], column: int) -> _Token:
    inside = found["straight"] if found["straight"] is not None else found["curly"]
    if inside is None:
        raise QuerySyntaxError(Problem.UNCLOSED_QUOTE, column)
    folded = words(inside)
    if not folded:
        raise QuerySyntaxError(Problem.EMPTY_PHRASE, column)
    return _Token(_Kind.TERM, column, found.group(), _term(folded))


def _bare(text: str, column: int) -> _Token:
    if text in _OPERATORS:
        return _Token(_OPERATORS[text], column, text)
    if text.startswith("NEAR") and (near := _NEAR.fullmatch(text)) and (token := _near(near, column)):
        return token
    folded = words(text)
    if not folded:
        raise QuerySyntaxError(Problem.NO_WORD, column, token=text)
    if text.endswith("*"):
        return _Token(_Kind.TERM, column, text, _prefix(folded, text, column))
    return _Token(_Kind.TERM, column, text, _term(folded))


def _near(found: re.Match[str], column: int) -> _Token | None:
    """The operator; None when it only begins like one (`NEARBY`)."""
    distance, rest = found["distance"], found["rest"]
    if distance is None and rest:
        return None
    if not distance or rest:
        raise QuerySyntaxError(Problem.NEAR_NUMBER, column)
    far = len(distance) > 9  # longer than any text, and int() refuses numbers of thousands of digits
    return _Token(_Kind.NEAR, column, found.group(), distance=_FAR if far else int(distance))


def _prefix(folded: list[str], text: str, column: int) -> Prefix:
    if len(folded) > 1:
        raise QuerySyntaxError(Problem.PREFIX_OF_SEVERAL, column, token=text)
    if len(folded[0]) < 2:
        raise QuerySyntaxError(Problem.SHORT_PREFIX, column, token=text)
    return Prefix(folded[0])


def _term(folded: list[str]) -> Word | Phrase:
    return Word(folded[0]) if len(folded) == 1 else Phrase(tuple(folded))


# --- the parser -------------------------------------------------------------------------------------------------------


class _Parser:
    def __init__(self, query: str) -> None:
        self.tokens = _tokens(query)
        self.previous = _Token(_Kind.END, 1)
        self.token = next(self.tokens)
        self.depth = 0
        self.terms = 0

    def parse(self) -> Query:
        if self._at(_Kind.END):
            raise QuerySyntaxError(Problem.EMPTY, 1)
        tree = self._any()
        if self._at(_Kind.CLOSE):
            raise QuerySyntaxError(Problem.STRAY_BRACKET, self.token.column)
        return tree

    def _at(self, *kinds: _Kind) -> bool:
        return self.token.kind in kinds

    def _advance(self) -> _Token:
        self.previous = self.token
        if not self._at(_Kind.END):
            self.token = next(self.tokens)
        return self.previous

    def _any(self) -> Query:
        parts = [self._all()]
        while self._at(_Kind.OR):
            self._advance()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self) -> Query:
        parts = [self._factor()]
        while not self._at(_Kind.OR, _Kind.CLOSE, _Kind.END):
            if self._at(_Kind.AND):
                self._advance()
            parts.append(self._factor())
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _factor(self) -> Query:
        excluded = False
        while self._at(_Kind.NOT):
            self._advance()
            excluded = not excluded
        part = self._near()
        return Not(part) if excluded else part

    def _near(self) -> Query:
        left = self._scoped()
        if not self._at(_Kind.NEAR):
            return left
        near = self._advance()
        right = self._scoped()
        if not isinstance(left, Word | Prefix) or not isinstance(right, Word | Prefix):
            raise QuerySyntaxError(Problem.NEAR_SIDES, near.column)
        if self._at(_Kind.NEAR):
            raise QuerySyntaxError(Problem.NEAR_CHAIN, self.token.column)
        return Near(left, right, near.distance)

    def _scoped(self) -> Query:
        if not self._at(_Kind.TITLE):
            return self._primary()
        title = self._advance()
        if not self._at(_Kind.TERM, _Kind.OPEN):
            raise QuerySyntaxError(Problem.TITLE_TARGET, title.column)
        return Title(self._primary())

    def _primary(self) -> Query:
        token = self.token
        if token.kind is _Kind.OPEN:
            return self._group()
        if token.term is None:
            raise self._missing()
        self.terms += 1
        if self.terms > MAX_TERMS:
            raise QuerySyntaxError(Problem.TOO_LONG, token.column, limit=MAX_TERMS)
        self._advance()
        return token.term

    def _group(self) -> Query:
        opening = self._advance()
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise QuerySyntaxError(Problem.TOO_DEEP, opening.column, limit=MAX_DEPTH)
        if self._at(_Kind.CLOSE):
            raise QuerySyntaxError(Problem.EMPTY_BRACKETS, opening.column)
        if self._at(_Kind.END):
            raise QuerySyntaxError(Problem.UNCLOSED_BRACKET, opening.column)
        tree = self._any()
        if not self._at(_Kind.CLOSE):
            raise QuerySyntaxError(Problem.UNCLOSED_BRACKET, opening.column)
        self._advance()
        self.depth -= 1
        return tree

    def _missing(self) -> QuerySyntaxError:
        """Where a term should stand there is none: say which operator waits, and on which side."""
        token, before = self.token, self.previous
        if before.kind in (_Kind.AND, _Kind.OR, _Kind.NOT, _Kind.NEAR):
            return QuerySyntaxError(Problem.NOTHING_AFTER, before.column, token=before.text)
        if token.kind in (_Kind.AND, _Kind.OR, _Kind.NEAR):
            return QuerySyntaxError(Problem.NOTHING_BEFORE, token.column, token=token.text)
        return QuerySyntaxError(Problem.STRAY_BRACKET, token.column)
