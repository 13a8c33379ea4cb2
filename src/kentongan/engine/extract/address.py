"""The address a page wants to be known by. By pattern, not by tree: a few microseconds."""

from __future__ import annotations

import html
import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

_HEAD = 200_000
_LINK_TAGS = re.compile(r"<link\b[^>]{0,2000}>", re.IGNORECASE)
_META_TAGS = re.compile(r"<meta\b[^>]{0,2000}>", re.IGNORECASE)
_ATTRIBUTE = r"""(?<![\w-]){}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""
_HREF, _REL, _PROPERTY, _CONTENT = (
    re.compile(_ATTRIBUTE.format(name), re.IGNORECASE) for name in ("href", "rel", "property", "content")
)

# Parameters that say how a reader came, not what is shown.
TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|igshid|mc_[ce]id|yclid|msclkid|_ga|ref_src|amp|single|tag_?from", re.IGNORECASE
)


def canonical_url(page: str | bytes, url: str) -> str:
    """The address the page declares (`rel=canonical`, else `og:url`), else `url`; without tracking and fragment.

    A declared address is believed only on the same site and if it is not the site's front page: broken templates
    declare that for every article, and a hostile page could name another outlet's.
    """
    head = _head(page)
    for declared in (_first_href(head, "canonical"), _og_url(head)):
        try:
            target = urljoin(url, declared.strip()) if declared else ""
            if target and _is_believable(target, url):
                return strip_tracking(target)
        except ValueError:
            continue
    return strip_tracking(url)


def strip_tracking(url: str) -> str:
    """The URL without fragment and without parameters that only tell how a reader came."""
    try:
        parts = urlsplit(url)
        kept = [
            (name, value)
            for name, value in parse_qsl(parts.query, keep_blank_values=True)
            if not TRACKING.fullmatch(name)
        ]
    except ValueError:
        return url
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path or "/", urlencode(kept), ""))


def _is_believable(target: str, url: str) -> bool:
    here, there = urlsplit(url), urlsplit(target)
    if there.scheme not in {"http", "https"} or not there.hostname:
        return False
    if there.path in {"", "/"} and not there.query and here.path not in {"", "/"}:
        return False
    return _site(there.hostname) == _site(here.hostname or "")


def _site(host: str) -> str:
    labels = host.lower().split(".")
    # Outlets declare the address without "www", "m" or "amp". Three labels where two are a public name (co.id).
    return ".".join(labels[-3:] if len(labels) > 2 and len(labels[-1]) == 2 and len(labels[-2]) <= 3 else labels[-2:])


def _first_href(text: str, relation: str) -> str:
    for match in _LINK_TAGS.finditer(text):
        if relation in _attribute(_REL, match[0]).lower().split():
            return html.unescape(_attribute(_HREF, match[0]))
    return ""


def _og_url(text: str) -> str:
    for match in _META_TAGS.finditer(text):
        if _attribute(_PROPERTY, match[0]).lower() == "og:url":
            return html.unescape(_attribute(_CONTENT, match[0]))
    return ""


def _attribute(pattern: re.Pattern[str], tag: str) -> str:
    match = pattern.search(tag)
    return next((group for group in match.groups() if group is not None), "") if match else ""


def _head(page: str | bytes) -> str:
    head = page[:_HEAD]
    return head.decode("utf-8", "replace") if isinstance(head, bytes) else head
