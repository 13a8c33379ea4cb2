"""Stems beside Sastrawi's: how often they agree on distinct words of the corpus, and the speed on running text.

    python -m bench.stem [--words 1500] [--articles 300]

Sastrawi is a peer only: nothing of it, nor of its list of roots, is in the product. Both are timed on the same
articles and with warm caches, as on the second day. Times are CPU time.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter

from bench.match import SEED, read_articles

from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stems


def main() -> None:
    from Sastrawi.Stemmer.StemmerFactory import StemmerFactory

    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--words", type=int, default=1500)
    options.add_argument("--articles", type=int, default=300)
    chosen = options.parse_args()
    texts = [words(article.body) for article in read_articles(chosen.articles)]
    counts = Counter(word for text in texts for word in text if word.isalpha())
    distinct = random.Random(SEED).sample(sorted(counts), min(chosen.words, len(counts)))
    peer = StemmerFactory().create_stemmer()
    theirs = [peer.stem(word) for word in distinct]
    same = [own == other for own, other in zip(stems(distinct), theirs, strict=True)]
    weight = sum(counts[word] for word in distinct)
    running = sum(counts[word] for word, agree in zip(distinct, same, strict=True) if agree) / weight
    print(f"stem: agrees with Sastrawi on {sum(same) / len(same):.3f} of {len(same):,} distinct words,")
    print(f"      {running:.3f} when each counts as often as it stands in the text")

    # Only words that the peer has cached: its first meeting with a word costs milliseconds.
    seen = set(distinct)
    running_text = [[word for word in text if word in seen] for text in texts]
    count = sum(map(len, running_text))
    start = time.process_time()
    for text in running_text:
        stems(text)
    own = time.process_time() - start
    start = time.process_time()
    for text in running_text:
        peer.stem(" ".join(text))
    other = time.process_time() - start
    print(f"      {count / own:,.0f} words / CPU-s; Sastrawi, cached, {count / other:,.0f}: ", end="")
    print(f"{other / own:.0f} times slower")


if __name__ == "__main__":
    main()
