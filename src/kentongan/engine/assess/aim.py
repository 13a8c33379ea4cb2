"""At whom a sentence of news is aimed: what is said of one institution in it, as features of a linear model.

The institution's names become one sign; what stands before and after it is told apart, in the sentence and in the
headline. Beside words and pairs of words stand the parts they play (`assess/parts.py`), with their voice, and the order
of these parts, which is a poor man's syntax: JUDGE CRITICISE/A target is blame, target CRITICISE/A OFFICER is not.
Everything is hashed into one table (Weinberger et al. 2009); a bucket's number is all that is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from kentongan.engine.assess.parts import parts_of, voice_of

BITS = 16
# Kinds of features; each is scaled by its own weight and divided by the root of its count.
KINDS = ("word", "pair", "part", "place", "order", "flag")

NAME = "0N"  # stands for the institution; no word holds a digit before a capital after lowering
_LAW = "0L"  # a law, bill or candidacy that carries its name: what is said of it is not said of the institution
_NEAR, _BESIDE = 7, 2  # words on either side of a name that are near it, or right beside it
_REACH = 3  # a denial reaches so many words
_MOST = 120  # words of a sentence or headline that are read
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*|[\"“”?!,:;]")
_TWICE = re.compile(rf"{NAME}(?: ?\(?{NAME}\)?|[ /-]+{NAME})+")
_NAMED_AFTER = re.compile(
    r"\b(?:(?:r?uu|rancangan undang-undang|undang-undang|revisi)(?: \(?r?uu\)?)?(?: (?:nomor|no\.?) ?\d+(?: tahun |/)?\d*)?"
    rf"(?: tentang)?|capim|calon(?: pimpinan)?(?: \(capim\))?|dewan pengawas|dewas) {NAME}"
)
_DENIALS = frozenset({"tidak", "tak", "bukan", "belum", "tanpa", "jangan"})
_QUOTES = frozenset("\"“”")

Hashes = npt.NDArray[np.uint64]
_MIX = np.uint64(0x9E3779B97F4A7C15)


def _hash(text: str) -> int:
    return crc32(text.encode("utf-8", "replace"))


@lru_cache(maxsize=100_000)
def _signs(word: str) -> tuple[int, tuple[int, ...], tuple[int, ...]]:
    """Of a word: its hash, the hashes of its parts, and those of its parts with their voice."""
    parts = parts_of(word) if word[0] != "0" else (word,)
    voice = voice_of(word)
    return _hash(word), tuple(_hash(f"p:{part}") for part in parts), tuple(_hash(f"v:{part}/{voice}") for part in parts)


def words_of(text: str, pattern: re.Pattern[str] | None) -> list[str]:
    """The words and signs of a text in small letters, the names of `pattern` as one sign."""
    low = text.lower()
    if pattern is not None:
        low = _TWICE.sub(NAME, pattern.sub(NAME, low))
        low = _NAMED_AFTER.sub(_LAW, low)
    return _WORD.findall(low)[:_MOST]


def aim_features(title: Sequence[str], sentence: Sequence[str]) -> dict[str, Hashes]:
    """Buckets of each of KINDS, from the words of a headline and of one sentence (`words_of`)."""
    found: dict[str, list[int]] = {kind: [] for kind in KINDS}
    _read(title, 1, found)
    _read(sentence, 2, found)
    _flags(title, sentence, found["flag"])
    return {kind: _buckets(values) for kind, values in found.items()}


def _buckets(values: list[int]) -> Hashes:
    mixed = np.array(values, dtype=np.uint64) * _MIX
    mixed ^= mixed >> np.uint64(32)
    mixed *= _MIX
    return np.unique(mixed >> np.uint64(64 - BITS))


def _read(words: Sequence[str], where: int, found: dict[str, list[int]]) -> None:
    names = [i for i, word in enumerate(words) if word == NAME]
    salt = where << 40
    order: list[int] = []
    before = 0
    denied = 0
    for i, word in enumerate(words):
        own, parts, voiced = _signs(word)
        if word == NAME or word == _LAW:
            order.append(own)
            before = own
            denied = 0
            continue
        found["word"].append(own + salt)
        found["pair"].append((before * 31 + own) + salt + (1 << 36))
        before = own
        side = _side(i, names)
        if side:
            found["word"].append(own + salt + (side << 44))
        for part, voice in zip(parts, voiced, strict=True):
            found["part"] += (part + salt, voice + salt)
            if denied:
                found["part"].append(part + salt + (9 << 44))
            if side:
                found["place"] += (part + salt + (side << 44), voice + salt + (side << 44))
                if side > 2:
                    found["place"].append(voice + salt + ((side - 2) << 44))
        if voiced:
            order.append(voiced[0] + (7 if denied else 0))
        denied = _REACH if word in _DENIALS else max(denied - 1, 0)
    for k in (2, 3):
        for i in range(len(order) - k + 1):
            value = 0
            for sign in order[i : i + k]:
                value = (value * 1_000_003 + sign) & 0xFFFFFFFFFF
            found["order"].append(value + (where << 41) + (k << 45))


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
        "law": _LAW in sentence,
        "law in title": _LAW in title,
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
