"""Indonesian text into sentences, with an eye for the language's abbreviations and quotations.

Rules, after the spelling of Ejaan Bahasa Indonesia yang Disempurnakan, edisi V (Badan Bahasa, 2022): a full stop also
closes abbreviations of names, titles, degrees and addresses (`A.H. Nasution`, `Sdr.`, `S.H.`, `a.n.`, `Jl.`), and
stands in numbers and times (`1.500`, `01.35.20`); none of these ends a sentence.
"""

from __future__ import annotations

import re


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Abbreviations with a full stop after which the sentence goes on, whatever follows. Folded to small letters.
_ABBREVIATIONS = _listed(
    """
    a.n an u.b u.p up d.a d.l s.d sd cq q.q a.l no nr rp tgl hlm hal bab ps ay psl vol ed jl jln jend gg rt rw
    kav blok kel kec kab prov ds dsn kp komp dr drs dra drg drh ir prof hj h kh k.h ki st sdr sdri bpk
    ny nn tn yth alm almh tb rr r.m r.a m kol letkol mayjen brigjen letjen jen irjen komjen kombes kompol akbp
    akp iptu ipda aiptu aipda bripka brigpol kapt lettu letda serma serka pdt pr mgr rm ust tgk andi cut pt cv
    ud fa tlp telp hp vs cf mis cth mr mrs ms co
    """
)

# Possessive and anchored at the start of a run, so that a page of exclamation marks is read once.
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"”’»')\]]*+(?=\s)")
_QUOTATION = re.compile(r"“[^“”\n]{0,800}”|\"[^\"\n]{0,800}\"")
_SPACE = re.compile(r"\s+")
_OPENING = "\"“‘«'([-–—"
_BEFORE_WORD = " \t\n(\"“‘'["
_LONGEST_TOKEN = 24


def sentences(text: str) -> list[str]:
    """The sentences of a text, in order, white space trimmed. Linear in the length of the text."""
    return [text[start:end] for start, end in sentence_spans(text)]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Where the sentences stand: `(start, end)` in code points, end exclusive, without white space at the ends.

    A quotation is not torn: full stops within quotation marks count only where the quotation ends with one and the
    text then goes on with a capital. A new line ends a sentence unless it goes on with a small letter.
    """
    spans: list[tuple[int, int]] = []
    quoted = [found.span() for found in _QUOTATION.finditer(text)]
    start = quote = 0
    for end in _candidates(text):
        while quote < len(quoted) and quoted[quote][1] < end:
            quote += 1
        within = quote < len(quoted) and quoted[quote][0] < end < quoted[quote][1]
        if not within and _ends_sentence(text, start, end):
            _append(spans, text, start, end)
            start = end
    _append(spans, text, start, len(text))
    return spans


def _candidates(text: str) -> list[int]:
    ends = {found.end() for found in _END.finditer(text)}
    ends.update(found.start() for found in _SPACE.finditer(text) if "\n" in found.group())
    return sorted(ends)


def _ends_sentence(text: str, start: int, end: int) -> bool:
    gap = _SPACE.match(text, end)
    if gap is None or gap.end() == len(text):
        return True
    following = text[gap.end() : gap.end() + 3].lstrip(_OPENING)[:1]
    if following.islower():
        return False
    if gap.group().count("\n") > 1:
        return True
    if text[end - 1] != ".":
        return True
    return not _is_abbreviation(text, start, end) and not _is_list_number(text, start, end)


def _is_abbreviation(text: str, start: int, end: int) -> bool:
    """Whether the full stop before `end` belongs to an abbreviation that the sentence goes on after."""
    begin = _token_start(text, start, end)
    token = text[begin : end - 1]
    if token.lower() in _ABBREVIATIONS:
        return True
    if "." in token and text[max(start, begin - 2) : begin].startswith(","):
        # A degree behind a name (", S.H."): the sentence ends unless another degree follows.
        return "." in text[end : end + 8].strip().split(" ")[0][:-1]
    parts = token.split(".")
    return all(len(part) == 1 and part.isalpha() for part in parts)


def _is_list_number(text: str, start: int, end: int) -> bool:
    """`1.` at the start of a sentence numbers it."""
    return end - start < 8 and text[start : end - 1].strip().isdigit()


def _token_start(text: str, start: int, end: int) -> int:
    begin = end - 1
    while begin > max(start, end - _LONGEST_TOKEN) and text[begin - 1] not in _BEFORE_WORD:
        begin -= 1
    return begin


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
