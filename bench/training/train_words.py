"""The word table of the name finder: clusters and capitals from CLICK-ID news, lists from NERP, wilayah and this file.

Clusters: positive PMI of words with what stands two before to two after them, 100 dimensions of its SVD (Levy and
Goldberg 2014), k-means. Everything is class A or fact.
"""

from __future__ import annotations

import csv
import gzip
import re
from collections import Counter

import numpy as np
import scipy.sparse as sp
from bench.training.corpus import CORPUS, articles_clickid, articles_detik, conll
from sklearn.cluster import MiniBatchKMeans
from sklearn.utils.extmath import randomized_svd

from kentongan.engine.assess.linear import WEIGHTS
from kentongan.engine.assess.tokens import sentences_of, tokens_of


def _words(text: str) -> list[str]:
    return text.split()


VOCABULARY, CONTEXTS, DIMENSIONS = 30_000, 3_000, 100
FINE, COARSE = 500, 60

# Bits of the list attribute.
PROVINCE, REGENCY, DISTRICT, PERSON, PLACE, OFFICE, ABBREVIATION, TITLE = (1 << k for k in range(8))

ABBREVIATIONS = _words("""
KPK DPR MPR DPD DPRD MK MA KY BPK KPU Bawaslu DKPP Polri TNI BIN BNN BNPB BNPT BMKG BPOM BPS BPJS BKN BKPM BPKP BPIP
BRIN LIPI BPPT LAPAN BATAN BSSN PPATK LPSK KPAI KPPU OJK BI LPS BEI Bappenas Basarnas Bulog Pertamina PLN Kemenkeu
Kemenkes Kemendagri Kemenlu Kemenhub Kemensos Kemenag Kementan Kemenperin Kemendag Kemenaker Kemnaker Kemendikbud
Kemendikbudristek Kemendikdasmen Kominfo Kemenkominfo Komdigi Kemkomdigi Kemenkumham Kemenkum Kemenpora KemenPUPR PUPR
ESDM KLHK KKP Kemenpan RB BUMN Kejagung Kejati Kejari Polda Polres Polresta Polsek Polrestabes Mabes Bareskrim Densus
Brimob Kodam Kodim Koramil Kostrad Kopassus Paspampres Satpol Pemprov Pemkot Pemkab Pemda Disdik Dinkes Dishub BPBD
Damkar PDIP PDI-P Golkar Gerindra Nasdem NasDem PKB PKS PAN PPP Demokrat Hanura PSI Perindo PBB PKPI Berkarya Gelora
Garuda MUI NU PBNU Muhammadiyah HMI PMII GMNI ICW YLBHI LBH Walhi Kontras Komnas PSSI PBSI KONI KADIN Apindo KSPI
KSPSI IDI AJI PWI ITB UI UGM IPB ITS Unair Undip Unpad Unhas USU WHO UNESCO UNICEF ASEAN NATO IMF FIFA AFC
""")
OFFICES = _words("""
kementerian badan dinas dirjen ditjen direktorat komisi lembaga mahkamah majelis dewan kejaksaan kepolisian pemerintah
pemkot pemkab pemprov universitas institut politeknik sekolah partai pt cv bank yayasan perusahaan asosiasi persatuan
ikatan himpunan forum koalisi organisasi federasi klub fc tbk persero polda polres polsek ombudsman bawaslu fraksi
komite otoritas balai pengadilan rsud rsup rumah sakit koperasi otorita sekretariat inspektorat
""")
TITLES = _words("""
presiden wapres menteri menko menkeu menkes mendagri menlu menhub mensos menag mentan menperin mendag menaker
mendikbud mendikdasmen menkumham menpora menteri wamen gubernur wagub bupati wabup walikota wali camat lurah kades
kapolri kapolda kapolres kapolsek kapolresta kapolrestabes panglima pangdam dandim jaksa hakim ketua wakil sekretaris
direktur dirut komisaris kepala kadis kabid kabag sekda sekjen jubir juru bicara humas kabid kasat kasubdit kombes
kompol akp iptu ipda aiptu bripka brigjen irjen komjen jenderal letjen mayjen kolonel letkol mayor kapten pak bu bapak
ibu bang mas mbak haji kiai kyai ustaz ustadz gus prof dr ir drs dra h hj kh habib pengamat pengacara anggota
politikus politisi pelatih penyanyi aktor aktris artis caleg capim capres cawapres cagub staf ahli analis ekonom
dokter warga
""")


