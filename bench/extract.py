"""Articles out of pages: exactness by the two public sets' own scoring, and speed, beside trafilatura, in one run.

    python -m bench.extract            beside trafilatura's default and best modes, resiliparse and readability
    python -m bench.extract --all      beside all its modes (the extra `bench` holds the peers)

Scrapinghub's set: mean precision and recall over 4-word shingles of each page, F1 of the means
(github.com/scrapinghub/article-extraction-benchmark, evaluate.py). Trafilatura's set: F1 over text pieces that must and
must not appear (github.com/adbar/trafilatura, tests/evaluate.py). Titles, dates and authors: exact agreement with
trafilatura's gold; its own metadata search beside. Speed: pages per CPU-second; ours includes title, date and authors.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import os
import re
import sys
import tarfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import trafilatura
from selectolax.lexbor import LexborHTMLParser

from kentongan.engine.extract import page
from kentongan.engine.extract.decode import decode_html
from kentongan.engine.extract.page import extract_page
from kentongan.engine.text.markup import text_from_html

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data")) / "html_article_extraction"
Reader = Callable[[bytes, str], str]

MODES: dict[str, dict[str, bool]] = {
    "default": {},
    "no comments": {"include_comments": False},
    "fast": {"include_comments": False, "fast": True},
    "precision": {"include_comments": False, "favor_precision": True},
    "recall": {"include_comments": False, "favor_recall": True},
    "fast, precision": {"include_comments": False, "fast": True, "favor_precision": True},
    "fast, recall": {"include_comments": False, "fast": True, "favor_recall": True},
}


def ours(html: bytes, url: str) -> str:
    return extract_page(html, url=url).text


def floor(html: bytes, url: str) -> str:
    """A bare parse: what no reader of trees can beat."""
    LexborHTMLParser(decode_html(html))
    return ""


def peers() -> dict[str, Reader]:
    """The other extractors, where they are installed."""
    found: dict[str, Reader] = {}
    try:
        from resiliparse.extract.html2text import extract_plain_text

        found["resiliparse"] = lambda html, _url: extract_plain_text(decode_html(html), main_content=True)
    except ImportError:
        print("resiliparse is not installed: pip install kentongan[bench]")
    try:
        from readability import Document

        found["readability-lxml"] = lambda html, _url: text_from_html(Document(decode_html(html)).summary())
    except ImportError:
        print("readability-lxml is not installed: pip install kentongan[bench]")
    return found


def theirs(**mode: bool) -> Reader:
    return lambda html, url: trafilatura.extract(html, url=url, **mode) or ""


def pages(archive: str) -> dict[str, bytes]:
    with tarfile.open(CORPUS / archive) as tar:
        files = {member.name: tar.extractfile(member) for member in tar if member.isfile()}
        return {Path(name).name: file.read() for name, file in files.items() if file is not None}


def gold(name: str) -> dict[str, Any]:
    return json.loads(gzip.decompress((CORPUS / name).read_bytes()))


def shingles(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text or "")
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)) if words)


def harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def scrapinghub(reader: Reader, files: dict[str, bytes], truth: dict[str, Any]) -> tuple[float, float]:
    """F1 and pages per CPU-second."""
    precisions, recalls, spent = [], [], 0.0
    for name, row in truth.items():
        started = time.process_time()
        found = reader(files[f"{name}.html"], row["url"])
        spent += time.process_time() - started
        wanted, got = shingles(row["articleBody"]), shingles(found)
        hits = (wanted & got).total()
        if got:
            precisions.append(hits / got.total())
        recalls.append(hits / wanted.total() if wanted else 1.0)
    return harmonic(sum(precisions) / max(1, len(precisions)), sum(recalls) / len(recalls)), len(truth) / spent


def pieces(reader: Reader, files: dict[str, bytes], truth: dict[str, Any]) -> tuple[float, float]:
    """F1 and pages per CPU-second."""
    hit = missed = wrong = 0
    spent = 0.0
    for url, row in truth.items():
        started = time.process_time()
        found = reader(files[row["file"]], url)
        spent += time.process_time() - started
        inside = sum(piece in found for piece in row["with"])
        hit += inside
        missed += len(row["with"]) - inside
        wrong += sum(piece in found for piece in row["without"])
    return harmonic(hit / max(1, hit + wrong), hit / (hit + missed)), len(truth) / spent


def count_second_opinions() -> list[int]:
    """Grows by one entry each time trafilatura is asked."""
    asked: list[int] = []
    ask = page.read_by_trafilatura

    def counted(source: str) -> str:
        asked.append(len(source))
        return ask(source)

    page.read_by_trafilatura = counted
    return asked


def metadata(files: dict[str, bytes], truth: dict[str, Any]) -> None:
    counts: dict[str, Counter[str]] = {"kentongan": Counter(), "trafilatura": Counter()}
    total: Counter[str] = Counter()
    for url, row in truth.items():
        html = files[row["file"]]
        read, peer = (
            extract_page(html, url=url),
            trafilatura.extract_metadata(trafilatura.load_html(html), default_url=url),
        )
        said = {
            "kentongan": {
                "title": read.title,
                "date": read.published.date().isoformat() if read.published else "",
                "author": "; ".join(read.authors),
            },
            "trafilatura": {"title": peer.title or "", "date": peer.date or "", "author": peer.author or ""},
        }
        for field in ("title", "date", "author"):
            if row.get(field):
                total[field] += 1
                for who, values in said.items():
                    counts[who][field] += plain(values[field]) == plain(row[field])
    print(f"\n{'exactly right, of':28}" + "".join(f"{field} {total[field]:<10}" for field in total))
    for who, right in counts.items():
        print(f"{who:28}" + "".join(f"{right[field]:<{len(field) + 11}}" for field in total))


def plain(text: str) -> str:
    return " ".join(re.sub(r"[,;]| und | and ", " ", text).split()).casefold()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", action="store_true")
    options = parser.parse_args()
    if not CORPUS.is_dir():
        sys.exit(f"bench/extract: no data at {CORPUS}; set KENTONGAN_CORPUS")
    logging.disable(logging.ERROR)
    first, second = pages("scrapinghub_html.tar.gz"), pages("trafilatura_html.tar.gz")
    truth, eval_truth = gold("scrapinghub_ground_truth.json.gz"), gold("trafilatura_evaldata.json.gz")
    readers: dict[str, Reader] = {"kentongan": ours}
    modes = list(MODES) if options.all else ["default", "precision", "fast, recall"]
    readers |= {f"trafilatura {name}": theirs(**MODES[name]) for name in modes}
    readers |= {**peers(), "floor: parse only": floor}
    asked = count_second_opinions()
    print(f"trafilatura {trafilatura.__version__}")
    print(f"{'':28}{'scrapinghub F1':>16}{'pages/CPU-s':>14}{'trafilatura F1':>17}{'pages/CPU-s':>14}")
    for name, reader in readers.items():
        one, two = scrapinghub(reader, first, truth), pieces(reader, second, eval_truth)
        print(f"{name:28}{one[0]:16.4f}{one[1]:14.1f}{two[0]:17.4f}{two[1]:14.1f}", flush=True)
        if reader is ours:
            print(f"{'  second opinion asked':28}{len(asked)} of {len(truth) + len(eval_truth)} pages")
    metadata(second, eval_truth)


if __name__ == "__main__":
    main()
