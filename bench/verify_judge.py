"""Quality and speed of the verifier's judgement, with a dictionary of fingerprints in place of the newsroom's table.

    python bench/verify_judge.py [--half report|tune] [--count 2000] [--show 5]

Stand-ins for releases are articles of the corpus. *Forwarded*: a release as it comes back through chats; it must be
named, and called authentic (mixed where two were pasted together). *Forged*: one thing changed, half of them forwarded
too; none may be called authentic, and a difference must cover the change. *Foreign*: news that is no release and no
near-duplicate of one (`near_duplicate_pairs`; in other corpora: shares less than a quarter of its shingles with any);
none should be called altered. The halves part the articles by a hash of their id: what is tuned is tuned on the one,
what is reported is measured on the other. Times are CPU time of one judgement and of its search for candidates.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import os
import random
import re
import sys
import time
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import islice
from pathlib import Path

from kentongan.engine.match.verify import Judgement, Known, Verdict, fingerprints, judge, rank

CORPUS = Path(os.environ.get("KENTONGAN_CORPUS", "../shared/data"))
SEED = 2026
MONTHS = [
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
]  # fmt: skip
NAMES = ["Budi Hartono", "Siti Aminah", "Agus Salim", "Wahyu Nugroho", "Dewi Lestari", "Andi", "Made Suardana"]
EMOJI = ["🙏", "🔥", "👍", "📢", "❗", "😀", "⚠️", "🇮🇩", "👨‍👩‍👧", "❤️", "👇🏽", "🎉", "➡️", "⭐", "📌"]
STAMPS = [
    "[10/3 08.12] Budi: ", "[10/03/24 08.12.33] Ibu RT 05: ", "10/03/24, 08:12 - +62 812-3456-7890: ", "Diteruskan: ",
    "*Diteruskan berkali-kali*\n", "Fwd: ", "\u200e[3/11/26, 7:05:01 AM] Pak Lurah: ", "-------\n", "> ",
]  # fmt: skip
LOOKALIKES = dict(zip("aceopxyisj", "асеорхуіѕј", strict=True))
INVISIBLES = ["\u200b", "\u200c", "\u200d", "\u2060", "\u00ad", "\u202e", "\u200f", "\ufeff"]


@dataclass(frozen=True)
class Release:
    id: str
    text: str
    outlet: str
    date: str


def half_of(id_: str) -> str:
    return "report" if blake2b(id_.encode(), digest_size=1).digest()[0] % 2 else "tune"


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def laid_out(title: str, body: str) -> str:
    """An article as a release looks: the corpus joined its paragraphs by commas."""
    body = re.sub(r"^[\s,–-]+", "", body)
    body = re.sub(r"(?<=[.!?\"”])\s*,(?=\s*[A-Z“\"”])", "\n\n", body)
    return f"{title}\n\n{body}".strip(" ,\n")


def read_releases() -> list[Release]:
    path = CORPUS / "news_clickid" / "articles.jsonl.gz"
    if not path.exists():
        sys.exit(f"bench/verify_judge: no corpus at {CORPUS}; set KENTONGAN_CORPUS")
    rows = [row for row in read_lines(path) if len(row["body"].split()) >= 60]
    random.Random(SEED).shuffle(rows)
    return [Release(row["id"], laid_out(row["title"], row["body"]), row["outlet"], row["date"]) for row in rows]


def read_pairs() -> dict[str, set[str]]:
    pairs: dict[str, set[str]] = defaultdict(set)
    with gzip.open(CORPUS / "near_duplicate_pairs" / "news_clickid_pairs.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            pairs[row["a"]].add(row["b"])
            pairs[row["b"]].add(row["a"])
    return pairs


def other_news() -> Iterator[str]:
    """News of other outlets and years."""
    for name in ("news_category_detik/train", "news_regional_jogja/articles", "news_econ_2018/articles"):
        for row in read_lines(CORPUS / f"{name}.jsonl.gz"):
            if len(row.get("body") or "") > 200:
                yield laid_out(row["title"] or "", row["body"])


class Table:
    """What the newsroom keeps: for every fingerprint, the versions that hold it (the first few dozen)."""

    most = 64

    def __init__(self, releases: list[Release]) -> None:
        self.texts = {release.id: release.text for release in releases}
        self.holders: dict[int, list[str]] = defaultdict(list)
        for release in releases:
            for hash_ in fingerprints(release.text):
                if len(self.holders[hash_]) < self.most:
                    self.holders[hash_].append(release.id)

    def candidates(self, text: str) -> list[Known]:
        rows = [(hash_, id_) for hash_ in fingerprints(text) for id_ in self.holders.get(hash_, ())]
        return [Known(id_, self.texts[id_]) for id_ in rank(rows)]


# --- forwarded --------------------------------------------------------------------------------------------------------

Mangle = Callable[[str, random.Random], str]


def spaces(text: str, random_: random.Random) -> str:
    kinds = ["  ", "\n", " \n", "\u00a0", "\t", "\u2009", *[" "] * 20]
    return re.sub(r"(?<!\d) | (?!\d)", lambda _: random_.choice(kinds), text)


def joined_lines(text: str, random_: random.Random) -> str:
    return re.sub(r"\s*\n\s*", random_.choice([" ", "  ", "\n", "\r\n", "\n\n\n"]), text)


def letter_case(text: str, random_: random.Random) -> str:
    return random_.choice([str.upper, str.lower, str.title, str.swapcase])(text)


def with_emoji(text: str, random_: random.Random) -> str:
    return re.sub(r" (?!\d)", lambda _: f" {random_.choice(EMOJI)} " if random_.random() < 0.08 else " ", text)


def formatted(text: str, random_: random.Random) -> str:
    mark = random_.choice("*_")
    return re.sub(r"\b[A-Za-z]+\b", lambda word: f"{mark}{word[0]}{mark}" if random_.random() < 0.1 else word[0], text)


def quoted(text: str, random_: random.Random) -> str:
    return re.sub(r"\n(?!\d)", "\n" + random_.choice(["> ", ">", ">> ", "• ", "- ", "* "]), text)


def quote_style(text: str, random_: random.Random) -> str:
    text = re.sub(r"[\"“”„]", random_.choice(['"', "“", "”", "«"]), text)
    return re.sub(r"['‘’]", random_.choice(["'", "’", "‘"]), text)


def composed(text: str, random_: random.Random) -> str:
    return unicodedata.normalize(random_.choice(["NFC", "NFD"]), text)


def dashes(text: str, random_: random.Random) -> str:
    return re.sub(r"(?<= )[-–—](?= )", random_.choice("-–—"), text)


def untouched(text: str, random_: random.Random) -> str:
    return text


MANGLES: list[Mangle] = [
    spaces, joined_lines, letter_case, with_emoji, formatted, quoted, quote_style, composed, dashes, untouched,
]  # fmt: skip


def mangled(text: str, random_: random.Random) -> str:
    for mangle in random_.sample(MANGLES, random_.randint(1, 4)):
        text = mangle(text, random_)
    return text


def cut(text: str, random_: random.Random) -> str:
    """A piece, down to 30 %, anywhere; torn at any letter."""
    length = int(len(text) * random_.uniform(0.3, 0.9))
    start = random_.choice([0, 0, random_.randrange(len(text) - length + 1)])
    ends = ["", "", "…", "...", " ...", "…\nBaca selengkapnya"] if start + length < len(text) else [""]
    return text[start : start + length] + random_.choice(ends)


@dataclass(frozen=True)
class Case:
    kind: str
    text: str
    sources: tuple[str, ...]
    change: tuple[int, int] = (0, 0)  # in the pasted text
    published: tuple[int, int] = (0, 0)  # in the published one


def forwarded(releases: list[Release], random_: random.Random) -> Iterator[Case]:
    while True:
        one, other = random_.sample(releases, 2)
        kind = random_.choice(["whole", "cut", "cut", "stamped", "two"])
        if kind == "two":
            joint = random_.choice(["\n\n", "\n", "\n-----\n", "\n\n[10/3 08.12] Budi: ", "\n\n🙏🙏\n\n"])
            texts = [piece if random_.random() < 0.5 else cut(piece, random_) for piece in (one.text, other.text)]
            yield Case(kind, joint.join(mangled(text, random_) for text in texts), (one.id, other.id))
            continue
        text = cut(one.text, random_) if kind == "cut" else one.text
        text = mangled(text, random_)
        yield Case(kind, random_.choice(STAMPS) + text if kind == "stamped" else text, (one.id,))


# --- forged -----------------------------------------------------------------------------------------------------------

Change = tuple[int, int, str]  # start and end in the published text, and what stands there instead


def one_of(pattern: str, text: str, random_: random.Random, flags: int = 0) -> re.Match[str] | None:
    found = list(re.finditer(pattern, text, flags))
    return random_.choice(found) if found else None


def at_word(text: str, random_: random.Random) -> re.Match[str] | None:
    """A place before a word that is not the first."""
    return one_of(r"(?<=[a-z,] )(?=[a-z])", text, random_)


def digit(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\d", text, random_)
    return found and (*found.span(), random_.choice([mark for mark in "0123456789" if mark != found[0]]))


def separator(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=\d)[.,](?=\d)", text, random_)
    return found and (*found.span(), random_.choice([",."[found[0] == ","], "", " "]))


def grown_number(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\d+(?= (?:persen|ribu|juta|miliar|triliun|orang|tahun|hari))", text, random_)
    return found and (found.end(), found.end(), random_.choice(["0", "00", ".000"]))


def sign(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=\s)(?=\d)", text, random_)
    return found and (*found.span(), random_.choice(["-", "−", "+"]))


def share(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=\d)%|(?<=\d) persen", text, random_)
    return found and (*found.span(), random_.choice(["", " juta", "‰"]))


def currency(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\bRp\.?(?=\s?\d)", text, random_)
    return found and (*found.span(), random_.choice(["US$", "$", "€", "Rp-", "SGD "]))


def month(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\b(?:" + "|".join(MONTHS) + r")\b", text, random_)
    return found and (*found.span(), random_.choice([name for name in MONTHS if name != found[0]]))


def date(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=\()\d{1,2}(?=/\d{1,2})", text, random_)
    return found and (*found.span(), str(int(found[0]) % 28 + 1))


def name(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[a-z] )[A-Z][a-z]+(?: [A-Z][a-z]+)?", text, random_)
    return found and (*found.span(), random_.choice([other for other in NAMES if other != found[0]]))


def negated(text: str, random_: random.Random) -> Change | None:
    found = at_word(text, random_)
    return found and (*found.span(), random_.choice(["tidak ", "bukan ", "belum "]))


def affirmed(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\b(?:tidak|bukan|belum) ", text, random_, re.IGNORECASE)
    return found and (*found.span(), "")


def dropped_sentence(text: str, random_: random.Random) -> Change | None:
    found = list(re.finditer(r"(?<=[.!?])\s+[^\n.!?]{20,}[.!?](?=\s)", text))
    return (*random_.choice(found[:-1]).span(), "") if len(found) > 1 else None


def inserted_sentence(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[.!?])(?= [A-Z])", text, random_)
    said = random_.choice(
        [
            "Warga wajib mengirim uang ke rekening 1234567890.",
            "Berita ini sudah dibatalkan.",
            "Segera daftar melalui http://contoh.example/daftar agar bantuan Rp5 juta tidak hangus malam ini.",
        ]
    )
    return found and (*found.span(), f" {said}")


def lookalike(text: str, random_: random.Random) -> Change | None:
    found = one_of(rf"(?<=\w)[{''.join(LOOKALIKES)}]", text, random_)
    return found and (*found.span(), LOOKALIKES[found[0]])


def figure_for_letter(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[a-z])[ol](?=[a-z])", text, random_)
    return found and (*found.span(), {"o": "0", "l": "1"}[found[0]])


def fullwidth(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"[0-9a-z]", text, random_)
    return found and (*found.span(), chr(ord(found[0]) + 0xFEE0))


def invisible(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[a-z])(?=[a-z ])|(?<=[a-z] )(?=[a-z])", text, random_)
    return found and (*found.span(), random_.choice(INVISIBLES))


def struck(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=\s)[A-Za-z0-9]{4,}(?=\s)", text, random_)
    said = random_.choice([lambda word: f"~{word}~", lambda word: "".join(mark + "\u0336" for mark in word)])
    return found and (*found.span(), said(found[0]))


def ticked(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[.a-z])(?=\s)", text, random_)
    return found and (*found.span(), random_.choice([" ✗", "❌", " ✅", " ✔️", "🚫", " ✘"]))


def doubted(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[a-z])\.(?=\s|$)", text, random_)
    return found and (*found.span(), "?")


def account(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\d{3,}", text, random_)
    if not found:
        return None
    at = random_.randrange(len(found[0]) - 1)
    said = found[0]
    swapped = said[:at] + said[at + 1] + said[at] + said[at + 2 :]
    return None if swapped == said else (*found.span(), swapped)


def reordered(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[.!?] )([A-Z][^\n.!?]{30,}\.) ([A-Z][^\n.!?]{30,}\.)(?= [A-Z])", text, random_)
    return found and (*found.span(), f"{found[2]} {found[1]}")


FORGERIES = [
    digit, digit, separator, separator, grown_number, sign, share, currency, month, date, name, name, negated, negated,
    affirmed, affirmed, dropped_sentence, dropped_sentence, inserted_sentence, lookalike, lookalike, figure_for_letter,
    fullwidth, invisible, struck, ticked, doubted, account, reordered,
]  # fmt: skip


def forged(releases: list[Release], random_: random.Random) -> Iterator[Case]:
    while True:
        release, forge = random_.choice(releases), random_.choice(FORGERIES)
        change = forge(release.text, random_)
        if change is None or release.text[change[0] : change[1]].lower() == change[2].lower():
            continue
        start, end, said = change
        first, last = 0, len(release.text)
        if random_.random() < 0.3:
            first, last = random_.randrange(start // 2 + 1), last - random_.randrange((last - end) // 2 + 1)
        before, behind = release.text[first:start], release.text[end:last]
        if random_.random() < 0.5:
            choices = [joined_lines, with_emoji, formatted, quote_style, quoted, untouched]
            for mangle in random_.sample(choices, 2):
                before, behind = mangle(before, random_), mangle(behind, random_)
        if forge in (dropped_sentence, affirmed) and (len(before.split()) < 8 or len(behind.split()) < 8):
            continue  # what is missing at an end is a part, not a gap
        place = len(before), len(before) + len(said)
        yield Case(forge.__name__, before + said + behind, (release.id,), place, (start, end))


# --- measuring --------------------------------------------------------------------------------------------------------


def is_named(case: Case, judgement: Judgement, pairs: dict[str, set[str]]) -> bool:
    named = {part.known for part in judgement.parts if part.known}
    alike = all(source in named or named & pairs[source] for source in case.sources)
    wanted = Verdict.MIXED if len(case.sources) > 1 else Verdict.AUTHENTIC
    foreign = any(part.known is None for part in judgement.parts)
    return alike and judgement.verdict is wanted and not foreign


def is_marked(case: Case, judgement: Judgement, source: str) -> bool:
    """Whether a difference covers the change where it stands in the paste, or what is missing of the published text."""
    start, end = trimmed(case.text, *case.change)
    for difference in judgement.differences:
        if difference.kind.is_cut:
            continue
        if start < end and difference.start <= start and end <= difference.end:
            return True
        missing = trimmed(source, *case.published)
        if start == end and difference.published_start <= missing[0] and missing[1] <= difference.published_end:
            return True
        # One word of two equal ones, or a sentence put in behind one that ends alike: another place, the same text.
        if start == end and difference.published.strip(" .") == source[slice(*missing)].strip(" ."):
            return True
        if start < end and difference.pasted.strip(" .") == case.text[start:end].strip(" ."):
            return True
    return case.kind == "reordered" and any(difference.kind == "moved" for difference in judgement.differences)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A place without white space around it, nor the punctuation around a sentence."""
    around = "".join(
        mark for mark in set(text[start:end]) if mark.isspace() or (end - start > 20 and mark in '.,!?"“”')
    )
    inner = text[start:end]
    if not inner.strip(around):
        return start, end
    return start + len(inner) - len(inner.lstrip(around)), end - len(inner) + len(inner.rstrip(around))


