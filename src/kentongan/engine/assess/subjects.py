"""Under which names the press speaks of an institution: its name, its short forms, those who lead it."""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final

# How the press shortens the field of a ministry: Kementerian Keuangan, Kemenkeu, Menkeu. Longest fields first.
_FIELDS: Final = {
    "lingkungan hidup dan kehutanan": "lhk",
    "hukum dan hak asasi manusia": "kumham",
    "pekerjaan umum dan perumahan rakyat": "pupr",
    "energi dan sumber daya mineral": "esdm",
    "pendidikan dan kebudayaan": "dikbud",
    "pendidikan dasar dan menengah": "dikdasmen",
    "komunikasi dan informatika": "kominfo",
    "komunikasi dan digital": "komdigi",
    "kelautan dan perikanan": "kp",
    "pemuda dan olahraga": "pora",
    "pemberdayaan perempuan": "pppa",
    "pariwisata dan ekonomi kreatif": "parekraf",
    "sekretariat negara": "setneg",
    "dalam negeri": "dagri",
    "luar negeri": "lu",
    "pekerjaan umum": "pu",
    "lingkungan hidup": "lh",
    "keuangan": "keu",
    "kesehatan": "kes",
    "perhubungan": "hub",
    "pertanian": "tan",
    "perdagangan": "dag",
    "perindustrian": "perin",
    "pertahanan": "han",
    "pariwisata": "par",
    "ketenagakerjaan": "naker",
    "kehutanan": "hut",
    "agama": "ag",
    "sosial": "sos",
    "hukum": "kum",
    "koperasi": "kop",
    "imigrasi": "imipas",
}
_GOVERNMENTS: Final = {"kota": "pemkot", "kabupaten": "pemkab", "provinsi": "pemprov"}
_HEADS: Final = {"kota": "wali kota", "kabupaten": "bupati", "provinsi": "gubernur"}
_OF_OFFICES: Final = {
    "polri": (
        "kepolisian negara republik indonesia",
        "kepolisian republik indonesia",
        "kepolisian",
        "mabes polri",
        "kapolri",
        "polisi",
    ),
    "kpk": ("komisi pemberantasan korupsi",),
    "dpr": ("dewan perwakilan rakyat",),
    "bmkg": ("badan meteorologi",),
    "bnpb": ("badan nasional penanggulangan bencana",),
    "bpbd": ("badan penanggulangan bencana daerah",),
    "bpom": ("badan pom", "badan pengawas obat"),
    "ojk": ("otoritas jasa keuangan",),
    "tni": ("tentara nasional indonesia",),
    "bnn": ("badan narkotika nasional",),
    "kpai": ("komisi perlindungan anak indonesia",),
    "bps": ("badan pusat statistik",),
    "bgn": ("badan gizi nasional",),
    "bpjs": ("badan penyelenggara jaminan sosial",),
    "basarnas": ("badan sar nasional", "badan nasional pencarian dan pertolongan"),
    "bsn": ("badan standardisasi nasional",),
    "kpu": ("komisi pemilihan umum",),
    "bpk": ("badan pemeriksa keuangan",),
    "bnpt": ("badan nasional penanggulangan terorisme",),
    "brin": ("badan riset dan inovasi nasional",),
    "kejaksaan": ("kejaksaan agung", "kejagung", "kejari", "kejati", "jaksa agung", "jaksa"),
}
# The press says who acts for an office: "Polisi Tangkap ...", "Jaksa Tuntut ...". Not of it with these behind them:
# other forces, those of other countries, the bump in the road.
_ABROAD: Final = (
    "malaysia|singapura|thailand|filipina|australia|inggris|prancis|perancis|jerman|belanda|spanyol|italia|turki|israel"
    "|jepang|korea|china|cina|india|rusia|as|amerika|arab|saudi|brasil|kolombia|vietnam|new|internasional"
)
_NOT_BEFORE: Final = {
    "polisi": rf"(?:tidur|militer|pamong|khusus|hutan|kehutanan|{_ABROAD})",
    "kepolisian": rf"(?:{_ABROAD})",
    "jaksa": rf"(?:(?:penuntut umum |pada |dari )*(?:kpk|komisi|icc|{_ABROAD}))",
}
_JOINS: Final = frozenset({"dan", "serta", "di", "ri", "republik", "indonesia"})
# Part of many names, never one by itself.
_KINDS: Final = frozenset(
    {"kementerian", "dinas", "badan", "komisi", "lembaga", "pemerintah", "kota", "kabupaten", "provinsi"}
)
_WORD = re.compile(r"[^\W_]+")


