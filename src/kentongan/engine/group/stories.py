"""Which article lies in which story, and what people decided about it.

Stories are known by id for as long as an article of theirs lives. Ids never change; a story that was merged into
another is remembered under its old id while the other lives. Two stories that a person parted stay apart: see
`are_apart`, which everything automatic has to ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class Story:
    """One living story. `articles` in the order they came.

    A story has one strand of articles that are alike; a merge by hand may give it more. A strand is a small number,
    given anew after its end.
    """

    id: str
    strands: list[int]
    started: int  # the how-manieth story this is: smaller is older
    articles: dict[str, None] = field(default_factory=dict)


class Stories:
    """The living stories. Knows membership and decisions; nothing of words, and nothing of time."""

    def __init__(self) -> None:
        self.by_strand: dict[int, Story] = {}
        self._by_id: dict[str, Story] = {}
        self._of: dict[str, Story] = {}  # article -> its story
        self._became: dict[str, str] = {}  # merged story -> the one it lives on in
        self._former: dict[str, list[str]] = {}  # the same the other way round
        self._apart: dict[str, set[str]] = {}  # symmetric
        self._free: list[int] = []
        self._strands = 1  # 0 is nobody's
        self._started = 0

    def __len__(self) -> int:
        return len(self._by_id)

    @property
    def strands(self) -> int:
        """One more than the largest strand in use."""
        return self._strands

    def of(self, article: str) -> Story | None:
        """The story of a live article, or None."""
        return self._of.get(article)

    def get(self, story: str) -> Story | None:
        """The living story with this id, or the one that it became; None when there is none."""
        return self._by_id.get(self.living_id(story))

    def living_id(self, story: str) -> str:
        """The id under which a story lives on: its own unless it was merged."""
        return self._became.get(story, story)

    def is_taken(self, story: str) -> bool:
        """Whether the id belongs to a living story or to one that lives on in another."""
        return story in self._by_id or story in self._became

    def put(self, article: str, story: str) -> Story:
        """Put an article into a story, out of the one it was in; the story begins if it does not live."""
        self.take_out(article)
        home = self.get(story) or self._begin(self.living_id(story))
        home.articles[article] = None
        self._of[article] = home
        return home

    def take_out(self, article: str) -> None:
        """Forget an article. Its story ends with its last one."""
        story = self._of.pop(article, None)
        if story is None:
            return
        del story.articles[article]
        if not story.articles:
            self._end(story)

    def merge(self, ended: str, lives_on: str) -> Story | None:
        """Move all articles of one story to another, in strands of their own; the first id leads to the second.

        Returns the story that lives on, None when neither lives. What was kept apart from the ended one is kept apart
        from the one that lives on.
        """
        ended, lives_on = self.living_id(ended), self.living_id(lives_on)
        target = self._by_id.get(lives_on)
        if ended == lives_on:
            return target
        source = self._by_id.pop(ended, None)
        if source is not None:
            target = target or self._begin(lives_on)
            for article in source.articles:
                target.articles[article] = None
                self._of[article] = target
            target.strands += source.strands
            self.by_strand.update(dict.fromkeys(source.strands, target))
        for old in [ended, *self._former.pop(ended, [])]:
            self._became[old] = lives_on
            self._former.setdefault(lives_on, []).append(old)
        for other in list(self._apart.get(ended, ())):
            self.let_join(ended, other)
            self.keep_apart(other, lives_on)
        return target

    def end_strand(self, strand: int) -> None:
        """Give a strand back that has no article any more."""
        self.by_strand.pop(strand).strands.remove(strand)
        self._free.append(strand)

    def revive(self, story: str) -> None:
        """Give a merged story its own id back, to undo the merge; its articles have to be put back after that."""
        lives_on = self._became.pop(story, None)
        if lives_on is not None:
            self._former[lives_on].remove(story)

    def keep_apart(self, one: str, other: str) -> None:
        """Never let the two stories be merged by machine, not even by way of a third."""
        one, other = self.living_id(one), self.living_id(other)
        if one != other:
            self._apart.setdefault(one, set()).add(other)
            self._apart.setdefault(other, set()).add(one)

    def let_join(self, one: str, other: str) -> None:
        """Take `keep_apart` back."""
        one, other = self.living_id(one), self.living_id(other)
        for this, that in ((one, other), (other, one)):
            stories = self._apart.get(this)
            if stories is not None:
                stories.discard(that)
                if not stories:
                    del self._apart[this]

    def are_apart(self, one: str, other: str) -> bool:
        return self.living_id(other) in self._apart.get(self.living_id(one), ())

    def largest_first(self, stories: Iterable[Story]) -> list[Story]:
        """By size, then by age: which of several lives on when they are merged."""
        return sorted(stories, key=lambda story: (-len(story.articles), story.started))

    def _begin(self, id_: str) -> Story:
        strand = self._free.pop() if self._free else self._strands
        self._strands = max(self._strands, strand + 1)
        self._started += 1
        story = Story(id=id_, strands=[strand], started=self._started)
        self._by_id[id_] = self.by_strand[strand] = story
        return story

    def _end(self, story: Story) -> None:
        del self._by_id[story.id]
        for strand in list(story.strands):
            self.end_strand(strand)
        for old in self._former.pop(story.id, ()):
            del self._became[old]
        # A decision is needed for as long as one of the two lives: the other may be called back by hand.
        for other in [other for other in self._apart.get(story.id, ()) if other not in self._by_id]:
            self.let_join(story.id, other)
