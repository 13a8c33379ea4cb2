"""Random queries and articles over a small vocabulary, so that they meet often (hypothesis strategies)."""

from __future__ import annotations

from hypothesis import strategies as st

from kentongan.engine.match.query import QuerySyntaxError, parse
from kentongan.engine.types import Article

WORDS = ["ab", "abc", "abd", "bc", "bcd", "ca", "cab"]
_word = st.sampled_from(WORDS)
_prefix = st.sampled_from(["ab*", "bc*", "ca*", "cab*"])
_phrase = st.lists(_word, min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
_bare_phrase = st.lists(_word, min_size=2, max_size=3).map("-".join)
_near = st.builds("{} NEAR/{} {}".format, _word | _prefix, st.integers(0, 3), _word | _prefix)
_title = st.builds("title:{}".format, _word | _prefix | _phrase)
_leaf = st.one_of(_word, _word, _prefix, _phrase, _bare_phrase, _near, _title)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("{} {} {}".format, inner, st.sampled_from(["AND", "DAN", ""]), inner),
        st.builds("({} {} {})".format, inner, st.sampled_from(["OR", "ATAU"]), inner),
        st.builds("{} {} ({})".format, inner, st.sampled_from(["NOT", "BUKAN"]), inner),
        st.builds("title:({})".format, inner),
        st.builds("NOT ({})".format, inner),
    )


def _is_query(text: str) -> bool:
    try:
        parse(text)
    except QuerySyntaxError:
        return False
    return True


queries = st.recursive(_leaf, _grown, max_leaves=8).filter(_is_query)
articles = st.builds(
    lambda title, body: Article(id="x", title=" ".join(title), body=", ".join(body)),
    st.lists(_word, max_size=3),
    st.lists(_word, max_size=9),
)
