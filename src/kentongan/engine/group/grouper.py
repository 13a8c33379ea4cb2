"""Articles into stories: one pass in order of time, ids that never change, human decisions above all.

A story is one concrete happening or statement as several outlets tell it. An article joins the living story whose
articles are on average most like it (average link on the cosine of weighted word stems), if they are like enough;
else it begins a story. When it shows two stories to be one, they are merged. One pass with a window follows Allan,
Papka and Lavrenko, "On-line New Event Detection and Tracking" (SIGIR 1998); average link, against the chains that
single link makes, Voorhees (Information Processing & Management 22, 1986).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta

import numpy as np

from kentongan.engine.group.index import Floats, Integers, SimilarityIndex
from kentongan.engine.group.stories import Stories, Story
from kentongan.engine.group.terms import count_terms
from kentongan.engine.group.window import Window
from kentongan.engine.types import Article, Placement

# How like its articles a story's new article, or another story, must be: mean cosine.
ALIKE = 0.42

# Only the few stories that a new article is nearly like enough for are compared with the one it joined.
_NEARLY = 0.8
_COMPARED = 3

# Bounds memory where the dates do not: a stream without dates, or a flood.
_MAX_ARTICLES = 50_000


def _first_article(article: Article) -> str:
    return article.id


class StoryGrouper:
    """The stories of the last `window` of a stream of articles. Memory is bound to what lies in the window.

    `new_story` names a story that the given article begins (default: by the article's id, so that the same stream
    always gives the same ids); a name in use gets `~2`, `~3` ... added.

    After a restart, state is rebuilt from stored rows: `place` every article of the window in order of time, then
    repeat the decisions with `keep_apart`. Nothing automatic undoes what was decided with `place`, `merge`, `split`
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
        self._slots: dict[str, int] = {}  # article -> slot, in the order they came
        self._story_numbers: Integers = np.zeros(1024, dtype=np.int32)  # by slot; 0 for a slot without an article

    def __len__(self) -> int:
        """How many articles are in the window."""
        return len(self._slots)

    def add(self, article: Article) -> Placement:
        """Decide which story an article belongs to. An article that is in the window already stays where it is."""
        known = self._stories.of(article.id)
        if known is not None:
            return Placement(article.id, known.id)
        self._forget_old(article)
        vector = self._index.vector(count_terms(article))
        means = self._mean_by_story(self._index.similarities(vector))
        near = np.flatnonzero(means >= _NEARLY * self._alike)
        ranked = sorted(near.tolist(), key=lambda number: -means[number])[: _COMPARED + 1]
        by_number = self._stories.by_number
        if ranked and means[ranked[0]] >= self._alike:
            name = by_number[ranked[0]].id
        else:
            name, ranked = self._unused_name(article), []
        story = self._take_in(article, self._index.add(vector), name)
        return self._merge_alike(article, story, [by_number[number] for number in ranked[1:]])

    def place(self, article: Article, story: str) -> None:
        """Put an article into the story, without deciding anything: a stored row after a restart, or a person's hand.

        Taking an article out of another living story is a person's decision: the two are kept apart from now on.
        """
        before = self._stories.of(article.id)
        if before is None:
            self._forget_old(article)
            slot = self._index.add(self._index.vector(count_terms(article)))
            self._take_in(article, slot, story)
            return
        self._move(article.id, story)

    def merge(self, ended: str, lives_on: str) -> None:
        """Join two stories by hand. The ended id leads to the other from now on, in every method."""
        story = self._stories.merge(ended, lives_on)
        if story is not None:
            self._renumber(story)

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

    # --- deciding --------------------------------------------------------------------------------------------------

    def _mean_by_story(self, similarities: Floats) -> Floats:
        """The mean similarity by story number; number 0, nobody's, is 0."""
        numbers = self._story_numbers[: len(similarities)]
        sums = np.bincount(numbers, weights=similarities, minlength=self._stories.numbers)
        sizes = np.bincount(numbers, minlength=self._stories.numbers)
        sums[0] = 0
        return np.asarray(sums / np.maximum(sizes, 1), dtype=np.float32)

    def _merge_alike(self, article: Article, story: Story, others: list[Story]) -> Placement:
        merged: list[tuple[str, str]] = []
        for other in others:
            if self._stories.are_apart(story.id, other.id) or self._likeness(story, other) < self._alike:
                continue
            lives_on, ended = self._stories.largest_first((story, other))
            merged.append((ended.id, lives_on.id))
            self._stories.merge(ended.id, lives_on.id)
            self._renumber(lives_on)
            story = lives_on
        return Placement(article.id, story.id, tuple(merged))

    def _likeness(self, one: Story, other: Story) -> float:
        slots = self._slots
        return self._index.mean_similarity(
            [slots[article] for article in one.articles], [slots[article] for article in other.articles]
        )

    # --- keeping ---------------------------------------------------------------------------------------------------

    def _take_in(self, article: Article, slot: int, name: str) -> Story:
        if slot >= len(self._story_numbers):
            self._story_numbers = np.concatenate([self._story_numbers, np.zeros_like(self._story_numbers)])
        story = self._stories.put(article.id, name)
        self._slots[article.id] = slot
        self._story_numbers[slot] = story.number
        self._window.enter(article.id, article.published)
        return story

    def _move(self, article: str, name: str) -> None:
        before = self._stories.of(article)
        after = self._stories.put(article, name)
        self._story_numbers[self._slots[article]] = after.number
        if before is not None and before is not after and before.articles:
            self._stories.keep_apart(before.id, after.id)

    def _renumber(self, story: Story) -> None:
        for article in story.articles:
            self._story_numbers[self._slots[article]] = story.number

    def _forget_old(self, article: Article) -> None:
        for old in self._window.leave():
            self._forget(old)
        while len(self._slots) >= self._max_articles:
            self._forget(next(iter(self._slots)))
        kept = self._index.compact()
        if kept is not None:
            numbers = self._story_numbers[kept]
            self._story_numbers = np.zeros(max(1024, 2 * len(kept)), dtype=np.int32)
            self._story_numbers[: len(kept)] = numbers
            new = {old: new for new, old in enumerate(kept)}
            self._slots = {name: new[slot] for name, slot in self._slots.items()}
            self._window.keep_only(self._slots)

    def _forget(self, article: str) -> None:
        slot = self._slots.pop(article, None)
        if slot is not None:
            self._index.drop(slot)
            self._story_numbers[slot] = 0
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
