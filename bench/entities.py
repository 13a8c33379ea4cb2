"""How well names are found, beside named peers; then how fast. `python -m bench.entities`

Trained on the training parts of IDNer-News-2k and NERGrit, asked on dev and valid (the weights that ship were trained
on those too: they would flatter themselves). `--quick` only measures the speed of what ships. About 90 CPU-seconds.
"""

from __future__ import annotations

import sys
import time
from collections import Counter, defaultdict

from bench.training.corpus import CORPUS, Sentence, articles_clickid, idner, nergrit
from bench.training.scores import Span, span_f1, spans
from bench.training.train_entities import PENALTY, REGISTERS, fit, guess, train_register
from sklearn.feature_extraction import FeatureHasher
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import make_pipeline

from kentongan.engine.assess.entities import find_entities
from kentongan.engine.assess.mending import mended
from kentongan.engine.assess.words import load_words
from kentongan.engine.types import EntityType

ROUNDS = 60  # fewer than what ships: the figures differ in the third place


def memory(train: list[Sentence], asked: list[Sentence]) -> list[list[str]]:
    """The floor: every word gets the tag it had most often."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for tokens, tags in train:
        for token, tag in zip(tokens, tags, strict=True):
            seen[token][tag] += 1
    return [[seen[token].most_common(1)[0][0] if token in seen else "O" for token in tokens] for tokens, _ in asked]


def window_regression(train: list[Sentence], asked: list[Sentence]) -> list[list[str]]:
    """The peer: scikit-learn's logistic regression over each word, its form and its neighbours."""

    def rows(part: list[Sentence]) -> list[dict[str, str]]:
        out = []
        for tokens, _ in part:
            padded = ["<", "<", *tokens, ">", ">"]
            for i in range(2, len(tokens) + 2):
                near = {f"w{k}": padded[i + k].lower() for k in (-2, -1, 0, 1, 2)}
                forms = {f"up{k}": str(padded[i + k][:1].isupper()) for k in (-1, 0, 1)}
                out.append(near | forms | {"suffix": padded[i][-3:], "all": str(padded[i].isupper())})
        return out

    tags = [tag for _, row in train for tag in row]
    model = make_pipeline(
        FeatureHasher(1 << 18), SGDClassifier(loss="log_loss", alpha=1e-6, max_iter=10, random_state=0)
    )
    flat = iter(model.fit(rows(train), tags).predict(rows(asked)))
    return [[next(flat) for _ in tokens] for tokens, _ in asked]


def mend(asked: list[Sentence], answers: list[list[str]]) -> list[set[Span]]:
    """The names of the field as the product mends them, each sentence a text."""
    lists, rows = load_words().lists, []
    for (tokens, _), tags in zip(asked, answers, strict=True):
        found = [(first, last, EntityType(kind)) for first, last, kind in sorted(spans(tags))]
        names = mended(tokens, found, [(0, len(tokens))], lists)
        rows.append({(first, last, str(kind)) for first, last, kind in names})
    return rows


def quality() -> None:
    """F1 over exact spans."""
    register = train_register(save=False)
    trains, asks = [idner("train"), nergrit("train")], [idner("dev"), nergrit("valid")]
    model = fit(trains, penalty=PENALTY, rounds=ROUNDS)
    print(f"{'span F1':26}{'':22}{'micro':>8}{'PER':>8}{'ORG':>8}{'LOC':>8}{'macro':>8}")
    for k, name in enumerate(("IDNer-News-2k dev", "NERGrit valid")):
        told = register.scores([" ".join(tokens) for tokens, _ in asks[k]]).argmax(1)
        alone = guess(model, asks[k], told)
        known = guess(model, asks[k], [k] * len(asks[k]))
        answers = {
            "Kentongan": mend(asks[k], alone),
            f"Kentongan, {REGISTERS[k]}"[:21]: mend(asks[k], known),
            "the field alone": [spans(row) for row in alone],
            "sklearn window": [spans(row) for row in window_regression(trains[k], asks[k])],
            "word memory": [spans(row) for row in memory(trains[k], asks[k])],
        }
        gold = [spans(tags) for _, tags in asks[k]]
        for peer, found in answers.items():
            figures = span_f1(gold, found)
            columns = "".join(f"{figures[kind]:8.3f}" for kind in ("micro", "PER", "ORG", "LOC", "macro"))
            print(f"{name:26}{peer:22}{columns}", flush=True)


def speed() -> None:
    """Whole articles a CPU-second, one by one, with what ships."""
    bodies = [row["body"] for row, _ in zip(articles_clickid(), range(300), strict=False)]
    find_entities(bodies[0])
    began = time.process_time()
    found = sum(len(find_entities(body)) for body in bodies)
    rate = len(bodies) / (time.process_time() - began)
    print(f"{rate:,.0f} articles a CPU-second ({found} names in {len(bodies)} articles)")


def main() -> None:
    """Print the table."""
    if not CORPUS.exists():
        print(f"no corpus at {CORPUS}: set KENTONGAN_CORPUS")
        return
    if "--quick" not in sys.argv:
        quality()
    speed()


if __name__ == "__main__":
    main()
