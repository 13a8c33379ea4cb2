"""Bad input through every command of the engine's shell: time, peak memory and whether it answered, a line a case.

    python -m bench.bad_input [COMMAND ...]

Giants (50 MB), one word a million times, invisible and look-alike letters, mixed scripts, mojibake, broken JSON, HTML
and XML bombs, queries of 10,000 terms, nothing at all. A case fails when the process does not end with 0, takes more
than `MOST_SECONDS` of CPU or `MOST_MEMORY` MB, writes a line that is no JSON, or answers fewer lines than it owes.
Exits with 1 when one failed. About ten minutes.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

MOST_SECONDS = 60
MOST_MEMORY = 3_000
MILLION = 1_000_000
SENTENCE = "Menteri Kesehatan Sari Wulan mengatakan di Kota Serayu bahwa banjir sudah surut, kata juru bicara. "
LOOK_ALIKE = str.maketrans("aeopcxy", "аеорсху")  # Cyrillic
SCRIPTS = (
    "Jakarta ꦗꦏꦂꦠ 雅加达 جاكرتا Джакарта ジャカルタ 🏛️ \U0001f469\u200d\U0001f469\u200d\U0001f467 \u202eatrakaJ\u202c "
)
MOJIBAKE = SENTENCE.replace(" ", " ’é“”—").encode().decode("cp1252", "replace")


TIMES = ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-13-45", "besok", "2026-01-01")


@dataclass(frozen=True)
class Case:
    """Standard input or files for one call; `owed` is how many lines it must write at least."""

    name: str
    given: bytes = b""
    files: tuple[bytes, ...] = ()
    table: bytes | None = None  # queries, originals or known claims
    owed: int = 1


def long_text(size: int) -> str:
    """News of that many characters in which no sentence stands twice."""
    piece = len(SENTENCE) + 9
    return "".join(f"{number:08d} {SENTENCE}" for number in range(size // piece))


def texts() -> dict[str, str]:
    """What stands in a title, a body or a comment."""
    return {
        "50 MB of sentences": long_text(50 * MILLION),
        "50 MB without a space": "banjir" * (50 * MILLION // 6),
        "50 MB of one sign": "a" * 50 * MILLION,
        "one word a million times": "banjir " * MILLION,
        "one capital a million times": "Serayu " * MILLION,
        "a million distinct words": " ".join(f"kata{number}" for number in range(MILLION)),
        "zero-width signs": "\u200b".join(SENTENCE) * 2_000,
        "a million zero-width signs": "\u200b\u200d\ufeff\u2060" * (MILLION // 4),
        "look-alike letters": SENTENCE.translate(LOOK_ALIKE) * 5_000,
        "a million marks on one letter": "e" + "\u0301" * MILLION,
        "expanding letters": "ﷺ" * 300_000,
        "mixed scripts": SCRIPTS * 10_000,
        "mojibake": MOJIBAKE * 5_000,
        "controls": "".join(map(chr, range(32))) * 10_000,
        "a million quotation marks": '"' * MILLION,
        "quotations never closed": "“kata " * 200_000,
        "a million full stops": "." * MILLION,
        "a million short sentences": "A. " * MILLION,
        "a million lines": "\n" * MILLION,
        "a million brackets": "(" * MILLION,
        "a million commas": "a," * MILLION,
        "digits": "1234567890" * 100_000,
        "initials": "A.B.C.D. " * 100_000,
        "names without end": "Sari Wulan " * 200_000,
        "nothing": "",
        "only space": " \t\u3000" * 1_000,
    }


def json_lines(*rows: object) -> bytes:
    """Rows as the shell gets them; lone surrogates are escaped, as JSON may."""
    return "".join(json.dumps(row) + "\n" for row in rows).encode()


def broken_lines() -> list[tuple[str, bytes, int]]:
    """Lines that are no rows: each owes an answer, and so does the good one behind them."""
    good = json_lines({"id": "good", "text": SENTENCE, "title": "Banjir surut", "body": SENTENCE})
    return [
        ("nothing at all", b"", 0),
        ("empty lines", b"\n\n \n" + good, 1),
        ("no rows", b'[]\nnull\n""\n1\n{}\n{"id"}\nabc\n' + good, 8),
        ("an id of null, a list, a number", json_lines({"id": None}, {"id": [1]}, {"id": 1e308}) + good, 4),
        ("fields of other kinds", json_lines({"id": 1, "text": 5, "title": [], "body": {}, "published": 7}) + good, 2),
        ("brackets a hundred thousand deep", b"[" * 100_000 + b"\n" + good, 2),
        ("an object a hundred thousand deep", b'{"id":' * 100_000 + b"\n" + good, 2),
        ("a deep id", b'{"id":' + b"[" * 900 + b"]" * 900 + b"}\n" + good, 2),
        ("a number of a million digits", b'{"id":' + b"9" * MILLION + b"}\n" + good, 2),
        ("broken UTF-8 and NUL", b'{"id":"\xff\xfe\x00\xc3("}\n' + good, 2),
        ("a lone surrogate", b'{"id":"\\ud800","text":"\\udfff kata","title":"\\ud800","body":"\\ud800b"}\n' + good, 2),
        ("a line of 50 MB that is no JSON", b"{" + b"x" * 50 * MILLION + b"\n" + good, 2),
        ("odd times", json_lines(*({"id": time, "title": "a", "body": "b", "published": time} for time in TIMES)), 5),
        ("the same id ten thousand times", good * 10_000, 10_000),
    ]  # fmt: skip


def lines_cases(field: str, extra: dict[str, object], table: bytes | None, *, owed: int) -> Iterator[Case]:
    """Cases of the commands that read JSON Lines; texts stand in `field`, or in title and body."""
    for name, given, lines in broken_lines():
        yield Case(name, given, table=table, owed=lines if owed else 0)
    for name, text in texts().items():
        row = {"id": 1, field: text} | extra
        yield Case(name, json_lines(row), table=table, owed=owed)
        if field == "body" and len(text) < 10 * MILLION:
            yield Case(f"title: {name}", json_lines({"id": 1, "title": text, "body": SENTENCE}), table=table, owed=owed)


def queries() -> Iterator[tuple[str, bytes]]:
    """Watch queries nobody should write."""
    terms = [f"kata{number}" for number in range(10_000)]
    named = {
        "10,000 terms, OR": " OR ".join([*terms, "banjir"]),
        "10,000 terms, AND": " ".join(terms),
        "10,000 terms, NOT": "banjir " + " ".join(f"NOT {term}" for term in terms),
        "10,000 prefixes": " OR ".join(f"{term}*" for term in terms),
        "10,000 NEAR": " OR ".join(f"{term} NEAR/5 banjir" for term in terms),
        "a phrase of 10,000 words": '"' + " ".join(terms) + '"',
        "100,000 terms": " OR ".join(f"kata{number}" for number in range(100_000)),
        "brackets 100,000 deep": "(" * 100_000 + "banjir" + ")" * 100_000,
        "NOT 100,000 deep": "NOT (" * 100_000 + "banjir" + ")" * 100_000,
        "ORs of ANDs of ORs": " ".join("(" + " OR ".join(terms[n : n + 100]) + ")" for n in range(0, 10_000, 100)),
        "a distance of 100 digits": f"banjir NEAR/{'9' * 100} surut",
        "a term of a million letters": "a" * MILLION,
        "a million stars": "*" * MILLION,
        "a million quotation marks": '"' * MILLION,
        "nothing": "",
    }
    for name, query in named.items():
        yield name, json_lines({"id": 1, "query": query}, {"id": 2, "query": "banjir"})
    yield (
        "10,000 queries of 100 terms",
        json_lines(*({"id": n, "query": " OR ".join(f"kata{n * 7 + k}" for k in range(100))} for n in range(10_000))),
    )
    yield "no query", b""
    yield "broken lines", b'\xff\n[]\n{"id":1}\n{"id":2,"query":5}\n' + b"[" * 100_000 + b"\n"


def pages() -> Iterator[tuple[str, bytes]]:
    """HTML bombs."""
    head = b"<html><head><title>Banjir</title></head><body><article>"
    article = f"<p>{SENTENCE * 3}</p>".encode()
    named = {
        "500,000 nested divs": b"<div>" * 500_000 + article,
        "500,000 open b": b"<b>" * 500_000 + article,
        "100,000 nested tables": b"<table><tr><td>" * 100_000 + article,
        "100,000 nested lists": b"<ul><li>" * 100_000 + article,
        "200,000 misnested": b"<b><p><i></b>" * 200_000 + article,
        "300,000 links": b"<a href=x>kata</a> " * 300_000 + article,
        "a million entities": b"&amp;" * MILLION + article,
        "an attribute of 10 MB": b'<p class="' + b"a " * 5_000_000 + b'">' + article,
        "a million attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(MILLION)) + b">" + article,
        "a comment never closed": article + b"<!--" + b"x" * 5_000_000,
        "a script of 10 MB": b"<script>" + b"x<" * 5_000_000 + b"</script>" + article,
        "JSON-LD 100,000 deep": b'<script type="application/ld+json">' + b'{"a":[' * 100_000 + b"</script>" + article,
        "5 MB of <": b"<" * 5_000_000,
        "100,000 paragraphs": article * 20_000 + b"<p>a</p>" * 80_000,
        "a paragraph of 10 MB": b"<p>" + long_text(10 * MILLION).encode() + b"</p>",
        "one word a million times": b"<p>" + b"banjir " * MILLION + b"</p>",
        "nested frames, svg and math": b"<svg><math><foreignObject><iframe>" * 50_000 + article,
        "select, template, plaintext": b"<select><template><plaintext>" * 50_000 + article,
        "the end of the body 100,000 times": b"</body></html>" * 100_000 + article,
    }
    for name, body in named.items():
        yield name, head + body
    yield "50 MB", head + article * (50 * MILLION // len(article))
    yield "UTF-16, half a sign", ("\ufeff<p>" + SENTENCE * 99).encode("utf-16-le") + b"\x41"
    yield "declared UTF-7", b"<meta charset=utf-7>" + article
    yield "declared hex", b"<meta charset=hex>\xff" + article
    yield "mojibake", f"<meta charset=latin1><article><p>{MOJIBAKE * 500}</p>".encode()
    yield "zero-width signs", f"<article><p>{chr(0x200B).join(SENTENCE) * 500}</p>".encode()
    yield "noise", bytes((n * n * 31 + n // 7) % 256 for n in range(MILLION))
    yield "NUL", b"\0" * MILLION
    yield "nothing", b""


def feeds() -> Iterator[tuple[str, bytes]]:
    """XML and JSON bombs."""
    lol = b'<!ENTITY a0 "ha">' + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    item = f"<item><title>Banjir</title><link>https://a.example/1</link><description>{SENTENCE}</description></item>"
    start, end = b"<rss version='2.0'><channel><title>Kabar</title>", b"</channel></rss>"
    yield "a billion laughs", b"<!DOCTYPE r [" + lol + b"]><rss><channel><title>&a9;</title></channel></rss>"
    yield "a file named", b'<!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/passwd">]><rss><channel><title>&f;</title>'
    yield (
        "a quadratic entity",
        (b'<!DOCTYPE r [<!ENTITY a "' + b"a" * 100_000 + b'">]><rss><channel><title>' + b"&a;" * 50_000),
    )
    yield "15 MB of items", start + item.encode() * (15 * MILLION // len(item)) + end
    yield "50 MB of items", start + item.encode() * (50 * MILLION // len(item)) + end
    yield "50,000 nested items", start + b"<item>" * 50_000 + end
    yield "50,000 nested elements", start + b"<a>" * 50_000 + b"x" + b"</a>" * 50_000 + end
    yield "a title of 10 MB", start + b"<item><title>" + b"banjir " * 1_400_000 + b"</title></item>" + end
    yield "a description of 400,000 tags", start + b"<item><description><![CDATA[" + b"<p>a" * 100_000 + b"]]>" + end
    yield "an attribute of 10 MB", start + b"<item a='" + b"a" * 10 * MILLION + b"'/>" + end
    yield "CDATA never closed", start + b"<item><title><![CDATA[" + b"a" * 5_000_000
    yield "a comment never closed", start + b"<!--" + b"-" * 5_000_000
    yield "undeclared encoding", b"<rss><channel><title>" + b"era" * 100_000 + b"\xc3(</title>"
    yield "UTF-7", b"<?xml version='1.0' encoding='utf-7'?><rss><channel><title>+ADw-</title></channel></rss>"
    yield "mojibake", start + f"<item><title>{MOJIBAKE}</title></item>".encode() * 1_000 + end
    yield "JSON 100,000 deep", b'{"version":"https://jsonfeed.org/version/1.1","items":' + b"[" * 100_000
    yield (
        "JSON with a number of a million digits",
        b'{"version":"https://jsonfeed.org/version/1.1","a":' + b"9" * MILLION,
    )
    yield (
        "JSON items of other kinds",
        (b'{"version":"https://jsonfeed.org/version/1.1","items":[1,null,[],{"id":[]},{"id":{},"title":5}]}'),
    )
    yield "5 MB of <", b"<" * 5_000_000
    yield "noise", bytes((n * n * 31 + n // 7) % 256 for n in range(MILLION))
    yield "nothing", b""


def tables(field: str) -> Iterator[tuple[str, bytes]]:
    """Originals and known claims nobody should give."""
    for name, text in texts().items():
        yield f"known: {name}", json_lines({"id": 1, field: text}, {"id": 2, field: SENTENCE})
    yield "known: nothing", b""
    yield "known: broken lines", b'\xff\n[]\n{"id":1}\n' + b"[" * 100_000 + b'\n{"id":2,"%s":5}\n' % field.encode()
    yield "known: one text 5,000 times", json_lines(*({"id": n, field: SENTENCE * 3} for n in range(5_000)))


ARTICLE = json_lines({"id": 1, "title": "Banjir", "body": SENTENCE * 20, "text": SENTENCE * 20})


def file_cases(contents: Iterator[tuple[str, bytes]]) -> Iterator[Case]:
    """Each file whole, and its beginning."""
    for name, content in contents:
        yield Case(name, files=(content, content[:1000]), owed=2)


def match_cases() -> Iterator[Case]:
    yield from lines_cases("body", {}, json_lines({"id": 1, "query": "banjir AND sur*"}), owed=1)
    for name, table in queries():
        yield Case(f"query: {name}", ARTICLE, table=table)


def reuse_cases() -> Iterator[Case]:
    yield from lines_cases("body", {}, ARTICLE, owed=0)
    for name, table in tables("body"):
        yield Case(name, ARTICLE, table=table, owed=0)


def claims_cases() -> Iterator[Case]:
    yield from lines_cases("text", {}, json_lines({"id": 1, "text": SENTENCE}), owed=1)
    for name, table in tables("text"):
        yield Case(name, ARTICLE, table=table)


def tone_cases() -> Iterator[Case]:
    for kind in ("comment", "headline", "article"):
        for case in lines_cases("text", {"kind": kind, "subject": "Kementerian Kesehatan"}, None, owed=1):
            yield Case(f"{kind}: {case.name}", case.given, owed=case.owed)
    odd = json_lines({"id": 1, "text": SENTENCE, "subject": "(" * MILLION}, {"id": 2, "text": "a", "kind": "puisi"})
    yield Case("odd subject and kind", odd, owed=2)


def entities_cases() -> Iterator[Case]:
    yield from lines_cases("text", {}, None, owed=1)
    tokens = [{"id": 1, "tokens": ["Sari"] * MILLION}, {"id": 2, "tokens": []}, {"id": 3, "tokens": [""]}]
    odd = [{"id": 4, "tokens": ["a b", "\ud800", "x" * MILLION]}, {"id": 5, "tokens": [1]}, {"id": 6, "tokens": "a"}]
    yield Case("tokens", json_lines(*tokens, *odd), owed=6)


def group_cases() -> Iterator[Case]:
    yield from lines_cases("body", {"published": "2026-01-01T00:00:00+07:00"}, None, owed=1)


CASES: dict[str, Callable[[], Iterator[Case]]] = {
    "feed": lambda: file_cases(feeds()),
    "extract": lambda: file_cases(pages()),
    "match": match_cases,
    "reuse": reuse_cases,
    "group": group_cases,
    "tone": tone_cases,
    "entities": entities_cases,
    "claims": claims_cases,
}
OPTION = {"match": "--queries", "reuse": "--originals", "claims": "--known"}


# A small process between us and the engine: a process's peak memory begins at its parent's size, and ours is large.
WATCH = """
import pathlib, resource, subprocess, sys
try:
    code = subprocess.run(sys.argv[3:], timeout=float(sys.argv[2]), check=False).returncode