class Kind(IntEnum):
    """What an institution is, as far as it turns the sense of a word: who arrests, who makes laws, who sells."""

    OTHER = 0
    LAW = 1  # investigates, prosecutes, judges, audits, inspects
    PARLIAMENT = 2
    COMPANY = 3  # or an insurer: has customers


_KIND_OF: Final = (
    (
        Kind.LAW,
        r"kpk|pemberantasan korupsi|pol(?:ri|da|res\w*|sek)|kepolisian|bareskrim|brimob|korlantas|keja\w+|bnn"
        r"|bea cukai|satpol|imigrasi|pengadilan|mahkamah|klhk|ojk|otoritas jasa keuangan|bpkp?|pemeriksa keuangan"
        r"|ppatk|bawaslu|ombudsman",
    ),
    (Kind.PARLIAMENT, r"dpr|dprd|mpr|dpd|perwakilan rakyat|perwakilan daerah|permusyawaratan"),
    (
        Kind.COMPANY,
        r"pln|pertamina|pt|bank(?! indonesia)|bri|bni|btn|telkom\w*|garuda|antam|\w* karya|angkasa pura|jasa marga"
        r"|kai|bulog|transjakarta|bpjs|jaminan sosial|mrt|pegadaian|danantara|jiwasraya|asabri|pelni|rsud"
        r"|pos indonesia|inalum",
    ),
)


@lru_cache(maxsize=2_000)
def names_of(subject: str) -> tuple[str, ...]:
    """All forms of the names in `subject`, small letters, words parted by one space; longest first.

    `subject` holds names parted by commas or semicolons, or a slug (`kementerian-keuangan`). "A, B, dan C" inside one
    name does no harm: the full name is tried as well. A form of fewer than two signs is left out.
    """
    whole = _plain(subject)
    forms: set[str] = set()
    for part in {whole, *(_plain(part) for part in re.split(r"[,;\n/()]", subject))}:
        if len(part) >= 2 and part not in _JOINS | _KINDS and not part.startswith("dan "):
            forms |= {part} | _short_forms(part)
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


@lru_cache(maxsize=2_000)
def pattern_of(subject: str) -> re.Pattern[str] | None:
    """A pattern that finds any of the names in text in small letters; None when there is no name."""
    names = names_of(subject)
    if not names:
        return None
    # Names of a few letters stand alone; longer ones may go on with "-nya" and the like.
    return re.compile(r"\b(?:" + "|".join(_written(name) for name in names) + ")")


def _written(name: str) -> str:
    """A pattern of one name, a word's end behind it."""
    ends = rf"\b(?!\s+{_NOT_BEFORE[name]}\b)" if name in _NOT_BEFORE else r"\b"
    return re.escape(name).replace(r"\ ", r"[\s,-]+") + ends


@lru_cache(maxsize=2_000)
def kind_of(subject: str) -> Kind:
    """What the first of the names in `subject` says it is. A ministry, an agency, a government: OTHER."""
    first = _plain(re.split(r"[,;\n/()]", subject)[0])
    return next((kind for kind, names in _KIND_OF if re.search(rf"\b(?:{names})\b", first)), Kind.OTHER)


