"""The phrases of stories, beside YAKE and TF-IDF. `python -m bench.keyphrases [--show]` (extras `bench`, `train`)

Two days of CLICK-ID (class A; 10 and 14 September 2019, on which nothing was chosen) are grouped as the product groups
them; of every story of two articles and more, each way names eight phrases from the titles and first 1,500 characters
of its first twelve articles, as the story's page does. YAKE 0.7 (Indonesian stop words, up to three words, its default
deduplication) reads them in one text; TF-IDF (scikit-learn, one to four words, logarithmic counts, our stop words)
takes the stories of the day as documents.

What is counted, of the phrases: those that begin or end with a verb, an adverb or a function word, by the parts of
speech that people gave the word in most places of IDNer-News-2k (class A) or, for other words, by a shape that only
verbs have (me- or di- with -kan or -i); and those that cut a name: in more than half of the places where they stand
they begin or end inside a person, body or place that `engine/assess` finds there. Titles held back: from a story of
three articles and more its last is left out, and of the telling stems of its title the share is given that the phrases
of the others hold. `--show` writes a hundred phrases, every so many, for reading.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from bench.training.corpus import CORPUS, _open, articles_clickid, broken_paragraphs

from kentongan.engine.assess.entities import find_entities
from kentongan.engine.group.grouper import StoryGrouper
from kentongan.engine.measure.keyphrases import keyphrases
from kentongan.engine.text.fold import words
from kentongan.engine.text.stem import stems
from kentongan.engine.text.stopwords import STOPWORDS
from kentongan.engine.types import Article

DAYS = ("2019-09-10", "2019-09-14")
LIMIT, TOP, TEXTS = 8, 1_500, 12
VERB = re.compile(r"(?:me|di)[a-z]{4,}(?:kan|i)")
NOT_OF_A_NOUN = {"VERB", "ADV", "ADP", "SCONJ", "CCONJ", "PRON", "DET", "PART", "AUX"}
Story = list[str]  # title and top of each article
Way = Callable[[Story], list[str]]


def stories(top: int = TOP) -> list[Story]:
    """The stories of the days, their texts in order of time; lone articles too (they are documents for TF-IDF)."""
    found: list[Story] = []
    rows = sorted(articles_clickid(), key=lambda row: (row["date"], row["time"], row["id"]))
    for day in DAYS:
        grouper, into, story_of = StoryGrouper(), {}, {}
        of_day = [row | {"body": broken_paragraphs(row["body"])} for row in rows if row["date"] == day]
        for row in of_day:
            published = datetime.fromisoformat(f"{day}T{row['time'][:5]}:00+07:00")
            article = Article(id=row["id"], title=row["title"], body=row["body"], published=published)
            placed = grouper.add(article)
            story_of[row["id"]] = placed.story
            into.update(placed.merged)
        told = defaultdict(list)
        for row in of_day:
            story = story_of[row["id"]]
            while story in into:
                story = into[story]
            told[story].append(f"{row['title']}.\n{row['body'][:top]}")
        found += [texts[:TEXTS] for texts in told.values()]
    return found


def ours(story: Story) -> list[str]:
    return [phrase for phrase, _ in keyphrases(story, LIMIT)]


def yake_way() -> Way | None:
    try:
        import yake
    except ImportError:
        return None
    extractor = yake.KeywordExtractor(lan="id", n=3, top=LIMIT)
    return lambda story: [phrase for phrase, _ in extractor.extract_keywords("\n".join(story))]


def tfidf_way(all_stories: Sequence[Story]) -> Way:
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectors = TfidfVectorizer(
        ngram_range=(1, 4), sublinear_tf=True, stop_words=sorted(STOPWORDS), token_pattern=r"[^\W_]+"
    ).fit(["\n".join(story) for story in all_stories])
    names = vectors.get_feature_names_out()

    def best(story: Story) -> list[str]:
        row = vectors.transform(["\n".join(story)])
        ranked = sorted(zip(row.data, row.indices, strict=True), reverse=True)[:LIMIT]
        return [names[index] for _, index in ranked]

    return best


def word_kinds() -> dict[str, str]:
    """The part of speech that people gave a word in most places of IDNer-News-2k."""
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for part in ("train", "dev"):
        for line in _open(f"idner_news_2k/{part}.txt.gz"):
            columns = line.split()
            if len(columns) >= 3:
                kinds[columns[0].lower()][columns[1]] += 1
    return {word: counts.most_common(1)[0][0] for word, counts in kinds.items()}


def is_fragment(phrase: str, kinds: dict[str, str]) -> bool:
    """Whether the phrase begins or ends with what is no part of a name of a thing."""
    found = words(phrase)
    return any(
        kinds[word] in NOT_OF_A_NOUN if word in kinds else VERB.fullmatch(word) is not None or word in STOPWORDS
        for word in {found[0], found[-1]}
    )


def cuts_a_name(phrase: str, texts: Sequence[tuple[str, Sequence[tuple[int, int]]]]) -> bool:
    """Whether it begins or ends inside a name in more than half of its places."""
    pattern = re.compile(r"\b" + r"[\W_]+".join(map(re.escape, phrase.split())) + r"\b", re.IGNORECASE)
    places, cut = 0, 0
    for text, names in texts:
        for found in pattern.finditer(text):
            places += 1
            cut += any(start < edge < end for start, end in names for edge in found.span())
    return places > 0 and 2 * cut > places


def held_back(way: Way, many: Sequence[Story]) -> float:
    """The share of the telling stems of a title that the phrases of the other articles hold."""
    shares = []
    for story in many:
        title = {one for one in stems(words(story[-1].partition("\n")[0])) if one not in STOPWORDS}
        told = {one for phrase in way(story[:-1]) for one in stems(words(phrase))}
        shares.append(len(title & told) / max(len(title), 1))
    return sum(shares) / len(shares)


def main() -> None:
    """Print the table, or a hundred phrases."""
    if not CORPUS.exists():
        sys.exit(f"no corpus at {CORPUS}: set KENTONGAN_CORPUS")
    every = stories()
    told = [story for story in every if len(story) > 1]
    if "--show" in sys.argv:
        phrases = [(phrase, story[0].partition("\n")[0]) for story in told for phrase in ours(story)]
        for phrase, title in phrases[:: len(phrases) // 100][:100]:
            print(f"{phrase}    <- {title}")
        return
    kinds = word_kinds()
    named = [[(text, [(one.start, one.end) for one in find_entities(text, "A")]) for text in story] for story in told]
    print(f"{len(told)} stories of two articles and more")
    print(
        f"{'of 100 phrases':24}{'phrases':>9}{'fragments':>11}{'names cut':>11}{'titles held':>13}{'stories/CPU-s':>15}"
    )
    for name, way in (("Kentongan", ours), ("YAKE", yake_way()), ("TF-IDF", tfidf_way(every))):
        if way is None:
            print(f"{name:24}not installed")
            continue
        started = time.process_time()
        found = [way(story) for story in told]
        speed = len(told) / (time.process_time() - started)
        count = sum(map(len, found))
        fragments = sum(is_fragment(phrase, kinds) for phrases in found for phrase in phrases)
        cut = sum(cuts_a_name(phrase, texts) for phrases, texts in zip(found, named, strict=True) for phrase in phrases)
        titles = held_back(way, [story for story in told if len(story) > 2])
        print(
            f"{name:24}{count:9}{100 * fragments / count:11.1f}{100 * cut / count:11.1f}{titles:13.3f}{speed:15.1f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
