from __future__ import annotations

import io
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.environment import tries

from kentongan.accounts.rules.unit_table import (
    MOST_ROWS,
    KnownUnit,
    Plan,
    UnitRow,
    UnreadableTable,
    plan_import,
    read_unit_table,
)

HEAD = "kode;nama;kode_induk;tingkat;kode_wilayah;zona_waktu\n"


def rows_of(text: str, encoding: str = "utf-8") -> list[UnitRow]:
    return read_unit_table("unit.csv", text.encode(encoding)).rows


def known(*codes: str, parent: str = "") -> dict[str, KnownUnit]:
    return {code: KnownUnit(code, f"Unit {code}", parent, "other", "", "Asia/Jakarta") for code in codes}


def row(code: str, parent: str = "", line: int = 2, name: str = "") -> UnitRow:
    return UnitRow(line=line, code=code, name=name or f"Unit {code}", parent_code=parent)


# --- reading ---------------------------------------------------------------------------------------------------------


def test_a_row_is_read_whole() -> None:
    assert rows_of(HEAD + "UPT-1; Kantor  Imigrasi Bandung ;KW-32;UPT;32.73;WIB\n") == [
        UnitRow(2, "UPT-1", "Kantor Imigrasi Bandung", "KW-32", "technical", "32.73", "Asia/Jakarta")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "kode,nama\n1,Satu\n",
        "Kode\tNama Satker\n1\tSatu\n",
        "\ufeffKODE;NAMA\r\n1;Satu\r\n",
        "code,name,parent\n1,Satu,\n",
        "\n\nnama;kode\nSatu;1\n\n",
        '"kode";"nama"\n"1";"Satu"\n',
    ],
)
def test_headings_and_separators_as_offices_write_them(text: str) -> None:
    assert [(found.code, found.name) for found in rows_of(text)] == [("1", "Satu")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_spreadsheets(encoding: str) -> None:
    assert rows_of("kode;nama\n1;Balai Kelautan “Évé”\n", encoding)[0].name == "Balai Kelautan “Évé”"


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        (";Tanpa kode;", "no code"),
        ("1;;", "no name"),
        ("1;Satu;;bintang lima", "unknown level “bintang lima”"),
        ("1;Satu;;upt;;GMT", "unknown time zone “GMT”"),
        ("x" * 41 + ";Satu;", "longer than 40"),
        ("1;" + "n" * 201 + ";", "longer than 200"),
        ("1;Satu;;upt;12345678901234", "region code"),
        ("1;kurang", "fewer cells"),
        ("1;Sa\0tu;;upt", "NUL"),
    ],
)
def test_a_bad_row_is_named_with_line_and_reason_and_the_rest_is_kept(cells: str, says: str) -> None:
    table = read_unit_table("unit.csv", (HEAD + f"A;Baik;\n{cells}\nB;Baik;\n").encode())

    assert [found.code for found in table.rows] == ["A", "B"]
    assert [bad.line for bad in table.bad] == [3]
    assert says in table.bad[0].reason


@pytest.mark.parametrize(
    "content",
    [b"", b"\n\n", b"satu;dua\n1;2\n", b"kode\n1\n", b"\x00\x01\x02\x03", b"PK\x03\x04broken", b"a" * 8_000_001],
)
def test_what_is_no_table_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(UnreadableTable) as refusal:
        read_unit_table("unit.csv", content)
    assert str(refusal.value)


def test_a_workbook_is_read_with_its_numbers() -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Kode Satker", "Nama Satker", "Kode Induk", "Eselon", "Kode Wilayah", "Zona"])
    sheet.append([415412, "Biro Humas", None, "Eselon I", 31, "WITA"])
    sheet.append([415413.0, "UPT", 415412, None, None, None])
    file = io.BytesIO()
    book.save(file)

    assert read_unit_table("x.xlsx", file.getvalue()).rows == [
        UnitRow(2, "415412", "Biro Humas", "", "echelon1", "31", "Asia/Makassar"),
        UnitRow(3, "415413", "UPT", "415412", None, "", None),
    ]


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(UnreadableTable, match="20,000"):
        rows_of("kode;nama\n" + "".join(f"{n};Unit\n" for n in range(MOST_ROWS + 1)))


# --- planning --------------------------------------------------------------------------------------------------------


def summary(plan: Plan) -> tuple[list[str], list[str], list[str], int, list[tuple[int, str]]]:
    return (
        [found.code for found in plan.create],
        [found.code for found in plan.update],
        [found.code for found in plan.move],
        plan.unchanged,
        [(bad.line, bad.reason) for bad in plan.bad],
    )


def test_parents_may_come_after_their_children() -> None:
    plan = plan_import([row("C", "B"), row("B", "A"), row("A")], {})

    assert [found.code for found in plan.create] == ["A", "B", "C"]


