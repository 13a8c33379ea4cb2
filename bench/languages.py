"""How well twelve languages are told apart, beside peers. `python -m bench.languages`

Needs the corpus and the extras `bench` and `train`. Measured on NusaX valid (class A, 100 texts a language), which
trains nothing here: whole texts, and their first 40 characters (fewer where the text is shorter). The split is the
source's own; no sentence of valid stands in train, in any language. Beyond that set, Indonesian headlines and first 40
characters of articles of detik (class A), which train nothing here either.

The peer that knows all twelve is a multinomial naive Bayes over runs of one to five letters (scikit-learn, within
words, smoothing 0.01), trained on the same NusaX train. lingua (high accuracy) and py3langid know two and three of
them: each is asked to choose among those alone, and so is Kentongan. Texts a CPU-second, one by one.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
from bench.training.corpus import CORPUS, LANGUAGES, articles_detik, nusax

from kentongan.engine.assess import language
from kentongan.engine.assess.language import detect_language

Guess = Callable[[str], str]
Texts = dict[str, list[str]]
CUTS = {"whole": 10_000, "80 characters": 80, "40 characters": 40, "20 characters": 20}


def ours(text: str) -> str:
    """What the product says."""
    return detect_language(text)[0]


def among(codes: Sequence[str]) -> Guess:
    """What the product would say if there were only these languages."""
    model = language._model()
    columns = [model.classes.index(code) for code in codes]
    return lambda text: codes[int(model.scores([text])[0][columns].argmax())]


def bayes() -> Guess:
    """The peer that is trained on the same texts."""
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.naive_bayes import MultinomialNB
    from sklearn.pipeline import make_pipeline

    rows = [(text, code) for name, code in LANGUAGES.items() for text, _ in nusax(name, "train")]
    peer = make_pipeline(CountVectorizer(analyzer="char_wb", ngram_range=(1, 5)), MultinomialNB(alpha=0.01))
    peer.fit([text for text, _ in rows], [code for _, code in rows])
    return lambda text: str(peer.predict([text])[0])


def lingua() -> Guess | None:
    """Lingua among Indonesian and English."""
    try:
        from lingua import Language, LanguageDetectorBuilder
    except ImportError:
        return None
    names = {Language.INDONESIAN: "id", Language.ENGLISH: "en"}
    detector = LanguageDetectorBuilder.from_languages(*names).with_preloaded_language_models().build()
    return lambda text: names.get(detector.detect_language_of(text), "")


def langid() -> Guess | None:
    """py3langid among Indonesian, English and Javanese."""
    try:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier
    except ImportError:
        return None
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["id", "en", "jv"])
    return lambda text: str(identifier.classify(text)[0])


def line(name: str, guess: Guess | None, texts: Texts) -> None:
    """The mean over languages of the share that is right, whole and cut, and the speed."""
    if guess is None:
        print(f"{name:44}not installed")
        return
    guess("Selamat pagi")
    figures = []
    for cut in CUTS.values():
        started = time.process_time()
        right = [np.mean([guess(text[:cut]) == code for text in some]) for code, some in texts.items()]
        figures.append(float(np.mean(right)))
        if cut == 40:
            speed = sum(map(len, texts.values())) / (time.process_time() - started)
    print(f"{name:44}" + "".join(f"{figure:15.4f}" for figure in figures) + f"{speed:12,.0f}", flush=True)


def main() -> None:
    """Print the table."""
    if not CORPUS.exists():
        sys.exit(f"no corpus at {CORPUS}: set KENTONGAN_CORPUS")
    texts = {code: [text for text, _ in nusax(name, "valid")] for name, code in LANGUAGES.items()}
    seen = {text for name in LANGUAGES for text, _ in nusax(name, "train")}
    print(f"texts of valid that stand in train: {sum(text in seen for some in texts.values() for text in some)}")
    print(f"{'mean accuracy':44}" + "".join(f"{name:>15}" for name in CUTS) + f"{'40/CPU-s':>12}")
    line("Kentongan, twelve languages", ours, texts)
    plain = bayes()
    line("naive Bayes (scikit-learn), twelve", plain, texts)
    for name, peer, codes in (("lingua", lingua(), ["id", "en"]), ("py3langid", langid(), ["id", "en", "jv"])):
        some = {code: texts[code] for code in codes}
        line(f"Kentongan, {' '.join(codes)}", among(codes), some)
        line(f"{name}, {' '.join(codes)}", peer, some)
    for code, some in texts.items():
        line(f"Kentongan, {code} among twelve", ours, {code: some})
    rows = articles_detik("val")
    for name, guess in (("Kentongan", ours), ("naive Bayes", plain)):
        line(f"{name}, {len(rows)} detik headlines", guess, {"id": [row["title"] for row in rows]})
        line(f"{name}, {len(rows)} detik articles", guess, {"id": [row["body"] for row in rows]})


if __name__ == "__main__":
    main()
