"""How well the tone of comments and of news is told, beside named peers; then how fast. `python -m bench.tone`

Comments: out of fold on SmSA train and valid, the same folds for all. News: class B sets that nothing was trained on,
and headlines, articles and sentences labelled for this project that only measure. Then how often an answer is right by
its probability, what a model trained on the class B sets themselves reaches out of fold, and the shares of the answers,
for plain reporting is neutral. About 90 CPU-seconds.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import scipy.sparse as sp
from bench.training.corpus import (
    CORPUS,
    Pair,
    articles_clickid,
    headlines_pilpres,
    news_detik,
    own_article_labels,
    own_headline_labels,
    own_pairs,
    smsa,
)
from bench.training.hashed import fit, matrix
from bench.training.scores import f1_table, macro_f1
from bench.training.train_comments import CLASSES, SCALES
from bench.training.train_news import calibration
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from kentongan.engine.assess.aim import AimedTone, sentence_features
from kentongan.engine.assess.news import news_features
from kentongan.engine.assess.tone import ToneInput, ToneKind, ToneModel

Guess = Callable[[list[ToneInput]], list[str]]


def reviews_svm() -> Guess:
    """The peer: scikit-learn's TF-IDF of words and pairs with a linear SVM, trained on SmSA."""
    rows = smsa("train")
    model = _svm().fit([text for text, _ in rows], [tone for _, tone in rows])
    return lambda items: list(model.predict([item.text for item in items]))


def _svm() -> object:
    return make_pipeline(TfidfVectorizer(ngram_range=(1, 2), min_df=2), LinearSVC(class_weight="balanced"))


def ours(items: list[ToneInput]) -> list[str]:
    """The model that ships, tier A: what tier B adds is told by bench.language."""
    return [str(tone.tone) for tone in ToneModel.load("A").assess(items)]


def majority(gold: Sequence[str]) -> list[str]:
    """Always the commonest label of the set itself: the floor."""
    return [Counter(gold).most_common(1)[0][0]] * len(gold)


def comments() -> None:
    """SmSA out of fold, 3 folds."""
    rows = smsa("train") + smsa("valid")
    texts, gold = np.array([text for text, _ in rows], dtype=object), np.array([tone for _, tone in rows])
    peer = gold.copy()
    for train, test in StratifiedKFold(3, shuffle=True, random_state=0).split(texts, gold):
        peer[test] = _svm().fit(texts[train], gold[train]).predict(texts[test])
    _, chances = fit(list(texts), list(gold), classes=CLASSES, bits=18, scales=SCALES, strength=0.25, folds=3)
    own = [CLASSES[k] for k in chances.argmax(1)]
    line("comments: SmSA, 3-fold", len(gold), own, list(peer), list(gold))


def news(peer: Guess) -> None:
    """The class B sets and our own headlines."""
    sets = {
        "headlines: pilpres 2024 (B)": [
            (ToneInput(text, candidate, ToneKind.HEADLINE), tone) for text, candidate, tone in headlines_pilpres()
        ],
        "articles: detik (B)": [(ToneInput(text, "", ToneKind.ARTICLE), tone) for text, tone in news_detik()],
        "articles: own, towards a name (A)": [
            (ToneInput(text, name, ToneKind.ARTICLE), tone) for text, name, tone, _ in own_article_labels("measure")
        ],
        "headlines: own, blind (A)": [
            (ToneInput(title, "", ToneKind.HEADLINE), tone) for title, _, tone in own_headline_labels("blind")
        ],
    }
    for name, rows in sets.items():
        items, gold = [item for item, _ in rows], [tone for _, tone in rows]
        own, theirs = ours(items), peer(items)
        line(name, len(rows), own, theirs, gold)
        if "neutral" not in gold:  # labels that know no neutral: an answer of neutral is wrong whatever the text
            sided = [k for k, answer in enumerate(own) if answer != "neutral"]
            line("... answered for a side", len(sided), *([row[k] for k in sided] for row in (own, theirs, gold)))


def sentences(peer: Guess) -> None:
    """Sentences read for an institution: all of the test, then those drawn at random; how right by probability."""
    pairs = own_pairs("test")
    for name, rows in (
        ("sentences: own, towards a name (A)", pairs),
        ("... drawn at random", [pair for pair in pairs if pair.drawn == "random"]),
    ):
        gold = [pair.gold for pair in rows]
        own = [CLASSES[k] for k in _aimed(rows).argmax(1)]
        line(name, len(rows), own, peer([ToneInput(pair.sentence) for pair in rows]), gold)
    gold = [pair.gold for pair in pairs]
    print("... the second reader:", f1_table(gold, [pair.labels[1] for pair in pairs]))
    print("... by probability:", calibration(_aimed(pairs), np.array([CLASSES.index(label) for label in gold])))


