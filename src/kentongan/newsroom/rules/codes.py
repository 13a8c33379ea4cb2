"""Addresses of editions: the short code on paper, the short address, the words in the long one."""

from __future__ import annotations

import secrets

from django.utils.text import slugify

LETTERS = "23456789abcdefghjkmnpqrstvwxyz"  # none that is read as another
LENGTH = 5  # 24 million
LONGEST_SLUG = 80


def new_code() -> str:
    """Return a random short code, "k7f2q"; the caller looks whether it is taken."""
    return "".join(secrets.choice(LETTERS) for _letter in range(LENGTH))


def short_url(base: str, code: str) -> str:
    """Return the short address of a release."""
    return f"{base}/r/{code}/"


def slug_of(title: str) -> str:
    """Return the words of a headline as part of an address; may be empty."""
    return slugify(title)[:LONGEST_SLUG].strip("-")
