"""Names of persons, organisations and places in Indonesian text, and one person's many names joined.

Tier A: a conditional random field over word forms, news clusters and lists of names. Tier B (`./run setup language`)
stacks a branch of the body upon it; it takes about half a second an article, tier A less than a millisecond.
docs/models.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.crf import LABELS, decode, feature_buckets
from kentongan.engine.assess.degrees import without_degrees
from kentongan.engine.assess.linear import WEIGHTS, HashedLinear
from kentongan.engine.assess.mending import mended
from kentongan.engine.assess.native_crf import NativeField
from kentongan.engine.assess.tokens import Cut, cut
from kentongan.engine.assess.words import WordTable, load_words
from kentongan.engine.encoder.place import NoBody, is_set_up
from kentongan.engine.text.kernel import available
from kentongan.engine.types import Entity, EntityType

if TYPE_CHECKING:
    from kentongan.engine.assess.names import TunedNames

Tier = Literal["A", "B"]
_LONGEST = 400  # tokens of a sentence decoded in one go; a text without any stop is cut there
READ = 1_000_000  # code points of a text that are read: no article is longer, and memory stays bounded
_BATCH = 20_000  # tokens held in memory as features at once
_BATCH_TUNED = 1_000  # ... where tier B reads them too
_TUNED = 4_000  # tokens of a text that tier B reads, six seconds' work; what follows is tier A's alone

_PAIR = re.compile(r"(?P<one>[A-Z]\S+(?: [A-Z]\S*)* [A-Z][a-z]{2,})-(?P<other>[A-Z][a-z]+(?: [A-Z]\S*)+)")

Row = tuple[int, int]


@dataclass(frozen=True, slots=True)
class NameFinder:
    """The trained field: 8-bit emission weights (registers x buckets x labels), transitions and start scores."""

    words: WordTable
    register: HashedLinear
    table: npt.NDArray[np.int8]
    step: np.float32
    transitions: npt.NDArray[np.float32]
    start: npt.NDArray[np.float32]
    native: dict[int, NativeField] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls) -> NameFinder:
        """The weights that ship. Raises OSError when they are missing."""
        with np.load(WEIGHTS / "entities.npz", allow_pickle=False) as file:
            transitions, start = file["transitions"].copy(), file["start"].copy()
            _forbid(transitions, start)
            register = HashedLinear.load("register")
            return cls(load_words(), register, file["table"], file["step"][()], transitions, start)

    def register_of(self, text: str) -> int:
        """Which of the two rules of marking a text is read by: 0 news, 1 encyclopaedia."""
        return int(self.register.scores([text[:2000]])[0].argmax())

    def tags(
        self, words: Sequence[str], lengths: Sequence[int], register: int, tuned: TunedNames | None = None
    ) -> list[str]:
        """BIO tags of the words of some sentences, one sentence after another; stacked upon `tuned`, if given."""
        if tuned is None and available():
            places, rows = self.words.places(words)
            return [LABELS[k] for k in self._native(register).labels(places, rows, lengths).tolist()]
        buckets = feature_buckets(self.words.matrix(words), lengths)
        emissions = self.table[register][buckets].sum(axis=1, dtype=np.int32).astype(np.float32) * self.step
        transitions, start = self.transitions, self.start
        if tuned is not None:
            share = np.float32(tuned.share)
            emissions = tuned.emissions(words, lengths, register) + share * emissions
            transitions, start = share * transitions, share * start
        return [LABELS[k] for k in decode(emissions, lengths, transitions, start)]

    def _native(self, register: int) -> NativeField:
        """A register's weights in the kernel; laid out when first asked for: four megabytes each."""
        if register not in self.native:
            self.native[register] = NativeField(self.table[register], self.step, self.transitions, self.start)
        return self.native[register]


def _forbid(transitions: npt.NDArray[np.float32], start: npt.NDArray[np.float32]) -> None:
    """I-X may only follow B-X or I-X: the data has no other case, the decoder shall not invent one."""
    for k, label in enumerate(LABELS):
        if label.startswith("I-"):
            start[k] = -1e6
            for before, other in enumerate(LABELS):
                if other[2:] != label[2:]:
                    transitions[before, k] = -1e6


@cache
def _finder() -> NameFinder:
    return NameFinder.load()


def best_tier() -> Tier:
    """B where it is set up, else A."""
    if is_set_up("entities"):
        with suppress(NoBody):
            _tuned("B")
            return "B"
    return "A"


def _tuned(tier: Tier) -> TunedNames | None:
    if tier == "A":
        return None
    from kentongan.engine.assess.names import load_names  # noqa: PLC0415 - start-up time

    return load_names()


def find_entities(text: str, tier: Tier = "A") -> list[Entity]:
    """The names in the first million code points of `text`, in order; offsets in code points, `end` exclusive.

    Raises NoBody when tier B is asked for and not set up.
    """
    tuned = _tuned(tier)
    if tuned is None:
        return _find(text[:READ], None)
    return list(tuned.memory.answers([text[:READ]], lambda texts: [_find(one, tuned) for one in texts])[0])