class Clock:
    def __init__(self, table: Table) -> None:
        self.table = table
        self.searching: list[float] = []
        self.judging: list[float] = []

    def judge(self, text: str) -> Judgement:
        start = time.process_time()
        candidates = self.table.candidates(text)
        between = time.process_time()
        judgement = judge(text, candidates)
        self.searching.append(between - start)
        self.judging.append(time.process_time() - between)
        return judgement

    def report(self) -> None:
        for label, times in (("candidates", self.searching), ("judge", self.judging)):
            times.sort()
            p50, p95 = (times[len(times) * share // 100] * 1e3 for share in (50, 95))
            print(f"{label:12} p50 {p50:6.1f} ms   p95 {p95:6.1f} ms")


def held_back(articles: list[Release], pairs: dict[str, set[str]]) -> set[str]:
    """Articles that are no release: one in five, none a near-duplicate of another."""
    alone = [article.id for article in articles if not pairs[article.id]]
    return set(alone[: len(articles) // 5])


def foreign_texts(articles: list[Release], held: set[str], table: Table, half: str) -> list[str]:
    own = [one.text for one in articles if one.id in held and half_of(one.id) == half]
    others = []
    for text in other_news():
        hashes = fingerprints(text)
        counts = Counter(id_ for hash_ in hashes for id_ in table.holders.get(hash_, ()))
        if half_of(text) == half and max(counts.values(), default=0) < len(hashes) / 4:
            others.append(text)
    return own + others


class Tally:
    """What came out, kind by kind; prints the first failures of each sort when asked to."""

    def __init__(self, show: int) -> None:
        self.show = show
        self.shown: Counter[str] = Counter()
        self.kinds: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])

    def note(self, label: str, *, right: bool, marked: bool = False) -> None:
        for at, value in enumerate((True, right, marked)):
            self.kinds[label][at] += value

    def total(self, start: str, at: int) -> float:
        rows = [row for label, row in self.kinds.items() if label.startswith(start)]
        return sum(row[at] for row in rows) / max(1, sum(row[0] for row in rows))

    def failed(self, label: str, case: Case, judgement: Judgement) -> None:
        self.shown[label] += 1
        if self.shown[label] > self.show:
            return
        parts = [(part.known, part.words) for part in judgement.parts]
        start, end = case.change
        print(f"--- {label}: {case.kind} {case.sources} {judgement.verdict} {parts}")
        print(f"    {case.text[start:end]!r} in {case.text[max(0, start - 60) : end + 40]!r}")
        for found in judgement.differences[:8]:
            print(f"    {found.kind}: {found.published[:200]!r} -> {found.pasted[:200]!r}")

    def report(self) -> None:
        print(f"{'':32}{'cases':>7}{'right':>9}{'marked':>9}")
        for label, (cases, right, marked) in sorted(self.kinds.items()):
            mark = f"{marked / cases:>9.1%}" if label.startswith("forged") else ""
            print(f"{label:32}{cases:>7}{right / cases:>9.1%}{mark}")


def ask_forwarded(clock: Clock, tally: Tally, cases: Iterable[Case], pairs: dict[str, set[str]]) -> None:
    for case in cases:
        judgement = clock.judge(case.text)
        right = is_named(case, judgement, pairs)
        tally.note(f"forwarded {case.kind}", right=right)
        if not right:
            tally.failed("not named", case, judgement)


def ask_forged(clock: Clock, tally: Tally, cases: Iterable[Case], texts: dict[str, str]) -> None:
    for case in cases:
        judgement = clock.judge(case.text)
        caught = judgement.verdict not in (Verdict.AUTHENTIC, Verdict.CORRECTED, Verdict.WITHDRAWN)
        marked = is_marked(case, judgement, texts[case.sources[0]])
        tally.note(f"forged {case.kind}", right=caught, marked=marked)
        if not (caught and marked):
            tally.failed("not marked" if caught else "not caught", case, judgement)


def ask_foreign(clock: Clock, tally: Tally, texts: list[str]) -> Counter[str]:
    verdicts: Counter[str] = Counter()
    for text in texts:
        judgement = clock.judge(text)
        verdicts[judgement.verdict.value] += 1
        if judgement.verdict is not Verdict.UNKNOWN:
            tally.failed(f"foreign {judgement.verdict}", Case("foreign", text, ()), judgement)
    return verdicts


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--half", choices=["report", "tune"], default="report")
    options.add_argument("--count", type=int, default=2_000)
    options.add_argument("--show", type=int, default=0, help="print so many failures of each kind")
    options.add_argument("--seed", type=int, default=SEED)
    chosen = options.parse_args()
    random_, count = random.Random(chosen.seed), chosen.count
    articles, pairs = read_releases(), read_pairs()
    held = held_back(articles, pairs)
    releases = [article for article in articles if article.id not in held]
    table = Table(releases)
    print(f"verify: {len(releases):,} releases, {sum(map(len, table.holders.values())):,} fingerprints,", end=" ")
    print(f"half {chosen.half!r}")
    sources = [release for release in releases if half_of(release.id) == chosen.half]
    foreign = foreign_texts(articles, held, table, chosen.half)
    random_.shuffle(foreign)
    clock, tally = Clock(table), Tally(chosen.show)
    ask_forwarded(clock, tally, islice(forwarded(sources, random_), count), pairs)
    ask_forged(clock, tally, islice(forged(sources, random_), count), table.texts)
    verdicts = ask_foreign(clock, tally, foreign[:count])
    tally.report()
    altered = verdicts["altered"] / verdicts.total()
    print(f"forwarded, named rightly   {tally.total('forwarded', 1):>8.2%}   goal >= 99 %")
    print(f"forged, not authentic      {tally.total('forged', 1):>8.2%}   goal 100 %")
    print(f"forged, change marked      {tally.total('forged', 2):>8.2%}   goal >= 98 %")
    print(f"foreign, called altered    {altered:>8.2%}   goal <= 0.5 %   ({dict(verdicts)})")
    clock.report()


if __name__ == "__main__":
    main()
