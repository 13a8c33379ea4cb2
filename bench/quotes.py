"""How well speech and its speakers are found, beside a named peer; then how fast. `python -m bench.quotes [--errors]`

Measured on news_quotes.csv, articles of class A. `dev` and `dev2` were looked at while the rules were tuned; `test`
(other articles, read twice before that) and `check` (read once, after it and before it was measured) were not. A span
in marks is right when its first and last word are; a reported sentence when what is found lies in it; a speaker when
the full name is. `--errors` prints those of dev and dev2, `--dev` measures no more. About 10 CPU-seconds.
"""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.training.corpus import CORPUS, QuotedArticle, QuoteRead, own_quotes

from kentongan.engine.assess.quotes import find_quotes

Finder = Callable[[str], list[QuoteRead]]

_ADDRESS = re.compile(r"^(?:(?:pak|bu|bapak|ibu|dr|drs|dra|prof|ir|h|hj|kh|akp|akbp|iptu|kombes|pol)\b\s*)+")
_LONG = 6  # words: a gold speaker so long is an office or a body, never a person


def kentongan(body: str) -> list[QuoteRead]:
    """What ships."""
    return [QuoteRead(quote.start, quote.end, quote.speaker, quote.direct) for quote in find_quotes(body)]


_MARKED = re.compile('["“]([^"“”\n]+)["”]')
_NAME = r"(?P<name>[A-Z][\w'.]*(?: [A-Z][\w'.]*)*)"
_SAID = re.compile(
    rf"[\s,.]*(?:kata|ujar|tutur|jelas|ungkap|ucap|tambah|terang|papar)(?P<back>nya| dia)?\b(?: {_NAME})?"
)
_SAYS = re.compile(
    rf"(?:Menurut {_NAME},|{_NAME.replace('name', 'subject')} "
    r"(?:mengatakan|menyebut|menyatakan|menilai|menjelaskan|menegaskan)\b)"
)


def plain_rules(body: str) -> list[QuoteRead]:
    """The peer, ten lines: every four words in marks; the name after the nearest "kata" or "ujar", else the last one.

    Reported: "Menurut NAME," and "NAME mengatakan ...", to the sentence's end.
    """
    found, last = [], ""
    for marked in _MARKED.finditer(body):
        if len(marked.group(1).split()) >= 4:
            said = _SAID.match(body, marked.end())
            last = (said and said["name"]) or last
            found.append(QuoteRead(*marked.span(1), last, direct=True))
    for says in _SAYS.finditer(body):
        stop = re.compile(r"\.(?:\s|$)|\n|$").search(body, says.end())
        if not any(quote.start <= says.start() < quote.end for quote in found):
            name = says["name"] or says["subject"]
            found.append(QuoteRead(says.end(), stop.start() if stop else len(body), name, direct=False))
    return found


@dataclass(slots=True)
class Score:
    """Counts over articles: how many are there, said, and right; speakers right among spans that are."""

    gold: int = 0
    said: int = 0
    hits: int = 0
    speakers: int = 0

    @property
    def f1(self) -> float:
        return 2 * self.hits / max(self.gold + self.said, 1)

    @property
    def speaker(self) -> float:
        return self.speakers / max(self.hits, 1)

    @property
    def whole(self) -> float:
        """F1 where the speaker has to be right too."""
        return 2 * self.speakers / max(self.gold + self.said, 1)


Pair = tuple[QuoteRead | None, QuoteRead | None]


def paired(body: str, gold: Sequence[QuoteRead], said: Sequence[QuoteRead], *, direct: bool) -> list[Pair]:
    """(gold, said) of one kind: each once, None where the other is missing."""
    left = [quote for quote in said if quote.direct == direct]
    pairs: list[Pair] = []
    for quote in (quote for quote in gold if quote.direct == direct):
        match = next((other for other in left if _same_place(body, quote, other)), None)
        if match:
            left.remove(match)
        pairs.append((quote, match))
    return [*pairs, *((None, other) for other in left)]


def _same_place(body: str, gold: QuoteRead, said: QuoteRead) -> bool:
    if gold.direct:
        return _words(body, gold) == _words(body, said)
    shared = min(gold.end, said.end) - max(gold.start, said.start)
    return 2 * shared > said.end - said.start


def _words(body: str, quote: QuoteRead) -> tuple[int, int]:
    """Where the first word begins and the last one ends: marks, spaces and stops at the edges are nothing."""
    words = list(re.finditer(r"\w+", body[quote.start : quote.end]))
    return (quote.start + words[0].start(), quote.start + words[-1].end()) if words else (quote.start, quote.end)


