"""One article's way through the engine, on one page. Pure: values in, values out.

    HTML ── extract ──► Article ── match ──► which queries want it            (once, for everybody)
                           │
                           └─ for each institution that wants it, a `Listener`:
                                reuse  ──► the earlier text it copies, and how much of it
                                group  ──► the story it belongs to; stories it joins together
                                assess ──► its tone towards the institution
                           assess ──► who is quoted saying what               (once, for everybody)

A stage knows nothing of its neighbours; here alone they meet. Nothing is stored here: whoever calls keeps the rows,
and after a restart tells each `Listener` with `recall` what they say.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from kentongan.engine.assess.quotes import find_quotes
from kentongan.engine.assess.refit import Judged, Refit, ToneHead, refit
from kentongan.engine.assess.tone import ToneInput, ToneKind, ToneModel
from kentongan.engine.extract.page import extract_page
from kentongan.engine.extract.templates import Templates
from kentongan.engine.group.grouper import StoryGrouper
from kentongan.engine.match.reuse import ReuseIndex
from kentongan.engine.types import Article, Page, Placement, Quote, Reuse, Tone, ToneLabel

WINDOW = timedelta(hours=72)
"""How long a story lives on, and how long a text is remembered for its copies."""

COPY = 0.7
"""From this share of its 5-word shingles on, a text counts as copied by a later one.

Of pairs of Indonesian articles judged by hand, all that print one text (a release, a wire report, a sister outlet's
article) share 0.8 or more; the rest is left for copies that were cut.
"""

MOSTLY = 0.5
"""... if at least this share of the later text is the copied one: a report that prints a short notice is no copy."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the engine makes of one article in one institution's eyes.

    `original` is the first text this one copies (never itself a copy) with the share of it found here, or None.
    `precedes` is a text that was taken for the first until now: this one came out before it but is read only now, so
    that it, and all that copied it, copy this one; with the share of this one found there.
    """

    placement: Placement
    tone: Tone
    original: Reuse | None = None
    precedes: Reuse | None = None


def read(html: bytes, *, url: str | None = None, templates: Templates | None = None) -> Page:
    """Extract the article from a page: title, text, time, authors; or `error` in plain words.

    `templates` is what the caller keeps of the pages of each outlet read before; it learns from this one.
    """
    return extract_page(html, url=url, templates=templates)


def quotes(article: Article) -> tuple[Quote, ...]:
    """Return who says what in an article's body."""
    return tuple(find_quotes(article.body))


def tone(article: Article, subject: str, head: ToneHead | None = None) -> Tone:
    """Assess the tone of an article towards `subject` (names parted by commas); with no body, that of its headline.

    `head` is what the institution's corrections taught, if it uses that. Tier A answers, also where tier B is set up: a
    head is learned on tier A's chances, from up to thousands of articles while somebody waits.
    """
    return ToneModel.load("A").assess([_asked(article, subject)], head=head)[0]


@dataclass(frozen=True, slots=True)
class Decided:
    """An article and the tone a person gave it; `weight` and `measures` as in `assess.refit.Judged`."""

    article: Article
    tone: ToneLabel
    weight: float = 1.0
    measures: bool = True


def refit_tone(decided: Sequence[Decided], subject: str) -> Refit:
    """Learn from decisions how `subject` reads its news; reads some 400 articles a CPU-second."""
    shipped = ToneModel.load("A").article_chances([_asked(row.article, subject) for row in decided])
    rows = [
        Judged((float(negative), float(neutral), float(positive)), row.tone, row.weight, row.measures)
        for row, (negative, neutral, positive) in zip(decided, shipped, strict=True)
    ]
    return refit(rows)


def _asked(article: Article, subject: str) -> ToneInput:
    return ToneInput(f"{article.title}\n\n{article.body}", subject, ToneKind.ARTICLE)


