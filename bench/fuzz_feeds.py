"""Mutates sample feeds and reads them, looking for errors, slow inputs and disagreement with feedparser.

    python -m bench.fuzz_feeds [SECONDS]        600 by default; needs KENTONGAN_CORPUS

Ten of eleven samples are feeds that the fast reader takes; what it then says must be what feedparser says. Exits with 1
when something was found.
"""

from __future__ import annotations

import sys
import warnings

from bench.feed import ARCHIVES, members
from bench.fuzz.mutations import fuzz
from bench.training.corpus import CORPUS

from kentongan.engine.collect.clean import read_clean
from kentongan.engine.collect.feed import by_feedparser, parse_feed


def read_feed(content: bytes) -> str:
    for url in (None, "https://serayu.example/rss"):
        feed = parse_feed(content, url=url)
        if read_clean(content, url=url) is not None and feed != by_feedparser(content, url=url):
            return "disagrees"
    return ""


def main() -> None:
    """Fuzz for as long as the command line says."""
    warnings.simplefilter("ignore")
    if not CORPUS.exists():
        print(f"skipped: no corpus at {CORPUS}")
        return
    archives = (*ARCHIVES, "../feed_items_2025/rss_rebuilt")
    feeds = [content for archive in archives for _, content in members(archive)]
    clean = [content for content in feeds if read_clean(content) is not None]
    sys.exit(fuzz(clean * 10 + feeds, read_feed, float(sys.argv[1] if len(sys.argv) > 1 else 600)) > 0)


if __name__ == "__main__":
    main()
