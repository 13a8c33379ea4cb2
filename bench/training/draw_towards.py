"""Draws the sentence-target pairs of `news_towards.csv`: which sentences were read, and why. Run once, before any label;
the columns `first`, `second` and `third` were then filled in by reading the sheets, and only then was anything trained.

    python -m bench.training.draw_towards SHEETS

A pair is a sentence of a class A article and an institution that the sentence or its article names. Strata (column
`drawn`) are transparent on purpose: plain random draws hold nine neutral sentences of ten. Test: kompas, tribunnews
(2019) and detik (2026); training: okezone, sindonews and tempo, which belong to other publishers. Articles of the older
sets of this folder are left out of the test. SHEETS receives the pairs as plain text, a hundred a sheet, for labelling:
number, target, headline, sentence, and nothing that a model said.
"""

from __future__ import annotations

import csv
import gzip
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bench.training.corpus import CORPUS, articles_clickid, articles_detik

from kentongan.engine.assess.cues import Cue, cue_of
from kentongan.engine.assess.lexicon import polarity
from kentongan.engine.assess.subjects import pattern_of
from kentongan.engine.assess.tokens import sentences_of, tokens_of
from kentongan.engine.assess.tone import ToneInput, ToneKind, ToneModel
from kentongan.engine.assess.towards import NAMES, read_towards

FOLDER = Path(__file__).parent
TEST = {"kompas": 300, "tribunnews": 160, "detik": 240}
TRAIN = {"okezone": 760, "sindonews": 560, "tempo": 680}
# Shares of the strata. `random`: any sentence about a target. `ill`, `good`: a word of `assess/cues.py` or two of the
# lexicon. `voice`: somebody judges (a resident, an expert, an auditor, a "but", a "should") and no such word stands
# there. `suspect`: the model of the day does not think the sentence neutral. `context`: the target stands in the
# headline or elsewhere in the article, not in the sentence.
SHARES = {"random": 0.28, "ill": 0.22, "good": 0.18, "voice": 0.12, "suspect": 0.12, "context": 0.08}
MOST_OF_ARTICLE = 3
MOST_OF_TARGET = 0.09  # share of a split that one target may have: in September 2019 every second article names KPK

