"""At whom a sentence of news is aimed: what is said of one institution in it, as features of a linear model.

The institution's names become one sign; what stands before and after it is told apart, in the sentence and in the
headline. Beside words, their stems, their clusters (`assess/words.py`) and pairs of words stand the parts they play
(`assess/parts.py`), with their voice, and the order of these parts, which is a poor man's syntax: JUDGE CRITICISE/A
target is blame, target CRITICISE/A OFFICER is not. What stands in the same clause as the name is told apart once more,
and what kind of institution it is: an arrest is the work of the police and a shame for a bank. Everything is hashed
into one table (Weinberger et al. 2009); a bucket's number is all that is kept.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.lexicon import polarity
from kentongan.engine.assess.linear import WEIGHTS, calibrated, softmax
from kentongan.engine.assess.parts import parts_of, voice_of
from kentongan.engine.assess.subjects import Kind, kind_of, pattern_of
from kentongan.engine.assess.words import WordTable, load_words
from kentongan.engine.text.stem import stem

BITS = 18
# Kinds of features (words, pairs, parts, parts by their place, orders of parts, flags): each is scaled so and divided
# by the root of its count.
SCALES = (1.0, 0.6, 1.0, 1.0, 0.7, 0.6)

NAME = "0N"  # stands for the institution; no word holds a digit before a capital after lowering
LAW = "0L"  # a law, bill or candidacy that carries its name: what is said of it is not said of the institution
_NEAR, _BESIDE = 7, 2  # words on either side of a name that are near it, or right beside it
_REACH = 3  # a denial reaches so many words
_MOST = 120  # words of a sentence or headline that are read
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[\"“”?!,:;]")
_TWICE = re.compile(rf"{NAME}(?: ?\(?{NAME}\)?|[ /-]+{NAME})+")
_NAMED_AFTER = re.compile(
    r"(?i)\b(?:(?:r?uu|rancangan undang-undang|undang-undang|revisi)(?: \(?r?uu\)?)?"
    r"(?: (?:nomor|no\.?) ?\d+(?: tahun |/)?\d*)?(?: tentang)?"
    rf"|capim|calon(?: pimpinan)?(?: \(capim\))?|dewan pengawas|dewas) {NAME}"
)
_DENIALS = frozenset({"tidak", "tak", "bukan", "belum", "tanpa", "jangan"})
_QUOTES = frozenset('"“”')
# Where one clause ends and another begins, roughly.
_CLAUSE = re.compile(
    r"[,;:\"“”?!]|karena|lantaran|sehingga|namun|tetapi|tapi|sementara|setelah|usai|saat|ketika|bahwa|agar|padahal|meski"
    r"|sebab|jika|bila|kalau|apabila|hingga|sebelum"
)

_MIX = np.uint64(0x9E3779B97F4A7C15)
_SALTS = np.arange(1, 7, dtype=np.uint64) << np.uint64(56)

Values = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Aimed:
    """Buckets of one sentence and the weight of each."""

    buckets: npt.NDArray[np.int64]
    weights: Values


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "replace"))


class _Signs(NamedTuple):
    """What a word adds in one place of one text."""

    own: int
    words: tuple[int, ...]
    parts: tuple[int, ...]
    places: tuple[int, ...]
    order: int  # 0 for a word that plays no part
    polarity: int  # -2 (bad news) to 2 (good news)


class _Place(NamedTuple):
    """Where a word stands: in which text, where from the nearest name, and of what kind that institution is."""

    where: int  # 1 the headline, 2 the sentence
    side: int  # as `_side` tells it
    clause: int  # 0 in another clause than the name, 1 in its clause and before it, 2 after it
    kind: Kind


@lru_cache(maxsize=100_000)
def _signs(word: str, place: _Place, denied: bool) -> _Signs:
    own, root = _hash(word), _hash(f"s:{stem(word)}")
    salt, near = place.where << 40, place.side << 44
    played = parts_of(word)
    parts = [_hash(f"p:{part}") for part in played]
    voiced = [_hash(f"v:{part}/{voice_of(word)}") for part in played]
    fine, coarse = _clusters().clusters(word)
    kept = [own, root, *([_hash(f"k:{fine}")] if fine else [])]
    words = [sign + salt for sign in kept]
    told = [sign + salt for pair in zip(parts, voiced, strict=True) for sign in pair]
    places = []
    if place.side:
        words += [sign + salt + near for sign in (*kept, *([_hash(f"kk:{coarse}")] if coarse else []))]
        places += [sign + near for sign in told]
    if place.side > _BESIDE:  # what stands beside it stands near it too
        places += [sign + salt + ((place.side - 2) << 44) for sign in voiced]
    if place.clause:
        words.append(root + salt + ((12 + place.clause) << 44))
        places += [sign + salt + ((12 + place.clause) << 44) for sign in voiced]
    if denied:
        words += [sign + salt + (11 << 44) for sign in kept[1:]]
        told += [part + salt + (9 << 44) for part in parts]
    told += [part + salt + ((1 + place.kind) << 48) for part in parts]
    order = voiced[0] + 7 * denied if voiced else 0
    return _Signs(own, tuple(words), tuple(told), tuple(places), order, polarity(word))


@cache
def _clusters() -> WordTable:
    return load_words()


def words_of(text: str, pattern: re.Pattern[str] | None) -> list[str]:
    """The words and signs of a text in small letters, the names of `pattern` as one sign."""
    return _WORD.findall(hidden(text.lower(), pattern))[:_MOST]


def hidden(text: str, pattern: re.Pattern[str] | None) -> str:
    """A text with the names of `pattern` as one sign, NAME, and what only bears such a name as LAW."""
    if pattern is None:
        return text
    return _NAMED_AFTER.sub(LAW, _TWICE.sub(NAME, pattern.sub(NAME, text)))


def aim_features(title: Sequence[str], sentence: Sequence[str], kind: Kind = Kind.OTHER) -> Aimed:
    """The features of one sentence under its headline, both as `words_of` gives them; `kind` is the institution's."""
    found: tuple[list[int], ...] = ([], [], [], [], [], [])
    _read(title, 1, kind, found)
    _read(sentence, 2, kind, found)
    _flags(title, sentence, found[5])
    sets = [set(values) for values in found]
    sizes = [len(values) for values in sets]
    mixed = np.fromiter((value for values in sets for value in values), dtype=np.uint64, count=sum(sizes))
    mixed ^= np.repeat(_SALTS, sizes)
    mixed *= _MIX
    mixed ^= mixed >> np.uint64(32)
    mixed *= _MIX
    weights = [scale / max(size, 1) ** 0.5 for scale, size in zip(SCALES, sizes, strict=True)]
    return Aimed((mixed >> np.uint64(64 - BITS)).astype(np.int64), np.repeat(weights, sizes))


