from __future__ import annotations

from kentongan.newsroom.rules.lookup import MOST_FIGURES, figures, hashes_of

REPORT = "Hingga hari ini tercatat {} berkas masuk dari pemohon di seluruh kantor wilayah dan {} sudah selesai."


def test_reports_that_differ_in_figures_alone_are_told_apart() -> None:
    one, other = REPORT.format("12.480", "9.114"), REPORT.format("13.007", "9.888")

    assert figures(one) & figures(other) == set()
    assert figures(one) & figures(f"diteruskan: {one.upper()}") == figures(one)
    assert hashes_of(one) & hashes_of(other)


def test_a_changed_figure_leaves_the_others() -> None:
    one, forged = REPORT.format("12.480", "9.114"), REPORT.format("124.800", "9.114")

    assert figures(one) & figures(forged)


def test_hashes_never_change() -> None:
    assert figures("sebanyak 12.480 pemohon") == {-2197506222046131447, 6389079879948435096}


def test_bounds() -> None:
    assert figures("") == figures("tanpa angka 7") == frozenset()
    assert len(figures(" ".join(f"kata {number} lain" for number in range(10, 9_000)))) <= MOST_FIGURES + 2
