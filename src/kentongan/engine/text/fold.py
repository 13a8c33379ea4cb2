"""Folding: how the engine sees words, whatever their case, accents or typography.

A text is folded by compatibility decomposition (Unicode NFKD), case folding and dropping combining marks and what
nobody sees (`text/unseen.py`); a *word* is a longest run of letters and digits of the folded text. `Jum'at` is the two
words `jum` and `at`, `ﬁnal` is `final`, `Café` is `cafe`, with a soft hyphen in it too. Every stage that compares words
uses this module, so that what one stage finds another finds too.

Because all of these are dropped, folding works code point by code point: `fold(a + b) == fold(a) + fold(b)`. That is
what makes the fast paths and the way back from a word to its place in the original text possible.
"""

from __future__ import annotations

import re
import unicodedata

from kentongan.engine.text.unseen import JOINERS, UNSEEN

_WORD = re.compile(r"[^\W_]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_DROPPED = re.compile(f"[{UNSEEN}{JOINERS}]")

# ASCII text in one C pass: capitals to small letters, everything but letters and digits to a space.
_ASCII_TABLE = bytes(ord(chr(code).lower()) if code < 128 and chr(code).isalnum() else 32 for code in range(256))

_ASCII_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

# Runs seen before (quotation marks, dashes, accented letters) are remembered; a text of ever new runs cannot fill
# the memory, because only short ones are kept and only so many.
_MAX_RUN = 8
_MAX_RUNS = 20_000
_runs: dict[str, str] = {}
_characters: dict[str, str] = {}


def fold(text: str) -> str:
    """The text without case, accents, compatibility forms and what nobody sees; other signs stay where they are."""
    if text.isascii():
        return text.lower()
    return _NOT_ASCII.sub(lambda run: "".join(map(_fold_character, run.group())), text).translate(_ASCII_LOWER)


def unshouted(text: str) -> str:
    """The text; in small letters where more than half of its letters are capitals.

    For readers who have met capitals at the beginning of words alone.
    """
    large, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return text.lower() if large > small else text


def words(text: str) -> list[str]:
    """The folded words of a text, in order. Linear in the length of the text, whatever it holds."""
    if not text.isascii():
        text = _NOT_ASCII.sub(_plain_run, text)
        if not text.isascii():
            return _WORD.findall(text.translate(_ASCII_LOWER))
    return text.encode("ascii").translate(_ASCII_TABLE).decode("ascii").split()


def word_spans(text: str) -> list[tuple[str, int, int]]:
    """The folded words with their places: `(word, start, end)` in code points of the *original* text, end exclusive.

    A place takes in what folding dropped from the end of the word. When one code point holds several words
    (`½` is `1` and `2`), they share its place.
    """
    if text.isascii():
        return [(found.group(), found.start(), found.end()) for found in _ASCII_WORD.finditer(text.lower())]
    plain = _NOT_ASCII.sub(_plain_run, text).translate(_ASCII_LOWER)
    if len(plain) == len(text) and all(len(_plain_character(character)) == 1 for character in set(text)):
        return [(found.group(), found.start(), found.end()) for found in _WORD.finditer(plain)]
    return _moved_spans(text)


def _moved_spans(text: str) -> list[tuple[str, int, int]]:
    pieces = [_plain_character(character) for character in text]
    origins = [origin for origin, piece in enumerate(pieces) for _ in piece]
    origins.append(len(text))
    found = _WORD.finditer("".join(pieces).translate(_ASCII_LOWER))
    return [
        (word.group(), origins[word.start()], max(origins[word.end()], origins[word.end() - 1] + 1)) for word in found
    ]


def plain_character(character: str) -> str:
    """What a character is to `words`: letters and digits as folded, a space for each sign between them."""
    folded = _plain_character(character).translate(_ASCII_LOWER)
    return "".join(part if _WORD.match(part) else " " for part in folded)


def _plain_run(run: re.Match[str]) -> str:
    text = run.group()
    plain = _runs.get(text)
    if plain is None:
        plain = "".join(map(_plain_character, text))
        if len(text) <= _MAX_RUN and len(_runs) < _MAX_RUNS:
            _runs[text] = plain
    return plain


def _plain_character(character: str) -> str:
    """The folded character, or one space when it holds no letter or digit (so that its length stays 1)."""
    folded = _fold_character(character)
    return folded if not folded or _WORD.search(folded) else " "


def _fold_character(character: str) -> str:
    folded = _characters.get(character)
    if folded is None:
        decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold())
        folded = "".join(
            part for part in decomposed if unicodedata.category(part)[0] != "M" and not _DROPPED.match(part)
        )
        _characters[character] = folded  # bounded by the size of Unicode
    return folded
