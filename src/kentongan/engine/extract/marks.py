"""What the elements of a page and the names of their classes and ids mean, as marks in one integer.

Where a block of text stands is told by the marks of the elements around it. Nothing is decided here;
`engine/extract/content.py` weighs the marks.
"""

from __future__ import annotations

import re
from functools import lru_cache

MAX_NAMES = 300  # code points of class and id that are looked at

# What class and id names mean, as stems that begin a word. The order fixes the bit of each group.
# ruff: noqa: E501 - the stems of a group stand on one line
NAME_GROUPS: dict[str, str] = {
    "article": "article|artikel|art\\b|artcl",
    "content": "content|konten|inhalt|contenu|contenido|read\\b|isi",
    "body": "body|bodytext|copy",
    "post": "post|entry|blog|single|hentry",
    "story": "story|stories|news|berita|cerita",
    "text": "text|txt|paragraph|para\\b|prose|richtext|rte|wysiwyg|itp",
    "detail": "detail|main|primary|page|single",
    "comment": "comment|komentar|disqus|reply|replies|respond|discussion|kommentar|livefyre|forum",
    "related": "relat|terkait|similar|more|lainnya|recommend|rekomendasi|readmore|next|prev|also|baca|suggest|linksisip|outbrain|taboola|dable",
    "share": "share|sharing|social|sosmed|bagikan|follow|facebook|twitter|whatsapp|telegram|addthis|sns|pinterest",
    "nav": "nav|menu|breadcrumb|pagination|pager|paging|skip|topbar|sitemap|crumb",
    "foot": "foot|bottom",
    "head": "head|masthead|top\\b",
    "side": "side|aside|rail|widget|secondary|panel|col\\b|right|left",
    "ads": "ad\\b|ads\\b|adv|iklan|banner|sponsor|promo|gpt|adsense|dfp|commercial|partner|affiliate|paralax|parallax",
    "list": "popular|trending|terpopuler|most|terkini|latest|list|feed|terbaru|archive|carousel|slider|slide|recent|teaser|playlist",
    "tag": "tag|topic|topik|keyword|label|categor|kategori|cat\\b|term|hashtag",
    "author": "author|byline|penulis|bio|editor|kontributor|writer|contributor|profile|autor|vcard|reporter|redaksi",
    "caption": "caption|figure|photo|foto|image|img|gallery|video|media|picture|credit|thumb|player|embed|copyright",
    "meta": "date|time|meta|info|publish|tanggal|stats|datum|updated|count|views",
    "signup": "newsletter|subscri|signup|langganan|paywall|login|register|modal|popup|overlay|lightbox|member|donat|optin|mailing|cta",
    "legal": "cookie|consent|gdpr|disclaimer|legal|licen|privacy|terms|notice|alert|impressum|colophon",
    "title": "title|judul|headline|heading|kicker",
    "summary": "subtitle|lead|summary|intro|standfirst|dek|excerpt|abstract|ringkasan|subhead|sinopsis|preamble|bajada|description|deck",
    "quote": "quote|pull|zitat|cite",
    "note": "footnote|reference|source|citation|fn\\b|notes",
    "hidden": "hidden|hide|sr|screen|visually|print|noprint|invisible|none|offscreen|collapse",
    "tool": "tool|button|btn|icon|action|toc|rating|vote|score|print|search|form|input|filter|dropdown",
    "box": "box|factbox|infobox|card|item|tile|grid|block|module|component|insert",
    "wrap": "wrap|container|layout|row|inner|region|area|view",
    "live": "live|ticker|timeline|event|calendar|weather|poll|quiz|game|shop|product|price|job",
}  # fmt: skip
TAG_MARKS = (
    "article", "main", "section", "aside", "nav", "header", "footer", "ul", "li", "table", "form", "blockquote",
    "figure", "figcaption", "p", "h1", "h2", "h3", "h6", "pre", "dl", "details", "address", "label", "time", "center",
    "div", "hiddenness", "articlebody", "role",
)  # fmt: skip

