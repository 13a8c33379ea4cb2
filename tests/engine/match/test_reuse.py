"""Releases are found where they live on, and nowhere else."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.environment import tries

from kentongan.engine.match.native_reuse import NativeReuseIndex
from kentongan.engine.match.plain_reuse import PlainReuseIndex
from kentongan.engine.match.reuse import ReuseIndex
from kentongan.engine.text.fold import words
from kentongan.engine.text.kernel import available
from kentongan.engine.text.shingles import containment
from kentongan.engine.types import Article

RELEASE = (
    "Kantor Wilayah Bandar Sejuk membuka layanan paspor malam hari mulai pekan depan. "
    "Layanan itu berlangsung dari pukul tujuh sampai sepuluh malam di tiga loket baru. "
    "Kepala kantor Rima Santosa berkata antrean pagi sudah terlalu panjang bagi para pekerja pabrik. "
    "Warga cukup membawa kartu penduduk dan bukti pendaftaran dari laman resmi. "
    "Tahun lalu kantor itu melayani empat puluh ribu pemohon dari sembilan kecamatan."
)
BOILERPLATE = (
    "Kantor Wilayah Bandar Sejuk berdiri pada tahun seribu sembilan ratus lima puluh dan melayani warga setiap "
    "hari kerja dengan cepat, ramah dan tanpa pungutan apa pun di luar ketentuan yang berlaku."
)


def article(body: str, id_: str = "a") -> Article:
    return Article(id=id_, title="", body=body)


def nonsense(seed: int, length: int = 120) -> str:
    random_ = random.Random(seed)
    return " ".join(f"kata{random_.randrange(5_000)}" for _ in range(length))


def test_a_copy_is_found_whole() -> None:
    (found,) = ReuseIndex([article(RELEASE, "r")]).find(article(RELEASE.upper()))
    assert (found.original, found.containment) == ("r", 1.0)
    assert found.spans == ((0, len(RELEASE) - 1, 0, len(RELEASE) - 1),)


def test_two_kept_sentences_are_found_with_their_places() -> None:
    sentences = RELEASE.split(". ")
    body = f"“{sentences[1]}”. {nonsense(1)} {sentences[2]}. {nonsense(2)}"
    (found,) = ReuseIndex([article(RELEASE, "r")]).find(article(body))
    assert found.containment == pytest.approx(containment(RELEASE, body))
    assert [RELEASE[start:end] for _, _, start, end in found.spans] == sentences[1:3]
    for start, end, own_start, own_end in found.spans:
        assert words(body[start:end]) == words(RELEASE[own_start:own_end])


def test_foreign_texts_are_left_alone() -> None:
    index = ReuseIndex([article(RELEASE, "r")])
    assert index.find(article(nonsense(3))) == []
    assert index.find(article("Kepala kantor Rima Santosa berkata antrean " + nonsense(4))) == []


def test_standing_paragraphs_prove_nothing() -> None:
    releases = [article(f"{nonsense(seed)} {BOILERPLATE}", f"r{seed}") for seed in range(40)]
    index = ReuseIndex(releases)
    assert index.find(article(f"{nonsense(99)} {BOILERPLATE}")) == []
    assert [found.original for found in index.find(releases[7])] == ["r7"]


def test_short_originals_are_found_when_all_is_there() -> None:
    index = ReuseIndex([article("Loket paspor tutup besok pagi.", "short"), article("Loket tutup.", "tiny")])
    assert [
        found.original for found in index.find(article(f"Kabar: loket paspor tutup besok pagi! {nonsense(5)}"))
    ] == ["short"]
    assert index.find(article("Loket paspor buka besok pagi.")) == []


def test_originals_come_and_go() -> None:
    index = ReuseIndex([article(RELEASE, "r"), article(nonsense(6), "other")])
    index.add(article(nonsense(7), "other"))
    assert index.find(article(nonsense(6))) == []
    assert [found.original for found in index.find(article(nonsense(7)))] == ["other"]
    index.remove("r")
    assert index.find(article(RELEASE)) == []
    assert len(index) == 1
    with pytest.raises(KeyError):
        index.remove("r")


def test_the_fullest_comes_first() -> None:
    half = RELEASE[: len(RELEASE) // 2]
    index = ReuseIndex([article(RELEASE, "whole"), article(half, "half")])
    assert [found.original for found in index.find(article(half))] == ["half", "whole"]


def test_empty_and_huge() -> None:
    index = ReuseIndex([article("", "empty"), article("a " * 50_000, "huge")])
    assert index.find(article("")) == []
    (found,) = index.find(article("a " * 60_000))
    assert found.original == "huge"
    assert found.spans[0] == (0, 99_999, 0, 99_999)


_WORDS = [
    "kantor",
    "wilayah",
    "membuka",
    "layanan",
    "½",
    "Café",
    "pertanggungjawaban",
    "pertanggungjawabannya",
    "jum’at",
    "_",
]
_texts = st.lists(st.sampled_from(_WORDS), max_size=40).map(" ".join)
_steps = st.lists(st.tuples(st.sampled_from("abcd"), st.booleans(), _texts, _texts), max_size=14)


@pytest.mark.skipif(not available(), reason="the kernel is not built")
@settings(deadline=None, max_examples=tries(300))
@given(_steps)
def test_the_kernel_finds_what_python_finds(steps: list[tuple[str, bool, str, str]]) -> None:
    """Originals come and go; all that lives on is found alike: shares, spans and their order."""
    native, plain, kept = NativeReuseIndex(), PlainReuseIndex(), set[str]()
    for id_, goes, own, asked in steps:
        if goes and id_ in kept:
            native.remove(id_)
            plain.remove(id_)
            kept.discard(id_)
        else:
            native.add(article(own, id_))
            plain.add(article(own, id_))
            kept.add(id_)
        assert len(native) == len(plain) == len(kept)
        for text in (asked, own, f"{asked} {own}"):
            assert native.find(article(text)) == plain.find(article(text))


@pytest.mark.skipif(not available(), reason="the kernel is not built")
def test_the_kernel_knows_long_texts_as_python_does() -> None:
    releases = [article(f"{nonsense(seed)} {BOILERPLATE} {nonsense(seed // 3)}", f"r{seed}") for seed in range(30)]
    native, plain = NativeReuseIndex(), PlainReuseIndex()
    for release in releases:
        native.add(release)
        plain.add(release)
    for seed in range(30):
        asked = article(f"{nonsense(seed)[:300]} é {releases[seed].body[200:900]} {RELEASE}")
        assert native.find(asked) == plain.find(asked)


@pytest.mark.parametrize("kind", [PlainReuseIndex, ReuseIndex])
def test_what_repeats_itself_is_bounded(kind: type[PlainReuseIndex] | type[ReuseIndex]) -> None:
    index = kind()
    index.add(article(RELEASE, "r"))
    assert [found.original for found in index.find(article((RELEASE + " ") * 300))] == ["r"]
    assert index.find(article("kantor " * 100_000)) == []
