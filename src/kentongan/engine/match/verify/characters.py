"""Which characters count when a pasted text is compared, which do not, and which only look like others.

What is not named here as ignorable counts. So a character nobody thought of is a difference, never an omission.
"""

from __future__ import annotations

import re
import unicodedata

from kentongan.engine.text.fold import fold

QUOTES = frozenset("\"'´‘’‚‛“”„‟«»‹›′″＂＇❛❜❝❞")
"""One quotation mark is as good as another; that one stands there counts."""

DASHES = frozenset("-‐‑‒–—―−⁃")
"""Phones and word processors change one into another."""

FORMATTING = frozenset("*_`")
"""Bold, italic and fixed width in chat; the strike-through `~` is not among them."""

BULLETS = frozenset("•●◦‣∙▪▫■□○◘◙◆◇❖⬤⚫⚪➢➣➤►▶▸▻◾◽◼◻✦✧★☆·\uf0b7\uf0a7\uf0d8\uf076\uf0a8")
"""Ignored wherever they stand, for a list that was joined to one line carries them along."""

ZEROS = frozenset("○●◦◯⚪⚫⬤◘◙")
"""Bullets and emoji that right behind a digit pass for another one."""

LINE_BULLETS = frozenset("→⇒➔>+|")
"""Bullets and marks of quoted lines at the start of a line only; elsewhere they say something."""

# Emoji that say something by themselves: ticks, crosses and boxes, prohibitions, signs of arithmetic, question marks,
# figures and money. They count like any other character.
_TELLING = (
    "\u2610-\u2612\u2613\u2705\u2713-\u2718\u271a-\u271c\u274c\u274e\u274d"
    "\u26d4\u26d2\u26cc\u26dd\U0001f6ab\U0001f6ad\U0001f6af\U0001f6b1\U0001f6b3\U0001f6b7\U0001f4f5\U0001f51e"
    "\u2795-\u2797\u2753\u2754\U0001f4af\U0001f4b2\U0001f51f\U0001f5f4-\U0001f5f9\U0001f5d9\U0001f5d8"
    "\U0001f520-\U0001f524"
)
PICTURE = (
    rf"(?![{_TELLING}])[\u231a\u231b\u2328\u23cf\u23e9-\u23f3\u23f8-\u23fa\u2600-\u2604\u260e\u260f\u2614\u2615\u2618"
    r"\u261b\u261d\u261e\u2620\u2622\u2623\u2626\u262a\u262e\u262f\u2638-\u263a\u2640\u2642\u2648-\u2653\u265f\u2660"
    r"\u2663\u2665\u2666\u2668\u266a\u266b\u267b\u267e\u267f\u2692-\u2697\u2699\u269b\u269c\u26a0\u26a1\u26a7\u26aa"
    r"\u26ab\u26b0\u26b1\u26bd\u26be\u26c4\u26c5\u26c8\u26ce\u26cf\u26d1\u26d3\u26e9\u26ea\u26f0-\u26f5\u26f7-\u26fa"
    r"\u26fd\u2702\u2708-\u270d\u270f\u2712\u271d\u2721\u2728\u272a\u2730\u2733\u2734\u2736\u2744\u2747\u2755\u2757"
    r"\u2763\u2764\u2794\u279c\u279e\u27a1\u27b0\u27bf\u2934\u2935\u2b05\u2b1b\u2b1c\u2b50\u203c\U0001f004\U0001f0cf"
    r"\U0001f300-\U0001f64f\U0001f680-\U0001f6ff\U0001f7e0-\U0001f7eb\U0001f90c-\U0001f9ff\U0001fa70-\U0001faff]"
)
FINISH = r"[\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff]*+"
_REGIONAL = "[\U0001f1e6-\U0001f1ff]"
EMOJI = re.compile(
    # The country's own flag, once or again and again. Another one says something (a donor, a nationality; Norway's says
    # NO), and rows of regional letters may spell a word.
    rf"(?<!{_REGIONAL})(?:\U0001f1ee\U0001f1e9)++(?!{_REGIONAL})"
    rf"|\U0001f3f4[\U000e0030-\U000e007a]{{2,7}}\U000e007f"
    rf"|{PICTURE}{FINISH}(?:\u200d{PICTURE}{FINISH})*+"
)
"""Emoji to be ignored, with the joiners and selectors that belong to them."""

# What joins a letter before it: accents, strike-through and enclosing overlays; and what cannot be seen, within a word.
MARKS = (
    "\u0300-\u036f\u0483-\u0489\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U000e0100-\U000e01ef"
)
_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e007f"
)
JOINED = MARKS + _UNSEEN
"""Like MARKS, the inside of a character class."""

