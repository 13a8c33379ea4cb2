"""Tone of comments: SmSA (train and valid) and NusaX without Indonesian and English, all class A.

NusaX's Indonesian texts were drawn from SmSA and its English is their translation: they are left out, so that no
copy of an SmSA text, seen or held back, trains under another name.
"""

from __future__ import annotations

from bench.training.corpus import LANGUAGES, nusax, smsa
from bench.training.hashed import fit
from bench.training.scores import f1_table

CLASSES = ("negative", "neutral", "positive")
SCALES = {"w1": 1.0, "w2": 0.8, "c3": 0.7, "c4": 1.0, "c5": 1.0}


def train() -> None:
    """Write weights/comments.npz; print 5-fold figures on SmSA and figures on NusaX valid."""
    ours = smsa("train") + smsa("valid")
    regional = [row for name in LANGUAGES if name not in ("indonesian", "english") for row in nusax(name, "train")]
    rows = ours + regional
    model, chances = fit(
        [text for text, _ in rows],
        [tone for _, tone in rows],
        classes=CLASSES,
        bits=18,
        scales=SCALES,
        strength=0.25,
        measured=len(ours),
    )
    print("comments, SmSA 5-fold:", f1_table([t for _, t in ours], [CLASSES[k] for k in chances.argmax(1)]))
    model.save("comments")
    model = model.load("comments")
    for name in ("javanese", "sundanese", "balinese", "minangkabau"):
        held = nusax(name, "valid")
        guesses = [CLASSES[k] for k in model.probabilities([text for text, _ in held]).argmax(1)]
        print(f"comments, NusaX {name} valid:", f1_table([tone for _, tone in held], guesses))


if __name__ == "__main__":
    train()
