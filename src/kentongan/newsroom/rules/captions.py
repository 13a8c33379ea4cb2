"""Captions: a release in as many whole sentences as a platform takes, always with the way to check it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kentongan.engine.text.sentences import sentences
from kentongan.newsroom.rules.content import Content, Part, blocks

LINK_WEIGHT = 23  # X counts every address as so many (docs.x.com, "Counting characters")
_LINK = re.compile(r"https?://\S+")
# Code points that X counts once; all others twice (twitter-text configuration v3).
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def plain_length(text: str) -> int:
    """Return the length as most platforms count it: UTF-16 units, an emoji as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def x_length(text: str) -> int:
    """Return the length as X counts it."""
    links = _LINK.findall(text)
    rest = _LINK.sub("", text)
    heavy = sum(not any(low <= ord(letter) <= high for low, high in _LIGHT) for letter in rest)
    return len(rest) + heavy + LINK_WEIGHT * len(links)


@dataclass(frozen=True, slots=True)
class Platform:
    """Where a text is posted, and how long it may be there (November 2026)."""

    key: str
    name: str
    limit: int
    length: Callable[[str], int] = plain_length


PLATFORMS = (
    Platform("x", "X", 280, x_length),
    Platform("threads", "Threads", 500),
    Platform("telegram", "Telegram (gambar)", 1_024),
    Platform("instagram", "Instagram", 2_200),
    Platform("linkedin", "LinkedIn", 3_000),
    Platform("tiktok", "TikTok", 4_000),
    Platform("facebook", "Facebook", 63_206),
)


@dataclass(frozen=True, slots=True)
class Caption:
    """A text for one platform; `length` as the platform counts it, never above its limit."""

    platform: Platform
    text: str
    length: int
    is_whole: bool  # the whole release stands in it


def captions(content: Content, *, head: str, check: str) -> list[Caption]:
    """Return a caption for each platform.

    Args:
        content: the published text.
        head: the line above it ("Siaran pers 119/...").
        check: the line below it, with the whole short address ("https://...") and the spoken code.
    """
    parts = _parts(content)
    return [_caption(platform, parts, head, check) for platform in PLATFORMS]


_IN_SENTENCES = frozenset({Part.LEAD, Part.PARAGRAPH, Part.ITEM, Part.BOILERPLATE})


def _parts(content: Content) -> list[list[str]]:
    """The paragraphs, each as its sentences; the headline is the first. Contacts are for the press, not for feeds.

    What somebody said and who they are is never torn apart.
    """
    rows = [block for block in blocks(content) if block.part is not Part.CONTACT]
    return [sentences(block.text) if block.part in _IN_SENTENCES else [block.text] for block in rows]


def _caption(platform: Platform, parts: list[list[str]], head: str, check: str) -> Caption:
    told: list[list[str]] = []
    whole = True
    for at, paragraph in enumerate(parts):
        for sentence in paragraph:
            longer = [*told[:at], [*(told[at] if at < len(told) else []), sentence]]
            if platform.length(_set(head, longer, check)) > platform.limit:
                whole = False
                break
            told = longer
        if not whole:
            break
    text = _set(head, told, check) if told else _cut_headline(platform, parts, check)
    return Caption(platform, text, platform.length(text), whole)


def _set(head: str, told: list[list[str]], check: str) -> str:
    paragraphs = [" ".join(paragraph) for paragraph in told]
    return "\n\n".join(part for part in (head, *paragraphs, check) if part)


def _cut_headline(platform: Platform, parts: list[list[str]], check: str) -> str:
    """A headline too long for the platform even alone: its words as far as they go, and shown as cut."""
    words = parts[0][0].split() if parts and parts[0] else []
    while words and platform.length(f"{' '.join(words)} …\n\n{check}") > platform.limit:
        words.pop()
    return f"{' '.join(words)} …\n\n{check}" if words else check
