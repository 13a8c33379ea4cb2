"""The brief as text: for WhatsApp with its `*bold*` only, for a mail without any mark.

No emoji is needed to understand it, links stand at the end of lines.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from kentongan.common import numbers
from kentongan.reports.exports.document import BriefDocument

MARKS = {"positive": "(+)", "neutral": "(=)", "negative": "(-)"}
LONGEST = 3500  # a message longer than this is folded away behind "read more" by the app
Style = Callable[[str], str]


def brief_text(document: BriefDocument, *, url: str = "") -> str:
    """Return the text for WhatsApp; `url` is the address of the full brief, when readers can reach it."""
    return _text(document, url, bold=lambda text: f"*{text}*", plain=_unmarked)


def brief_plain(document: BriefDocument, *, url: str = "") -> str:
    """Return the text for a mail, where nobody turns asterisks into bold type."""
    return _text(document, url, bold=str.strip, plain=str.strip)


def _text(document: BriefDocument, url: str, *, bold: Style, plain: Style) -> str:
    figures = document.figures
    blocks = [
        [bold(f"{document.title}, {numbers.date(document.brief.day)}"), f"{document.unit}, {document.until}"],
        [plain(document.lede)],
        [
            _("%(mentions)s mentions in %(texts)s texts")
            % {"mentions": numbers.whole(figures["mentions"]), "texts": numbers.whole(figures["texts"])},
            f"(+) {numbers.whole(figures['positive'])} {_('positive')}",
            f"(=) {numbers.whole(figures['neutral'])} {_('neutral')}",
            f"(-) {numbers.whole(figures['negative'])} {_('negative')}",
        ],
        _story_lines(document, bold, plain),
        [bold(_("Recommended response")), plain(document.response)] if document.response else [],
        _clip_lines(document, bold, plain),
        [_("Full brief: %(url)s") % {"url": url}] if url else [],
        [document.honesty, document.number],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _unmarked(text: str) -> str:
    """Take away what the app would read as formatting."""
    return text.replace("*", "").replace("_", " ").replace("~", "").strip()


def _story_lines(document: BriefDocument, bold: Style, plain: Style) -> list[str]:
    lines = []
    for number, story in enumerate(document.stories, 1):
        lines.append(f"{bold(f'{number}. {plain(story.title)}')} ({numbers.whole(story.count)}) {MARKS[story.tone]}")
        if story.note:
            lines.append(plain(story.note))
    return lines


def _clip_lines(document: BriefDocument, bold: Style, plain: Style) -> list[str]:
    """Return the negative texts first, then the rest, as far as one message carries them."""
    order = {"negative": 0, "positive": 1, "neutral": 2}
    clips = sorted(document.clips, key=lambda clip: order[clip.tone])
    lines, length = [bold(_("Clippings"))], 0
    for number, clip in enumerate(clips):
        copies = f" (+{len(clip.copies)})" if clip.copies else ""
        line = f"{MARKS[clip.tone]} {plain(clip.title)}, {clip.outlet}{copies}\n{clip.url or clip.place}".rstrip()
        length += len(line)
        if length > LONGEST:
            lines.append(_("and %(count)s more in the PDF") % {"count": numbers.whole(len(clips) - number)})
            break
        lines.append(line)
    return lines if clips else []
