"""Places in a text: where words, sentences and what stands between white space begin and end."""

from __future__ import annotations

Span = tuple[int, int]

_MOST = 60
"""How far a place is widened at most: to the whole of a number or an address, not of a text without spaces."""


def ends_sentence(gap: str) -> bool:
    """Whether a sentence or line ends in what stands between two words."""
    return "\n" in gap or any(mark in ".!?…" for mark in gap)


def behind_space(gap: str) -> str:
    """What of a gap touches the word behind it."""
    at = max((place for place, mark in enumerate(gap) if mark.isspace()), default=-1)
    return gap[at + 1 :]


def before_space(gap: str) -> str:
    """What of a gap touches the word before it."""
    at = next((place for place, mark in enumerate(gap) if mark.isspace()), len(gap))
    return gap[:at]


def touches(text: str, at: int, span: Span) -> bool:
    """Whether a letter or digit stands at the place, right beside a span that is not empty."""
    return span[0] < span[1] and 0 <= at < len(text) and text[at].isalnum()


def trimmed(text: str, span: Span) -> Span:
    """A span without the white space at its ends."""
    start, end = span
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return start, end


def widened(text: str, span: Span) -> Span:
    """A span, to the white space around it."""
    return token_start(text, span[0]), token_end(text, span[1])


def token_start(text: str, start: int) -> int:
    """Where the run without white space begins that holds the place."""
    least = max(0, start - _MOST)
    while start > least and not text[start - 1].isspace():
        start -= 1
    return start


def token_end(text: str, end: int) -> int:
    """Where it ends."""
    most = min(len(text), end + _MOST)
    while end < most and not text[end].isspace():
        end += 1
    return end
