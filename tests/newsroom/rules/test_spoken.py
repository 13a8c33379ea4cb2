from __future__ import annotations

import hashlib
from itertools import combinations

from kentongan.newsroom.rules import spoken
from kentongan.newsroom.rules.spoken import is_spoken, spoken_of

DIGEST = hashlib.sha256(b"Layanan loket daring pulih").hexdigest()


def differ_by_one(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        return sum(a != b for a, b in zip(one, other, strict=True)) <= 1
    short, long = sorted((one, other), key=len)
    return any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def test_words_are_enough_and_no_two_are_mistaken_for_each_other() -> None:
    assert len(spoken._THINGS) == len(spoken._PLACES) == 256
    every = spoken._THINGS + spoken._PLACES + spoken._NUMBERS
    assert len(set(every)) == len(every)
    assert [pair for pair in combinations(every, 2) if differ_by_one(*pair)] == []


def test_the_same_digest_says_the_same() -> None:
    assert spoken_of(DIGEST) == spoken_of(DIGEST.upper())
    assert len(spoken_of(DIGEST).split()) == 3


def test_a_taken_code_gives_way_to_others() -> None:
    assert len({spoken_of(DIGEST, salt) for salt in range(50)}) == 50


def test_codes_spread_over_the_words() -> None:
    codes = [spoken_of(hashlib.sha256(str(n).encode()).hexdigest()) for n in range(20_000)]
    assert len(set(codes)) > 19_500
    assert {len({code.split()[place] for code in codes}) for place in range(3)} == {256, 10}


def test_what_a_person_types_is_understood() -> None:
    code = spoken_of(DIGEST)
    assert is_spoken(f"  {code.upper().replace(' ', ', ')} ") == code
    assert is_spoken("bambu laut") == is_spoken("tujuh laut bambu") == is_spoken("") == ""