_ACRONYMS = (
    "KPK|Polri|DPR|DPRD|MPR|DPD|TNI|BMKG|BNPB|BPBD|BPOM|OJK|BNN|KPAI|BPS|BGN|BPJS Kesehatan|BPJS Ketenagakerjaan|BPJS|"
    "BPK|BPKP|KLHK|KKP|Kominfo|Komdigi|Bappenas|BPPT|LIPI|BRIN|LAPAN|KPI|KPU|Bawaslu|Ombudsman|Komnas HAM|"
    "Komnas Perempuan|LPSK|PPATK|BNPT|BSSN|BIN|BKN|BKPM|BPIP|BP2MI|BNP2TKI|Basarnas|Bakamla|Bulog|Bea Cukai|"
    "Bank Indonesia|Mahkamah Konstitusi|Mahkamah Agung|Komisi Yudisial|Kejagung|Kejaksaan Agung|Setjen DPR|"
    "Pertamina|PLN|Garuda Indonesia|Telkom|Telkomsel|PT KAI|KAI|Jasa Marga|Angkasa Pura|Pelni|Krakatau Steel|Inalum|"
    "Antam|PTPN|Waskita Karya|Adhi Karya|Hutama Karya|Wijaya Karya|Jiwasraya|Asabri|Taspen|Pegadaian|Pos Indonesia|"
    "Pupuk Indonesia|Merpati Airlines|BRI|BNI|BTN|Bank Mandiri|Transjakarta|PT MRT Jakarta|TVRI|RRI|LPP TVRI|"
    "Danantara|Ditjen Pajak|Ditjen Imigrasi|Imigrasi|Brimob|Densus 88|Korlantas|Bareskrim|Istana|Baznas|BPH Migas|"
    "SKK Migas|KPPU|BPKH|BP Batam|Satpol PP|Puspom TNI|TNI AD|TNI AL|TNI AU|Paspampres|PPIH"
)
_PLACE = r"(?: [A-Z][a-z]+){1,3}"
_FINDERS = (
    r"Kementerian(?: (?:[A-Z][A-Za-z]+|dan(?= [A-Z])))+",
    r"Kemenko [A-Z][a-z]+|Kemen(?:keu|kes|kumham|kum|hub|tan|dag|perin|han|parekraf|par|aker|naker|hut|ag|sos|pora|dikbud|dikdasmen|"
    r"diktisaintek|kominfo|komdigi|lu|dagri|desa?|ristekdikti|setneg|kop|haj|bud|ekraf)|Kemen(?:PUPR|PPPA|PAN-RB)|Kemlu|Kemhan|Kemnaker",
    rf"(?:Pemkot|Pemkab|Pemprov|Pemerintah (?:Kota|Kabupaten|Provinsi)|Polda|Polres(?:ta(?:bes)?)?|Polsek|RSUD|Lapas|Rutan|"
    rf"Kejari|Kejati|Kejaksaan Negeri|Kejaksaan Tinggi|Pengadilan (?:Negeri|Tinggi|Tipikor|Agama)|Dinas|Badan|Komisi|"
    rf"Kantor Imigrasi|Bappeda|Dishub|Dinkes|Disdik|DLH){_PLACE}",
    rf"(?:{_ACRONYMS})",
)
_TARGET = re.compile(r"\b(?:" + "|".join(_FINDERS) + r")\b")
_UNFINISHED = frozenset("kabupaten kota provinsi republik dan jawa sumatera kalimantan sulawesi nusa bangka menteri kepala wali ketua direktur sekretaris deputi".split())
_ABROAD = frozenset("iran rumania amerika serikat israel china cina malaysia jepang korea selatan arab saudi rusia inggris lebanon india filipina thailand australia turki mesir argentina irak palestina singapura jerman prancis belanda as".split())
_FULL = {"Komisi Pemberantasan Korupsi": "KPK", "Dewan Perwakilan Rakyat": "DPR", "Komisi Perlindungan Anak Indonesia": "KPAI"}
_NOT = re.compile(
    r"^(?:.* (?:Rumania|Amerika|Israel|Iran|China|Malaysia|Jepang|Korea|Arab|Saudi|Rusia|Inggris|Lebanon|India|Filipina|Thailand|Australia)|Kementerian$|Kementrian|Kementerian Luar Negeri [A-Z](?!I\b)|Badan Pekerja|Komisi (?:[IVX]|Hukum|Energi|Dakwah|Eropa|Tinggi|Pemerintahan|Nasional$|Pengawas Kekayaan|Tindak|Sekuritas)|Kemenko$|Kementerian (?:dan|Koordinator Bidang$)|"
    r"Universitas|(?:Dinas|Badan|Komisi|Polda|Polres|Polresta|Polrestabes|Polsek|Kementerian|Pemkot|Pemkab|Pemprov|Lapas|Rutan|RSUD|Kejari|Kejati|Dishub|Disdik|Dinkes|Bappeda|DLH)$|Badan (?:Usaha|Atom|Energi|Akun|Advokasi|Pengurus|Olahraga|Layanan|Nasional Urusan|Percepatan|Ekspor|Kajian|Pengkajian$|Meteorologi$|Komunikasi$|Pemenangan|Eksekutif|Antariksa|Penelitian)|Dinas (?:Provinsi|Wali)|Pengadilan (?:Negeri|Tinggi)$|Pemerintah (?:Kota|Kabupaten|Provinsi)$|Badan (?:Anggaran|Legislasi|Musyawarah))"
)
_FOREIGN = frozenset({"International", "dunia", "Internasional", "Bola", "bola", "Sports", "sport", "Super Skor", "sport", "inet"})
_HOLES = re.compile(r"\s,|,\s*,|\(\s*,|^\W+$|\bBaca [Jj]uga|Simak|Gambas|\[|http|www\.|\.com\b")
_VOICE = re.compile(
    r"\b(?:warga|masyarakat|publik|pengamat|pakar|ahli|aktivis|LSM|ICW|YLBHI|LBH|Walhi|YLKI|Ombudsman|BPK|mahasiswa|buruh|"
    r"petani|nelayan|guru|pedagang|pengusaha|korban|keluarga|orang tua|netizen|warganet|anggota (?:DPR|DPRD|Komisi)|"
    r"namun|tetapi|tapi|padahal|seharusnya|semestinya|mestinya|belum|tidak|tak|bukan|justru|malah|agar|perlu|harus|"
    r"berkat|menjadi yang|dinilai|menilai|merasa|mengaku)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Pair:
    source: str
    id: str
    outlet: str
    title: str
    start: int
    end: int
    text: str
    target: str
    named: bool

    @property
    def name(self) -> str:
        """The target as it is written down. (`_known` has no "korupsi", which was seen when the draw was done.)"""
        return self.target.replace("Komisi Pemberantasan", "Komisi Pemberantasan Korupsi")


def candidates() -> Iterator[Pair]:
    """All pairs of sentence and target that could be drawn."""
    for source, rows in (("clickid", articles_clickid()), ("detik", articles_detik())):
        for row in rows:
            if row.get("subcategory", row.get("category")) not in _FOREIGN:
                yield from _of_article(source, row)


def _of_article(source: str, row: dict[str, str]) -> Iterator[Pair]:
    body, title = row["body"], row["title"].strip()
    targets = list(dict.fromkeys(_name(m.group()) for m in _TARGET.finditer(f"{title}\n{body[:6000]}")))
    targets = [name for name in targets if not _NOT.search(name) and pattern_of(name)]
    if not targets:
        return
    tokens = tokens_of(body[:6000])
    for first, last in sentences_of(body, tokens):
        start, end = tokens[first].start, tokens[last - 1].end
        while start < end and body[start] in ", -–":
            start += 1
        text = body[start:end]
        if not 45 <= len(text) <= 380 or _HOLES.search(text):
            continue
        low = text.lower()
        named = [name for name in targets if pattern_of(name).search(low)]  # type: ignore[union-attr]
        for name in named:
            yield Pair(source, row["id"], row["outlet"], title, start, end, text, name, named=True)
        main = targets[0]
        if not named and len(text) > 70:
            yield Pair(source, row["id"], row["outlet"], title, start, end, text, main, named=False)


def _name(found: str) -> str:
    """The name without what follows it in capitals: "Polda Banten Kombes Maruli" is Polda Banten."""
    words = found.split()
    while len(words) > 1 and (words[-1].lower() not in _known() or words[-1].lower() in _UNFINISHED):
        if words.pop().lower() in _ABROAD:
            return "Kementerian"  # bare: left out below
    return _FULL.get(" ".join(words), " ".join(words))


@cache
def _known() -> frozenset[str]:
    """Words of which names of institutions are made: regions, ministries and their units, and short forms."""
    words = set("sumut sumbar sumsel babel jabar jateng jatim diy kalbar kalteng kalsel kaltim kaltara sulut sulteng sulsel "
                "sultra sulbar ntb ntt malut papua metro jaya mandiri indonesia karya marga negeri tinggi agung".split())
    for name in ("wilayah_prov_kab_kec.csv.gz", "kementerian_lembaga.csv", "unit_eselon1.csv"):
        path = CORPUS / "ref_indonesia" / name
        file = gzip.open(path, "rt", encoding="utf-8") if name.endswith("gz") else path.open(encoding="utf-8")
        with file:
            words |= {word.lower() for word in re.findall(r"[^\W\d_]{3,}", file.read())}
    for name in _ACRONYMS.split("|"):
        words |= set(name.lower().split())
    return frozenset(words)


def strata_of(pair: Pair, suspect: bool) -> str:
    """The first stratum that fits, besides `random`."""
    if not pair.named:
        return "context"
    words = [word.lower() for word in _WORD.findall(pair.text)]
    cues = {cue_of(word) for word in words}
    marks = [polarity(word) for word in words]
    if cues & {Cue.ACCUSE, Cue.FAULT} or sum(mark < 0 for mark in marks) >= 2:
        return "ill"
    if cues & {Cue.PRAISE, Cue.MERIT, Cue.DEED} or sum(mark > 0 for mark in marks) >= 2:
        return "good"
    if _VOICE.search(pair.text):
        return "voice"
    return "suspect" if suspect else "rest"


def draw(pool: list[Pair], sizes: dict[str, int], rng: random.Random) -> list[tuple[Pair, str]]:
    """Pairs with their stratum. No sentence twice, no more than three of an article, no target everywhere."""
    rng.shuffle(pool)
    model = ToneModel.load()
    inputs = [ToneInput(f"{pair.title}\n{pair.text}", pair.target, ToneKind.ARTICLE) for pair in pool]
    doubts = [tone.tone != "neutral" for tone in model.assess(inputs)]
    strata = [strata_of(pair, doubt) for pair, doubt in zip(pool, doubts, strict=True)]
    most = int(MOST_OF_TARGET * sum(sizes.values()))
    taken: list[tuple[Pair, str]] = []
    articles: Counter[str] = Counter()
    targets: Counter[str] = Counter()
    texts: set[str] = set()
    for outlet, size in sizes.items():
        for stratum, share in SHARES.items():
            wanted = round(size * share)
            for pair, own, doubt in zip(pool, strata, doubts, strict=True):
                if not wanted:
                    break
                fits = stratum == "random" and pair.named or stratum == own or (stratum == "suspect" and doubt and pair.named)
                key = _key(pair)
                if pair.outlet != outlet or not fits or key in texts or articles[pair.id] >= MOST_OF_ARTICLE:
                    continue
                if targets[pair.target] >= most:
                    continue
                taken.append((pair, stratum))
                texts.add(key)
                articles[pair.id] += 1
                targets[pair.target] += 1
                wanted -= 1
    rng.shuffle(taken)
    return taken


# A second draw, before anything was trained and with other strata, because 83 of 100 of the first were neutral: a cue
# that the grammar gives to the target (`told_`), or a headline that names the target beside such a cue (`led_`).
MORE = {
    "test": ({"kompas": 120, "tribunnews": 60, "detik": 120}, 90),
    "train": ({"okezone": 440, "sindonews": 340, "tempo": 420}, 150),
}
MORE_SHARES = {"told_ill": 0.3, "told_good": 0.3, "led_ill": 0.2, "led_good": 0.2}


def draw_more(pool: list[Pair], sizes: dict[str, int], rng: random.Random, taken: set[str], most: int) -> list[tuple[Pair, str]]:
    """Pairs of MORE_SHARES; `taken` holds the sentences of the first draw."""
    rng.shuffle(pool)
    strata = [_told(pair) for pair in pool]
    found: list[tuple[Pair, str]] = []
    articles: Counter[str] = Counter()
    targets: Counter[str] = Counter()
    for outlet, size in sizes.items():
        for stratum, share in MORE_SHARES.items():
            wanted = round(size * share)
            for pair, own in zip(pool, strata, strict=True):
                key = _key(pair)
                if not wanted or pair.outlet != outlet or stratum not in own or key in taken:
                    continue
                if articles[pair.id] >= MOST_OF_ARTICLE or targets[pair.target] >= most:
                    continue
                found.append((pair, stratum))
                taken.add(key)
                articles[pair.id] += 1
                targets[pair.target] += 1
                wanted -= 1
    rng.shuffle(found)
    return found


def _told(pair: Pair) -> set[str]:
    if not pair.named:
        return set()
    values = dict(zip(NAMES, read_towards(f"{pair.title}\n{pair.text}", pair.target).features, strict=True))
    told = {"told_ill"} if values["near_ill"] >= 0.6 else set()
    told |= {"told_good"} if values["near_good"] >= 0.6 and not values["says"] else set()
    told |= {"led_ill"} if values["title_ill"] >= 1 else set()
    return told | ({"led_good"} if values["title_good"] >= 1 else set())


def _key(pair: Pair) -> str:
    return " ".join(word.lower() for word in _WORD.findall(pair.text))[:80]


def _used() -> set[str]:
    return {row["id"] for path in FOLDER.glob("news_[ah]*.csv") for row in csv.DictReader(path.open(encoding="utf-8"))}


def main(sheets: Path) -> None:
    """Write the pairs (as columns of news_towards.csv) and the sheets to a folder."""
    rng = random.Random(20261130)
    pool = list(candidates())
    used = _used()
    test = draw([p for p in pool if p.outlet.lower() in TEST and p.id not in used], TEST, rng)
    train = draw([p for p in pool if p.outlet.lower() in TRAIN], TRAIN, rng)
    rows = [("test", *row) for row in test] + [("train", *row) for row in train]
    taken = {_key(pair) for _, pair, _ in rows}
    for split, (sizes, most) in MORE.items():
        open_ = [p for p in pool if p.outlet.lower() in sizes and (split == "train" or p.id not in used)]
        rows += [(split, *row) for row in draw_more(open_, sizes, rng, taken, most)]
    with (sheets / "news_towards.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["number", "split", "source", "id", "start", "end", "target", "drawn"])
        for number, (split, pair, stratum) in enumerate(rows, 1):
            out.writerow([number, split, pair.source, pair.id, pair.start, pair.end, pair.name, stratum])
    for at in range(0, len(rows), 100):
        lines = [
            f"{number} | {pair.name}\n  J: {pair.title}\n  K: {' '.join(pair.text.split())}\n"
            for number, (_, pair, _) in enumerate(rows[at : at + 100], at + 1)
        ]
        (sheets / f"sheet-{at // 100 + 1:03d}.txt").write_text("\n".join(lines), encoding="utf-8")
    overlap = sum(pair.id in used for _, pair, _ in rows)
    print(len(test), len(train), "pairs;", overlap, "of articles of the older sets")
    print(Counter((row[0], row[2]) for row in rows), Counter(row[1].target for row in rows).most_common(40), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
