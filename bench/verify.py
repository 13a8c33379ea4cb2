"""The verifier over an archive of 100,000 releases, as the API asks it: import, accuracy, time of an answer.

    python -m bench.verify [FOLDER] [--releases 100000] [--count 2000] [--show 0] [--http]

FOLDER (`verify-bench` among the temporary files, if none is named) keeps the filled database for the next run: 1.5 GB
at 100,000 releases. `--http` asks a served instance too: `POST /api/v1/verify`, one request after the other. The
archive is filled by the product's own import from a JSON Lines file: articles of the corpus as stand-ins for releases,
texts put together from sentences of others of them, and series of reports that differ in nothing but their figures.
*Forwarded*, *forged* and *foreign* texts are made as in `bench/verify_judge.py`, from articles that gave no sentence
to the rest. Every text goes through `queries.verifying.verify`, the function behind `POST /api/v1/verify`; times are
of the wall and of the CPU, with a warm file cache. Exits 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.verify_judge import (
    Case,
    Release,
    forged,
    forwarded,
    half_of,
    is_marked,
    other_news,
    read_pairs,
    read_releases,
)

SEED = 2026
SERIES = 40  # reports of one kind: the same words, other figures
OF_SERIES = 100
GOAL_MS = 50


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", nargs="?")
    options.add_argument("--releases", type=int, default=100_000)
    options.add_argument("--count", type=int, default=2_000)
    options.add_argument("--show", type=int, default=0, help="print so many failures of each kind")
    options.add_argument("--http", action="store_true", help="ask over HTTP as well")
    chosen = options.parse_args()
    return run(Path(chosen.folder or Path(tempfile.gettempdir()) / "verify-bench"), chosen)


def run(folder: Path, chosen: argparse.Namespace) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["KENTONGAN_DATA"] = str(folder.resolve())
    os.environ["DJANGO_SETTINGS_MODULE"] = "kentongan.project.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    articles, pairs = read_releases(), read_pairs()
    held = held_back(articles, pairs)
    releases = [article for article in articles if article.id not in held]
    fill(folder, releases, chosen.releases)
    return measure(articles, held, pairs, chosen)


def held_back(articles: list[Release], pairs: dict[str, set[str]]) -> set[str]:
    """Articles that are no release: one in five, none a near-duplicate of another."""
    held: set[str] = set()
    for article in articles:
        if len(held) < len(articles) // 5 and not pairs[article.id]:
            held.add(article.id)
    return held


# --- the archive -----------------------------------------------------------------------------------------------------


def fill(folder: Path, releases: list[Release], count: int) -> None:
    """Import what is missing, in parts: a run that was stopped goes on where it was."""
    from django.utils import timezone

    from kentongan.accounts.actions import create_operator, found_institution
    from kentongan.accounts.models import Institution, User
    from kentongan.newsroom.actions.archive import import_archive
    from kentongan.newsroom.models import Publication

    known = Publication.objects.count()
    if known >= count:
        return
    now = timezone.now()
    operator = User.objects.first() or create_operator(
        email="ops@kpp.example", name="Ops", password="loket-daring-terpadu", now=now
    )
    owner = Institution.objects.first() or found_institution(
        name="Kementerian Pelayanan Publik", root_unit="Biro Humas", by=operator, now=now
    )
    lines = [json.dumps(row, ensure_ascii=False) for row in rows(releases, count)]
    content = "\n".join(lines).encode()
    start, cpu = time.perf_counter(), time.process_time()
    report = import_archive(content=content, institution=owner, by=operator, now=now)
    seconds, spent = time.perf_counter() - start, time.process_time() - cpu
    if report.taken + report.known != count or report.bad:
        sys.exit(f"bench/verify: {report.taken} of {count} taken; first bad row: {report.bad[:1]}")
    size = sum(file.stat().st_size for file in folder.glob("kentongan.sqlite3*"))
    print(
        f"import: {report.taken:,} of {count:,} releases ({len(content) / 1e6:.0f} MB) in {seconds:.0f} s,"
        f" {spent / report.taken * 1e3:.2f} ms of CPU each, database {size / 1e9:.2f} GB",
        flush=True,
    )


def rows(releases: list[Release], count: int) -> Iterator[dict[str, Any]]:
    random_ = random.Random(SEED)
    texts = [(release.id, *release.text.split("\n\n", 1)) for release in releases if "\n\n" in release.text]
    made = [(number, title, body) for number, title, body in texts[:count]]
    pool = [
        part
        for release in releases
        if half_of(release.id) == "tune"
        for part in re.split(r"(?<=[.!?])\s+", release.text)
        if 6 < len(part.split()) < 40
    ]
    made += series(pool, random_)
    while len(made) < count:
        parts = random_.sample(pool, random_.randint(8, 20))
        body = "\n\n".join(" ".join(parts[at : at + 3]) for at in range(1, len(parts), 3))
        made.append((f"S{len(made)}", " ".join(parts[0].split()[:12]), body))
    for number, title, body in made[:count]:
        day = f"{random_.randint(2012, 2025)}-{random_.randint(1, 12):02}-{random_.randint(1, 28):02}"
        yield {"number": number, "title": title[:300], "body": body, "published_at": f"{day}T08:00:00+07:00"}


def series(pool: list[str], random_: random.Random) -> list[tuple[str, str, str]]:
    """Reports that differ in their figures alone, as those on prices and earthquakes do."""
    made = []
    for kind in range(SERIES):
        parts = random_.sample(pool, 10)
        for number in range(OF_SERIES):
            figures = [random_.randint(1_000, 99_999) for _part in parts]
            body = "\n\n".join(f"{part} Tercatat {figure} berkas." for part, figure in zip(parts, figures, strict=True))
            made.append((f"R{kind}/{number}", f"Laporan harian {kind} nomor {number}", body))
    return made


# --- measuring -------------------------------------------------------------------------------------------------------


class Clock:
    def __init__(self) -> None:
        self.wall: dict[str, list[float]] = defaultdict(list)
        self.cpu: dict[str, list[float]] = defaultdict(list)

    def ask(self, kind: str, text: str) -> Any:
        from django.utils import timezone

        from kentongan.newsroom.queries.verifying import verify

        now = timezone.now()
        wall, cpu = time.perf_counter(), time.process_time()
        answer = verify(text, now=now)
        self.wall[kind].append((time.perf_counter() - wall) * 1e3)
        self.cpu[kind].append((time.process_time() - cpu) * 1e3)
        return answer

    def report(self) -> float:
        every = {"all": [ms for times in self.wall.values() for ms in times]}
        cpu = {"all": [ms for times in self.cpu.values() for ms in times]}
        print(f"{'':24}{'p50 ms':>9}{'p95 ms':>9}{'CPU p95':>9}{'most ms':>9}")
        for kind, times in (self.wall | every).items():
            used = sorted((self.cpu | cpu)[kind])
            times.sort()
            print(f"{kind:24}{at(times, 0.5):9.1f}{at(times, 0.95):9.1f}{at(used, 0.95):9.1f}{times[-1]:9.1f}")
        return at(every["all"], 0.95)


def at(times: list[float], share: float) -> float:
    return times[min(len(times) - 1, int(len(times) * share))]


def measure(articles: list[Release], held: set[str], pairs: dict[str, set[str]], chosen: argparse.Namespace) -> int:
    from kentongan.newsroom.models import Publication

    random_ = random.Random(SEED)
    wanted = [article.id for article in articles if article.id not in held and half_of(article.id) == "report"]
    # As they were published: the import brings white space into one form.
    published = dict(Publication.objects.filter(number__in=wanted).values_list("number", "text"))
    bodies = {number: text.split("\n\n", 1)[1].rsplit("\n\n", 1)[0] for number, text in published.items()}
    by_id = {article.id: article for article in articles}
    sources = [Release(number, body, by_id[number].outlet, "") for number, body in bodies.items()]
    sources.sort(key=lambda release: release.id)
    clock, shown = Clock(), Counter[str]()
    for release in sources[:100]:
        clock.ask("warm", release.text)
    clock.wall.pop("warm")
    clock.cpu.pop("warm")

    def show(label: str, case: Case, answer: Any) -> None:
        shown[label] += 1
        if shown[label] <= chosen.show:
            print(f"--- {label}: {case.kind} {case.sources}: {answer.verdict} {named(answer)}")
            print(f"    {case.text[max(0, case.change[0] - 80) : case.change[1] + 60]!r}")
            for each in answer.judgement.differences[:5] if answer.judgement else ():
                print(f"    {each.kind}: {each.published[:120]!r} -> {each.pasted[:120]!r}")

    right = caught = marked = 0
    cases = forwarded(sources, random_)
    for _turn in range(chosen.count):
        case = next(cases)
        answer = clock.ask("forwarded", case.text)
        ok = is_named(case, answer, pairs)
        right += ok
        if not ok:
            show("not named", case, answer)
    cases = forged(sources, random_)
    for _turn in range(chosen.count):
        case = next(cases)
        answer = clock.ask("forged", case.text)
        is_caught = answer.verdict not in {"authentic", "corrected", "withdrawn"}
        covers = answer.judgement is not None and is_marked(
            _moved(case, published), answer.judgement, published[case.sources[0]]
        )
        caught, marked = caught + is_caught, marked + covers
        if not is_caught or not covers:
            show("not caught" if not is_caught else "not marked", case, answer)
    foreign = [by_id[pk].text for pk in sorted(held)] + list(other_news())
    random_.shuffle(foreign)
    verdicts: Counter[str] = Counter()
    for text in foreign[: chosen.count]:
        answer = clock.ask("foreign", text)
        verdicts[answer.verdict.value] += 1
        if answer.verdict != "unknown":
            show(f"foreign {answer.verdict}", Case("foreign", text, ()), answer)
    count, tested = chosen.count, min(chosen.count, len(foreign))
    goals = [
        ("forwarded, named rightly", right / count, right / count >= 0.99, ">= 99 %"),
        ("forged, not called authentic", caught / count, caught == count, "100 %"),
        ("forged, change marked", marked / count, marked / count >= 0.98, ">= 98 %"),
        ("foreign, called altered", verdicts["altered"] / tested, verdicts["altered"] / tested <= 0.005, "<= 0.5 %"),
    ]
    total = Publication.objects.count()
    print(f"verify: {total:,} releases, {count:,} texts of each kind; foreign: {dict(verdicts)}")
    for label, value, reached, goal in goals:
        print(f"{label:32}{value:9.2%}   goal {goal:9}{'' if reached else '   MISSED'}")
    p95 = clock.report()
    print(f"p95 {p95:.1f} ms, goal <= {GOAL_MS} ms{'' if p95 <= GOAL_MS else '   MISSED'}")
    return int(p95 > GOAL_MS or not all(reached for _label, _value, reached, _goal in goals))


def named(answer: Any) -> set[str]:
    return {found.publication.number for found in answer.editions.values()}


def is_named(case: Case, answer: Any, pairs: dict[str, set[str]]) -> bool:
    found = named(answer)
    alike = all(source in found or found & pairs[source] for source in case.sources)
    wanted = "mixed" if len(case.sources) > 1 else "authentic"
    foreign = answer.judgement is None or any(part.known is None for part in answer.judgement.parts)
    return alike and answer.verdict == wanted and not foreign


def _moved(case: Case, published: dict[str, str]) -> Case:
    """The case with its place in the whole published text, which begins with a line of its own."""
    shift = published[case.sources[0]].index("\n\n") + 2
    start, end = case.published
    return Case(case.kind, case.text, case.sources, case.change, (start + shift, end + shift))


if __name__ == "__main__":
    sys.exit(main())
