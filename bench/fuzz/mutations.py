"""Samples cut, repeated, swapped and nested at random, read until time is up (bench.fuzz_pages, bench.fuzz_feeds)."""

from __future__ import annotations

import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

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


def fuzz(samples: list[bytes], read: Callable[[bytes], str], seconds: float) -> int:
    """Read mutated samples for so long; how many were found that raise, take over `SLOW` or that `read` names.

    Each of them is written to a temporary folder and named.
    """
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
    return found
