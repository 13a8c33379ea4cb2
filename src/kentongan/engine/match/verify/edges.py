"""The two ends of a stretch: what stands right before and behind it, and whether a number was cut there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kentongan.engine.match.verify.align import Stretch
from kentongan.engine.match.verify.exact import CURRENCIES, Sheet, gap_key
from kentongan.engine.match.verify.kinds import CURRENCY_SIGNS, NEGATIONS, SCALES, SIGNS, kind_of_mark
from kentongan.engine.match.verify.places import before_space, behind_space, ends_sentence, token_end, token_start
from kentongan.engine.match.verify.regions import Region
from kentongan.engine.match.verify.values import Difference, Kind

_CLOSING = {".", ",", ";", ":", ")"}  # one mark behind a figure: a figure meant to be whole
_IN_NUMBER = re.compile(r"[.,:/'’-]")

_FREE = frozenset('"()[]{}…-:,;|/#=')
"""What may stand around a copied stretch without saying anything of it."""

_MOST_FREE = 200


class Edges:
    """The ends of one stretch. `first` and `last`: where its first word begins and its last one ends.

    Args:
        found: where words within were found to differ; of an end that is among them no more is said.
    """

    def __init__(self, here: Sheet, there: Sheet, known: str, stretch: Stretch, found: list[Region]) -> None:
        self.here, self.there, self.known, self.stretch = here, there, known, stretch
        self.first = here.starts[stretch.here]
        self.last = here.ends[stretch.here_end - 1]
        self._found = found

    def differences(self) -> Iterator[Difference]:
        """What differs at the ends."""
        stretch = self.stretch
        if not any(region[::2] == (stretch.here, stretch.there) for region in self._found):
            yield from self._start()
        if not any(region[1::2] == (stretch.here_end, stretch.there_end) for region in self._found):
            yield from self._end()

    def _start(self) -> Iterator[Difference]:
        at, other = self.stretch.here, self.stretch.there
        raw, is_outer = self.here.raw_gap(at), at == 0
        piece = raw if is_outer else behind_space(raw)
        key = gap_key(piece, 0, self.here.kind_at(at), self.here.text, 0 if is_outer else self.first - len(piece))
        amount = self.here.is_amount(at)
        if not _ends_like(self.there.gaps[other], key, amount=amount):
            yield self._at_start(kind_of_mark(key, amount=amount), self.first - len(piece.lstrip()))
        elif self._number_began_before(other):
            yield self._at_start(Kind.CUT_NUMBER if is_outer or "\n" in raw else Kind.NUMBER, self.first)
        elif is_outer and self._is_behind_negation(other):
            place = self.there.starts[other - 1], self.there.ends[other - 1]
            yield self._difference(Kind.CUT_NEGATION, place, (self.first, self.first))

    def _end(self) -> Iterator[Difference]:
        at, other = self.stretch.here_end, self.stretch.there_end
        raw, is_open = self.here.raw_gap(at), at == len(self.here)
        piece = raw if is_open else before_space(raw)
        is_open = is_open or "\n" in raw
        key = gap_key(piece, self.here.kind_at(at - 1), 0, self.here.text, self.last)
        torn = self.stretch.cut_last and self.here.is_digit(at - 1)
        if not _begins_like("" if self.stretch.cut_last else self.there.gaps[other], key):
            kind = Kind.NUMBER if torn else kind_of_mark(key, amount=self.here.is_amount(at - 1))
            yield self._at_end(kind, self.last + len(piece.rstrip()))
        elif self.there.is_digit(other - 1) and (torn or self._goes_on(other) or (is_open and self._is_scaled(other))):
            # "Rp1.250." ends a sentence as well as a cut: whoever dropped six zeros writes the same.
            is_cut = is_open and key not in _CLOSING
            yield self._at_end(Kind.CUT_NUMBER if is_cut else Kind.NUMBER, self.last)

    def _is_behind_negation(self, other: int) -> bool:
        """Whether the paste begins right behind a word whose absence turns its meaning round."""
        if not other or self.stretch.cut_first or self.there.words[other - 1] not in NEGATIONS:
            return False
        return not ends_sentence(self.there.raw_gap(other))

    def _number_began_before(self, other: int) -> bool:
        """Whether the published number began further left: more figures, a sign, a currency."""
        if self.stretch.cut_first:
            return self.there.words[other][-1].isdecimal()
        if not self.there.is_digit(other):
            return False
        raw = self.there.raw_gap(other)
        key = gap_key(behind_space(raw), 0, self.there.kind_at(other))
        if key and (key[-1] in SIGNS or key[-1] == "-" or CURRENCY_SIGNS.match(key[-1])):
            return self.here.gaps[self.stretch.here][-1:] != key[-1]
        if not other or any(mark.isspace() for mark in raw):
            return False
        before = self.there.words[other - 1]
        return before in CURRENCIES or (self.there.is_digit(other - 1) and _IN_NUMBER.fullmatch(raw) is not None)

    def _goes_on(self, other: int) -> bool:
        """Whether the published number went on: more figures, or a share."""
        raw = self.there.raw_gap(other).lstrip()
        if raw[:1] in ("%", "‰"):
            return not self.here.raw_gap(self.stretch.here_end).lstrip().startswith(raw[0])
        return self.there.is_digit(other) and _IN_NUMBER.fullmatch(self.there.raw_gap(other)) is not None

    def _is_scaled(self, other: int) -> bool:
        """Whether the published number was followed by its scale: `5` of `5 juta` says something else."""
        return other < len(self.there) and self.there.words[other] in SCALES and not self.there.gaps[other]

    def _at_start(self, kind: Kind, outer: int) -> Difference:
        """A difference at the start, with the word or number that it stands at."""
        ours, theirs = self.here, self.there
        first = self.stretch.there
        published = token_start(theirs.text, theirs.starts[first]), token_end(theirs.text, theirs.ends[first])
        return self._difference(kind, published, (outer, token_end(ours.text, ours.ends[self.stretch.here])))

    def _at_end(self, kind: Kind, outer: int) -> Difference:
        ours, theirs = self.here, self.there
        last, next_ = self.stretch.there_end - 1, self.stretch.there_end
        end = token_end(theirs.text, theirs.ends[last])
        if kind in (Kind.CUT_NUMBER, Kind.NUMBER) and self._is_scaled(next_):
            end = theirs.ends[next_]
        start = token_start(ours.text, ours.starts[self.stretch.here_end - 1])
        if kind.is_cut:
            start, outer = max(start, self.first), self.last
        return self._difference(kind, (token_start(theirs.text, theirs.starts[last]), end), (start, outer))

    def _difference(self, kind: Kind, published: tuple[int, int], pasted: tuple[int, int]) -> Difference:
        one, other = self.there.text[slice(*published)], self.here.text[slice(*pasted)]
        return Difference(kind, self.known, one, other, *published, *pasted)


def _ends_like(published: str, key: str, *, amount: bool) -> bool:
    """Whether what stands before a copied stretch stands there in print too, or says nothing."""
    if len(key) > _MOST_FREE:
        return False
    while key and not published.endswith(key) and key[0] in _FREE | {">"}:
        if key[0] in "->" and amount:
            return False
        key = key[1:]
    return published.endswith(key)


def _begins_like(published: str, key: str) -> bool:
    """The same behind it; a full stop or comma that was not printed says something there."""
    if len(key) > _MOST_FREE:
        return False
    while key and not published.startswith(key) and (key[-1] in _FREE - {",", ";"} or key.endswith("..")):
        key = key.rstrip(".") if key.endswith("..") else key[:-1]
    return published.startswith(key)
