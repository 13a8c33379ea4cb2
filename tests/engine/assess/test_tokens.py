from __future__ import annotations

import pytest

from kentongan.engine.assess.tokens import sentences_of, tokens_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("undang-undang Jum'at 1.500 15:22", ["undang-undang", "Jum'at", "1.500", "15:22"]),
        ("Selesai.Dia pergi", ["Selesai", ".", "Dia", "pergi"]),
        ("(24/8)", ["(", "24/8", ")"]),
        ("", []),
    ],
)
def test_words_numbers_and_signs_are_parted(text: str, words: list[str]) -> None:
    assert [token.text for token in tokens_of(text)] == words


def sentences(text: str) -> list[str]:
    tokens = tokens_of(text)
    return [text[tokens[a].start : tokens[b - 1].end] for a, b in sentences_of(text, tokens)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Ia datang. Kami pergi.", ["Ia datang.", "Kami pergi."]),
        ("Dr. Sari dan H. Bhakti datang.", ["Dr. Sari dan H. Bhakti datang."]),
        ("Judul\n\nIsi berita", ["Judul", "Isi berita"]),
        ('"Kami siap." Ia pergi.', ['"Kami siap."', "Ia pergi."]),
    ],
)
def test_sentences_end_where_a_reader_pauses(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
