"""The exact text of a version as those who approve it read it: every part that the approval binds to, and what changed.

Nothing hides behind a word: addresses of links stand beside them, pictures and attachments are named with the start of
their fingerprint.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import count, zip_longest

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kentongan.newsroom.choices import Kind, Language
from kentongan.newsroom.rules.compare import Change, compare
from kentongan.newsroom.rules.content import Content, File, Part, blocks

_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Line:
    """One part of a text in reading order. `change` is "", "new", "changed", "gone" or "look" (bold, links, spaces)."""

    part: str
    html: SafeString
    change: str = ""
    words: int = 0  # how many words changed in it
    file: int | None = None  # which picture or attachment, from 0, pictures first
    mark: int = 0  # changed lines are counted from 1


@dataclass(frozen=True, slots=True)
class Reading:
    """A text to be read and approved, compared with what its reader saw before."""

    lines: list[Line] = field(default_factory=list)
    before: int | None = None  # "draft 6"

    @property
    def headline(self) -> SafeString:
        return next((line.html for line in self.lines if line.part == Part.HEADLINE), SafeString(""))

    @property
    def changed_words(self) -> int:
        return sum(line.words for line in self.lines)

    @property
    def is_changed(self) -> bool:
        return any(line.change for line in self.lines)


@dataclass(frozen=True, slots=True)
class _Raw:
    part: str
    html: SafeString
    text: str
    file: int | None = None

    @property
    def key(self) -> tuple[str, str]:
        return (self.part, str(self.html))


def reading(content: Content, *, before: Content | None = None, sequence: int | None = None) -> Reading:
    """Return a text line by line, what changed since `before` marked word by word.

    Args:
        content: what is to be approved.
        before: what the reader saw last; None: nothing.
        sequence: the number of that draft.
    """
    now = list(_lines(content))
    if before is None:
        return Reading([Line(raw.part, raw.html, file=raw.file) for raw in now])
    marks = count(1)
    compared = _compared(list(_lines(before)), now)
    return Reading([replace(line, mark=next(marks)) if line.change else line for line in compared], before=sequence)


def _compared(old: list[_Raw], new: list[_Raw]) -> Iterator[Line]:
    matcher = SequenceMatcher(None, [raw.key for raw in old], [raw.key for raw in new], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield from (Line(raw.part, raw.html, file=raw.file) for raw in new[c:d])
        else:
            for was, now in zip_longest(old[a:b], new[c:d]):
                yield _pair(was, now)


def _pair(was: _Raw | None, now: _Raw | None) -> Line:
    if now is None:
        gone = was.text if was is not None else ""
        return Line(was.part if was is not None else "", format_html("<del>{}</del>", gone), "gone", _count(gone))
    if was is None:
        return Line(now.part, format_html("<ins>{}</ins>", now.html), "new", _count(now.text), now.file)
    if was.text == now.text:
        return Line(now.part, format_html("<ins>{}</ins>", now.html), "look", 0, now.file)
    return _word_by_word(was, now)


def _word_by_word(was: _Raw, now: _Raw) -> Line:
    added = removed = 0
    marked: list[str] = []
    for piece in compare(was.text, now.text):
        words = piece.text.rstrip()
        space = piece.text[len(words) :]
        if piece.kind == Change.SAME:
            marked.append(escape(piece.text))
        elif piece.kind == Change.ADDED:
            added += _count(words)
            marked.append(format_html("<ins>{}</ins>{}", words, space))
        else:
            removed += _count(words)
            marked.append(format_html("<del>{}</del>{}", words, space))
    if not added and not removed:  # spaces alone
        return Line(now.part, format_html("<ins>{}</ins>", now.html), "look", 0, now.file)
    return Line(now.part, mark_safe("".join(marked)), "changed", max(added, removed), now.file)  # noqa: S308 - escaped


def _count(text: str) -> int:
    return len(text.split())


# --- every part of a content -----------------------------------------------------------------------------------------


def _lines(content: Content) -> Iterator[_Raw]:
    for block in blocks(content):
        shown = _with_addresses(block.html) if block.html else escape(block.text)
        yield _Raw(block.part, shown, _plain(shown) if block.html else block.text)
    for number, picture in enumerate(content.pictures):
        yield _file("picture", picture, number)
    for number, attachment in enumerate(content.attachments, len(content.pictures)):
        yield _file("attachment", attachment, number)
    # What no reader sees on the page and the approval binds to all the same.
    for fact in content.facts:
        if fact.source:
            yield _meta(_("Source of %(figure)s") % {"figure": f"{fact.value} {fact.label}".strip()}, fact.source)
    yield _meta(_("Type"), Kind(content.kind).label if content.kind in Kind.values else content.kind)
    yield _meta(
        _("Language"), Language(content.language).label if content.language in Language.values else content.language
    )
    if content.topics:
        yield _meta(_("Topics"), ", ".join(content.topics))


def _meta(name: str, value: object) -> _Raw:
    return _Raw("meta", format_html("{}: {}", name, value), f"{name}: {value}")


def _file(part: str, file: File, number: int) -> _Raw:
    said = [text for text in (file.name, file.alt, file.caption, file.credit) if text]
    text = f"{'. '.join(said)} ({file.sha256[:8]})"
    return _Raw(part, escape(text), text, number)


def _with_addresses(marked_up: str) -> SafeString:
    """Return the marked-up words of a block with the address of every link beside it, and no link to press."""
    return mark_safe(_LINK.sub(r'\2 <span class="address">(\1)</span>', marked_up))  # noqa: S308 - rules.content escaped it


def _plain(marked_up: str) -> str:
    return html.unescape(_TAG.sub("", marked_up.replace("<br>", "\n")))
