from __future__ import annotations

import pytest

from kentongan.engine.assess.tone import ToneInput, ToneKind, ToneModel
from kentongan.engine.types import ToneLabel

pytestmark = pytest.mark.usefixtures("tier_a")


def tone_of(text: str, kind: ToneKind | None = None, subject: str = "") -> ToneLabel:
    return ToneModel.load().assess([ToneInput(text, subject, kind)])[0].tone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("pelayanannya cepat dan petugasnya ramah, terima kasih!", ToneLabel.POSITIVE),
        ("kecewa berat, antre tiga jam dan petugasnya kasar", ToneLabel.NEGATIVE),
        ("loket dibuka pukul delapan di gedung utama", ToneLabel.NEUTRAL),
        ("pelayanane apik tenan, petugase ramah", ToneLabel.POSITIVE),
    ],
)
def test_a_comment_has_the_tone_a_reader_would_give_it(text: str, expected: ToneLabel) -> None:
    assert tone_of(text, ToneKind.COMMENT) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kepala Dinas Sukamaju Jadi Tersangka Korupsi Dana Bansos", ToneLabel.NEGATIVE),
        ("Kabupaten Sukamaju Raih Penghargaan Pelayanan Publik Terbaik", ToneLabel.POSITIVE),
        ("Menteri Gelar Rapat dengan Gubernur Senin Depan", ToneLabel.NEUTRAL),
        ("Ini Jadwal dan Syarat Pendaftaran Sekolah di Kota Sukamaju", ToneLabel.NEUTRAL),
    ],
)
def test_news_is_read_as_news(text: str, expected: ToneLabel) -> None:
    assert tone_of(text, ToneKind.HEADLINE) is expected


def test_a_negated_trouble_is_not_bad_news() -> None:
    assert tone_of("Wali Kota: Tidak Ada Korban dalam Latihan", ToneKind.HEADLINE) is not ToneLabel.NEGATIVE


def test_an_article_is_read_whole() -> None:
    body = (
        "Rapat berlangsung pada hari Senin di balai kota.\n\n"
        + "Warga mengeluhkan layanan yang buruk dan kecewa. " * 20
    )
    assert tone_of(body, ToneKind.ARTICLE) is ToneLabel.NEGATIVE


def test_answers_keep_the_order_of_mixed_kinds() -> None:
    texts = [
        ToneInput("Dua Warga Tewas dalam Kecelakaan", kind=ToneKind.HEADLINE),
        ToneInput("mantap, puas sekali", kind=ToneKind.COMMENT),
        ToneInput("Tiga Pejabat Ditahan karena Suap", kind=ToneKind.HEADLINE),
    ]
    tones = [tone.tone for tone in ToneModel.load().assess(texts)]
    assert tones == [ToneLabel.NEGATIVE, ToneLabel.POSITIVE, ToneLabel.NEGATIVE]


def test_a_text_has_the_same_tone_alone_and_among_others() -> None:
    texts = [ToneInput("bagus sekali"), ToneInput("buruk sekali"), ToneInput("biasa saja")]
    model = ToneModel.load()
    together = model.assess(texts)
    alone = [model.assess([text])[0] for text in texts]
    assert [tone.tone for tone in together] == [tone.tone for tone in alone]
    assert [tone.score for tone in together] == pytest.approx([tone.score for tone in alone])


@pytest.mark.parametrize("kind", [None, *ToneKind])
@pytest.mark.parametrize(
    "text", ["", "   ", "\x00", "!!!", "💥" * 3, "a" * 50_000, "rusak " * 40_000, "\ud800 x", "123 456"]
)
def test_any_text_gets_a_probability(text: str, kind: ToneKind | None) -> None:
    tone = ToneModel.load().assess([ToneInput(text, kind=kind)])[0]
    assert 1 / 3 - 1e-9 <= tone.score <= 1
    assert tone.tier == "A"


