# ruff: noqa: E501 - a figure a line
"""One table of the figures that the engine and the house are held to, each beside its goal and its peer.

    python -m bench.table FOLDER [--only BENCH ...] [--print]

Runs each bench as a process of its own, keeps what it printed in FOLDER, and reads the figures out of that. A bench
whose output lies there already is not run again (delete the file to have it measured anew); `--print` runs none. A
figure that its bench did not print stands as missing, never as reached. What a figure means and how it is measured
stands in the bench that is named beside it.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

_NUMBER = r"(-?[\d,]*\.?\d+)"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table.

    `found` is a pattern over the bench's output with `#` where the figure stands; with `over`, a pattern for what it is
    divided by (a peer's figure). It is reached from `goal` on upwards, or with `most` from there downwards.
    """

    what: str
    goal: float
    found: str
    over: str = ""
    peer: str = ""
    most: bool = False
    unit: str = ""

    def read(self, text: str) -> float | None:
        """The figure in a bench's output; None where it is not there."""
        value = _read(self.found, text)
        if value is None or not self.over:
            return value
        divisor = _read(self.over, text)
        return value / divisor if divisor else None

    def is_met(self, value: float) -> bool:
        """Whether the goal is reached."""
        return value <= self.goal if self.most else value >= self.goal

    def row(self, bench: str, text: str) -> str:
        """The figure as a row of a Markdown table."""
        value = self.read(text)
        said, verdict = "missing", ""
        if value is not None:
            said = f"{value:,.4g}{self.unit}"
            verdict = "reached" if self.is_met(value) else "**short**"
        goal = f"{'≤' if self.most else '≥'} {self.goal:,.10g}{self.unit}"
        return f"| {self.what} | {goal} | {said} | {verdict} | {self.peer} | `bench.{bench}` |"


def _read(pattern: str, text: str) -> float | None:
    found = re.search(pattern.replace("#", _NUMBER), text, re.MULTILINE)
    return float(found[1].replace(",", "")) if found else None


def _column(name: str, number: int = 1) -> str:
    """A figure in a printed table: the `number`th (from 1) of the row that begins with `name`."""
    return rf"^{re.escape(name)}" + r"[ \t]+[-\d,.]+" * (number - 1) + r"[ \t]+#"


def _match(label: str) -> list[Figure]:
    after = rf"^{label}[^\n]*queries[\s\S]*?#"
    return [
        Figure(f"match, {label} queries: times the best peer", 12, after + " times the best peer", peer="tantivy"),
        Figure("... removing and adding a query", 50, after + " µs", most=True, unit=" µs"),
        Figure("... a query in memory", 512, after + " bytes a query", most=True, unit=" B"),
    ]