except subprocess.TimeoutExpired:
    code = 124
used = resource.getrusage(resource.RUSAGE_CHILDREN)
pathlib.Path(sys.argv[1]).write_text(f"{used.ru_utime + used.ru_stime} {used.ru_maxrss / 1024}")
sys.exit(code if code >= 0 else 128 - code)
"""


def call(command: str, case: Case, folder: Path) -> tuple[float, float, str]:
    """CPU-seconds and peak MB of one call, and what is wrong with it; empty when all is well."""
    arguments = [sys.executable, "-m", "kentongan", "engine", command]
    if case.table is not None:
        (folder / "table").write_bytes(case.table)
        arguments += [OPTION[command], str(folder / "table")]
    for number, content in enumerate(case.files):
        (folder / f"file{number}").write_bytes(content)
        arguments.append(str(folder / f"file{number}"))
    (folder / "in").write_bytes(case.given)
    with (folder / "in").open("rb") as given, (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
        code = subprocess.run(
            [sys.executable, "-c", WATCH, str(folder / "used"), str(3 * MOST_SECONDS), *arguments],
            stdin=given,
            stdout=out,
            stderr=err,
            check=False,
        ).returncode
    seconds, memory = map(float, (folder / "used").read_text().split())
    return seconds, memory, trouble(case, folder, code, seconds, memory)


def trouble(case: Case, folder: Path, code: int, seconds: float, memory: float) -> str:
    """What is wrong with a call that has ended."""
    if code:
        last = (folder / "err").read_bytes()[-400:].decode("utf-8", "replace").strip().rpartition("\n")[2]
        return f"exit {code}: {last}"
    try:
        lines = [json.loads(line) for line in (folder / "out").read_text("utf-8").split("\n") if line]
    except ValueError as error:
        return f"no JSON: {error}"
    if len(lines) < case.owed:
        return f"{len(lines)} lines of {case.owed}"
    if b"Traceback" in (folder / "err").read_bytes():
        return "a traceback"
    if seconds > MOST_SECONDS:
        return "slow"
    return "large" if memory > MOST_MEMORY else ""


def main() -> None:
    """Run the named commands' cases, or all."""
    failed = 0
    print(f"{'command':10}{'case':60}{'CPU s':>8}{'MB':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for command in sys.argv[1:] or CASES:
            worst, largest, count = 0.0, 0.0, 0
            for case in CASES[command]():
                seconds, memory, wrong = call(command, case, Path(folder))
                worst, largest, count = max(worst, seconds), max(largest, memory), count + 1
                failed += bool(wrong)
                print(f"{command:10}{case.name[:58]:60}{seconds:8.2f}{memory:8.0f}  {wrong}", flush=True)
            print(f"{command:10}{f'all {count}: the worst':60}{worst:8.2f}{largest:8.0f}", flush=True)
    print(f"{failed} failed")
    sys.exit(failed > 0)


if __name__ == "__main__":
    main()