NO_SPACES = frozenset("\x1c\x1d\x1e\x1f\u1680")
"""What Python takes for white space and is none: separators of records, and a space that is written as a stroke."""

UNSEEN = re.compile(f"[{_UNSEEN}\ufe00-\ufe0f\U000e0100-\U000e01ef]")
OVERLAYS = re.compile(
    "[\u0334-\u0338\u20d2\u20d3\u20d8-\u20da\u20dd-\u20e0\u20e2-\u20e4\u20e5-\u20eb~\uff5e\u02dc\u223c]"
)
TICKS = re.compile(f"[{_TELLING}\u221a\u2714\u2b55\u2bbd-\u2bbf]")
QUESTIONS = re.compile("[?\u2753\u2754\u203d\u2047-\u2049\uff1f\ufe56\u061f\u00bf\u037e]")

_NO_LETTER = re.compile(r"[\W_]+")

# Latin letters, and letters of other alphabets that look like them.
_LOOKS = {
    "a": "аɑαａ", "b": "ьвƅβ", "c": "сϲᴄⅽ", "d": "ԁɗⅾ", "e": "еёєεҽ℮", "f": "ƒғ", "g": "ɡցǥ", "h": "һнհ", "i": "іїιıɩӏ",
    "j": "јϳ", "k": "кκқ", "l": "ɫƖǀ|ⅼ", "m": "мⅿ", "n": "пոηɴ", "o": "оοσօøɵ", "p": "рρ", "q": "ԛգ", "r": "гɾʀ",
    "s": "ѕꜱƽ", "t": "тτᴛ", "u": "υսцʋᴜ", "v": "νѵᴠⅴ", "w": "шѡԝωᴡ", "x": "хχⅹ", "y": "уүγყ", "z": "ᴢʐζ",
}  # fmt: skip
_LATIN = {ord(fold(look)[:1] or look): letter for letter, looks in _LOOKS.items() for look in looks}
_LATIN |= {ord(look): letter for letter, looks in _LOOKS.items() for look in looks}
_CIRCLED = {
    code: chr(ord("a") + at % 26)
    for start, count in ((0x24B6, 52), (0x1F130, 26), (0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26), (0x249C, 26))
    for at, code in enumerate(range(start, start + count))
}

_PASSING = str.maketrans("01", "ol")
_FIGURES = str.maketrans("013457i|", "oleastll")
"""Digits that stand in for letters, and the letters that pass for one another in capitals."""

# One code point that Unicode counts as equal to another, but that nobody types: a look-alike (Kelvin sign, long s).
_SINGLES = re.compile("[\u017f\u1e9b\u212a\u212b\u2126\u1fbe\u0340\u0341\u0343\u0374\uf900-\ufaff]")

_MAX_WORD = 40
_MAX_WORDS = 50_000
_exact: dict[str, str] = {}
_looks: dict[str, str] = {}


def exact(word: str) -> str:
    """A word as it is compared: without letter case, and composed, so that an accent typed either way is the same."""
    if word.isascii():
        return word.lower()
    known = _exact.get(word)
    if known is None:
        known = word if _SINGLES.search(word) else unicodedata.normalize("NFC", word)
        known = "".join(letter if _SINGLES.match(letter) else letter.casefold() for letter in known)
        _remember(_exact, word, known)
    return known


def looks(word: str) -> str:
    """A word as it looks at a glance: letters of other alphabets as Latin ones, accents and the unseen dropped.

    A 0 or 1 among its letters is the letter that it passes for.
    """
    if word.isascii():
        word = word.lower()
        return word if word.isalpha() or word.isdecimal() else word.translate(_PASSING)
    known = _looks.get(word)
    if known is None:
        known = "".join(map(_plain, glance(word))) or word
        known = known if known.isdecimal() else known.translate(_PASSING)
        _remember(_looks, word, known)
    return known


def glance(text: str) -> str:
    """A text as `looks` sees it; what is no letter stays."""
    return fold(UNSEEN.sub("", text).translate(_LATIN).translate(_CIRCLED)).translate(_LATIN)


def at_a_glance(text: str) -> str:
    """Letters and digits as they look, with figures taken for the letters that they pass for (`k0rupsi`)."""
    return _NO_LETTER.sub("", "".join(map(_plain, glance(text)))).translate(_FIGURES)


def _plain(character: str) -> str:
    return str(unicodedata.digit(character)) if character.isdigit() else character


def _remember(table: dict[str, str], word: str, value: str) -> None:
    if len(word) <= _MAX_WORD and len(table) < _MAX_WORDS:
        table[word] = value
