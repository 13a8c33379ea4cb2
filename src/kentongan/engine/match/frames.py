"""Sees through what claims come wrapped in: a fact-checker's frame, and the headers of forwarded chat messages.

A fact-checker writes "Akun Facebook X pada Selasa (3/6/2025) mengunggah video [arsip] yang telah disukai 2.000 kali.
Unggahan tersebut disertai narasi: '...'" and goes on with an explanation; a chain message carries who sent it when, and
a request to pass it on. Those words are alike in every text and say nothing of the claim.
"""

from __future__ import annotations

import re

from kentongan.engine.text.fold import words

_LEAST_WORDS = 3
"""What is left must hold so many words; otherwise the text is better taken as it stands."""

# After the claim: a rule of = or -, or a heading under which the fact-checker explains.
_AFTER = re.compile(
    r"(?:[=—_*-]\s?){4,}"
    r"|\b(?:penjelasan|hasil (?:cek|periksa) fakta|periksa fakta|kesimpulan|rujukan|sumber|arsip)\s*:",
    re.IGNORECASE,
)

_CUE = r"(?:narasi|klaim|caption|takarir|keterangan|tulisan|teks|judul|pesan|kalimat|bertuliskan|berbunyi|menyebut\w*)"
_OPEN, _CLOSE = "\"“‘'«„", "\"”’'»“"
_NARRATIVE = re.compile(rf"\b{_CUE}\b[^{_OPEN}.]{{0,80}}[{_OPEN}](?P<said>.+)[{_CLOSE}]", re.IGNORECASE | re.DOTALL)
_NARRATIVE_BARE = re.compile(rf"\b{_CUE}\b[^:.]{{0,60}}:\s*(?P<said>.+)", re.IGNORECASE | re.DOTALL)
_FRAME = re.compile(
    r"\W*+(?:sebuah|salah satu|beredar|viral|akun|pengguna|unggahan|pemilik akun|video|foto|pesan berantai"
    r"|tangkapan layar|di media sosial|media sosial)\b",
    re.IGNORECASE,
)

_LINK = re.compile(r"(?:https?://|www\.)\S+")
_SENT = r"\[?\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{2,4})?,?\s+\d{1,2}[.:]\d{2}(?:[.:]\d{2})?(?:\s?[ap]m)?\]?\s*(?:-\s*)?"
_PASSED_ON = (
    r"fwd?|fw|forwarded(?: many times| message)?|diteruskan(?: berkali-kali)?|terusan|copas|copy paste"
    r"|copas dari[^:\n]{0,40}|wag sebelah|(?:info |kiriman )?dari (?:grup|group|wag) (?:sebelah|tetangga)[^:\n]{0,20}"
)
_CHAT_HEADER = re.compile(
    rf"^[ \t>*_]*(?:{_SENT}[^:\n]{{1,40}}:|(?:{_PASSED_ON})[*_]*[ \t]*(?::|-+|$))[*_]*",
    re.IGNORECASE | re.MULTILINE,
)
_PASS_ON = re.compile(
    r"\b(?:sebarkan|viralkan|teruskan|share|bagikan) (?:\w+ )?(?:ke|kepada|seluas|sebanyak|pesan|info|agar|supaya)\b",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.!?\n]")

_MAX_HEADERS = 3
"""A line may carry who sent it, then that it was forwarded, then from where."""

_MAX_LENGTH = 6_000
"""A claim stands at the beginning; more of a longer text is not looked at."""


def unwrap(text: str) -> str:
    """The claim inside a text; the text itself, without links, when nothing around it is recognised."""
    text = _LINK.sub(" ", text[:_MAX_LENGTH])
    inner = text
    for _ in range(_MAX_HEADERS):
        inner = _enough(_CHAT_HEADER.sub("", inner), inner)
    after = _AFTER.search(inner)
    inner = _enough(inner[: after.start()], inner) if after else inner
    inner = _enough(_without_pass_on(inner), inner)
    return _enough(_narrative(inner), inner).strip()


def _without_pass_on(text: str) -> str:
    """Without the last sentence, if that asks to pass the message on."""
    body = text.rstrip(" \t\n.!?*_")
    start = max((end.end() for end in _SENTENCE_END.finditer(body)), default=0)
    return text[:start] if _PASS_ON.search(body, start) else text


def _narrative(text: str) -> str:
    if not _FRAME.match(text):
        return text
    found = _NARRATIVE.search(text) or _NARRATIVE_BARE.search(text)
    return found["said"] if found else text


def _enough(inner: str, outer: str) -> str:
    return inner if len(words(inner)) >= _LEAST_WORDS else outer
