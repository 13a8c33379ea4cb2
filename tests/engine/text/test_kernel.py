"""The kernel sees the words that Python sees, is built anew when its sources change, and can be done without."""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.environment import tries

from kentongan.engine.text import building, kernel
from kentongan.engine.text.fold import word_spans, words

needs_kernel = pytest.mark.skipif(not kernel.available(), reason="the kernel is not built")
ODD = "aA z9 éÉ ﬁ ½ ² Ⅷ ß İ ı K Å ﷺ ё Я ا ب 漢字 ก ด \u0301\u200d\u200b\ufeff \u00ad ’ “ _ \ud800 \x00 \x1c 😀"


def kernel_words(text: str) -> list[tuple[str, int, int]]:
    library = kernel.kernel()
    assert library is not None
    library.kt_text_new.restype = ctypes.c_void_p
    library.kt_text_words.restype = ctypes.c_int64
    library.kt_text_unknown.restype = ctypes.POINTER(ctypes.c_uint32)
    reader, content = ctypes.c_void_p(library.kt_text_new()), kernel.utf8(text)
    folded, size, places = ctypes.c_void_p(), ctypes.c_size_t(), ctypes.POINTER(ctypes.c_uint32)()
    out = ctypes.byref(folded), ctypes.byref(size), ctypes.byref(places)
    while (count := library.kt_text_words(reader, content, ctypes.c_size_t(len(content)), *out)) == kernel.UNKNOWN:
        unknown = ctypes.c_size_t()
        codes = library.kt_text_unknown(reader, ctypes.byref(unknown))
        kernel.teach(codes[: unknown.value])
    found = (
        ctypes.string_at(folded.value or 0, size.value).decode("utf-8", "surrogatepass").split(" ")[:-1]
        if count
        else []
    )
    spans = [(places[2 * at], places[2 * at + 1]) for at in range(count)]
    library.kt_text_delete(reader)
    return [(word, *span) for word, span in zip(found, spans, strict=True)]


@needs_kernel
@settings(deadline=None, max_examples=tries(500))
@given(st.text(st.sampled_from(ODD), max_size=60) | st.text(max_size=30))
def test_words_and_places_are_those_of_python(text: str) -> None:
    found = kernel_words(text)
    assert found == word_spans(text)
    assert [word for word, _, _ in found] == words(text)


@needs_kernel
@pytest.mark.parametrize("length", range(1, 40))
def test_words_of_every_length_at_every_place(length: int) -> None:
    for before in range(9):
        text = "." * before + "Kata9" * 8
        assert kernel_words(text[: before + length]) == word_spans(text[: before + length])
        assert kernel_words(text[: before + length] + "é b") == word_spans(text[: before + length] + "é b")


@needs_kernel
@pytest.mark.whole
def test_every_code_point_folds_as_in_python() -> None:
    for start in range(0, 0x30000, 0x400):
        text = "".join(f"a{chr(code)}b " for code in range(start, start + 0x400))
        assert kernel_words(text) == word_spans(text)


@pytest.mark.whole
def test_it_builds_and_says_what_it_was_built_from(tmp_path: Path) -> None:
    try:
        built = building.build(tmp_path / "kernel.so")
    except FileNotFoundError:
        pytest.skip("no C compiler")
    library = ctypes.CDLL(str(built))
    library.kt_stamp.restype = ctypes.c_char_p
    assert library.kt_stamp().decode() == building.stamp()
    assert [path.name for path in tmp_path.iterdir()] == ["kernel.so"]


def test_without_a_compiler_it_says_so_in_a_line(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kentongan.engine.text.building"]
    environment = os.environ | {"PATH": str(tmp_path), "CC": "", "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (1, "the kernel was not built: no C compiler found\n")


@pytest.mark.parametrize("said", ["no", "0", "off"])
def test_it_can_be_switched_off(said: str) -> None:
    asked = "from kentongan.engine.match.matcher import Matcher; print(type(Matcher()._matcher).__name__)"
    environment = os.environ | {kernel.SWITCH: said, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == "PlainMatcher\n"


def test_the_stamp_follows_the_sources(tmp_path: Path) -> None:
    (tmp_path / "text").mkdir()
    assert building.stamp(tmp_path) == ""
    (tmp_path / "text" / "a.c").write_text("int a;")
    before = building.stamp(tmp_path)
    (tmp_path / "text" / "a.h").write_text("int b;")
    assert before != building.stamp(tmp_path)
