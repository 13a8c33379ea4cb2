from __future__ import annotations

import pytest

from kentongan.newsroom.rules.sealing import WrongSecret, open_private, seal_private

PRIVATE = bytes(range(32))


@pytest.mark.parametrize("is_random", [True, False])
def test_only_the_secret_opens(is_random: bool) -> None:
    sealed = seal_private(PRIVATE, "rahasia yang panjang", is_random=is_random)
    assert open_private(sealed, "rahasia yang panjang") == PRIVATE
    with pytest.raises(WrongSecret):
        open_private(sealed, "rahasia yang lain lagi")


def test_the_same_key_is_never_sealed_alike() -> None:
    assert seal_private(PRIVATE, "rahasia", is_random=True) != seal_private(PRIVATE, "rahasia", is_random=True)


@pytest.mark.parametrize("sealed", ["", "$", "0$$", "x$AA$BB", "999999999$AAAA$BB", "0$AA==$rusak"])
def test_what_is_damaged_says_so(sealed: str) -> None:
    with pytest.raises(WrongSecret):
        open_private(sealed, "rahasia")
