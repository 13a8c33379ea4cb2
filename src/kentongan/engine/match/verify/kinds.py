"""What a difference is about: a figure, a date, a name, a negation, or how it is written."""

from __future__ import annotations

import re

from kentongan.engine.match.verify.characters import OVERLAYS, QUESTIONS, TICKS, UNSEEN, at_a_glance, exact
from kentongan.engine.match.verify.exact import CURRENCIES, Sheet
from kentongan.engine.match.verify.places import ends_sentence, widened
from kentongan.engine.match.verify.regions import Region
from kentongan.engine.match.verify.values import Kind
from kentongan.engine.text.dates import DAY_NAMES, MONTH_NAMES


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_MONTHS = frozenset(name.lower() for name in MONTH_NAMES) | _listed(
    "jan feb peb mar apr jun jul agt agu ags sep sept okt nov nop des january february march may june july august"
    " october december pebruari nopember"
)
_DAYS = frozenset(name.lower() for name in DAY_NAMES) | _listed("jum ahad")
_DATE_WORDS = (_MONTHS | _DAYS) - _listed("mei may mar jun")
NEGATIONS = _listed(
    "tidak bukan belum tak tanpa jangan tiada nonaktif non nggak enggak gak ga ndak tdk bkn blm bukanlah tidaklah"
    " janganlah takkan mustahil batal dibatalkan not no never"
)
SCALES = _listed(
    "puluh belas ratus ribu juta miliar milyar triliun trilyun persen permil rb jt thousand million billion trillion"
    " percent"
)
_SHARES = _listed("persen permil percent")
_ONLY_NEAR_FIGURES = _listed("s us")
SIGNS = frozenset("+±<>≤≥=≈~×÷")
CURRENCY_SIGNS = re.compile(r"[$€£¥%‰₿¢]")
_NUMERIC_DATE = re.compile(r"\b\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4}\b")
_MARKS = (
    (UNSEEN, Kind.INVISIBLE),
    (QUESTIONS, Kind.QUESTION),
    (TICKS, Kind.TICK),
    (CURRENCY_SIGNS, Kind.CURRENCY),
)

_SMALL = 6
"""More words than these at once were put in or left out, whatever they say."""

_MOVED = 3
_MAX_TRIES = 2_000


def kind_of(here: Sheet, there: Sheet, region: Region, pasted: str, published: str) -> Kind:
    """What a region is about; `pasted` and `published` are what is shown of it."""
    ours, theirs = here.words[slice(*region[:2])], there.words[slice(*region[2:])]
    if region.is_gap:
        amount = here.is_digit(region.here) or here.is_digit(region.here - 1)
        return _kind_of_gap(here.gaps[region.here], there.gaps[region.there], amount=amount)
    if ours and theirs:
        return _seen_kind(pasted, published) or _said_kind(here, there, region) or Kind.WORD
    plain = Kind.DROPPED if theirs else Kind.INSERTED
    if _stands_in(ours, there.words) or _stands_in(theirs, here.words):
        return Kind.MOVED
    if len(ours) + len(theirs) > _SMALL:
        return plain
    return _said_kind(here, there, region) or plain


def kind_of_mark(key: str, *, amount: bool) -> Kind:
    """What marks at the edge of a stretch are about; `amount`: a number or currency stands beside them."""
    if found := _marked(key):
        return found
    if amount and ("-" in key or SIGNS.intersection(key) - {"~"}):
        return Kind.SIGN
    return Kind.STRIKE if OVERLAYS.search(key) else Kind.PUNCTUATION


def _kind_of_gap(ours: str, theirs: str, *, amount: bool) -> Kind:
    marks = set(ours) ^ set(theirs) or set(ours) | set(theirs)
    text = "".join(marks)
    if found := _marked(text):
        return found
    if OVERLAYS.search(text):
        return Kind.STRIKE
    if amount and (marks & SIGNS or "-" in marks):
        return Kind.SIGN
    return Kind.NUMBER if amount and marks & set('.,:/ *_"') else Kind.PUNCTUATION


def _marked(text: str) -> Kind | None:
    return next((kind for pattern, kind in _MARKS if pattern.search(text)), None)


def _seen_kind(pasted: str, published: str) -> Kind | None:
    """By what two texts are told apart that look the same; None when they do not."""
    if at_a_glance(pasted) != at_a_glance(published):
        return None
    if UNSEEN.search(pasted) or UNSEEN.search(published):
        return Kind.INVISIBLE
    if len(OVERLAYS.findall(pasted)) != len(OVERLAYS.findall(published)):
        return Kind.STRIKE
    if re.sub(r"\W", "", exact(pasted)) == re.sub(r"\W", "", exact(published)):
        return Kind.NUMBER if any(mark.isdigit() for mark in pasted + published) else Kind.PUNCTUATION
    return Kind.LOOKALIKE


def _said_kind(here: Sheet, there: Sheet, region: Region) -> Kind | None:
    """What changed words are about, if about one of the things that are shown first."""
    ours, theirs = here.words[slice(*region[:2])], there.words[slice(*region[2:])]
    changed = set(ours) ^ set(theirs)
    figures = _beside_figures(here, region[:2]) or _beside_figures(there, region[2:])
    is_date = bool(changed & _DATE_WORDS) or (figures and bool(changed & _MONTHS))
    is_number = [word for word in ours if word.isdecimal()] != [word for word in theirs if word.isdecimal()]
    currencies = _SHARES | CURRENCIES if figures else (_SHARES | CURRENCIES) - _ONLY_NEAR_FIGURES
    asked = (
        (Kind.DATE, is_date or (is_number and _is_in_date(there, region[2:]))),
        (Kind.NUMBER, is_number),
        (Kind.CURRENCY, changed & currencies),
        (Kind.NUMBER, changed & SCALES),
        (Kind.NEGATION, changed & NEGATIONS),
        (Kind.NAME, _has_name(there, region[2:]) or _has_name(here, region[:2])),
    )
    return next((kind for kind, holds in asked if holds), None)


def _beside_figures(sheet: Sheet, elements: tuple[int, ...]) -> bool:
    return any(sheet.is_digit(at) for at in range(elements[0] - 1, elements[1] + 1))


def _is_in_date(sheet: Sheet, elements: tuple[int, ...]) -> bool:
    start, end = elements
    if _MONTHS.intersection(sheet.words[max(0, start - 2) : end + 2]):
        return True
    if start == end:
        return False
    whole = slice(*widened(sheet.text, (sheet.starts[start], sheet.ends[end - 1])))
    return _NUMERIC_DATE.search(sheet.text[whole]) is not None


def _has_name(sheet: Sheet, elements: tuple[int, ...]) -> bool:
    """Whether a word amid a sentence begins with a capital, or several words do, in a text that is not all capitals."""
    start, end = elements
    capital = [at for at in range(start, end) if sheet.text[sheet.starts[at]].isupper()]
    amid = [at for at in capital if at and not ends_sentence(sheet.raw_gap(at))]
    if not amid and len(capital) < 2:
        return False
    return not sheet.text[sheet.starts[max(0, start - 4)] : sheet.ends[min(len(sheet), end + 4) - 1]].isupper()


def _stands_in(words: list[str], others: list[str]) -> bool:
    """Whether a few words or more stand in the other text, in a row."""
    count, at = len(words), -1
    if count < _MOVED:
        return False
    for _ in range(_MAX_TRIES):
        try:
            at = others.index(words[0], at + 1)
        except ValueError:
            return False
        if others[at : at + count] == words:
            return True
    return False
