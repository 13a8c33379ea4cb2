"""The brief as text for WhatsApp: `*bold*` only, no emoji needed to understand it, links at the end of lines."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kentongan.common import numbers
from kentongan.reports.exports.document import BriefDocument

MARKS = {"positive": "(+)", "neutral": "(=)", "negative": "(-)"}
LONGEST = 3500  # a message longer than this is folded away behind "read more" by the app


def brief_text(document: BriefDocument, *, url: str = "") -> str:
    """Return the text; `url` is the address of the full brief, when readers can reach it."""
    figures = document.figures
    blocks = [
        [f"*{document.title}, {numbers.date(document.brief.day)}*", f"{document.unit}, {document.until}"],
        [_plain(document.lede)],
        [
            _("%(mentions)s mentions in %(texts)s texts")
            % {"mentions": numbers.whole(figures["mentions"]), "texts": numbers.whole(figures["texts"])},
            f"(+) {numbers.whole(figures['positive'])} {_('positive')}",
            f"(=) {numbers.whole(figures['neutral'])} {_('neutral')}",
            f"(-) {numbers.whole(figures['negative'])} {_('negative')}",
        ],
        _story_lines(document),
        [f"*{_('Recommended response')}*", _plain(document.response)] if document.response else [],
        _clip_lines(document),
        [_("Full brief: %(url)s") % {"url": url}] if url else [],
        [document.honesty, document.number],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block)


def _plain(text: str) -> str:
    """Take away what the app would read as formatting."""
    return text.replace("*", "").replace("_", " ").replace("~", "").strip()


def _story_lines(document: BriefDocument) -> list[str]:
    lines = []
    for number, story in enumerate(document.stories, 1):
        lines.append(f"*{number}. {_plain(story.title)}* ({numbers.whole(story.count)}) {MARKS[story.tone]}")
        if story.note:
            lines.append(_plain(story.note))
    return lines


def _clip_lines(document: BriefDocument) -> list[str]:
    """Return the negative texts first, then the rest, as far as one message carries them."""
    order = {"negative": 0, "positive": 1, "neutral": 2}
    clips = sorted(document.clips, key=lambda clip: order[clip.tone])
    lines, length = [f"*{_('Clippings')}*"], 0
    for number, clip in enumerate(clips):
        copies = f" (+{len(clip.copies)})" if clip.copies else ""
        line = f"{MARKS[clip.tone]} {_plain(clip.title)}, {clip.outlet}{copies}\n{clip.url or clip.place}".rstrip()
        length += len(line)
        if length > LONGEST:
            lines.append(_("and %(count)s more in the PDF") % {"count": numbers.whole(len(clips) - number)})
            break
        lines.append(line)
    return lines if clips else []
