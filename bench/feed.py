"""Feeds: agreement with feedparser on four public collections of test feeds, and speed beside it, in one run.

    python bench/feed.py

A field agrees when it says the same after markup and spacing are removed (feedparser keeps markup in titles). Speed is
CPU time over the real feeds rebuilt from Indonesian outlets and the captured ones of rss-parser. About 30 seconds.
"""

from __future__ import annotations

import calendar
import hashlib
import io
import os
import re
import subprocess
import sys
import tarfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import feedparser

try:
    import fastfeedparser
except ImportError:
    fastfeedparser = None  # in the extra `bench`

from kentongan.engine.collect.clean import read_clean
from kentongan.engine.collect.feed import parse_feed
from kentongan.engine.text.markup import line_from_html

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data"))
ARCHIVES = ("feedparser_tests", "gofeed_testdata", "rss_parser_tests", "miniflux_testdata")
ROUNDS = 3


def members(archive: str) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(CORPUS / "feeds" / f"{archive}.tar.gz") as tar:
        for member in tar:
            file = tar.extractfile(member) if member.isfile() else None
            if file is not None and not member.name.endswith((".json", ".html")):
                yield member.name, file.read()


def by_feedparser(content: bytes, headers: dict[str, str] | None = None) -> Any:
    return feedparser.parse(io.BytesIO(content), response_headers=headers or {})


def by_fastfeedparser(content: bytes) -> Any:
    with suppress(Exception):  # it raises on what is no feed to it
        return fastfeedparser.parse(content)


def same(theirs: str | None, ours: str) -> bool:
    return line_from_html(theirs or "") in {" ".join(ours.split()), line_from_html(ours)}


def compare(content: bytes, counts: Counter[str]) -> None:
    headers = {
        key.decode().lower(): value.decode("latin-1").strip()
        for key, value in re.findall(rb"^Header:\s+([\w-]+):(.*?)$", content[:3000], re.MULTILINE)
    }
    theirs = by_feedparser(content, headers)
    ours = parse_feed(content, url=headers.get("content-location"), content_type=headers.get("content-type"))
    counts["feeds"] += 1
    found = read_clean(content, url=headers.get("content-location"), content_type=headers.get("content-type"))
    counts["read without feedparser"] += found is not None
    counts["same number of items"] += len(theirs.entries) == len(ours.items)
    counts["same feed title"] += same(theirs.feed.get("title"), ours.title)
    for entry, item in zip(theirs.entries, ours.items, strict=False):
        counts["items"] += 1
        counts["same title"] += same(entry.get("title"), item.title)
        counts["same summary"] += same(entry.get("summary"), item.summary)
        counts["same link"] += entry.get("link", "").strip() == item.link
        parsed = dict.get(entry, "published_parsed")
        if parsed:
            counts["dated"] += 1
            counts["same time"] += item.published is not None and calendar.timegm(parsed) == item.published.timestamp()
        elif dict.get(entry, "published") and item.published:
            counts["dated only here"] += 1


def speed(name: str, parse: Callable[[bytes], Any], feeds: list[bytes]) -> None:
    started = time.process_time()
    for _ in range(ROUNDS):
        for content in feeds:
            parse(content)
    spent = time.process_time() - started
    size = sum(map(len, feeds)) * ROUNDS / 1e6
    print(f"{name:14}{len(feeds) * ROUNDS / spent:10.1f} feeds/CPU-s{size / spent:8.2f} MB/CPU-s")


def start_up(*command: str) -> float:
    """The best CPU seconds of five starts: the machine's other work should not count."""
    code = "import resource, subprocess, sys; subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL); "
    code += "r = resource.getrusage(resource.RUSAGE_CHILDREN); print(r.ru_utime + r.ru_stime)"
    runs = [subprocess.run([sys.executable, "-c", code, *command], capture_output=True, check=True) for _ in range(5)]
    return min(float(done.stdout) for done in runs)


def main() -> None:
    if not (CORPUS / "feeds").is_dir():
        sys.exit(f"bench/feed: no data at {CORPUS}; set KENTONGAN_CORPUS")
    warnings.simplefilter("ignore")
    columns = (
        "feeds",
        "read without feedparser",
        "same number of items",
        "same feed title",
        "items",
        "same title",
        "same summary",
        "same link",
        "dated",
        "same time",
        "dated only here",
    )
    print(
        f"{'agreement with feedparser ' + feedparser.__version__:40}" + "".join(f"{name[:18]:>19}" for name in ARCHIVES)
    )
    counted = []
    for archive in ARCHIVES:
        counts: Counter[str] = Counter()
        for _, content in members(archive):
            compare(content, counts)
        counted.append(counts)
    for column in columns:
        print(f"{column:40}" + "".join(f"{counts[column]:>19}" for counts in counted))
    feeds = [content for _, content in members("../feed_items_2025/rss_rebuilt")]
    feeds += [content for name, content in members("rss_parser_tests") if name.removeprefix("./").startswith("input/")]
    print(f"\n{len(feeds)} feeds, {sum(map(len, feeds)) / 1e6:.1f} MB")
    clean = [content for content in feeds if read_clean(content) is not None]
    for which, chosen in (("all", feeds), (f"the {len(clean)} clean ones", clean)):
        print(f"\n{which}, {sum(map(len, chosen)) / 1e6:.1f} MB")
        speed("feedparser", by_feedparser, chosen)
        speed("kentongan", parse_feed, chosen)
        if fastfeedparser is not None:
            speed("fastfeedparser", by_fastfeedparser, chosen)
    speed("one hash", lambda content: hashlib.sha256(content).hexdigest(), feeds)
    for command in ("feed", "extract"):
        empty = start_up(sys.executable, "-m", "kentongan", "engine", command, "/dev/null")
        print(f"start of `engine {command}` with no work: {empty:.2f} CPU-s")


if __name__ == "__main__":
    main()