class Listener:
    """One institution's memory of the last days: the texts that came, and the stories they make.

    Args:
        names: what the institution is called; tone is judged towards these.
        window: how long a text is remembered, by the articles' own times.

    `head` is what the institution's corrections taught; whoever calls sets it, and takes it off again.

    Not for use by several threads at once. After an error in the middle of a batch throw it away and recall anew.
    """

    def __init__(self, names: Sequence[str], *, window: timedelta = WINDOW) -> None:
        self.subject = ", ".join(name for name in names if name)
        self.head: ToneHead | None = None
        self.grouper = StoryGrouper(window=window)
        self._window = window
        self._texts = ReuseIndex()
        self._kept: deque[tuple[datetime | None, str]] = deque()
        self._roots: dict[str, str] = {}
        self._published: dict[str, datetime] = {}  # of those that copy nothing
        self._indexed: set[str] = set()

    def recall(self, article: Article, *, story: str, original: str | None) -> None:
        """Take in a stored row without deciding anything: where the article stands, and what it copies."""
        self.grouper.place(article, story)
        self._remember(article, original)

    def hear(self, article: Article, *, is_timed: bool = True) -> Heard:
        """Decide what an article copies, where it belongs and how it sounds.

        A copy goes where its original lies, for whoever reads the one has read the other. Outlets are read in turns: a
        text that is read later but came out earlier (`is_timed`: its hour was told) becomes the first.
        """
        original = self._original(article)
        placement = self._follow(article, original) if original else self.grouper.add(article)
        precedes = self._preceded(article, original) if original and is_timed else None
        if precedes:
            self._precede(article, precedes.original)
            original = None
        else:
            self._remember(article, original.original if original else None)
        return Heard(placement, tone(article, self.subject, self.head), original, precedes)

    def story_of(self, article: str) -> str | None:
        """Return the story of a remembered article, after all merges so far."""
        return self.grouper.story_of(article)

    def _follow(self, article: Article, original: Reuse) -> Placement:
        story = self.grouper.story_of(original.original)
        if story is None:
            return self.grouper.add(article)
        self.grouper.place(article, story)
        return Placement(article.id, story)

    def _original(self, article: Article) -> Reuse | None:
        found = [reuse for reuse in self._texts.find(article) if _is_copy(reuse, article)]
        if not found:
            return None
        best = max(found, key=lambda reuse: reuse.containment)
        return Reuse(self._roots.get(best.original, best.original), best.containment, best.spans)

    def _preceded(self, article: Article, original: Reuse) -> Reuse | None:
        first = self._published.get(original.original)
        if first is None or article.published is None or article.published >= first:
            return None
        return _turned(original, article)

    def _precede(self, article: Article, follower: str) -> None:
        """Let an article be what `follower`, and all that copied it, copy. Its text is known: it is the follower's."""
        for copy, root in self._roots.items():
            if root == follower:
                self._roots[copy] = article.id
        self._roots[follower] = article.id
        self._published.pop(follower, None)
        self._keep(article)
        if article.published:
            self._published[article.id] = article.published

    def _remember(self, article: Article, original: str | None) -> None:
        if original is not None:
            # Copies of copies fold under the first; a copy is not looked for again, unless it says much more.
            self._roots[article.id] = original
        else:
            self._texts.add(article)
            self._indexed.add(article.id)
            if article.published:
                self._published[article.id] = article.published
        self._keep(article)

    def _keep(self, article: Article) -> None:
        self._kept.append((article.published, article.id))
        while self._kept and self._is_past(self._kept[0][0], article.published):
            _, gone = self._kept.popleft()
            self._roots.pop(gone, None)
            self._published.pop(gone, None)
            if gone in self._indexed:
                self._indexed.remove(gone)
                self._texts.remove(gone)

    def _is_past(self, then: datetime | None, reached: datetime | None) -> bool:
        return then is not None and reached is not None and then < reached - self._window


def _is_copy(reuse: Reuse, article: Article) -> bool:
    return reuse.containment >= COPY and _copied(reuse) >= MOSTLY * len(article.body)


def _turned(reuse: Reuse, article: Article) -> Reuse:
    """The same find from the other side: how much of the article stands in the text it was found to copy."""
    spans = tuple((theirs, to, start, end) for start, end, theirs, to in reuse.spans)
    return Reuse(reuse.original, min(1.0, _copied(reuse) / max(len(article.body), 1)), spans)


def _copied(reuse: Reuse) -> int:
    """Characters of the article that stand in the other text."""
    return sum(end - start for start, end, _, _ in reuse.spans)