def _read(words: Sequence[str], where: int, kind: Kind, found: Sequence[list[int]]) -> None:
    singles, pairs, parts, places, orders, flags = found
    names = [i for i, word in enumerate(words) if word == NAME]
    clauses = _clauses(words, names)
    order: list[int] = []
    bad = good = near = before = denied = 0
    for i, word in enumerate(words):
        named = word in {NAME, LAW}
        side = 0 if named else _side(i, names)
        signs = _signs(word, _Place(where, side, clauses.get(i, 0), kind), denied > 0)
        if named:
            order.append(signs.own)
            denied = 0
        else:
            singles += signs.words
            parts += signs.parts
            places += signs.places
            pairs.append((before * 31 + signs.own) + (where << 40))
            if signs.order:
                order.append(signs.order)
            denied = _REACH if word in _DENIALS else max(denied - 1, 0)
            if signs.polarity:
                bad, good = bad + max(-signs.polarity, 0), good + max(signs.polarity, 0)
                near += signs.polarity if side else 0
        before = signs.own
    for k in (2, 3):
        for i in range(len(order) - k + 1):
            value = 0
            for sign in order[i : i + k]:
                value = (value * 1_000_003 + sign) & 0xFFFFFFFFFF
            orders.append(value + (where << 41) + (k << 45))
    flags += [_hash(f"l:{words[i - 1] if i else ''}:{where}") for i in _begins(clauses, names)]
    flags += [_hash(f"bad:{where}:{min(bad, 5)}"), _hash(f"good:{where}:{min(good, 5)}")]
    flags.append(_hash(f"both:{where}:{max(-4, min(4, good - bad))}"))
    if names:
        flags.append(_hash(f"near:{where}:{max(-4, min(4, near))}"))