@pytest.mark.parametrize("kind", list(ToneKind))
def test_nothing_to_read_is_neutral_and_unsure(kind: ToneKind) -> None:
    tone = ToneModel.load().assess([ToneInput(" ", kind=kind)])[0]
    assert (tone.tone, tone.unsure) == (ToneLabel.NEUTRAL, True)


def test_no_texts_no_tones() -> None:
    assert ToneModel.load().assess([]) == []


def test_a_text_of_unknown_kind_is_a_comment_unless_long() -> None:
    assert ToneInput("singkat").read_as is ToneKind.COMMENT
    assert ToneInput("panjang " * 400).read_as is ToneKind.ARTICLE


LHK = "Kementerian Lingkungan Hidup dan Kehutanan, KLHK"


@pytest.mark.parametrize(
    ("title", "lead", "subject", "expected"),
    [
        ("Kementerian LHK Waspadai Karhutla di Bulan Depan", "KLHK mencatat titik api.", LHK, ToneLabel.NEUTRAL),
        ("Kabut Asap Makin Pekat, Sekolah Diliburkan", "Warga sesak napas.", LHK, ToneLabel.NEUTRAL),
        (
            "Loket daring gagal diakses, warga keluhkan",
            "Loket daring Kementerian Contoh gagal diakses. Warga mengeluhkan layanan Kementerian Contoh.",
            "Kementerian Contoh",
            ToneLabel.NEGATIVE,
        ),
        (
            "Kemenkes Dikritik, Warga Keluhkan Layanan Daring Gagal",
            "Kemenkes dinilai lalai. Warga mengeluhkan Kemenkes.",
            "Kementerian Kesehatan",
            ToneLabel.NEGATIVE,
        ),
        (
            "Kemensos Raih Penghargaan, Salurkan Bantuan",
            "Warga mengapresiasi Kementerian Sosial yang menyalurkan bantuan.",
            "Kementerian Sosial",
            ToneLabel.POSITIVE,
        ),
    ],
)
def test_an_article_is_judged_towards_who_asks(title: str, lead: str, subject: str, expected: ToneLabel) -> None:
    assert tone_of(f"{title}\n\n{lead}", ToneKind.ARTICLE, subject) is expected


def test_an_article_that_never_names_the_institution_is_neutral_to_it() -> None:
    text = "Dua Warga Tewas dalam Kebakaran Pasar\n\nApi menghanguskan puluhan kios."
    assert tone_of(text, ToneKind.ARTICLE, "Kementerian Perhubungan") is ToneLabel.NEUTRAL


@pytest.mark.parametrize("subject", ["Kementerian Perhubungan", "kementerian-perhubungan", "Sari Wulandari"])
def test_a_headline_in_which_nothing_speaks_for_either_side_is_neutral_whoever_asks(subject: str) -> None:
    assert tone_of("Ini Jadwal Kapal ke Pulau Sukamaju Pekan Depan", ToneKind.HEADLINE, subject) is ToneLabel.NEUTRAL


def test_a_slug_counts_in_a_headline_that_has_its_name() -> None:
    text = "KPK Periksa Saksi Kasus Korupsi"
    slug, name = ToneModel.load().assess(
        [ToneInput(text, subject, ToneKind.HEADLINE) for subject in ("komisi-pemberantasan-korupsi", "KPK")]
    )
    assert slug == name
    assert slug.tone is ToneLabel.NEUTRAL


def test_an_arrest_is_no_blame_for_the_force() -> None:
    text = "Polisi Tangkap Dua Pelaku Pencurian Motor di Sukamaju"
    assert tone_of(text, ToneKind.HEADLINE, "Polri") is ToneLabel.NEUTRAL


def test_a_slug_that_is_no_name_leaves_the_news_as_it_is() -> None:
    text = "Dua Warga Tewas dalam Kebakaran Pasar\n\nApi menghanguskan puluhan kios."
    assert tone_of(text, ToneKind.ARTICLE, "topik-lain") is tone_of(text, ToneKind.ARTICLE)
