"""Articles into stories: one pass in order of time, ids that never change, human decisions above all.

A story is one concrete happening or statement as several outlets tell it. An article joins the living story whose
articles are on average most like it (average link on the cosine of weighted word stems), if they are like enough;
else it begins a story. When it shows two stories to be one, they are merged. One pass with a window follows Allan,
Papka and Lavrenko, "On-line New Event Detection and Tracking" (SIGIR 1998); average link, against the chains that
single link makes, Voorhees (Information Processing & Management 22, 1986).
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from datetime import timedelta

from kentongan.engine.group.index import SimilarityIndex
from kentongan.engine.group.plain_vectors import Vector
from kentongan.engine.group.stories import Stories, Story
from kentongan.engine.group.strands import Strands
from kentongan.engine.group.window import Window
from kentongan.engine.types import Article, Placement

# How like its articles a story's new article, or another story, must be: mean cosine.
ALIKE = 0.45

# Only the few stories that a new article is nearly like enough for are compared with the one it joined.
_NEARLY = 0.8
_COMPARED = 3

# A story of thousands is judged by its last articles: it is them that a new one continues.
_JUDGED = 32

# Bounds memory where the dates do not: a stream without dates, or a flood.
_MAX_ARTICLES = 50_000


def _first_article(article: Article) -> str:
    return article.id


class StoryGrouper:
    """The stories of the last `window` of a stream of articles. Memory is bound to what lies in the window.

    `new_story` names a story that the given article begins (default: by the article's id, so that the same stream
    always gives the same ids); a name in use gets `~2`, `~3` ... added.

    After a restart, state is rebuilt from stored rows: `place` every article of the window in order of time under its
    story (under the one it had before, where stories were joined by hand), then repeat the decisions with `merge` and
    `keep_apart`. Nothing automatic undoes what was decided with `place`, `merge`, `split`
    and `keep_apart`. Not for use by several threads at a time.
    """

    def __init__(
        self,
        *,
        window: timedelta = timedelta(hours=72),
        alike: float = ALIKE,
        new_story: Callable[[Article], str] = _first_article,
        max_articles: int = _MAX_ARTICLES,
    ) -> None:
        self._alike = alike
        self._new_story = new_story
        self._max_articles = max_articles
        self._window = Window(window)
        self._index = SimilarityIndex()
        self._stories = Stories()
        # article -> slot, in the order they came; a plain dict would search past all that left to find its first
        self._slots: OrderedDict[str, int] = OrderedDict()
        self._strands = Strands()

    def __len__(self) -> int:
        """How many articles are in the window."""
        return len(self._slots)

    def add(self, article: Article) -> Placement:
        """Decide which story an article belongs to. An article that is in the window already stays where it is."""
        known = self._stories.of(article.id)
        if known is not None:
            return Placement(article.id, known.id)
        self._forget_old(article)
        vector = self._index.vector(article)
        near = self._near_strands(vector)
        ranked = sorted(near, key=lambda strand: -near[strand])[: _COMPARED + 1]
        if not ranked or near[ranked[0]] < self._alike:
            story = self._take_in(article, vector, self._unused_name(article))
            return Placement(article.id, story.id)
        story = self._take_in(article, vector, self._stories.by_strand[ranked[0]].id, ranked[0])
        return self._merge_alike(article, story, ranked)

    def place(self, article: Article, story: str) -> None:
        """Put an article into the story, without deciding anything: a stored row after a restart, or a person's hand.

        Taking an article out of another living story is a person's decision: the two are kept apart from now on.
        """
        before = self._stories.of(article.id)
        if before is None:
            self._forget_old(article)
            self._take_in(article, self._index.vector(article), story)
            return
        self._move(article.id, story)

    def merge(self, ended: str, lives_on: str) -> None:
        """Join two stories by hand. The ended id leads to the other from now on, in every method.

        They need not be alike: a new article is compared with the articles of each, and joins the whole.
        """
        self._stories.merge(ended, lives_on)

    def split(self, articles: Iterable[str], new_story: str) -> None:
        """Move articles (ids) to a story of their own, by hand; it is kept apart from those they come from.

        `new_story` may be the id of a story that was merged: then the merge is undone for these articles.
        """
        self._stories.revive(new_story)
        for article in articles:
            if self._stories.of(article) is not None:
                self._move(article, new_story)

    def keep_apart(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Never merge the two by machine. Each name is the id of a story or, if no story has it, of a live article.

        Unknown names are remembered as stories, so decisions may be repeated before or after the articles are placed.
        """
        for one, other in pairs:
            self._stories.keep_apart(self._story_id(one), self._story_id(other))

    def let_join(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Take `keep_apart` back, for undo; names as there."""
        for one, other in pairs:
            self._stories.let_join(self._story_id(one), self._story_id(other))

    def story_of(self, article: str) -> str | None:
        """The story of an article in the window, else None."""
        story = self._stories.of(article)
        return None if story is None else story.id

    def has_story(self, story: str) -> bool:
        """Whether the id belongs to a living story or to one that lives on in another."""
        return self._stories.is_taken(story)

    # --- deciding --------------------------------------------------------------------------------------------------

    def _near_strands(self, vector: Vector) -> dict[int, float]:
        """The strands nearly like enough for a new article, with its mean similarity to their articles."""
        nearly = _NEARLY * self._alike
        strands = sorted(self._strands.of(self._index.alike(vector, nearly)))
        means = self._index.mean_similarities(vector, [self._strands.newest(strand, _JUDGED) for strand in strands])
        return {strand: mean for strand, mean in zip(strands, means, strict=True) if mean >= nearly}

    def _merge_alike(self, article: Article, story: Story, ranked: list[int]) -> Placement:
        """Join to the story of the first strand those of the others that are alike and that nobody parted."""
        strand = ranked[0]
        merged: list[tuple[str, str]] = []
        for other_strand in ranked[1:]:
            other = self._stories.by_strand[other_strand]
            if other is story or self._stories.are_apart(story.id, other.id):
                continue
            slots, other_slots = (self._strands.newest(one, _JUDGED) for one in (strand, other_strand))
            if self._index.mean_similarity(slots, other_slots) < self._alike:
                continue
            lives_on, ended = self._stories.largest_first((story, other))
            merged.append((ended.id, lives_on.id))
            self._stories.merge(ended.id, lives_on.id)
            self._strands.join(other_strand, strand)
            self._stories.end_strand(other_strand)
            story = lives_on
        return Placement(article.id, story.id, tuple(merged))

    # --- keeping ---------------------------------------------------------------------------------------------------

    def _take_in(self, article: Article, vector: Vector, name: str, strand: int | None = None) -> Story:
        slot = self._index.add(vector)
        story = self._stories.put(article.id, name)
        self._slots[article.id] = slot
        self._strands.put(slot, story.strands[0] if strand is None else strand)
        self._window.enter(article.id, article.published)
        return story

    def _move(self, article: str, name: str) -> None:
        before = self._stories.of(article)
        after = self._stories.put(article, name)
        self._strands.put(self._slots[article], after.strands[0])
        if before is not None and before is not after and before.articles:
            self._stories.keep_apart(before.id, after.id)

    def _forget_old(self, article: Article) -> None:
        for old in self._window.leave():
            self._forget(old)
        while len(self._slots) >= self._max_articles:
            self._forget(next(iter(self._slots)))
        kept = self._index.compact()
        if kept is not None:
            self._strands.renumber(kept)
            new = {old: new for new, old in enumerate(kept)}
            self._slots = OrderedDict((name, new[slot]) for name, slot in self._slots.items())
            self._window.keep_only(self._slots)

    def _forget(self, article: str) -> None:
        slot = self._slots.pop(article, None)
        if slot is not None:
            self._index.drop(slot)
            self._strands.drop(slot)
            self._stories.take_out(article)

    def _unused_name(self, article: Article) -> str:
        name = wanted = self._new_story(article)
        count = 1
        while self._stories.is_taken(name):
            count += 1
            name = f"{wanted}~{count}"
        return name

    def _story_id(self, name: str) -> str:
        story = self._stories.get(name) or self._stories.of(name)
        return name if story is None else story.id
