"""The rules of watching: when two addresses are one, how often to look, when to give up. Pure, without a clock."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import SplitResult, parse_qsl, quote, unquote, unquote_to_bytes, urlencode, urlsplit

DAY_S = 86_400
FIRST_INTERVAL_S = 300
MAX_TRIES = 3  # calls for an article's page before it is taken as it is
MAX_STARTS = 6  # starts without an outcome (the worker died each time) before a page is left alone
FULL_TEXT_CHARS = 700  # a feed whose entry holds this much text carries the article itself
OLD_LIST_DAYS = 30  # sitemaps and index pages list archives; older entries are not news
SILENT_FROM_PER_DAY = 1.0  # a source that gives less may be silent for days without anything being wrong

# --- One address, one article ----------------------------------------------------------------------------------------

# Set by newsletters, advertisements, social networks and statistics; never choose what is shown.
_TRACKING = re.compile(
    r"utm_.*|mc_[ce]id|_ga|_gl|ga_.*|pk_.*|mtm_.*|hsa_.*|at_(?:campaign|medium|custom\d)|fb_.*|wt_?mc.*|__twitter_.*|"
    r"fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igsh(?:id)?|si|cmpid|"
    r"ref|ref_src|ref_url|referrer|spm|share|shared|sharetype|tag_from|source_from|rss|outputtype|amp|_ptid|"
    r"single|showpage",
    re.IGNORECASE,
)
# `page=all` is how Kompas and Tribun print a long article on one page: the same article as without it.
_WHOLE = {("page", "all"), ("page", "1"), ("view", "all"), ("halaman", "1")}
_HOST_PREFIX = re.compile(r"^(?:www\d?|m|amp|mobile|wap)\.(?=[^.]+\.[^.])")
_AMP_PATH = re.compile(r"(?:/amp)+/?$", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_SAFE = "/:@!$&'()*+,;=-._~"


def normalise_url(url: str) -> str:
    """Return the form under which addresses of one article are equal; it is a key, not an address to call.

    Scheme `https`, host in small letters without `www.`, `m.` or `amp.`, no default port, no user, no fragment, no
    tracking parameters, the rest of the query sorted, `/amp` and a last slash dropped, percent signs as RFC 3986
    section 6.2.2 wants them. Normalising twice changes nothing. What is no web address is returned stripped.
    """
    text = url.encode("utf-8", "replace").decode().strip()  # lone surrogates have no place in an address
    try:
        parts = urlsplit(text)
        host, port = _host(parts), parts.port
    except ValueError:
        return text
    if parts.scheme not in _DEFAULT_PORTS or not host:
        return text
    where = host if port is None or port == _DEFAULT_PORTS[parts.scheme] or port == 443 else f"{host}:{port}"
    query = _query(parts.query)
    return f"https://{where}{_path(parts.path)}{'?' if query else ''}{query}"


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    try:
        host = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        host = host.lower()
    host = host.rstrip(".")  # again: IDNA turns other scripts' full stops into dots
    while (shorter := _HOST_PREFIX.sub("", host)) != host:
        host = shorter
    return host


def _path(path: str) -> str:
    # Bytes: old sites write their slugs in Latin-1, which no decoding may fold together.
    path = re.sub(r"/{2,}", "/", quote(unquote_to_bytes(path), safe=_SAFE))
    while (shorter := _AMP_PATH.sub("", path.rstrip("/"))) != path:
        path = shorter
    return path


def _query(query: str) -> str:
    pairs = {
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True, max_num_fields=None, errors="surrogateescape")
        if not _TRACKING.fullmatch(name) and (name.lower(), value.lower()) not in _WHOLE and (name or value)
    }
    return urlencode(sorted(pairs), errors="surrogateescape")


def url_key(url: str) -> str:
    """Return the key under which an article's address is unique: SHA-256 (40 hex digits) of the normalised address."""
    return hashlib.sha256(normalise_url(url).encode()).hexdigest()[:40]


def item_key(source_id: int, item_id: str) -> str:
    """Return the key of an entry without an address: unique within its source."""
    return hashlib.sha256(f"{source_id}\0{item_id}".encode("utf-8", "replace")).hexdigest()[:40]


def hand_key(token: str) -> str:
    """Return the key of an article entered by hand without an address; `token` is any fresh random text."""
    return hashlib.sha256(f"hand\0{token}".encode()).hexdigest()[:40]


def host_key(url: str) -> str:
    """Return the host as we keep manners towards it: small letters, with the port where it is not the usual one.

    Empty for what is no web address.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    host = (parts.hostname or "")[:240]
    return host if port is None or port == _DEFAULT_PORTS.get(parts.scheme) else f"{host}:{port}"


def site_of(url: str) -> str:
    """Return the host without `www.` and the like: what an outlet's domain looks like. Empty for no web address."""
    try:
        parts = urlsplit(url)
        return _host(parts) if parts.scheme in _DEFAULT_PORTS else ""
    except ValueError:
        return ""


_DOMAIN = re.compile(r"(?!-)(?:[a-z0-9-]{1,63}(?<!-)\.)+(?:[a-z]{2,63}|xn--[a-z0-9-]{1,59})")


def clean_domain(text: str) -> str | None:
    """Return the domain a person meant, with or without `https://` and a path; None where it is none."""
    text = text.strip()
    domain = site_of(text if "://" in text else f"https://{text}")
    return domain if len(domain) <= 120 and _DOMAIN.fullmatch(domain) else None


