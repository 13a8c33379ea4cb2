from __future__ import annotations

import pytest

from kentongan.engine.text.sentences import sentence_spans, sentences


@pytest.mark.parametrize(
    "parts",
    [
        ["Menteri datang pagi ini.", "Warga menyambutnya!", "Siapa yang belum hadir?", "Belum ada."],
        ["Anggarannya Rp. 5 miliar per tahun.", "Nilainya 1.500 unit."],
        ["Surat No. 12 Tahun 2026 ditandatangani a.n. Menteri oleh dr. Sari Wulan.", "Berlaku segera."],
        ["Kantor di Jl. Merdeka No. 5 Ambon itu tutup.", "Warga kecewa."],
        ["Sidang dipimpin Budi Santoso, S.H., M.Si. dan dua hakim.", "Putusan dibacakan Rabu."],
        ["Sidang dipimpin Budi Santoso, S.H.", "Putusan dibacakan Rabu."],
        ["Gelar itu milik Budi, S.H. M.Si. sejak lama.", "Ia bangga."],
        ["Presiden B.J. Habibie wafat pada 2019.", "Ia dimakamkan di Kalibata."],
        ["Rapat dimulai pukul 01.35.20 WIB.", "Semua hadir."],
        ['"Kami siap." kata Menteri di Ambon.', "Warga lega."],
        ['"Kami siap. Kami datang besok," kata Menteri.', '"Tunggu saja."', "Warga lega."],
        ["“Apa ini?” tanya dia.", "“Entahlah!”", "Budi pergi."],
        ["Aturan itu memuat:", "1. Pemerintah daerah wajib melapor.", "2. Warga boleh bertanya."],
        ["Judul berita tanpa titik", "Paragraf pertama dimulai di sini."],
        ["Ia berkata (dengan tegas.)", "Lalu pulang."],
    ],
)
def test_sentences_are_parted_where_a_reader_would(parts: list[str]) -> None:
    joint = "\n" if "tanpa titik" in parts[0] or parts[0].endswith(":") else " "
    assert sentences(joint.join(parts)) == parts


def test_a_line_broken_within_a_sentence_goes_on() -> None:
    assert sentences("Menteri datang\nke Ambon pagi ini.\n\nWarga senang.") == [
        "Menteri datang\nke Ambon pagi ini.",
        "Warga senang.",
    ]


def test_spans_point_into_the_text() -> None:
    text = "  Satu kalimat. \n\n Dua kalimat.  "
    assert [text[start:end] for start, end in sentence_spans(text)] == ["Satu kalimat.", "Dua kalimat."]


@pytest.mark.parametrize("text", ["", "   \n ", "\u200b"])
def test_nothing_gives_nothing_much(text: str) -> None:
    assert sentences(text) in ([], [text])


@pytest.mark.whole
@pytest.mark.parametrize("piece", ['"', "“", ". ", "A. ", "\n", "kata ", "?!"])
def test_giant_monotonous_text_is_done_in_time(piece: str) -> None:
    assert len(sentences(piece * 200_000)) <= 200_000
