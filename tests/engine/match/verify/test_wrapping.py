"""What chats and mail put around a text is found; what a person wrote is not."""

import pytest

from kentongan.engine.match.verify.wrapping import blanked, frames, has_stamps


@pytest.mark.parametrize(
    "frame",
    [
        "[10/3 08.12] Budi:",
        "[10/03/26, 08:12:33] Ibu Rima (Kelurahan):",
        "[08.12, 10/3/2026] +62 812-3456-7890:",
        "\u200e[3/11/26, 7:05:01\u202fPM] ~\u202fPak RT 05:",
        "10/03/26, 08.12 - Budi H. Santoso:",
        "3/11/26, 7:05 PM - +62\u00a0812\u20113456\u20117890:",
        "Diteruskan:",
        "Fwd: Fwd:",
        "*Diteruskan berkali-kali*",
        "Forwarded many times",
        "↪ Diteruskan",
        "📢> [10/3 08.12] Budi:",
        "==========",
        "- - - - - -",
        "~~~~~~~~",
    ],
)
def test_wrapping_is_found(frame: str) -> None:
    text = f"{frame}\nHarga beras turun"
    ((start, end),) = frames(text)
    assert (start, text[start:end]) == (0, frame)
    assert blanked(text, [(start, end)]) == " " * len(frame) + "\nHarga beras turun"


@pytest.mark.parametrize(
    "text",
    [
        "Budi: harga beras turun",
        "10/03/2026 08.00 Upacara bendera: lapangan utama",
        "10/03/2026, 08:00 - 10:00 upacara",
        "[10/3] Budi: harga",
        "[10/3 08.12] harga beras turun",
        "[10/3 08.12] rekening 1234567 atas nama: Budi",
        "[10/3 08.12] Bank baru BRI123456: kirim",
        "[10/3 08.12] Kirim uang. Segera: ya",
        "Diteruskan kepada camat",
        "Kata Fwd: x",
        "- satu",
        "❌ [10/3 08.12] Budi: harga",
        "---",
        "1.1.1.1",
        "Baca selengkapnya",
        "",
    ],
)
def test_what_a_person_wrote_is_not(text: str) -> None:
    assert frames(text) == []


def test_the_end_of_a_shortened_message() -> None:
    text = "Harga beras … *Baca selengkapnya*"
    assert text[slice(*frames(text)[0])] == "… *Baca selengkapnya"


def test_a_published_text_with_stamps_is_known() -> None:
    assert has_stamps("Isi percakapan\n[10/3 08.12] Budi: air naik")
    assert not has_stamps("Rapat 10/03/2026 08.00: aula")