def is_slug(subject: str) -> bool:
    """True for a key like `kementerian-keuangan`, which need not be what the press writes."""
    return bool(re.fullmatch(r"[a-z0-9]+(?:[-_][a-z0-9]+)+", subject.strip()))


def is_key(subject: str) -> bool:
    """True for a slug that names no office: a ticket, a person, a topic, as somebody's data file keys it."""
    if not is_slug(subject):
        return False
    words = _plain(subject).split()
    names = set(names_of(subject))
    is_known = any(key in names or not names.isdisjoint(known) for key, known in _OF_OFFICES.items())
    is_office = words[0] in _KINDS | {"polda", "polres"} or words[0].startswith(("kemen", "pem", "bank"))
    return not (is_known or is_office or kind_of(" ".join(words)) is not Kind.OTHER)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def _short_forms(name: str) -> set[str]:
    words = name.split()
    forms = {form for key, known in _OF_OFFICES.items() if name == key or name in known for form in (key, *known)}
    if words[0] in {"kementerian", "kementrian"}:
        forms |= _ministry(" ".join(words[1:]))
    elif words[0].startswith("kemen") and len(words) == 1:
        forms |= {form for field, short in _FIELDS.items() if name == "kemen" + short for form in _ministry(field)}
    forms |= {form for field, short in _FIELDS.items() if name in {"k" + short, short} for form in _ministry(field)}
    if len(words) >= 3 and words[0] == "pemerintah" and words[1] in _GOVERNMENTS:
        place = " ".join(words[2:])
        forms |= {f"{_GOVERNMENTS[words[1]]} {place}", f"{_HEADS[words[1]]} {place}"}
    elif len(words) >= 2 and words[0] in _GOVERNMENTS.values():
        kind = next(kind for kind, short in _GOVERNMENTS.items() if short == words[0])
        place = " ".join(words[1:])
        forms |= {f"pemerintah {kind} {place}", f"{_HEADS[kind]} {place}"}
    elif len(words) >= 2 and words[0] in _GOVERNMENTS:
        place = " ".join(words[1:])
        forms |= {f"{_GOVERNMENTS[words[0]]} {place}", f"{_HEADS[words[0]]} {place}"}
    if words[0] == "polda":
        forms.add("kapolda " + " ".join(words[1:]))
    if words[0].startswith("polres"):
        forms |= {f"{head} {' '.join(words[1:])}" for head in ("kapolres", "kapolresta", "polres") if words[1:]}
    return forms | _initials(words)


def _ministry(field: str) -> set[str]:
    if not field:
        return set()
    forms = {f"kementerian {field}", f"menteri {field}"}
    short = next((short for known, short in _FIELDS.items() if field in (known, short)), "")
    if not short:
        # "keuangan republik indonesia", and longer names of ministries that were renamed.
        short = next((short for known, short in _FIELDS.items() if field.startswith(known + " ")), "")
    if short:
        forms |= {f"kemen{short}", f"men{short}", f"kementerian {short}", f"menteri {short}", f"wamen{short}"}
        forms |= {known for known in (f"k{short}",) if short in {"lhk", "kp", "lh"}}
        forms |= {short} & {"kominfo", "komdigi", "esdm", "pupr"}
        forms |= {f"kem{short}"} if short in {"lu", "han", "naker"} else set()
    return forms


def _initials(words: list[str]) -> set[str]:
    """KPPU for Komisi Pengawas Persaingan Usaha; none that belong to a better known office.

    Ministries are not called so by the press: KPK is no Kementerian Pendidikan dan Kebudayaan.
    """
    firsts = "".join(word[0] for word in words if word not in _JOINS)
    if words[0] not in {"badan", "komisi", "lembaga"} or not 3 <= len(firsts) <= 6:
        return set()
    owners = _OF_OFFICES.get(firsts)
    return set() if owners and not " ".join(words).startswith(owners) else {firsts}
