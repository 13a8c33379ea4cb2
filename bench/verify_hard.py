"""The verifier's judgement on manglings and forgeries that nothing was tuned on, of other kinds than `verify_judge`'s.

    python -m bench.verify_hard [--half report|tune] [--count 2000] [--show 5] [--seed 1]

Manglings as Indonesian phones and offices make them: chat marks around words and paragraphs, quoted and wrapped lines,
"Diteruskan berkali-kali", stamps, the head and foot of a printed page, emoji for bullets, no-break spaces. Forgeries:
amounts said in another scale or form, time zones, kinds of region, antonyms, negations of every sort, figures or names
that change places, sentences and items of a list that do, clauses dropped, words before and behind the text that turn
it round, letters of five alphabets, zero-width and direction marks, marks between the figures of a number. Releases are
articles of the corpus, candidates come from a dictionary of fingerprints. Exits 1 when a goal is missed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from textwrap import wrap

from bench.verify_judge import (
    Case,
    Change,
    Clock,
    Mangle,
    Release,
    Table,
    Tally,
    half_of,
    held_back,
    is_marked,
    is_named,
    one_of,
    read_pairs,
    read_releases,
)

from kentongan.engine.match.verify import Judgement, Verdict

# --- manglings -------------------------------------------------------------------------------------------------------


def chat_marks(text: str, random_: random.Random) -> str:
    mark = random_.choice(["*", "_", "```", "*_"])
    words = text.split(" ")
    for at in random_.sample(range(len(words)), min(4, len(words))):
        if words[at].isalpha():
            words[at] = f"{mark}{words[at]}{mark[::-1]}"
    return " ".join(words)


def marked_paragraphs(text: str, random_: random.Random) -> str:
    mark = random_.choice(["*", "_", "```"])
    return "\n\n".join(
        f"{mark}{part.strip()}{mark}" if part.strip() and random_.random() < 0.5 else part
        for part in text.split("\n\n")
    )


def wrapped_quote(text: str, random_: random.Random) -> str:
    start, width = random_.choice(["> ", ">> ", "> > ", "| "]), random_.randint(40, 76)
    lines = [line for part in text.split("\n") for line in _wrapped(part, width) or [""]]
    return "\n".join(f"{start}{line}".rstrip() for line in lines)


def wrapped_lines(text: str, random_: random.Random) -> str:
    width = random_.randint(35, 80)
    end = random_.choice(["\n", "\r\n", " \n"])
    return end.join(line for part in text.split("\n") for line in _wrapped(part, width) or [""])


def _wrapped(line: str, width: int) -> list[str]:
    """Wrapped as programs do, but never between two figures: there even a space counts."""
    kept = re.sub(r"(?<=\d)([.,]?) (?=\d)", "\\1\x00", line)
    return [part.replace("\x00", " ") for part in wrap(kept, width, break_on_hyphens=False, break_long_words=False)]


def emoji_for_bullets(text: str, random_: random.Random) -> str:
    mark = random_.choice(["📢", "👉🏽", "📌", "🔴", "▪️", "✨", "➡️"])
    return re.sub(r"(?<=\n\n)(?=[A-Za-z])", f"{mark} ", text)


def no_break_spaces(text: str, random_: random.Random) -> str:
    space = random_.choice(["\u00a0", "\u202f", "\u2003", "\u3000"])
    return re.sub(r"(?<=[a-z]) (?=[a-z])", space, text)


def capitals(text: str, random_: random.Random) -> str:
    first, *rest = text.split("\n\n")
    return "\n\n".join([first.upper(), *rest])


def quote_marks(text: str, random_: random.Random) -> str:
    pairs = random_.choice([("«", "»"), ("„", "“"), ("''", "''"), ("“", "”"), ("＂", "＂")])
    return re.sub(r"[“\"]([^“”\"\n]*)[”\"]", rf"{pairs[0]}\1{pairs[1]}", text)


MANGLES: list[Mangle] = [
    chat_marks, marked_paragraphs, wrapped_quote, wrapped_lines, emoji_for_bullets, no_break_spaces, capitals,
    quote_marks,
]  # fmt: skip
BEFORE = [
    "*Diteruskan berkali-kali*\n\n", "Diteruskan berkali-kali\n", "↪️ Diteruskan\n", "Forwarded many times\n", "Fwd: ",
    "[16/03/26 08.12.33] Ibu Ani RT 05: ", "16/03/26 08.12 - Pak RW: ", "[08:12, 16/3/2026] +62 812-3456-7890: ",
    "======\n", "🙏🙏🙏\n\n", "\ufeff", "---------- Forwarded message ---------\nDari: Humas <humas@kpp.example>\n"
    "Date: Sen, 16 Mar 2026 08.12\nSubject: Siaran Pers\nTo: redaksi@kabar.example\n\n",
]  # fmt: skip
BEHIND = ["", "", "\n======", "\n🙏🙏", "\n\n\n", " 👍🏽", "\n> ", "\n***"]


def mangled(text: str, random_: random.Random) -> str:
    for mangle in random_.sample(MANGLES, random_.randint(1, 3)):
        text = mangle(text, random_)
    return text


def forwarded(releases: list[Release], random_: random.Random) -> Iterator[Case]:
    while True:
        release = random_.choice(releases)
        text, kind = release.text, random_.choice(["whole", "sentences", "lines"])
        if kind == "sentences":
            places = [0, *(found.end() for found in re.finditer(r"[.!?][\"”]?\s+", text)), len(text)]
            start, end = sorted(random_.sample(range(len(places)), 2))
            text = text[places[start] : places[end]]
        elif kind == "lines":
            parts = text.split("\n\n")
            start = random_.randrange(len(parts))
            text = "\n\n".join(parts[start : start + random_.randint(1, 6)])
        if len(text.split()) < 20:
            continue
        yield Case(kind, random_.choice(BEFORE) + mangled(text, random_) + random_.choice(BEHIND), (release.id,))


# --- forgeries -------------------------------------------------------------------------------------------------------

ANTONYMS = {
    "naik": "turun", "turun": "naik", "wajib": "boleh", "boleh": "wajib", "sebelum": "sesudah", "setelah": "sebelum",
    "mulai": "hingga", "lebih": "kurang", "atas": "bawah", "menerima": "menolak", "menolak": "menerima",
    "mendukung": "menentang", "membantah": "membenarkan", "membenarkan": "membantah", "semua": "sebagian",
    "seluruh": "sebagian", "dan": "atau", "hanya": "bukan hanya", "sudah": "belum", "akan": "tidak akan",
    "telah": "belum", "bisa": "tidak bisa", "dapat": "tak dapat", "ada": "tiada", "dengan": "tanpa", "pria": "wanita",
    "menang": "kalah", "kalah": "menang", "besar": "kecil", "tinggi": "rendah", "masuk": "keluar", "baru": "lama",
}  # fmt: skip
LOOKS = {
    "a": "аɑα", "c": "сϲ", "e": "еҽ", "i": "іıι", "k": "кκ", "n": "ո", "o": "оοօ", "p": "рρ", "s": "ѕ", "t": "т",
    "u": "υս", "v": "ѵν", "x": "х", "y": "уү", "h": "һ", "m": "м", "b": "ь", "d": "ԁ", "g": "ɡ", "l": "ӏⅼ",
    "A": "АΑ", "B": "ВΒ", "E": "ЕΕ", "K": "КΚ", "M": "МΜ", "N": "Ν", "P": "РΡ", "S": "Ѕ", "T": "ТΤ", "H": "НΗ",
}  # fmt: skip
FIGURES = ["０", "٠", "۰", "०", "𝟎", "𝟘", "⓪"]
HIDDEN = "\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2063\u00ad\u061c\u180e\u2066\u2069\u202a\u202c\u202e\ufeff\u3164"
AROUND = [
    ("Tidak benar bahwa ", ""), ("HOAKS: ", ""), ("", " (DIBATALKAN)"), ("", " itu tidak benar"), ("Bukan ", ""),
    ("Batal: ", ""), ("", "\nSemua di atas bohong"), ("[16/03/26 08.12] Ini tidak benar: ", ""),
    ("", " Kirim uang ke rekening 987 654 3210"),
]  # fmt: skip


def scaled(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\d{1,3}(?:\.000)+\b", text, random_)
    if not found:
        return None
    scale = {1: "ribu", 2: "juta", 3: "miliar"}.get(found[0].count(".000"), "ribu")
    return (*found.span(), f"{found[0].replace('.000', '')} {scale}")


def unscaled(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(\d+(?:,\d+)?) (ribu|juta|miliar|triliun)", text, random_)
    return found and (*found.span(), random_.choice([f"{found[1]}.000", f"{found[1]}.000.000", found[1]]))


def decimal_moved(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\d+[.,]\d+", text, random_)
    if not found:
        return None
    one, mark, other = re.split(r"([.,])", found[0])
    return (*found.span(), random_.choice([f"{one}{other[0]}{mark}{other[1:]}".strip(".,"), f"{one}{mark} {other}"]))


def zone(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\bWI[BT]A?\b", text, random_)
    return found and (*found.span(), random_.choice([z for z in ("WIB", "WITA", "WIT") if z != found[0]]))


def region(text: str, random_: random.Random) -> Change | None:
    kinds = ["Kota", "Kabupaten", "Provinsi", "Kecamatan", "Desa"]
    found = one_of(rf"\b(?:{'|'.join(kinds)})\b(?= [A-Z])", text, random_)
    return found and (*found.span(), random_.choice([kind for kind in kinds if kind != found[0]]))


def antonym(text: str, random_: random.Random) -> Change | None:
    found = one_of(rf"\b(?:{'|'.join(ANTONYMS)})\b", text, random_)
    return found and (*found.span(), ANTONYMS[found[0]])


def negation(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[a-z] )(?=[a-z]{3})", text, random_)
    said = random_.choice(["tidak ", "bukan ", "belum ", "tanpa ", "jangan ", "tak ", "kecuali ", "batal ", "gagal "])
    return found and (*found.span(), said)


def affirmation(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\b(?:tidak|bukan|belum|tanpa|jangan|tak|kecuali|hanya) ", text, random_, re.IGNORECASE)
    return found and (*found.span(), "")


def days(text: str, random_: random.Random) -> Change | None:
    names = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
    found = one_of(rf"\b(?:{'|'.join(names)})\b", text, random_)
    return found and (*found.span(), random_.choice([name for name in names if name != found[0]]))


def year(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\b20[012]\d\b", text, random_)
    return found and (*found.span(), str(int(found[0]) + random_.choice([-1, 1, 10])))


def letter(text: str, random_: random.Random) -> Change | None:
    found = one_of(rf"(?<=[A-Za-z])[{''.join(LOOKS)}](?=[A-Za-z])|\b[ABEKMNPSTH](?=[a-z])", text, random_)
    return found and (*found.span(), random_.choice(LOOKS[found[0]]))


def figure(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\d", text, random_)
    return found and (*found.span(), chr(ord(random_.choice(FIGURES)) + int(found[0])))


def hidden(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=\w)(?=\w)|(?<=\w )(?=\w)|(?<=\d)(?=[.,]\d)", text, random_)
    return found and (*found.span(), random_.choice(HIDDEN))


def parted_number(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=\d)(?=\d)", text, random_)
    return found and (*found.span(), random_.choice([" ", "🙏", "-", "·", "•", "\u00a0", "\n", "’", " * ", "/", "𝟎"]))


def struck(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=\s)\w{3,}(?=[\s,])", text, random_)
    mark = random_.choice(["~{}~", "~~{}~~", "<s>{}</s>", "~*{}*~", "({})?", "–{}–", "❌{}"])
    return found and (*found.span(), mark.format(found[0]))


def dropped_clause(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[a-z]), [a-z][^,.\n\d]{8,60}(?=, [a-z])", text, random_)
    return found and (*found.span(), "")


def dropped_word(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"(?<=[a-z] )[A-Za-z]{3,} (?=[a-z])", text, random_)
    return found and (*found.span(), "")


def swapped_words(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\b([A-Z][a-z]+) (dan|atau|melawan|kepada) ([A-Z][a-z]+)\b", text, random_)
    if not found or found[1] == found[3]:
        return None
    return (*found.span(), f"{found[3]} {found[2]} {found[1]}")


def swapped_numbers(text: str, random_: random.Random) -> Change | None:
    found = one_of(r"\b(\d[\d.,]*\d|\d)( [A-Za-z][^\n.]{3,60}? )(\d[\d.,]*\d|\d)\b", text, random_)
    if not found or found[1] == found[3]:
        return None
    return (*found.span(), f"{found[3]}{found[2]}{found[1]}")


def said_twice(text: str, random_: random.Random) -> Change | None:
    sentences = list(re.finditer(r"(?<=[.!?] )[A-Z][^.!?\n]{30,120}\.(?= )", text))
    if len(sentences) < 2:
        return None
    one, other = random_.sample(sentences, 2)
    return other.end(), other.end(), f" {one[0]}"


FORGERIES = [
    scaled, unscaled, decimal_moved, zone, region, antonym, antonym, negation, negation, affirmation, affirmation, days,
    year, letter, letter, figure, hidden, hidden, parted_number, struck, dropped_clause, dropped_word, swapped_words,
    swapped_numbers, said_twice,
]  # fmt: skip


def forged(releases: list[Release], random_: random.Random) -> Iterator[Case]:
    while True:
        release, forge = random_.choice(releases), random_.choice(FORGERIES)
        if random_.random() < 0.06:
            yield around(release, random_)
            continue
        change = forge(release.text, random_)
        if change is None or release.text[change[0] : change[1]].lower() == change[2].lower():
            continue
        start, end, said = change
        before, behind = release.text[:start], release.text[end:]
        if random_.random() < 0.3:
            before = before[random_.randrange(len(before) // 2 + 1) :]
            behind = behind[: len(behind) - random_.randrange(len(behind) // 2 + 1)]
        if random_.random() < 0.5:
            gentle = random_.sample([chat_marks, emoji_for_bullets, no_break_spaces, quote_marks], 2)
            for mangle in gentle:
                before, behind = mangle(before, random_), mangle(behind, random_)
        if len(before.split()) < 8 or len(behind.split()) < 8:
            continue  # what is missing or changed at an end may be where it was cut
        place = len(before), len(before) + len(said)
        yield Case(forge.__name__, before + said + behind, (release.id,), place, (start, end))


def around(release: Release, random_: random.Random) -> Case:
    before, behind = random_.choice(AROUND)
    text = f"{before}{release.text}{behind}"
    place = (0, len(before)) if before else (len(text) - len(behind), len(text))
    return Case("around", text, (release.id,), place, (0, 0) if before else (len(release.text),) * 2)


# --- measuring -------------------------------------------------------------------------------------------------------


def is_shown(case: Case, judgement: Judgement, source: str) -> bool:
    """Whether a difference covers what is really other in the change; of what changed places, whether it meets it."""
    if case.kind == "around":  # words beside a text are foreign, or put in: either is shown
        foreign = [part for part in judgement.parts if part.known is None]
        return bool(foreign) or bool(judgement.differences)
    if case.kind in ("swapped_numbers", "swapped_words", "dropped_clause"):
        return any(
            (each.start <= case.change[1] and case.change[0] <= each.end)
            or (each.published_start < case.published[1] and case.published[0] < each.published_end)
            for each in judgement.differences
            if not each.kind.is_cut
        )
    (start, end), (begin, stop) = case.change, case.published
    ours, theirs = case.text[start:end].split(" "), source[begin:stop].split(" ")
    while len(ours) > 1 and ours[-1:] == theirs[-1:]:
        end, stop = end - len(ours.pop()) - 1, stop - len(theirs.pop()) - 1
    least = replace(case, change=(start, end), published=(begin, max(begin, stop)))
    return is_marked(case, judgement, source) or is_marked(least, judgement, source)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--half", choices=["report", "tune"], default="report")
    options.add_argument("--count", type=int, default=2_000)
    options.add_argument("--show", type=int, default=0, help="print so many failures of each kind")
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    random_, count = random.Random(chosen.seed), chosen.count
    articles, pairs = read_releases(), read_pairs()
    held = held_back(articles, pairs)
    table = Table([article for article in articles if article.id not in held])
    sources = [article for article in articles if article.id not in held and half_of(article.id) == chosen.half]
    clock, tally = Clock(table), Tally(chosen.show)
    for case in islice(forwarded(sources, random_), count):
        judgement = clock.judge(case.text)
        right = is_named(case, judgement, pairs)
        tally.note(f"forwarded {case.kind}", right=right)
        if not right:
            tally.failed("not named", case, judgement)
    for case in islice(forged(sources, random_), count):
        judgement = clock.judge(case.text)
        caught = judgement.verdict not in (Verdict.AUTHENTIC, Verdict.CORRECTED, Verdict.WITHDRAWN)
        marked = is_shown(case, judgement, table.texts[case.sources[0]])
        tally.note(f"forged {case.kind}", right=caught, marked=marked)
        if not (caught and marked):
            tally.failed("not marked" if caught else "not caught", case, judgement)
    tally.report()
    goals = (
        ("forwarded, named rightly", tally.total("forwarded", 1), 0.99),
        ("forged, not authentic", tally.total("forged", 1), 1.0),
        ("forged, change marked", tally.total("forged", 2), 0.98),
    )
    for label, value, goal in goals:
        print(f"{label:27}{value:>8.2%}   goal >= {goal:.0%}{'' if value >= goal else '   MISSED'}")
    clock.report()
    return int(any(value < goal for _label, value, goal in goals))


if __name__ == "__main__":
    sys.exit(main())
