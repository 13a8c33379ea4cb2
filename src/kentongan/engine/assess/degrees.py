"""Academic degrees behind a name: ", S.H., M.Hum.", ", Sp.PD-KGEH", ", MPH".

Their full stops and commas look like the ends of sentences and clauses, their capitals like names. So names and speech
are read in a text where they are blanked, every sign by a space: places stay what they were.
"""

from __future__ import annotations

import re
from typing import Final


def _any(words: str) -> str:
    return "|".join(words.split())


# What is behind "S." and "M." (Peraturan Menteri Ristekdikti 63/2016 and older use), up to three of them: S.I.Kom.
_FIELDS = _any("""
Biomed Biotech Farm Epid Arch Ling Stat Ikom Kom Sos Hum Kep Ked Kes Keb Hut Kel Psi Pol Han Env Eng Mat Akt Fil Acc Par
Int Adm Log Tech Med Bus Mgt PWK STP SiT Si Sc Pd Ag Ak Ap Ds Sn Pt Gz Th Ph Tr Kn Ec Sy Ud Kp Or Si Tp KM KG IP IK AB
AP TP ST SI PI A B D E G H I K M P T
""")
_DOTTED = (
    rf"[SM]\.(?:(?:{_FIELDS})(?![A-Za-z])\.?){{1,3}}"
    r"|A\.?Md(?:\.[A-Z][a-z]{0,4}){0,2}\.?|Ph\.? ?D\.?|D\.Sc\.?|LL\.?[BM]\.?|B\.(?:Sc|Eng|A|Com)\.?"
    r"|(?:Subsp|Sp)\.?[A-Z][A-Za-z]{0,6}(?:[.-][A-Z]{1,2}[A-Za-z]{0,4}){0,3}(?:\([A-Z]\))?\.?(?:\([A-Z]\))?"
)
# Without a stop, in capitals. The first are nothing else; the second may be a person's initials, a court or a letter.
_PLAIN = _any("""
MPH MBA MARS MKM MSc MSi MHum MKes MPd MIKom MAP SKM SKep SKom SSos SSi SIP SIK SPd PhD Psikolog FINASIM FISR FACS FICS
KGEH KHOM KPTI KEMD IPU Ners Apt
""")
_CAPITALS = _any("SH SE ST SP MM MH MT MA MP ME")
_SURE = rf"(?:{_DOTTED}|(?:{_PLAIN})\b\.?)"
_EITHER = rf"(?:{_SURE}|(?:{_CAPITALS})\b\.?)"
_MOST: Final = 8  # degrees of one person
_CHAIN = re.compile(rf",\s?(?:(?P<sure>{_SURE})|(?:{_CAPITALS})\b\.?)(?:(?:,\s?|\s){_EITHER}){{0,{_MOST}}}(?![\w-])")
_NAME = re.compile(r"(?:^|\W)(?P<first>[A-Z][\w'’-]*\.?\s)?[A-Z][\w'’-]*\.?\s?$")
_LONGEST: Final = 60  # characters before a degree in which the name is looked for
_COURT = re.compile(r",\s?MA$")  # also Mahkamah Agung


def without_degrees(text: str) -> str:
    """`text` with the degrees behind names blanked; of the same length, every other sign in its place."""
    return _CHAIN.sub(_blank, text)


def _blank(chain: re.Match[str]) -> str:
    """Spaces; a stop that ends a sentence is left, and the comma where only it parts two names."""
    printed, text = chain.group(), chain.string
    name = _NAME.search(text, max(0, chain.start() - _LONGEST), chain.start())
    after = text[chain.end() : chain.end() + 3]
    if not name or not (chain["sure"] or (name["first"] and _is_degree(printed, after))):
        return printed
    is_last = not after.strip(' ”"') or after[0] == "\n" or after.lstrip(" ")[:1].isupper()
    if printed.endswith(".") and is_last:
        return " " * (len(printed) - 1) + "."
    parts = after[:1] not in {",", "."} and after.lstrip(" ")[:1].isupper()
    return "," * parts + " " * (len(printed) - parts)


def _is_degree(printed: str, after: str) -> bool:
    """Whether capitals are: no initials ("SH (34)", "ST Burhanuddin"), no court that speaks ("MA menolak")."""
    return after[:1] in {",", ".", ""} or not (after.lstrip(" ")[:1].isupper() or "(" in after or _COURT.match(printed))
