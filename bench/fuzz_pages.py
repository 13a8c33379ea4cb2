"""Mutates sample pages and feeds and reads them, looking for errors, slow inputs and disagreement with feedparser.

    python -m bench.fuzz_pages extract 600         seconds; needs KENTONGAN_CORPUS
    python -m bench.fuzz_pages feed 600

Every input that raises, takes over `SLOW` CPU-seconds or, for feeds, is read otherwise than by feedparser is written to
a temporary folder and named. Mutations cut, repeat, swap and nest pieces of the samples.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from bench.extract import pages
from bench.feed import ARCHIVES, members

from kentongan.engine.collect.clean import read_clean
from kentongan.engine.collect.feed import by_feedparser, parse_feed
from kentongan.engine.extract.page import DAMAGED, extract_page

SLOW = 5.0
PIECES = [
    b"<div>", b"</div>", b"<p>", b"<b a=%d>", b"<table><tr><td>", b"<svg><g>", b"<select>", b"<template>", b"<dl><dd>",
    b"<a href=x>", b"<!--", b"-->", b"<script type='application/ld+json'>{",
    b"</script>", b"<![CDATA[", b"]]>", b"\x00",
    b"\xff\xfe", b"\xc3\x28", b"&#55296;", b"&amp", b"<meta charset=utf-16>", b"Baca juga: ", b"<item>", b"</item>",
    b"<title>", b"</title>", b"<link>", b"<?xml version='1.0' encoding='utf-7'?>",
    b" x='1'", b"<guid>", b"\xe2\x80\x8b",
    b"<h1>", b"<frameset>", b"<plaintext>", b"<textarea>", b"<noscript>", b"<math><mi>", b"<ul><li>", b"<form><input>",
]  # fmt: skip


def mutated(sample: bytes, chance: random.Random) -> bytes:
    out = bytearray(sample[: chance.choice((500, 5_000, 50_000, 300_000))])
    for _ in range(chance.randint(1, 8)):
        start = chance.randrange(len(out) + 1)
        stop = min(len(out), start + chance.choice((1, 5, 50, 500)))
        what = chance.randrange(6)
        if what == 0:
            del out[start:stop]
        elif what == 1:
            out[start:start] = out[start:stop] * chance.choice((1, 3, 200))
        elif what == 2:
            out[start:start] = chance.choice(PIECES) * chance.choice((1, 2, 30, 3_000))
        elif what == 3:
            out[start:stop] = bytes(chance.randrange(256) for _ in range(stop - start))
        elif what == 4:
            other = chance.randrange(len(out) + 1)
            out[other:other] = out[start:stop]
        else:
            out[start:start] = b"".join(chance.choice(PIECES) for _ in range(chance.choice((5, 500))))
    return bytes(out)


def read_page(content: bytes) -> str:
    page = extract_page(content, url="https://serayu.example/berita/1")
    page.text.encode()
    return "damaged" if page.error == DAMAGED else ""


def read_feed(content: bytes) -> str:
    for url in (None, "https://serayu.example/rss"):
        feed = parse_feed(content, url=url)
        if read_clean(content, url=url) is not None and feed != by_feedparser(content, url=url):
            return "disagrees"
    return ""


def fuzz(samples: list[bytes], read: Callable[[bytes], str], seconds: float) -> None:
    seed = time.time_ns()
    chance = random.Random(seed)
    folder = Path(tempfile.mkdtemp(prefix="kentongan-fuzz-"))
    tried, found, slowest = 0, 0, 0.0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        content = mutated(chance.choice(samples), chance)
        started = time.process_time()
        try:
            trouble = read(content)
        except Exception as error:  # noqa: BLE001 - this is what we look for
            trouble = repr(error)
        spent = time.process_time() - started
        tried, slowest = tried + 1, max(slowest, spent)
        if trouble or spent > SLOW:
            found += 1
            path = folder / f"{found}.bin"
            path.write_bytes(content)
            print(f"{path}: {trouble or 'slow'} ({spent:.1f} s, {len(content)} bytes)", flush=True)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"seed {seed}: {tried} inputs, {found} found, slowest {slowest:.2f} CPU-s, peak {memory:.0f} MB")


def main() -> None:
    warnings.simplefilter("ignore")
    kind, seconds = sys.argv[1], float(sys.argv[2])
    if kind == "extract":
        samples = [*pages("scrapinghub_html.tar.gz").values(), *pages("trafilatura_html.tar.gz").values()]
        fuzz(samples, read_page, seconds)
    else:
        archives = (*ARCHIVES, "../feed_items_2025/rss_rebuilt")
        feeds = [content for archive in archives for _, content in members(archive)]
        clean = [content for content in feeds if read_clean(content) is not None]
        fuzz(clean * 10 + feeds, read_feed, seconds)


if __name__ == "__main__":
    main()
