"""What a claim is wrapped in comes off; the claim stays."""

import pytest

from kentongan.engine.match.frames import unwrap

CLAIM = "Mulai besok semua kartu lama diblokir"


@pytest.mark.parametrize(
    "text",
    [
        CLAIM,
        (
            f"Akun Facebook 'Kabar Desa' pada Selasa (3/6/2025) mengunggah video [arsip] yang telah disukai 2.000 kali."
            f" Unggahan tersebut disertai narasi: '{CLAIM}'"
        ),
        f"Beredar di media sosial unggahan dengan klaim “{CLAIM}” yang dibagikan 30 kali.",
        f"Sebuah video di TikTok memuat keterangan sebagai berikut: {CLAIM}",
        f"{CLAIM}\n=====\nPenjelasan: setelah ditelusuri, itu tidak benar.",
        f"{CLAIM} PENJELASAN: Akun X membagikan foto itu.",
        f"{CLAIM} https://contoh.id/x?y=1",
        f"[3/6/25 10.22] Pak RT: *Diteruskan berkali-kali*\nDari grup sebelah:\n{CLAIM}",
        f"03/06/2025, 10:22 - Ibu Rima: {CLAIM}",
        f"Fwd: Fwd: {CLAIM}",
        f"{CLAIM}. Sebarkan ke semua grup agar warga waspada!",
    ],
)
def test_the_claim_comes_out(text: str) -> None:
    assert unwrap(text).strip(" .\n") == CLAIM


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ya",
        "=====",
        "Akun Facebook itu palsu",
        "Narasi: 'x'",
        "Sumber: Kementerian Hukum dan sejumlah kantor wilayah",
        "Kepala desa berkata 'jalan selesai besok' di kantor",
    ],
)
def test_what_is_not_wrapped_stays(text: str) -> None:
    assert unwrap(text) == text


@pytest.mark.parametrize("piece", ["Fwd: ", "akun ", "narasi: '", "= ", "3/6/25 ", "sebarkan ke ", "\n", "“"])
def test_a_huge_text_is_bounded(piece: str) -> None:
    unwrap(piece * 200_000)
