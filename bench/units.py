"""Import of 968 units: CSV and XLSX read, planned and written, against one `add_child` a unit (treebeard's own way).

    python -m bench.units [--units 968]

Four levels as in a large ministry (bureau, 11 main units, 33 regional offices, the rest technical units), rows shuffled
so that parents come after children, every 50th row bad. Checked before any figure is printed: all good rows stand under
their parents, treebeard finds no problem in the tree, the same table again changes nothing. Wall seconds, median of 3.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=968)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KENTONGAN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.project.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return run(options.units)


def run(count: int) -> int:
    from django.utils import timezone

    from kentongan.accounts import actions
    from kentongan.accounts.models import Unit
    from kentongan.accounts.rules.unit_table import read_unit_table

    now = timezone.now()
    operator = actions.create_operator(email="a@b.example", name="Ops", password="loket-daring-terpadu", now=now)
    table = rows(count)
    files = {"CSV": as_csv(table), "XLSX": as_xlsx(table)}
    figures: list[tuple[str, float]] = []
    for kind, content in files.items():
        figures.append((f"{kind}: read", median(lambda content=content: read_unit_table("x", content))))
    found = read_unit_table("x", files["CSV"])

    def fresh() -> Unit:
        institution = actions.found_institution(name="Kementerian", root_unit="Biro", by=operator, now=now)
        return institution.units.get()

    def ours() -> Unit:
        root = fresh()
        actions.import_units(root=root, rows=found.rows, by=operator, now=now)
        return root

    root = ours()
    again = actions.import_units(root=root, rows=found.rows, by=operator, now=now)
    good = sum(1 for _code, _name, parent, *_rest in table if parent != "TIDAK-ADA")
    assert Unit.objects.filter(institution=root.institution).count() == good + 1
    assert (len(again.create), len(again.update), len(again.move), again.unchanged) == (0, 0, 0, good)
    assert Unit.objects.find_problems() == ([], [], [], [], [])

    def one_by_one() -> None:
        parents = {"": fresh()}
        plan = actions.import_units(root=parents[""], rows=found.rows, by=operator, now=now, dry_run=True)
        for row in plan.create:
            values = {"institution": root.institution, "name": row.name, "code": f"x{time.perf_counter_ns()}"}
            parents[row.code] = Unit.objects.add_child(Unit.objects.get(pk=parents[row.parent_code].pk), values)

    figures.append((f"import of {good} units, {len(table) - good} bad rows listed", median(ours)))
    figures.append(
        ("the same table again", median(lambda: actions.import_units(root=root, rows=found.rows, by=operator, now=now)))
    )
    figures.append(("peer: add_child one by one", median(one_by_one, rounds=1)))
    for what, seconds in figures:
        print(f"{what:<48} {seconds:8.3f} s")
    return 0


def rows(count: int) -> list[tuple[str, str, str, str, str, str]]:
    rng = random.Random(968)
    made = [(f"E-{n:02}", f"Unit utama {n}", "", "eselon 1", "", "WIB") for n in range(11)]
    made += [(f"KW-{n:02}", f"Kantor wilayah {n}", "", "kanwil", f"{11 + n}", "WITA") for n in range(33)]
    for n in range(count - len(made)):
        parent = "TIDAK-ADA" if n % 50 == 49 else f"KW-{n % 33:02}"
        made.append((f"UPT-{n:04}", f"Balai pelayanan {n}", parent, "upt", f"{11 + n % 33}.{n % 90:02}", "WIT"))
    rng.shuffle(made)
    return made


def as_csv(table: list[tuple[str, ...]]) -> bytes:
    lines = ["kode;nama;kode_induk;tingkat;kode_wilayah;zona_waktu", *(";".join(row) for row in table)]
    return "\n".join(lines).encode()


def as_xlsx(table: list[tuple[str, ...]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["kode", "nama", "kode_induk", "tingkat", "kode_wilayah", "zona_waktu"])
    for row in table:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def median(work: Callable[[], object], rounds: int = 3) -> float:
    times = []
    for _round in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    sys.exit(main())