def find_entities_in_cut(text: str, parts: Cut) -> list[Entity]:
    """The names in a text (of no more than a million code points) that is cut into words already, by tier A.

    It is read as it is: degrees behind names are to be left out before (`without_degrees`).
    """
    return _find(text, None, parts)


def _find(text: str, tuned: TunedNames | None, parts: Cut | None = None) -> list[Entity]:
    tokens, sentences = parts or cut(without_degrees(text))
    rows = [piece for row in sentences for piece in _pieces(row)]
    words = [token.text for token in tokens]
    found = []
    for first, last, kind in mended(words, _spans(words, rows, text, tuned), rows, _finder().words.lists):
        start, end = tokens[first].start, tokens[last - 1].end
        found += _apart(Entity(start, end, kind, text[start:end]))
    return found


def _apart(entity: Entity) -> list[Entity]:
    """The name; two of a ticket, each of two words or more: `Sari Wulandari-Eri Bhakti`."""
    pair = _PAIR.fullmatch(entity.text) if entity.type is EntityType.PERSON and "-" in entity.text else None
    if not pair:
        return [entity]
    spans = ((entity.start + pair.start(name), entity.start + pair.end(name)) for name in ("one", "other"))
    names = (pair["one"], pair["other"])
    return [Entity(start, end, entity.type, name) for (start, end), name in zip(spans, names, strict=True)]


def find_entities_in_tokens(tokens: Sequence[str], tier: Tier = "A") -> list[Entity]:
    """The names in one sentence or text that is already cut into words; offsets in tokens, `end` exclusive."""
    rows = _pieces((0, len(tokens)))
    spans = _spans(list(tokens), rows, " ".join(tokens[:_LONGEST]), _tuned(tier))
    return [
        Entity(first, last, kind, " ".join(tokens[first:last]))
        for first, last, kind in mended(tokens, spans, rows, _finder().words.lists)
    ]


def _pieces(row: Row) -> list[Row]:
    start, end = row
    return [(at, min(at + _LONGEST, end)) for at in range(start, end, _LONGEST)]


def _spans(words: list[str], rows: list[Row], text: str, tuned: TunedNames | None) -> list[tuple[int, int, EntityType]]:
    finder = _finder()
    register = finder.register_of(text)
    found: list[tuple[int, int, EntityType]] = []
    for batch in _batches(rows, _BATCH_TUNED if tuned else _BATCH):
        offset = batch[0][0]
        reads = tuned if offset < _TUNED else None
        tags = finder.tags(words[offset : batch[-1][1]], [end - start for start, end in batch], register, reads)
        for i, tag in enumerate(tags, offset):
            if tag.startswith("B-"):
                found.append((i, i + 1, EntityType(tag[2:])))
            elif tag != "O":
                first, _, kind = found[-1]
                found[-1] = (first, i + 1, kind)
    return found


def _batches(rows: list[Row], size: int) -> list[list[Row]]:
    """Rows (each after the last) in groups of bounded size."""
    groups: list[list[Row]] = []
    for row in rows:
        if not groups or row[1] - groups[-1][0][0] > size:
            groups.append([])
        groups[-1].append(row)
    return groups


# --- one person's many names -----------------------------------------------------------------------------------------


def same_person(one: str, other: str) -> bool:
    """Whether one name is a part of the other: "Bhakti" and "Bhakti Eri", "J. Widodo" and "Joko Widodo".

    Words count in order, small and capital letters alike; an initial stands for any word it begins.
    """
    short, long = sorted((_name_words(one), _name_words(other)), key=len)
    if not short:
        return False
    at = 0
    for word in long:
        if at < len(short) and _agree(short[at], word):
            at += 1
    return at == len(short)


@lru_cache(maxsize=4_096)
def _name_words(name: str) -> tuple[str, ...]:
    return tuple(word for word in name.casefold().replace(".", " ").split() if any(sign.isalnum() for sign in word))


def _agree(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def join_names(entities: Sequence[Entity]) -> dict[str, str]:
    """Every person's name in one article -> the fullest form of it there.

    A short name joins the person whose longer name stood last before it, else the first after it; names that fit
    nobody stand for themselves. Only names of one article belong together: never join over articles with it.
    """
    people = [entity for entity in entities if entity.type is EntityType.PERSON]
    canonical: dict[str, str] = {}
    for i, entity in enumerate(people):
        if entity.text not in canonical:
            canonical[entity.text] = _fullest(entity.text, people, i)
    return {name: _followed(name, canonical) for name in canonical}


def _followed(name: str, longer: dict[str, str]) -> str:
    """Eri -> Bhakti Eri -> Bhakti Eri Putra: every step has more words, so it ends."""
    while longer[name] != name:
        name = longer[name]
    return name


def _fullest(name: str, people: Sequence[Entity], at: int) -> str:
    size = len(_name_words(name))
    for other in [*reversed(people[:at]), *people[at + 1 :]]:
        if len(_name_words(other.text)) > size and same_person(name, other.text):
            return other.text
    return name