_NAME_BITS = {name: 1 << number for number, name in enumerate(NAME_GROUPS)}
TAG_BITS = {name: 1 << number for number, name in enumerate(TAG_MARKS, len(NAME_GROUPS))}
MARKS = (*NAME_GROUPS, *TAG_MARKS)
assert len(MARKS) <= 64  # noqa: S101 - they are kept in 64 bits
HIDDEN, ARTICLE_BODY, ROLE = (TAG_BITS[name] for name in ("hiddenness", "articlebody", "role"))
DATE = _NAME_BITS["meta"] | TAG_BITS["time"]


_WORDS = re.compile(r"[A-Za-z]+")


def _stems() -> tuple[dict[str, int], dict[str, int]]:
    """Marks by what begins a word, and by whole words (stems written with a word's end)."""
    beginnings: dict[str, int] = {}
    wholes: dict[str, int] = {}
    for name, stems in NAME_GROUPS.items():
        for stem in stems.split("|"):
            table = wholes if stem.endswith("\\b") else beginnings
            plain = stem.removesuffix("\\b")
            table[plain] = table.get(plain, 0) | _NAME_BITS[name]
    return beginnings, wholes


BEGINNINGS, WHOLES = _stems()
_LENGTHS = sorted({len(stem) for stem in BEGINNINGS})
# Long stems count inside a word too ("maincontent").
LONG = {stem: marks for stem, marks in BEGINNINGS.items() if len(stem) >= 7}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE | re.ASCII)

TAG_BITS |= {"ol": TAG_BITS["ul"], "h4": TAG_BITS["h3"], "h5": TAG_BITS["h6"], "legend": TAG_BITS["label"]}
# Elements that hold no text of an article, nor does anything below them.
SKIPPED = {
    "script", "style", "svg", "noscript", "iframe", "template", "select", "button", "object", "embed", "canvas",
    "input", "textarea", "link", "meta", "img", "picture", "video", "audio", "map", "math", "datalist",
    "source", "dialog",
    "nav", "footer", "head", "title", "frameset", "area", "hr",
}  # fmt: skip
INLINE = {
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "mark", "nobr", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "tt", "u", "var", "wbr", "label", "time",
}  # fmt: skip
# Elements that the parser writes out without a closing tag, and those whose text it does not escape
# (https://html.spec.whatwg.org/multipage/parsing.html#serialising-html-fragments).
VOID = {
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen", "link", "meta",
    "param", "source", "track", "wbr",
}  # fmt: skip
RAW = {"style", "script", "xmp", "iframe", "noembed", "noframes", "plaintext"}
# What a text of a page's furniture begins with; a word's end is written \b.
FURNITURE = (
    "read more|read also|read full|see more|see also|see full|learn more|learn also|learn full|view more|view also"
    "|view full|show more|show also|show full|load more|load also|load full|baca|lihat|simak|tonton|share|bagikan|follow"
    "|ikuti|subscribe|sign up|log in|login|copyright|©|all rights|hak cipta|advert|iklan|sponsor|comment|komentar"
    "|leave a|reply|photo|foto|image|source|sumber|related|terkait|popular|terpopuler|tag\\b|tags\\b|topik|topic|editor"
    "|reporter|penulis|by |oleh |published|updated|posted|print|email|e-mail|privacy|cookie|newsletter|more from|you may"
    "|recommended|next|previous|view all|download|register|filed under"
)
TEXT_PROPERTIES = {"articlebody", "text", "description"}
ASIDE_ROLES = {"navigation", "complementary", "banner", "contentinfo", "search", "dialog", "menu", "alert", "toolbar"}


def name_marks(names: str) -> int:
    """The marks of an element's class and id, written one after the other."""
    marks = 0
    for word in _WORDS.findall(_CAMEL.sub("-", names[:MAX_NAMES])):
        marks |= _word_marks(word.lower())
    return marks


@lru_cache(maxsize=20_000)
def _word_marks(word: str) -> int:
    marks = WHOLES.get(word, 0)
    for length in _LENGTHS:
        marks |= BEGINNINGS.get(word[:length], 0)
    if len(word) > 7:
        for stem, bits in LONG.items():
            if stem in word:
                marks |= bits
    return marks
