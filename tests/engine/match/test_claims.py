"""Known claims are recognised in new words and wrappings; about other texts nothing is said."""

import pytest

from kentongan.engine.match.claims import ClaimIndex

KNOWN = [
    ("kartu", "kartu penduduk lama diblokir mulai besok\nedar pesan kartu duduk lama blokir besok dinas catat sipil"),
    ("hadiah", "undian berhadiah mobil dari kantor pos\nedar tautan undi hadiah mobil kantor pos tipu"),
    ("vaksin", "vaksin flu burung berisi pelacak\nunggah klaim vaksin flu burung isi alat lacak"),
    ("gempa", "gempa besar akan terjadi di selat sunda malam ini\npesan rantai gempa besar selat sunda malam ini"),
    *((f"lain{n}", f"hoaks bupati kabupaten nomor {n} menawarkan bantuan pembangunan masjid") for n in range(30)),
]


def first(index: ClaimIndex, text: str) -> str | None:
    found = index.find(text)
    return found[0].known if found else None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KARTU PENDUDUK LAMA DIBLOKIR MULAI BESOK", "kartu"),
        ("awas!! mulai besok kartu pendudukmu yg lama akan di blokir", "kartu"),
        ("Akun Facebook X mengunggah foto disertai narasi: 'Kantor Pos bagi-bagi undian mobil, buruan!'", "hadiah"),
        ("[3/6/25 10.22] Bu Tini: Diteruskan\nvaksinnya flu burung ternyata ada pelacaknya", "vaksin"),
        ("G3mpa b3sar malam ini di Selat Sunda, waspada", "gempa"),
        ("Tim nasional menang dua gol tanpa balas di Surabaya", None),
        ("", None),
        ("!!!", None),
        ("selat", None),
    ],
)
def test_recognises_or_keeps_silent(text: str, expected: str | None) -> None:
    assert first(ClaimIndex(KNOWN), text) == expected


def test_scores_fall_and_stay_within_one() -> None:
    found = ClaimIndex(KNOWN).find(KNOWN[0][1], limit=3)
    scores = [match.score for match in found]
    assert len(found) <= 3
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1.0)
    assert all(0 < score <= 1 for score in scores)


def test_a_lower_threshold_says_more() -> None:
    assert ClaimIndex(KNOWN, threshold=0).find("masjid raya kota")


@pytest.mark.parametrize("copies", [1, 30])
def test_a_second_copy_of_a_chain_message_is_recognised_however_many_copies_are_known(copies: int) -> None:
    message = "Mohon diteruskan. Besok listrik se-Jawa padam tujuh hari karena perbaikan gardu, isi air dari sekarang"
    known = [*KNOWN, *((f"listrik{n}", message) for n in range(copies))]
    wrapped = f"[3/6/25 10.22] Bu Tini: *Diteruskan*\nDari grup sebelah:\n{message.upper()}!!\nSebarkan ke semua grup"
    found = first(ClaimIndex(known), wrapped)
    assert found is not None
    assert found.startswith("listrik")


def test_digits_for_letters() -> None:
    assert first(ClaimIndex(KNOWN), "K4RTU P3NDUDUK L4MA D1BLOKIR MUL4I B3SOK") == "kartu"


def test_few_or_no_known_claims() -> None:
    assert ClaimIndex([]).find("apa saja") == []
    assert ClaimIndex([("empty", "")]).find("apa saja") == []
    two = ClaimIndex(KNOWN[:2])
    assert first(two, "kartu lama diblokir besok") == "kartu"
    assert two.find("Tim nasional menang dua gol tanpa balas di Surabaya") == []


def test_a_huge_text() -> None:
    assert first(ClaimIndex(KNOWN), KNOWN[2][1] + " kata" * 500_000) in ("vaksin", None)
