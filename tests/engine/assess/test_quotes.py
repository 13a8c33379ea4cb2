from __future__ import annotations

import pytest

from kentongan.engine.assess.quotes import find_quotes


def said(text: str) -> list[tuple[str, str, bool]]:
    return [(quote.speaker, quote.text, quote.direct) for quote in find_quotes(text)]


@pytest.mark.parametrize(
    "text",
    [
        '"Layanan kembali normal besok," kata Sari Wulandari, Senin (3/6/2026).',
        '"Layanan kembali normal besok," ujar Menteri Kesehatan Sari Wulandari di Jakarta.',
        "“Layanan kembali normal besok,” tutur Kepala Dinas Kesehatan Kota Bandung, Sari Wulandari, kepada wartawan.",
        '"Layanan kembali normal besok", jelas Sari Wulandari.',
        '"Layanan kembali normal besok, "kata Sari Wulandari.',
        'Sari Wulandari mengatakan, "Layanan kembali normal besok."',
        'Menurut Sari Wulandari, "Layanan kembali normal besok."',
        'Gubernur Sari Wulandari: "Layanan kembali normal besok."',
        '"Layanan kembali normal besok," ujar Prof. Dr. Hj. Sari Wulandari, M.Si.',
        'dr. Sari Wulandari, Sp.P., MPH menyatakan, "Layanan kembali normal besok."',
        'Prof. Dr. Hj. Sari Wulandari, M.Si., datang. "Layanan kembali normal besok," tuturnya.',
    ],
)
def test_direct_speech_has_its_speaker(text: str) -> None:
    found = [(speaker, words.rstrip(".")) for speaker, words, direct in said(text) if direct]
    assert found == [("Sari Wulandari", "Layanan kembali normal besok")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Menurut Sari Wulandari, layanan kembali normal besok.", "layanan kembali normal besok"),
        ("Menurut dr. Sari Wulandari, M.Epid, layanan kembali normal besok.", "layanan kembali normal besok"),
        ("Bupati Sari Wulandari, S.E., M.A.P. mengatakan layanan kembali normal.", "layanan kembali normal"),
        ("Sari Wulandari mengatakan bahwa layanan kembali normal besok.", "layanan kembali normal besok"),
        ("Menteri Kesehatan Sari Wulandari menegaskan layanan kembali normal besok.", "layanan kembali normal besok"),
        ("Layanan kembali normal besok, kata Sari Wulandari, Senin.", "Layanan kembali normal besok"),
    ],
)
def test_reported_speech_has_its_speaker(text: str, words: str) -> None:
    assert said(text) == [("Sari Wulandari", words, False)]


def test_offsets_are_of_the_text() -> None:
    text = '😀 Warga bertanya. "Besok kami buka lagi," kata Sari Wulandari.\n\nSari mengatakan loket akan ditambah.'
    for quote in find_quotes(text):
        assert text[quote.start : quote.end] == quote.text


def test_pronouns_point_back_and_short_names_are_filled_up() -> None:
    text = (
        '"Besok kami buka lagi," kata Bhakti Eri.\n\n"Obat tersedia semua," ujarnya.\n\n'
        '"Silakan datang pagi," tambah dia.\n\nMenurut Bhakti, stok obat cukup sampai Desember.'
    )
    assert {speaker for speaker, _, _ in said(text)} == {"Bhakti Eri"}
    assert len(said(text)) == 4


def test_a_sentence_in_marks_after_speech_goes_on() -> None:
    text = '"Besok kami buka lagi," kata Bhakti Eri. "Semua loket akan dibuka sejak pagi."'
    assert [speaker for speaker, _, direct in said(text) if direct] == ["Bhakti Eri", "Bhakti Eri"]


def test_an_office_speaks_when_nobody_is_named() -> None:
    assert said('"Besok kami buka lagi," kata juru bicara kementerian, Senin.')[0][0] == "juru bicara kementerian"


@pytest.mark.parametrize(
    "text",
    [
        'Film "Kota Sunyi" diputar di Bandung.',
        'Petugas "ramah" itu pergi.',
        "Rapat digelar di Jakarta pada hari Senin.",
        'Ia membaca "Bumi',
        "Ada cerita, kata mutiara dan pantun dalam buku itu.",
    ],
)
def test_titles_and_plain_telling_are_no_speech(text: str) -> None:
    assert said(text) == []