def train() -> None:
    """Write weights/words.npz."""
    sentences, capital = _read()
    counts = Counter(word for sentence in sentences for word in sentence)
    listed = _lists()
    frequent = [word for word, n in counts.most_common(VOCABULARY) if n >= 5 and "\n" not in word]
    fine, coarse = _clusters(sentences, frequent)
    words = frequent + sorted(set(listed) - set(frequent))
    facts = np.zeros((len(words), 4), dtype=np.uint16)
    for i, word in enumerate(words):
        if i < len(frequent):
            facts[i, 0], facts[i, 1] = fine[i] + 1, coarse[i] + 1
        up, all_ = capital.get(word, (0, 0))
        facts[i, 2] = 0 if all_ < 3 else 1 + min(int(up / all_ * 5), 4) + (up == all_)
        facts[i, 3] = listed.get(word, 0)
    np.savez_compressed(WEIGHTS / "words.npz", words=np.frombuffer("\n".join(words).encode(), np.uint8), facts=facts)
    print("words:", len(words), "clustered:", len(frequent))


def _read() -> tuple[list[list[str]], dict[str, tuple[int, int]]]:
    """Sentences in small letters, and per word how often it had a capital inside a sentence, of how many."""
    sentences: list[list[str]] = []
    upper: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    bodies = [row["body"] for row in articles_clickid()] + [row["body"] for row in articles_detik()]
    for body in bodies:
        text = re.sub(r"(?<=[.!?\"”]) ?,(?=\S)", "\n", body)[:6000]
        tokens = tokens_of(text)
        for start, end in sentences_of(text, tokens):
            written = [token.text for token in tokens[start:end]]
            sentences.append([word.lower() for word in written])
            for word in written[1:]:
                seen[word.lower()] += 1
                upper[word.lower()] += word[0].isupper()
    return sentences, {word: (upper[word], n) for word, n in seen.items()}


def _clusters(sentences: list[list[str]], vocabulary: list[str]) -> tuple[np.ndarray, np.ndarray]:
    place = {word: i for i, word in enumerate(vocabulary)}
    flat = [i for s in sentences for i in [-1, -1, *(place.get(w, -2) for w in s)]]
    ids = np.array(flat)
    rows, columns = [], []
    for slot, offset in enumerate((-2, -1, 1, 2)):
        a, b = (ids[-offset:], ids[:offset]) if offset < 0 else (ids[:-offset], ids[offset:])
        good = (a >= 0) & (b >= -1) & (b < CONTEXTS)
        rows.append(a[good])
        columns.append(b[good] + 1 + slot * (CONTEXTS + 1))
    row, column = np.concatenate(rows), np.concatenate(columns)
    joint = sp.csr_matrix((np.ones(len(row)), (row, column)), shape=(len(vocabulary), 4 * (CONTEXTS + 1)))
    joint.sum_duplicates()
    total = joint.sum()
    words, contexts = np.asarray(joint.sum(1)).ravel(), np.asarray(joint.sum(0)).ravel()
    cells = joint.tocoo()
    pmi = np.log(cells.data * total / (words[cells.row] * contexts[cells.col] ** 0.75 * contexts.sum() ** 0.25 + 1e-9))
    positive = sp.csr_matrix((np.maximum(pmi, 0), (cells.row, cells.col)), shape=joint.shape)
    u, s, _ = randomized_svd(positive, DIMENSIONS, n_iter=3, random_state=0)
    vectors = u * np.sqrt(s)
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    fine = MiniBatchKMeans(FINE, random_state=0, n_init=1, batch_size=4096).fit_predict(vectors)
    coarse = MiniBatchKMeans(COARSE, random_state=0, n_init=1, batch_size=4096).fit_predict(vectors)
    return fine, coarse


def _lists() -> dict[str, int]:
    found: Counter[str] = Counter()

    def put(words: list[str], bit: int) -> None:
        for word in words:
            found[word.lower()] |= bit

    with gzip.open(CORPUS / "ref_indonesia/wilayah_prov_kab_kec.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            bit = {"province": PROVINCE, "regency_city": REGENCY}.get(row["level"], DISTRICT)
            name = re.sub(r"^(Kabupaten|Kota|Kab\.) (Administrasi )?", "", row["name"])
            put([part for part in name.split() if len(part) > 2 and part.isalpha()], bit)
    put(OFFICES, OFFICE)
    put(ABBREVIATIONS, ABBREVIATION)
    put(TITLES, TITLE)
    inside: dict[str, Counter[str]] = {}
    for tokens, tags in conll("indonlu/nerp_train.txt.gz", {"PPL": "PER", "PLC": "LOC"}):
        for token, tag in zip(tokens, tags, strict=True):
            inside.setdefault(token, Counter())[tag[2:]] += 1
    for word, kinds in inside.items():
        kind, n = kinds.most_common(1)[0]
        if kind and n >= 2 and n > 0.7 * kinds.total() and word.isalpha():
            put([word], PERSON if kind == "PER" else PLACE)
    return dict(found)


if __name__ == "__main__":
    train()
