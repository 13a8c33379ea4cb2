from __future__ import annotations

from dataclasses import replace

import pytest
from tests.factories.newsroom import CONTENT

from kentongan.newsroom.rules.captions import captions, plain_length, x_length

HEAD = "Siaran pers 119/HM.02/KPP/11/2026"
CHECK = "Asli? https://pers.kpp.example/r/k7f2q/, kode ucap bambu laut tujuh"


def test_every_caption_fits_and_says_where_to_check() -> None:
    made = captions(replace(CONTENT, body=CONTENT.body * 200), head=HEAD, check=CHECK)

    assert {caption.platform.key for caption in made} >= {"x", "instagram", "facebook", "tiktok", "telegram"}
    for caption in made:
        assert caption.length <= caption.platform.limit
        assert caption.text.endswith(CHECK)
        said = caption.text.removesuffix(CHECK).strip()
        assert said.endswith((".", CONTENT.headline, CONTENT.quotes[0].post)), said[-40:]


def test_a_short_release_stands_whole() -> None:
    whole = captions(CONTENT, head=HEAD, check=CHECK)[-1]

    assert whole.is_whole
    assert "12.480 pemohon" in whole.text
    assert "0812-0000-0119" not in whole.text


@pytest.mark.parametrize("headline", ["Judul " * 200, "", "x" * 400])
def test_a_headline_no_platform_takes(headline: str) -> None:
    for caption in captions(replace(CONTENT, headline=headline, lead="", body=""), head=HEAD, check=CHECK):
        assert caption.length <= caption.platform.limit
        assert CHECK in caption.text


def test_lengths_as_platforms_count_them() -> None:
    assert x_length("halo https://contoh.example/alamat/yang/sangat/panjang/sekali") == 5 + 23
    assert x_length("👍") == 2
    assert plain_length("👍a") == 3