def test_nested_marks_stay_inside() -> None:
    text = "“Kami sebut ini 'jalan tengah' untuk semua,” kata Sari Wulandari."
    assert said(text) == [("Sari Wulandari", "Kami sebut ini 'jalan tengah' untuk semua", True)]


def test_a_long_quotation_may_close_paragraphs_later() -> None:
    text = "“Besok kami buka lagi di semua tempat.\n\n“Obat juga tersedia,” kata Sari Wulandari."
    assert ("Sari Wulandari", "Obat juga tersedia", True) in said(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"',
        '""',
        'Dalam rapat, Sari mengatakan "' * 999,
        '"' * 999,
        "“" * 500,
        "kata " * 20_000,
        '"a," kata ' * 3000,
        "\ud800\x00",
    ],
)
def test_any_text_is_answered(text: str) -> None:
    for quote in find_quotes(text):
        assert 0 <= quote.start <= quote.end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Menurut Menteri Kesehatan (Menkes) Sari Wulandari, layanan kembali normal besok.",
        "Layanan, kata Sari Wulandari, kembali normal besok di semua kota.",
        "Kepala Dinas Kesehatan, Sari Wulandari, menjelaskan layanan akan kembali normal besok.",
        "Dikatakan oleh Sari Wulandari bahwa layanan kembali normal besok.",
        "Selain itu, Sari Wulandari meminta warga untuk datang pagi ke semua loket.",
        "Dalam rapat itu, Sari Wulandari mengingatkan agar warga datang pagi.",
    ],
)
def test_reported_speech_in_many_forms(text: str) -> None:
    assert [(speaker, direct) for speaker, _, direct in said(text)] == [("Sari Wulandari", False)]


@pytest.mark.parametrize(
    "text",
    [
        "Sari Wulandari menjelaskan soal rencana itu kepada warga.",
        "Sari Wulandari tidak mengatakan kapan layanan kembali normal.",
        "Warga yang mengaku terganggu pulang lebih awal ke rumah.",
        "Menurut data dinas, layanan kembali normal besok pagi.",
        "Hasil survei menyebutkan bahwa layanan kembali normal besok.",
        "Sari Wulandari mengungkapkan poin-poin rencana yang tidak disetujuinya.",
        "Kepala dinas setempat meminta maaf dan menjanjikan perbaikan sebelum pekan berakhir.",
    ],
)
def test_themes_denials_and_papers_are_no_reported_speech(text: str) -> None:
    assert said(text) == []


def test_bodies_and_crowds_speak() -> None:
    assert said("BMKG menyebut hujan lebat akan turun besok pagi.")[0][0] == "BMKG"
    assert said("Para pedagang meminta pasar segera dibuka kembali besok.")[0][0] == "Para pedagang"
    assert said("Pemerintah Kota Bandung menegaskan pasar akan dibuka kembali.")[0][0] == "Pemerintah Kota Bandung"


def test_speech_in_marks_waits_for_the_speaker_after_the_next_paragraph() -> None:
    text = (
        'Bhakti Eri membuka rapat.\n"Besok kami buka lagi di semua tempat."\n'
        '"Obat juga tersedia di sana," kata Sari Wulandari.'
    )
    assert [speaker for speaker, _, direct in said(text) if direct] == ["Sari Wulandari", "Sari Wulandari"]


def test_words_in_marks_within_a_sentence_are_no_speech_of_their_own() -> None:
    text = 'Sari Wulandari meminta petugas untuk "membebaskan" jalan itu dari pedagang.'
    assert [(speaker, direct) for speaker, _, direct in said(text)] == [("Sari Wulandari", False)]
    assert said('"Lomba Cerita Rakyat" digelar di Bandung.\nAcara bertema "Jalan Menuju Kota Baru" dibuka Senin.') == []


def test_a_stretch_at_the_edge_of_a_sentence_is_read() -> None:
    text = 'Sari Wulandari datang ke lokasi. " Benar ada kebocoran di sana. Sudah ditangani," terangnya.'
    assert said(text) == [("Sari Wulandari", "Benar ada kebocoran di sana. Sudah ditangani", True)]


def test_another_name_told_later_is_the_same_person() -> None:
    text = (
        "Wulan mengatakan layanan kembali normal besok pagi. "
        '"Obat juga tersedia di sana," kata Sari Wulandari. Perempuan yang akrab disapa Wulan itu pulang.'
    )
    assert {speaker for speaker, _, _ in said(text)} == {"Sari Wulandari"}
