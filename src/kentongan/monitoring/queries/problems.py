"""What can be wrong with a query, said in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.engine.match.query import MESSAGES, Problem, QuerySyntaxError

_SAID: dict[Problem, str | Promise] = {
    Problem.EMPTY: gettext_lazy("the query is empty"),
    Problem.UNCLOSED_QUOTE: gettext_lazy("the quotation mark is never closed"),
    Problem.EMPTY_PHRASE: gettext_lazy("there is no letter or digit between the quotation marks"),
    Problem.UNCLOSED_BRACKET: gettext_lazy("the bracket is never closed"),
    Problem.STRAY_BRACKET: gettext_lazy("the closing bracket has no opening one"),
    Problem.EMPTY_BRACKETS: gettext_lazy("there is nothing between the brackets"),
    Problem.NO_WORD: gettext_lazy("{token} holds no letter or digit"),
    Problem.SHORT_PREFIX: gettext_lazy("{token} is too short: at least two letters or digits must stand before the *"),
    Problem.PREFIX_OF_SEVERAL: gettext_lazy("{token} is several words: only a single word can end in *"),
    Problem.NOTHING_BEFORE: gettext_lazy("{token} needs something before it"),
    Problem.NOTHING_AFTER: gettext_lazy("{token} needs something after it"),
    Problem.NEAR_NUMBER: gettext_lazy("NEAR needs a number of words: NEAR/5"),
    Problem.NEAR_SIDES: gettext_lazy("NEAR joins two words, nothing else"),
    Problem.NEAR_CHAIN: gettext_lazy("NEAR joins only two words: write a NEAR/5 b AND b NEAR/5 c"),
    Problem.TITLE_TARGET: gettext_lazy("title: needs a word, a phrase or brackets right after it"),
    Problem.ONLY_EXCLUDES: gettext_lazy(
        "the query, or one side of an OR, only excludes and would catch almost everything: name a word that must occur"
    ),
    Problem.TOO_DEEP: gettext_lazy("brackets stand more than {limit} deep in each other"),
    Problem.TOO_LONG: gettext_lazy("the query has more than {limit} terms"),
}


def say(error: QuerySyntaxError, *, column: bool = True) -> str:
    """Return what is wrong in the active language, with the column (from 1) unless told otherwise."""
    problem = str(_SAID.get(error.code, MESSAGES[error.code])).format(**error.params)
    if not column:
        return problem
    return _("Column %(column)d: %(problem)s.") % {"column": error.column, "problem": problem}
