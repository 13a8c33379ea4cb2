"""The phrases that say what a story is about.

Candidates are runs of up to six words that could be a noun phrase: nothing of the function words, no verb, no
punctuation inside. They are scored by the C-value (Frantzi, Ananiadou and Mima, "Automatic recognition of multi-word
terms", 2000: a phrase counts less where it only stands inside a longer one), here over texts instead of occurrences,
times how rare their words are in Indonesian news.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kentongan.engine.text.commonness import background, rarity
from kentongan.engine.text.fold import word_spans
from kentongan.engine.text.stem import stem
from kentongan.engine.text.stopwords import STOPWORDS

_LONGEST = 6
_MAX_TEXT = 6_000  # per text, in code points: the news stands at the top
_MAX_TEXTS = 200


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs in Indonesian begin with me-, di-, ber-, ter- and a few more; so do these nouns and adjectives in small letters.
_VERB_STARTS = ("me", "di", "ber", "ter")
_NOT_VERBS = _listed(
    """
    media medis mediasi medan medali meja mekanisme mekanik melati menara menit mental menteri menu merah
    merdeka merek meriam merpati mesin mesjid metal meter metode metro metropolitan mewah memo memori member
    mebel medsos meme dialog diabetes diagnosis dialek diare diesel diet difabel digital digitalisasi dimensi
    dinamika dinas dinasti dinding dingin dini diplomasi diplomat diri direksi direktorat direktur dirjen
    disabilitas disertasi disinformasi disiplin diskon diskriminasi diskusi distribusi distributor distrik diva
    dividen divisi divestasi beras berita berkah berkas berat bersih berlian beranda terminal ternak teror
    teroris terorisme teritorial terapi terigu terumbu terang termin teratai tersangka terdakwa terpidana
    terduga terlapor
    """
)


class _Word(NamedTuple):
    folded: str
    start: int  # where it stands in the text
    end: int


def keyphrases(texts: Iterable[str], limit: int) -> list[tuple[str, float]]:
    """The phrases that tell most about the texts of one story: `(phrase, weight)`, best first, at most `limit`.

    Phrases are written as they mostly stand in the texts. Weights are relative, the best is 1. No phrase holds
    another or shares most of its words with a better one. Empty when the texts hold no telling word.
    """
    sources = [text[:_MAX_TEXT] for _, text in zip(range(_MAX_TEXTS), texts, strict=False)]
    runs = [list(_runs(text)) for text in sources]
    occurs = _count(runs)
    # What only one of many texts says is not what the story is about.
    enough = 1 if len(sources) < 3 else 2
    common = {phrase: count for phrase, count in occurs.items() if count >= enough}
    values = _c_values(common)
    weights = {phrase: value * _mean_rarity(phrase) for phrase, value in values.items() if value > 0}
    chosen = _without_overlap(sorted(weights, key=lambda phrase: (-weights[phrase], phrase)), limit)
    best = weights[chosen[0]] if chosen else 1.0
    written = _spellings(sources, runs, chosen)
    return [(written[phrase].most_common(1)[0][0], round(weights[phrase] / best, 4)) for phrase in chosen]


def _count(runs: Sequence[Sequence[Sequence[_Word]]]) -> Counter[tuple[str, ...]]:
    """In how many texts each candidate stands, given the runs of each text."""
    occurs: Counter[tuple[str, ...]] = Counter()
    for text in runs:
        here: set[tuple[str, ...]] = set()
        for run in text:
            words = tuple(word.folded for word in run)
            for start in range(len(words)):
                for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
                    here.add(words[start:end])
        occurs.update(here)
    return occurs


def _spellings(
    texts: Sequence[str], runs: Sequence[Sequence[Sequence[_Word]]], phrases: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], Counter[str]]:
    """How the given phrases are written, how often; of the few chosen ones only: there are thousands of candidates."""
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        by_first[phrase[0]].append(phrase)
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for text, its_runs in zip(texts, runs, strict=True):
        for run in its_runs:
            for start, word in enumerate(run):
                for phrase in by_first.get(word.folded, ()):
                    here = run[start : start + len(phrase)]
                    if tuple(one.folded for one in here) == phrase:
                        written[phrase][text[word.start : here[-1].end]] += 1
    return written


def _runs(text: str) -> Iterator[list[_Word]]:
    """Stretches of words that may stand together in a noun phrase."""
    run: list[_Word] = []
    before = 0
    for word, start, end in word_spans(text):
        spelling = text[start:end]
        if run and text[before:start] not in (" ", "-"):
            yield run
            run = []
        if _may_stand(word, spelling):
            run.append(_Word(word, start, end))
        elif run:
            yield run
            run = []
        before = end
    if run:
        yield run


def _may_stand(word: str, spelling: str) -> bool:
    return (
        len(word) > 1
        and not word.isdigit()
        and len(word) <= 30
        and word not in STOPWORDS
        and not (spelling.islower() and _is_verb(word))
    )


def _is_verb(word: str) -> bool:
    if word in _NOT_VERBS or word.endswith(("isme", "isasi", "ologi")):
        return False
    if word.startswith(_VERB_STARTS):
        return len(word) > 4
    return word.endswith(("kan", "kannya")) and len(word) > 6


def _c_values(occurs: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], float]:
    longer: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for phrase, count in occurs.items():
        for size in range(1, len(phrase)):
            for start in range(len(phrase) - size + 1):
                longer[phrase[start : start + size]].append(count)
    return {
        phrase: math.log2(len(phrase) + 1) * (count - (sum(nests) / len(nests) if (nests := longer[phrase]) else 0))
        for phrase, count in occurs.items()
    }


def _mean_rarity(phrase: tuple[str, ...]) -> float:
    known = background()
    return sum(rarity(in_background=known.get(stem(word), 0.0)) for word in phrase) / len(phrase)


def _without_overlap(ranked: Sequence[tuple[str, ...]], limit: int) -> list[tuple[str, ...]]:
    chosen: list[tuple[str, ...]] = []
    taken: list[set[str]] = []
    for phrase in ranked:
        if len(chosen) >= limit:
            break
        stems = {stem(word) for word in phrase}
        if all(2 * len(stems & other) < max(2, min(len(stems), len(other)) + 1) for other in taken):
            chosen.append(phrase)
            taken.append(stems)
    return chosen