def _aimed(pairs: Sequence[Pair]) -> np.ndarray:
    return AimedTone.load().probabilities([sentence_features(row.title, row.sentence, row.target) for row in pairs])


def trained_there() -> None:
    """What the class B sets would allow: a linear SVM trained on each itself, 5-fold. It does not ship."""
    sets = {
        "headlines: pilpres 2024 (B)": headlines_pilpres(),
        "articles: detik (B)": [(text, "", tone) for text, tone in news_detik()],
    }
    for name, rows in sets.items():
        crossed = [" ".join(f"{who[:3]}{word}" for word in text.split()) for text, who, _ in rows]
        counted = sp.csr_matrix(0.3 * np.stack([news_features(text) for text, _, _ in rows]))
        grams = [matrix([text for text, _, _ in rows], 18, SCALES), matrix(crossed, 18, {"w1": 1.0, "w2": 0.8})]
        gold = [tone for _, _, tone in rows]
        model = LinearSVC(C=0.25, class_weight="balanced")
        folds = StratifiedKFold(5, shuffle=True, random_state=0)
        guesses = list(cross_val_predict(model, sp.hstack([*grams, counted]).tocsr(), gold, cv=folds))
        print(f"trained there, {name}: {f1_table(gold, guesses)}", flush=True)


def shares() -> None:
    """What is answered, and how often unsure: to articles that name who asks, and to any 500 when nobody asks."""
    rows = random.Random(5).sample(list(articles_clickid()), 500)
    sets = {
        "articles: own, towards a name": [
            ToneInput(text, name, ToneKind.ARTICLE) for text, name, _, _ in own_article_labels("measure")
        ],
        "articles: any, nobody asks": [
            ToneInput(f"{row['title']}\n\n{row['body']}", "", ToneKind.ARTICLE) for row in rows
        ],
    }
    print(f"{'shares':34}{'texts':>7}{'negative':>12}{'neutral':>12}{'positive':>12}{'unsure':>12}")
    for name, items in sets.items():
        found = ToneModel.load("A").assess(items)
        counts = [sum(tone.tone == label for tone in found) for label in ("negative", "neutral", "positive")]
        counts.append(sum(tone.unsure for tone in found))
        print(f"{name:34}{len(found):7d}" + "".join(f"{count / len(found):12.2f}" for count in counts), flush=True)


def line(name: str, count: int, own: list[str], peer: list[str], gold: list[str]) -> None:
    """One row of the table."""
    figures = [macro_f1(gold, guesses) for guesses in (own, peer, majority(gold))]
    print(f"{name:34}{count:7d}" + "".join(f"{figure:12.3f}" for figure in figures), flush=True)


def speed(peer: Guess) -> None:
    """Texts a CPU-second, in batches of 500."""
    short = [text for text, _ in smsa("valid")]
    long = [row["title"] + "\n" + row["body"] for row, _ in zip(articles_clickid(), range(500), strict=False)]
    headlines = [title for title, _, _ in own_headline_labels()]
    for kind, texts in ((ToneKind.COMMENT, short), (ToneKind.HEADLINE, headlines), (ToneKind.ARTICLE, long)):
        items = [ToneInput(text, "Kementerian Keuangan, KPK, DPR", kind) for text in texts]
        rates = []
        for guess in (ours, peer):
            took = []
            for _ in range(3):
                began = time.process_time()
                for at in range(0, len(items), 500):
                    guess(items[at : at + 500])
                took.append(time.process_time() - began)
            rates.append(len(items) / sorted(took)[1])
        print(f"{f'{kind}s a CPU-second':34}{len(items):7d}{rates[0]:12,.0f}{rates[1]:12,.0f}")


def main() -> None:
    """Print the table."""
    if not CORPUS.exists():
        print(f"no corpus at {CORPUS}: set KENTONGAN_CORPUS")
        return
    print(f"{'macro-F1':34}{'texts':>7}{'Kentongan':>12}{'SmSA SVM':>12}{'majority':>12}")
    peer = reviews_svm()
    comments()
    news(peer)
    sentences(peer)
    trained_there()
    shares()
    speed(peer)


if __name__ == "__main__":
    main()
