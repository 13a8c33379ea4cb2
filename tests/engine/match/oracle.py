"""The query language said as plainly as can be: the tree is walked over lists of words. Slow, easy to believe."""

from __future__ import annotations

import re
import unicodedata

from kentongan.engine.match.query import And, Near, Not, Or, Phrase, Prefix, Query, Title, Word
from kentongan.engine.text.unseen import JOINERS, UNSEEN
from kentongan.engine.types import Article


def plain_words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    seen = re.sub(f"[{UNSEEN}{JOINERS}]", "", folded)
    return re.findall(r"[^\W_]+", "".join(c for c in seen if not unicodedata.category(c).startswith("M")))


def matches(tree: Query, article: Article) -> bool:
    return holds(tree, [plain_words(article.title), plain_words(article.body)])


def holds(tree: Query, fields: list[list[str]]) -> bool:  # noqa: PLR0911 - one return a node
    match tree:
        case And(parts):
            return all(holds(part, fields) for part in parts)
        case Or(parts):
            return any(holds(part, fields) for part in parts)
        case Not(part):
            return not holds(part, fields)
        case Title(part):
            return holds(part, fields[:1])
        case Phrase(words):
            return any(tuple(field[at : at + len(words)]) == words for field in fields for at in range(len(field)))
        case Near(left, right, distance):
            return any(
                is_word(left, first) and is_word(right, second) and i != j and abs(i - j) - 1 <= distance
                for field in fields
                for i, first in enumerate(field)
                for j, second in enumerate(field)
            )
        case Word() | Prefix():
            return any(is_word(tree, word) for field in fields for word in field)


def is_word(leaf: Word | Prefix, word: str) -> bool:
    return word == leaf.word if isinstance(leaf, Word) else word.startswith(leaf.prefix)