def test_the_same_table_again_changes_nothing() -> None:
    plan = plan_import([row("A"), row("B", "A")], known("A") | known("B", parent="A"))

    assert summary(plan) == ([], [], [], 2, [])


def test_a_code_that_exists_is_changed_or_moved() -> None:
    there = known("A", "B", "C")
    plan = plan_import([row("A", name="Baru"), row("B", "A"), row("C")], there)

    assert summary(plan) == ([], ["A"], ["B"], 1, [])


def test_what_hangs_on_nothing_is_left_out_with_what_hangs_on_it() -> None:
    plan = plan_import([row("A", "X", 2), row("B", "A", 3), row("C", "", 4)], {})

    assert [found.code for found in plan.create] == ["C"]
    assert plan.bad[0].reason == "no unit has the parent code “X”"
    assert plan.bad[1].reason == "a unit above it was left out"


def test_circles_are_left_out() -> None:
    plan = plan_import([row("A", "B", 2), row("B", "A", 3), row("C", "C", 4), row("D", "", 5)], {})

    assert [found.code for found in plan.create] == ["D"]
    assert [bad.reason for bad in plan.bad] == ["the unit would lie below itself"] * 3


def test_a_known_unit_in_a_circle_stays_where_it_is_and_keeps_its_children() -> None:
    there = known("A") | known("B", parent="A")
    plan = plan_import([row("A", "B", 2), row("N", "B", 3)], there)

    assert [found.code for found in plan.create] == ["N"]
    assert plan.bad[0].line == 2


def test_a_code_twice_and_a_code_of_others_are_left_out() -> None:
    plan = plan_import([row("A", "", 2), row("A", "", 3), row("Z", "", 4)], {}, taken=frozenset({"Z"}))

    assert summary(plan)[0] == ["A"]
    assert plan.bad[0].reason == "the code stands already on line 2"
    assert plan.bad[1].reason == "the code belongs to a unit that is not yours"


def test_the_unit_itself_may_stand_in_its_table() -> None:
    plan = plan_import([row("ROOT"), row("A", "ROOT")], {}, own_code="ROOT")

    assert [found.code for found in plan.create] == ["A"]


def test_deeper_than_the_tree_can_be_is_left_out() -> None:
    chain = [row(f"N{n}", f"N{n - 1}" if n else "", n) for n in range(70)]
    plan = plan_import(chain, {})

    assert len(plan.create) == 60
    assert [bad.reason for bad in plan.bad] == ["the tree would be deeper than 60 levels"] * 10


@given(st.integers(0, 10_000))
@settings(max_examples=tries(60), deadline=None)
def test_whatever_the_table_every_row_is_planned_once_and_parents_first(seed: int) -> None:
    rng = random.Random(seed)
    codes = [f"U{n}" for n in range(12)]
    there = {c: KnownUnit(c, "x", rng.choice(["", *codes[:i]]), "other", "", "Asia/Jakarta")
             for i, c in enumerate(codes[:4])}  # fmt: skip
    there = {c: unit for c, unit in there.items() if unit.parent_code in {"", *there}}
    rows = [row(rng.choice(codes), rng.choice(["", "U99", *codes]), n) for n in range(15)]
    plan = plan_import(rows, there)
    placed = set(there)
    for new in plan.create:
        assert new.parent_code == "" or new.parent_code in placed
        placed.add(new.code)

    lines = [found.line for found in plan.create] + [bad.line for bad in plan.bad]
    changed = {found.line for found in (*plan.update, *plan.move)}
    assert len(lines) + len(changed) + plan.unchanged == len(rows)


@pytest.mark.whole
def test_the_worst_table_is_still_planned_in_seconds() -> None:
    circle = [row(f"N{n}", f"N{(n + 1) % 20_000}", n) for n in range(20_000)]
    chain = [row(f"N{n}", f"N{n - 1}" if n else "nowhere", n) for n in range(20_000)]
    started = time.perf_counter()
    for table in (circle, chain):
        assert plan_import(table, {}).create == []

    assert time.perf_counter() - started < 10


def test_a_broken_row_is_named_and_eats_no_other() -> None:
    lines = [
        "kode;nama;induk",
        'KW-1;"Kanwil Satu;',
        'KW-2;"Kanwil Dua";',
        "KW-3;Kanwil; Tiga;KW-2",
        "KW-4;Kanwil Empat;",
    ]
    table = read_unit_table("unit.csv", "\n".join(lines).encode("utf-16"))
    assert [(row.line, row.code) for row in table.rows] == [(3, "KW-2"), (5, "KW-4")]
    assert [(row.line, row.label) for row in table.bad] == [(2, 'KW-1;"Kanwil Satu;'), (4, "KW-3;Kanwil; Tiga;KW-2")]