def same_speaker(gold: str, said: str) -> bool:
    """The same full name; forms of address, ranks and brackets aside. An office may be given longer or shorter."""
    one, other = _plain(gold), _plain(said)
    if one == other:
        return True
    is_office = gold[:1].islower() or len(one.split()) >= _LONG
    return is_office and bool(one and other) and (f" {one} " in f" {other} " or f" {other} " in f" {one} ")


def _plain(name: str) -> str:
    name = re.sub(r"\([^)]*\)?", " ", name.casefold())
    return _ADDRESS.sub("", " ".join(re.findall(r"[\w']+", name)))


def score(articles: Sequence[QuotedArticle], finder: Callable[[QuotedArticle], Sequence[QuoteRead]]) -> list[Score]:
    """Direct and reported speech."""
    scores = [Score(), Score()]
    for article in articles:
        said = finder(article)
        for row, direct in zip(scores, (True, False), strict=True):
            for gold, found in paired(article.body, article.readings["gold"], said, direct=direct):
                row.gold += gold is not None
                row.said += found is not None
                if gold and found:
                    row.hits += 1
                    row.speakers += same_speaker(gold.speaker, found.speaker)
    return scores


def table(part: str, articles: Sequence[QuotedArticle]) -> None:
    """One row a finder; then how the second reader does against the first."""
    print(row(f"{part}: Kentongan", score(articles, lambda article: kentongan(article.body))), flush=True)
    print(row(f"{part}: plain rules", score(articles, lambda article: plain_rules(article.body))), flush=True)
    if not any(article.readings["second"] for article in articles):  # read once
        return
    first = [article._replace(readings={"gold": article.readings["first"]}) for article in articles]
    second = {article.id: article.readings["second"] for article in articles}
    print(row(f"{part}: second reading against first", score(first, lambda article: second[article.id])))


def row(name: str, scores: Sequence[Score]) -> str:
    """Direct: number, F1, speaker, F1 with speaker; the same for reported; all speakers."""
    columns = "".join(f"{s.gold:7d}{s.f1:8.3f}{s.speaker:9.3f}{s.whole:8.3f}" for s in scores)
    speakers = sum(s.speakers for s in scores) / max(sum(s.hits for s in scores), 1)
    return f"{name:38}{columns}{speakers:9.3f}"


def errors(articles: Sequence[QuotedArticle]) -> None:
    """What is missed, wrongly said, or said by the wrong speaker, in words."""
    for article in articles:
        said = kentongan(article.body)
        for direct in (True, False):
            for gold, found in paired(article.body, article.readings["gold"], said, direct=direct):
                if gold and found and same_speaker(gold.speaker, found.speaker):
                    continue
                place = gold or found
                assert place
                kind = "SPEAKER" if gold and found else "missed" if gold else "WRONG"
                around = article.body[max(0, place.start - 60) : place.end + 80].replace("\n", " / ")
                names = f"{gold and gold.speaker!r} / {found and found.speaker!r}"
                print(f"{article.id} {'direct' if direct else 'reported'} {kind} {names}: {around}\n")


def speed(articles: Sequence[QuotedArticle]) -> None:
    """Whole articles a CPU-second, names found and all."""
    kentongan(articles[0].body)
    took = []
    for _ in range(3):
        began = time.process_time()
        for article in articles:
            kentongan(article.body)
        took.append(time.process_time() - began)
    print(f"{len(articles) / sorted(took)[1]:,.0f} articles a CPU-second, names found and all")


def main() -> None:
    """Print the table; with --errors, those of dev and dev2."""
    if not CORPUS.exists():
        print(f"no corpus at {CORPUS}: set KENTONGAN_CORPUS")
        return
    parts = {part: own_quotes(part) for part in ("dev", "dev2", "test", "check")}
    if "--errors" in sys.argv:
        errors(parts["dev"] + parts["dev2"])
    kinds = "".join(f"{kind:>7}{'F1':>8}{'speaker':>9}{'both':>8}" for kind in ("direct", "report."))
    print(f"{'':38}{kinds}{'speakers':>9}")
    for part, articles in parts.items():
        if "--dev" not in sys.argv or part.startswith("dev"):
            table(part, articles)
    speed(parts["dev"] + parts["dev2"])


if __name__ == "__main__":
    main()
