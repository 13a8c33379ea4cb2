from __future__ import annotations

import time
from dataclasses import replace
from datetime import datetime

import pytest
from tests.factories.newsroom import CONTENT

from kentongan.newsroom.rules.coach import Advice, advise, counted_words, kept
from kentongan.newsroom.rules.content import Contact, Content, Fact, File

GOOD = replace(
    CONTENT,
    lead="Layanan loket daring terpadu kembali berjalan penuh di seluruh kantor, dan antrean yang hangus sudah diganti otomatis karena gangguan Senin.",  # noqa: E501
    body="<p>Menurut Pusdatin, gangguan pada Senin (23/11) menyentuh 12.480 pemohon di sembilan provinsi.</p>",
)


def found(content: Content, now: datetime, code: str) -> list[Advice]:
    return [note for note in advise(content, now) if note.code == code]


def body(text: str) -> Content:
    return replace(GOOD, body=f"<p>{text}</p>")


def test_a_good_text_has_no_notes(now: datetime) -> None:
    assert advise(GOOD, now) == []


def test_an_empty_page_is_left_alone(now: datetime) -> None:
    assert advise(Content(), now) == []


def test_what_must_be_changed_comes_first_and_a_passage_is_in_the_text(now: datetime) -> None:
    content = body("Penyebabnya failover. Sebanyak 11.900 pemohon terdampak pada Senin (24/11).")
    notes = advise(content, now)
    musts = [note.is_must for note in notes]
    assert musts == sorted(musts, reverse=True)
    assert all(note.passage in content.body for note in notes if note.field == "body")


def test_another_figure_than_in_the_facts_is_named_with_its_repair(now: datetime) -> None:
    (note,) = found(body("Gangguan menyentuh 11.900 pemohon."), now, "figure")
    assert (note.is_must, note.passage) == (True, "11.900 pemohon")
    assert note.fix is not None
    assert (note.fix.find, note.fix.put) == ("11.900 pemohon", "12.480 pemohon")
    assert found(body("Gangguan menyentuh 12.480 pemohon."), now, "figure") == []


@pytest.mark.parametrize(
    ("said", "right"),
    [
        ("Senin (24/11)", "Selasa (24/11)"),
        ("Senin, 24 November 2026", "Selasa, 24 November 2026"),
        ("Kamis (1/1)", "Jumat (1/1)"),  # of 2027: the nearest
        ("Jum'at (24/11/2026)", "Selasa (24/11/2026)"),
    ],
)
def test_a_day_that_does_not_fit_its_date(now: datetime, said: str, right: str) -> None:
    (note,) = found(body(f"Hasilnya diumumkan {said} pukul 10.00."), now, "weekday")
    assert note.fix is not None
    assert note.fix.put == right


@pytest.mark.parametrize("said", ["Selasa (24/11)", "Jumat, 27 November", "Senin (31/2)", "Senin"])
def test_a_day_that_fits_or_cannot_be_judged(now: datetime, said: str) -> None:
    assert found(body(f"Hasilnya diumumkan {said} pukul 10.00."), now, "weekday") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NIK pemohon 3174015506900001 tercatat.", "nik"),
        ("Atas nama pemohon, NIK: 3174012345678901, tercatat.", "nik"),
        ("Hubungi Budi di 0812-3456-7890 segera.", "phone"),
        ("Hubungi Budi di +62 812 3456 7890 segera.", "phone"),
        ("Kirim ke loket.pusat@gmail.com segera.", "mail"),
        ("Pemohon Dewi Lestari menderita kanker sejak lama.", "health"),
    ],
)
def test_personal_data_is_pointed_at(now: datetime, text: str, code: str) -> None:
    assert [note.code for note in found(body(text), now, code)] == [code]


@pytest.mark.parametrize(
    "text",
    [
        "Hubungi 0812-0000-0119 atau 1500-119.",  # the press contact's own number
        "Nomor rekening 1234567890123456 bukan NIK karena tanggalnya tidak ada.",
        "Anggaran Rp3.174.015.506.900.001 menurut data.",
        "Kanker menjadi penyebab terbanyak menurut data.",
    ],
)
def test_what_is_no_personal_data_is_left_alone(now: datetime, text: str) -> None:
    codes = {note.code for note in advise(body(text), now)}
    assert not codes & {"nik", "phone", "mail", "health"}