def clean_url(text: str) -> str | None:
    """Return the web address a person pasted, `https://` added where it was left out; None where it is none.

    A mail address, a number or a name with a full stop in it is no web address.
    """
    text = text.strip()
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return None
    usable = parts.scheme in _DEFAULT_PORTS and _is_host(host) and (port is None or port > 0)
    if not usable or ("://" not in text and parts.username is not None):
        return None
    return url if len(url) <= 2000 and not re.search(r"[\s\x00-\x1f\x7f]", url) else None


def _is_host(host: str) -> bool:
    """Whether `host` is an IP address or a name of at least two labels whose last is no number (WHATWG URL, 3.5)."""
    try:
        return bool(ip_address(host))
    except ValueError:
        labels = host.rstrip(".").split(".")
        return len(labels) > 1 and all(labels) and not labels[-1].isdigit()


def parents(domain: str) -> list[str]:
    """Return `domain` and the domains above it down to two labels: `news.detik.com` gives itself and `detik.com`."""
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(max(len(labels) - 1, 1))]


def title_from_url(url: str) -> str:
    """Return readable words from the last part of an address, for an entry without a title.

    `/berita/loket-daring-1.html` gives `Loket daring`.
    """
    try:
        path = unquote(urlsplit(url).path)
    except ValueError:
        return url[:200]
    last = re.sub(r"\.\w{2,5}$", "", path.rstrip("/").rsplit("/", 1)[-1])
    words = [word for word in re.split(r"[-_+\s]+", last) if word and not word.isdigit()]
    return " ".join(words)[:200].capitalize() or url[:200]


# --- When it was published -------------------------------------------------------------------------------------------


def published(told: datetime | None, seen: datetime) -> tuple[datetime, bool]:
    """Return when an article came out, and whether the outlet told us.

    A time in the future cannot be: it is cut to `seen` (and still counts as told, for a clock that is minutes fast;
    a time more than a day ahead is a mistake and not known). Before 1995 there were no feeds: not known.
    """
    if told is None or told.year < 1995 or told > seen + timedelta(days=1):
        return seen, False
    return min(told, seen), True


def smoothed_delay(before: float | None, fresh: Sequence[float]) -> float | None:
    """Return the running delay from published to seen in seconds, moved a fifth of the way to the median of `fresh`."""
    if not fresh:
        return before
    median = sorted(fresh)[len(fresh) // 2]
    return median if before is None else before + 0.2 * (median - before)


# --- How often -------------------------------------------------------------------------------------------------------


def next_interval(interval_s: float, *, new: int, per_day: float, fast_s: int) -> int:
    """Return the pause in seconds until the next look at a source.

    Args:
        interval_s: the pause before this look.
        new: how many new items this look brought.
        per_day: items a day over the last week; 0 while unknown.
        fast_s: the shortest pause allowed.

    Something new halves the pause, nothing lengthens it by a quarter. However quiet the night, a source is never left
    for longer than half the usual gap between two of its items (an hour while nothing is known of it, a day at most):
    otherwise the first item of the morning would come late.
    """
    usual = DAY_S / per_day / 2 if per_day > 0 else 3_600
    slowest = min(max(usual, fast_s), DAY_S)
    paced = interval_s / 2 if new else interval_s * 1.25
    return round(min(max(paced, fast_s), slowest))


def back_off(failures: int, *, permanent: bool, jitter: float) -> timedelta:
    """Return how long to leave a source alone after `failures` in a row; `jitter` is a random number from 0 to 1.

    Doubles from a minute to six hours, from an hour to a day where trying again soon cannot help. The jitter (a fifth
    either way) keeps sources that failed together from coming back together.
    """
    first, most = (3_600, DAY_S) if permanent else (60, 6 * 3_600)
    pause = min(first * 2.0 ** min(max(failures, 1) - 1, 20), most)
    return timedelta(seconds=pause * (0.8 + 0.4 * jitter))


def page_retry(tries: int) -> timedelta:
    """Return the pause before an article's page is called again: 30 s, then 2 minutes."""
    return timedelta(seconds=30 * 4 ** (max(tries, 1) - 1))


def is_silent(per_day: float, last_new_at: datetime | None, now: datetime) -> bool:
    """Return whether a source that usually gives `per_day` items has been quiet for too long.

    Too long: six times its usual gap, and never less than twelve hours (nights are quiet).
    """
    if per_day < SILENT_FROM_PER_DAY or last_new_at is None:
        return False
    return now - last_new_at > max(timedelta(days=6 / per_day), timedelta(hours=12))


# --- Files by content ------------------------------------------------------------------------------------------------

MAX_FILE_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class FileKind:
    """What an uploaded file is, judged by what stands in it and never by its name."""

    suffix: str
    content_type: str


PDF = FileKind(".pdf", "application/pdf")
PICTURES = {
    "JPEG": FileKind(".jpg", "image/jpeg"),
    "PNG": FileKind(".png", "image/png"),
    "WEBP": FileKind(".webp", "image/webp"),
}


def looks_like_pdf(start: bytes) -> bool:
    """Return whether a file starts as a PDF does: its mark stands in the first kilobyte (ISO 32000-1, 7.5.2)."""
    return b"%PDF-" in start[:1024]
