from __future__ import annotations

from kentongan.newsroom.rules.codes import LETTERS, new_code, short_url, slug_of


def test_codes_are_short_and_none_of_their_letters_is_read_as_another() -> None:
    codes = {new_code() for _number in range(1000)}
    assert len(codes) > 990
    assert {len(code) for code in codes} == {5}
    assert not set("01ilouO") & set(LETTERS)
    assert set("".join(codes)) <= set(LETTERS)


def test_addresses() -> None:
    assert short_url("https://kpp.example", "k7f2q") == "https://kpp.example/r/k7f2q/"
    assert slug_of("Layanan loket daring pulih!") == "layanan-loket-daring-pulih"
    assert slug_of("Ралли " * 40) == ""
    assert len(slug_of("panjang " * 40)) <= 80
