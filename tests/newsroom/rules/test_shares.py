from __future__ import annotations

import pytest

from kentongan.newsroom.choices import Kind
from kentongan.newsroom.rules.content import Content, Quote, text_of
from kentongan.newsroom.rules.shares import foot_line, head_line, whatsapp_text

CONTENT = Content(
    headline="Layanan loket daring pulih",
    lead="Loket kembali berjalan.",
    body="<p>Gangguan berlangsung <strong>tiga jam</strong>.</p><h2>Penyebab</h2><p>Listrik padam.</p>",
    quotes=(Quote("Kami minta maaf.", "Nirmala Hadiwasita", "Menteri"),),
)


def test_every_type_has_its_words_in_both_languages() -> None:
    for kind in Kind.values:
        assert head_line(kind, "1/2026") != "1/2026"
        assert head_line(kind, "1/2026", "en") != "1/2026"


def test_head_and_foot_say_what_it_is_and_where_to_check() -> None:
    assert head_line("press_release", "119/HM.02/KPP/11/2026") == "Siaran pers 119/HM.02/KPP/11/2026"
    assert head_line("press_release", "119", "jv") == "Siaran pers 119"
    assert foot_line("https://kpp.example/r/k7f2q", "bambu laut tujuh") == (
        "Periksa keasliannya: kpp.example/r/k7f2q, kode ucap bambu laut tujuh."
    )


def test_the_whatsapp_text_has_the_words_of_the_signed_text_in_their_order() -> None:
    head, foot = "Siaran pers 119", "Periksa keasliannya: kpp.example/r/k7f2q"
    shared = whatsapp_text(CONTENT, head, foot)
    assert "*Layanan loket daring pulih*" in shared
    assert "*Penyebab*" in shared
    assert shared.replace("*", "") == text_of(CONTENT, head=head, foot=foot)


@pytest.mark.parametrize("headline", ["Tarif *) naik", "Baris satu\nbaris dua", ""])
def test_bold_never_breaks_on_asterisks_or_lines(headline: str) -> None:
    shared = whatsapp_text(Content(headline=headline), "", "")
    assert all(line.count("*") in {0, 1, 2} for line in shared.splitlines())
    assert shared.replace("*", "") == headline.replace("*", "")