def test_a_long_lead_and_a_long_sentence(now: datetime) -> None:
    lead = " ".join(["kata"] * 41)
    assert found(replace(GOOD, lead=lead), now, "lead")[0].passage == lead
    words = " ".join(["kata"] * 20)
    (note,) = found(body(f"Kata {words} mendaftar ulang dan memperpanjang {words}."), now, "sentence")
    assert "mendaftar ulang" in note.reason


def test_a_chain_of_passives(now: datetime) -> None:
    assert found(body("Nomor dicetak, dikirim, lalu diserahkan."), now, "passive")
    assert not found(body("Dinas dan direktur digital di dinding diskusi."), now, "passive")


def test_a_plainer_word_is_offered_but_a_quote_is_not_rewritten(now: datetime) -> None:
    (note,) = found(body("Penyebabnya Failover."), now, "jargon")
    assert note.fix is not None
    assert note.fix.put == "Pengalihan ke cadangan"
    assert not found(replace(GOOD, quotes=(replace(GOOD.quotes[0], text="Itu failover."),)), now, "jargon")


def test_an_unexplained_abbreviation(now: datetime) -> None:
    assert [note.passage for note in found(body("PIH dan KTP dibahas, juga PIH."), now, "abbreviation")] == ["PIH"]
    assert not found(body("Pusat Informasi (PIH) dan PIH."), now, "abbreviation")


def test_figures_without_a_source(now: datetime) -> None:
    assert found(replace(GOOD, facts=(Fact("214", "kantor"),)), now, "source")
    assert [note.passage for note in found(body("Keluhan naik 38 persen."), now, "source")] == ["38 persen"]
    whole = "Anggaran Rp1.250.000.000.000 cair."
    assert [note.passage for note in found(body(whole), now, "source")] == ["Rp1.250.000.000.000"]
    assert not found(body("Menurut survei, keluhan naik 38 persen."), now, "source")


def test_a_headline_that_the_text_does_not_bear_out(now: datetime) -> None:
    assert found(replace(GOOD, headline="Harga beras turun tajam bulan depan"), now, "headline")
    (note,) = found(replace(GOOD, headline="Layanan loket daring pulih bagi 99.000 antrean"), now, "headline")
    assert (note.is_must, note.passage) == (True, "99.000")


def test_questions_that_stay_open(now: datetime) -> None:
    text = "Loket buka lagi. " + "Petugas berjaga dan antrean bergerak seperti biasa di depan pintu masuk. " * 3
    content = Content(headline="Loket buka lagi", lead="Loket buka lagi.", body=f"<p>{text}</p>")
    (note,) = found(content, now, "questions")
    assert "siapa" in note.title or "who" in note.title


def test_quote_contact_picture_and_empathy(now: datetime) -> None:
    bare = replace(GOOD, quotes=(), contacts=(), kind="clarification", pictures=(File(1, "a" * 64, "loket.jpg"),))
    codes = {note.code for note in advise(bare, now)}
    assert {"quote", "contact", "empathy", "alt"} <= codes
    assert len(kept(GOOD)) >= 3
    assert kept(Content()) == []


def test_another_language_gets_only_what_holds_in_any(now: datetime) -> None:
    text = "Failover wis dibenerake, dikirim, diwenehake, ditampa dening PIH."
    content = replace(GOOD, language="jv", body=f"<p>{text} NIK 3174015506900001.</p>", contacts=(Contact("Sekar"),))
    assert {note.code for note in advise(content, now)} == {"nik"}


def test_words_are_counted_as_readers_count() -> None:
    assert counted_words(Content(headline="Dua kata", body="<p>12.480 pemohon</p>")) == 4


def test_notes_stay_few_and_come_quickly(now: datetime) -> None:
    text = " ".join(
        f"Angka naik {n} persen dan failover PI{chr(65 + n % 26)} dicetak dikirim diserahkan." for n in range(700)
    )
    start = time.process_time()
    notes = advise(body(text), now)
    assert len(notes) <= 14
    assert time.process_time() - start < 15
