"""Which language a text is written in: Indonesian, English and ten regional languages of Indonesia."""

from __future__ import annotations

from functools import cache

from kentongan.engine.assess.linear import HashedLinear

UNKNOWN = "und"  # ISO 639-2 for "undetermined"


@cache
def _model() -> HashedLinear:
    return HashedLinear.load("language")


def detect_language(text: str) -> tuple[str, float]:
    """The likeliest language of `text` and its probability (0-1).

    Codes are ISO 639: id, en, jv (Javanese), su (Sundanese), ace, ban, bjn, bug, mad, min, nij, bbc.
    A text without letters is `("und", 0.0)`. The first 5,000 characters are read.
    """
    head = text[:5000]
    if not any(sign.isalpha() for sign in head):
        return UNKNOWN, 0.0
    model = _model()
    chances = model.probabilities([head])[0]
    best = int(chances.argmax())
    return model.classes[best], float(chances[best])