@lru_cache(maxsize=100_000)
def _breaks(word: str) -> bool:
    return _CLAUSE.fullmatch(word) is not None


def _clauses(words: Sequence[str], names: Sequence[int]) -> dict[int, int]:
    """The places of the words in a name's clause: 1 before a name, 2 after it. The first three names count."""
    found: dict[int, int] = {}
    for name in names[:3]:
        at = name - 1
        while at >= 0 and not _breaks(words[at]):
            found.setdefault(at, 1)
            at -= 1
        at = name + 1
        while at < len(words) and not _breaks(words[at]):
            found[at] = 2
            at += 1
    return found


def _begins(clauses: dict[int, int], names: Sequence[int]) -> list[int]:
    """Where the clauses of the first three names begin."""
    begins = []
    for name in names[:3]:
        at = name
        while at - 1 in clauses:
            at -= 1
        begins.append(at)
    return begins


def _side(at: int, names: Sequence[int]) -> int:
    """0 far from every name; 1 near before, 2 near after, 3 right before, 4 right after."""
    if not names:
        return 0
    apart = min((at - name for name in names), key=abs)
    if abs(apart) > _NEAR:
        return 0
    return (1 if apart < 0 else 2) + (2 if abs(apart) <= _BESIDE else 0)


def _flags(title: Sequence[str], sentence: Sequence[str], found: list[int]) -> None:
    names = [i for i, word in enumerate(sentence) if word == NAME]
    quoted = [sum(word in _QUOTES for word in sentence[:i]) % 2 for i in names]
    flags = {
        "in title": NAME in title,
        "in sentence": bool(names),
        "both": bool(names) and NAME in title,
        "often": len(names) > 1,
        "law": LAW in sentence,
        "law in title": LAW in title,
        "early": bool(names) and names[0] < 3,
        "late": bool(names) and names[0] > 0.7 * len(sentence),
        "asks": "?" in title or "?" in sentence,
        "quotes": any(word in _QUOTES for word in sentence),
        "in quote": any(quoted),
        "long": len(sentence) > 30,
        "short": len(sentence) < 15,
    }
    found += [_hash(f"f:{name}") for name, true in flags.items() if true]
    found += [_hash(f"b:{sentence[i - 1]}") for i in names if i]
    found += [_hash(f"a:{sentence[i + 1]}") for i in names if i + 1 < len(sentence)]


class AimedTone(NamedTuple):
    """The tone of sentences towards somebody. `calibration` turns scores into the logits of probabilities."""

    classes: tuple[str, ...]
    table: npt.NDArray[np.float32]  # buckets x classes
    bias: Values
    calibration: Values  # classes x (classes + 1): matrix and offset

    @classmethod
    def load(cls) -> AimedTone:
        """The weights that ship. Raises OSError when they are missing."""
        with np.load(WEIGHTS / "towards.npz", allow_pickle=False) as file:
            classes = tuple(json.loads(file["classes"].tobytes()))
            return cls(classes, file["table"].astype(np.float32) * file["steps"], file["bias"], file["calibration"])

    def save(self) -> None:
        """Write the weights, the table rounded to 8 bits a weight."""
        steps = np.abs(self.table).max(axis=0) / 127
        np.savez_compressed(
            WEIGHTS / "towards.npz",
            classes=np.frombuffer(json.dumps(list(self.classes)).encode(), dtype=np.uint8),
            table=np.round(self.table / steps).astype(np.int8),
            steps=steps.astype(np.float32),
            bias=self.bias,
            calibration=self.calibration,
        )

    def probabilities(self, rows: Sequence[Aimed]) -> Values:
        """Sentences x classes."""
        scores = np.zeros((len(rows), len(self.classes)))
        for i, row in enumerate(rows):
            scores[i] = row.weights @ self.table[row.buckets] + self.bias
        return softmax(calibrated(scores, self.calibration))


def sentence_features(title: str, sentence: str, subject: str) -> Aimed:
    """The features of a sentence as `subject` reads it: names, or words that stand in no text."""
    pattern = pattern_of(subject)
    return aim_features(words_of(title, pattern), words_of(sentence, pattern), kind_of(subject))