TRAFILATURA = "trafilatura default"
BENCHES: dict[str, list[Figure]] = {
    "match": [*_match("10,000"), *_match("100,000"), *_match("968 units x 200")],
    "reuse": [
        Figure("reuse: recall, 30 of 100 kept", 0.92, "^kentongan: recall rewritten #", peer="rensa"),
        Figure("... two paragraphs lifted", 0.95, "^kentongan: .*two paragraphs #", peer="rensa"),
Figure("... precision, true pick-ups off", 0.99, r"^kentongan: .*\n +precision #", peer="rensa 0.811"),
        Figure("... times rensa, foreign", 6, r"^rensa[^\n]*[ \t]#[ \t]+[\d.,]+$", peer="rensa"),
        Figure("... times rensa, rewritten", 6, r"^rensa[^\n]*[ \t]#$", peer="rensa"),
    ],
    "extract": [
        Figure("extract: F1, scrapinghub (pages trained on)", 0.960, _column("kentongan", 1), peer="trafilatura 0.950"),
        Figure("... its trafilatura set (trained on)", 0.915, _column("kentongan", 3), peer="trafilatura 0.926"),
        Figure("... pages, times trafilatura: scrapinghub", 10, _column("kentongan", 2), _column(TRAFILATURA, 2),
               peer=TRAFILATURA),
        Figure("... the other set", 10, _column("kentongan", 4), _column(TRAFILATURA, 4), peer=TRAFILATURA),
        Figure("... pages per CPU-second", 400, _column("kentongan", 2), peer="a lexbor parse: see its output"),
    ],
    "feed": [Figure("feed: times feedparser on clean feeds", 20, r"clean ones[^\n]*\nfeedparser[^\n]*\nkentongan\s+#",
                    r"clean ones[^\n]*\nfeedparser\s+#", peer="feedparser")],
    "stem": [
        Figure("stem: as Sastrawi, distinct words", 0.99, "agrees with Sastrawi on #", peer="Sastrawi"),
        Figure("... times its speed on running text", 100, ": # times slower", peer="Sastrawi"),
    ],
    "group": [
        Figure("group: gold alone, B-cubed F1", 0.92, r"^kentongan +alone +#", peer="TF-IDF, Jaccard: see its output"),
        Figure("... ARI", 0.80, r"^kentongan +alone +[\d.]+ +#"),
        Figure("... whole day, B-cubed F1", 0.92, r"^kentongan +whole day +#"),
        Figure("... ARI", 0.80, r"^kentongan +whole day +[\d.]+ +#"),
        Figure("... articles per CPU-second, 50,000 live", 1500, "in the window: # articles/CPU-s"),
    ],
    "claims": [
        Figure("claims: R@1, always speaking", 0.85, _column("kentongan, always speaking"), peer="char TF-IDF 0.777"),
        Figure("... R@5", 0.95, _column("kentongan, always speaking", 2), peer="char TF-IDF 0.897"),
        Figure("... silent on news", 0.90, "silent on news #"),
        Figure("... silent where the entry is missing", 0.90, "entry is missing #"),
        Figure("... second copies of one message", 1.0, "wrapped: # recognised"),
        Figure("... a text over 100,000 claims", 50, "claims: # ms of CPU a text", most=True, unit=" ms"),
    ],
    "tone": [
        Figure("tone of comments, tier A, SmSA out of fold", 0.78, r"^comments: SmSA, 3-fold +12260 +#", peer="an SVM 0.852"),
        Figure("tone towards an institution, 923 sentences", 0.75, r"towards a name \(A\) +923 +#", peer="SVM of reviews 0.374"),
        Figure("tone of headlines, pilpres (B), shipped", 0.65, r"^headlines: pilpres 2024 \(B\) +4506 +#", peer="0.137"),
        Figure("... trained there", 0.85, "^trained there, headlines.*?macro-F1 #"),
        Figure("tone of articles, detik (B), shipped", 0.55, r"^articles: detik \(B\) +199 +#", peer="0.324"),
        Figure("... trained there", 0.70, "^trained there, articles.*?macro-F1 #"),
        Figure("... error of its own probabilities (ECE)", 0.05, "^... by probability: ECE #", most=True),
    ],
    "entities": [
        Figure("names, tier A: IDNer-News-2k, micro-F1", 0.90, _column("IDNer-News-2k dev         Kentongan, news"), peer="CRF 0.837"),
        Figure("... NERGrit, mean of types", 0.79, _column("NERGrit valid             Kentongan, encyclopae", 5), peer="CRF 0.66"),
    ],
    "quotes": [
        Figure("quotes: direct, F1", 0.95, _column("test: Kentongan", 2), peer="plain rules 0.968"),
        Figure("... reported, F1", 0.80, _column("test: Kentongan", 6), peer="plain rules 0.556"),
        Figure("... speakers right", 0.92, _column("test: Kentongan", 9), peer="plain rules 0.183"),
    ],
    "whole": [
        Figure("whole: HTML in to alertable mention, articles per CPU-second", 300,
               _column("kentongan, HTML in to alertable mention"), peer="best of peers: see its output"),
        Figure("... times the peers with trafilatura", 1, r"^peers with trafilatura[^\n]*?[ \t]# times slower", peer="several"),
    ],
    "languages": [
        Figure("language of a text, twelve: whole", 0.985, _column("Kentongan, twelve languages"), peer="naive Bayes 0.995"),
        Figure("... 40 characters", 0.95, _column("Kentongan, twelve languages", 3), peer="naive Bayes 0.973"),
    ],
    "keyphrases": [
        Figure("phrases of a story: fragments, of 100", 3, _column("Kentongan", 2), peer="TF-IDF 6.4", most=True),
    ],
    "bursts": [
        Figure("bursts in real hours: false, a day", 1, _column("CLICK-ID's hours, 40 streams, thrice            Kentongan", 2),
               peer="Kleinberg 0.27", most=True),
    ],
    "lede": [
        Figure("sentences of a story: ROUGE-1, times lead-3", 1,
               r"^summaries by people +Kentongan +\d+ +\d+ +#", r"^summaries by people +lead-3 +\d+ +\d+ +#", peer="lead-3"),
    ],
    "language": [
        Figure("tier B: comments, a tenth of SmSA", 0.915, r"^SmSA, a tenth held back +1226 +[\d.]+ +#", peer="XLM-R base 0.914"),
        Figure("... Javanese comments", 0.84, r"^NusaX javanese valid +100 +[\d.]+ +#"),
        Figure("... Sundanese comments", 0.82, r"^NusaX sundanese valid +100 +[\d.]+ +#"),
        Figure("tier B: towards an institution, 923 sentences", 0.75, r"^sentences: own +923 +[\d.]+ +#", peer="tier A 0.643"),
    ],
    "bad_input": [Figure("bad input through every command: cases that failed", 0, "^# failed$", most=True)],
    "absorb": [Figure("HTML in to mention stored, articles per CPU-second", 25, "an article = # articles per CPU-second",
                      peer="peers 33-40, without storing")],
    "units": [],
    "latency": [Figure("published to mention on screen, slowest", 60, "^slowest, seconds +#", most=True, unit=" s")],
    "day": [Figure("a day's articles, worker killed 20 times: lost", 0, "^lost / extra / doubled +#", most=True)],
    "start": [
        Figure("clean clone to first page, pip", 90, "^clean clone to first page +#", most=True, unit=" s"),
        Figure("... fetched", 200, "^fetched +#", most=True, unit=" MB"),
        Figure("... memory of the tree at rest", 400, "^memory of the tree at rest +#", most=True, unit=" MB"),
    ],
}  # fmt: skip
"""The benches in the order of the table. Those that need a filled house (`scale`, `public`, `verify` ...) are long and
stand in docs/status.md alone."""


def run(bench: str, folder: Path) -> None:
    """Run a bench and keep what it printed, errors and all; a broken bench leaves figures missing, not the table."""
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-m", f"bench.{bench}"], capture_output=True, text=True, check=False)
    said = done.stdout + (f"\nexit {done.returncode}\n{done.stderr[-2000:]}" if done.returncode else "")
    (folder / f"{bench}.txt").write_text(said, encoding="utf-8")
    print(f"bench.{bench}: exit {done.returncode} after {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)


def table(folder: Path) -> str:
    """The table of all figures whose benches printed into a folder."""
    lines = ["| figure | goal | reached | | peer | bench |", "|---|---|---|---|---|---|"]
    for bench, figures in BENCHES.items():
        path = folder / f"{bench}.txt"
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        lines += [figure.row(bench, text) for figure in figures]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", choices=BENCHES, default=list(BENCHES))
    parser.add_argument("--print", action="store_true", help="run nothing, print what lies in the folder")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    for bench in () if options.print else options.only:
        if not (options.folder / f"{bench}.txt").exists():
            run(bench, options.folder)
    print(table(options.folder))


if __name__ == "__main__":
    main()
