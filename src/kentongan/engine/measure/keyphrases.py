"""The phrases that say what a story is about.

Candidates are runs of words that could be a noun phrase: nothing of the function words, no verb, no punctuation
inside. Words with capitals beside each other are one name and never torn: what is told of "Menteri Kesehatan Sari
Wulan" does not count for "Kesehatan Sari". Headlines, in which every word may have a capital and every verb may stand
without its prefix, say which words matter and lend no phrases, unless there is nothing else. Candidates are scored by
the C-value (Frantzi, Ananiadou and Mima, "Automatic recognition of multi-word terms", 2000: a phrase counts less where
it only stands inside a longer one), here over texts instead of occurrences, times how rare their words are in
Indonesian news.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from kentongan.engine.text.commonness import background, rarity
from kentongan.engine.text.fold import word_spans
from kentongan.engine.text.stem import stem
from kentongan.engine.text.stopwords import STOPWORDS

_LONGEST = 6  # words of a phrase
_LONGEST_NAME = 9  # "Menteri Koordinator Bidang Kemaritiman dan Investasi ..." with a name
_MAX_TEXT = 6_000  # per text, in code points: the news stands at the top
_MAX_TEXTS = 200
_HEADLINE = 0.8  # from this share of words with a capital on, capitals tell nothing
_ONE_TEXT = 0.5  # what only one of several texts says is hardly what the story is about
_IN_HEADLINES = 5.0  # how much more the words of headlines say


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Verbs in Indonesian begin with me-, di-, ber-, ter- and a few more; so do these nouns and adjectives in small letters.
_VERB_STARTS = ("me", "di", "ber", "ter")
_NOT_VERBS = _listed(
    """
    media medis mediasi medan medali meja mekanisme mekanik mekanika melati menara menit mental menteri menu merah
    merdeka merek meriam merpati mesin mesjid metal metana meter metode metro metropolitan mewah memo memori member
    mebel medsos meme dialog diabetes diagnosis diagnosa dialek diare diesel diet difabel digital digitalisasi dimensi
    dinamika dinas dinasti dinding dingin dini dinosaurus diplomasi diplomat diplomatik diri direksi direktorat direktur
    dirjen disabilitas disertasi disinformasi disiplin diskon diskresi diskriminasi diskusi distribusi distributor
    distrik diva dividen divisi divestasi beras berita berkah berkas berat bersih berlian beranda terminal ternak teror
    teroris terorisme teritorial terapi terigu terumbu terang termin teratai tersangka terdakwa terpidana
    terduga terlapor terowongan terobosan terpadu tertib teras tengah mendikbud mendagri menkeu menkes menhub menlu
    menhan menko menkominfo menkumham menag menaker mensos mensesneg menpora menpan mentan mendes meikarta melayu
    meksiko merapi merauke medan meulaboh mesir menado berau berlin bercak diana diego dian dieng didi dili dimas
    """
)
# Verbs without a prefix (as headlines and speech write them), adverbs, prepositions, slang: none stands in the name of
# a thing.
_NOT_NOUNS = _listed(
    """
    ajak akui ambil amankan ancam andalkan anggap angkat anjlok antar asal bagi bahas bakal bangkit bangun bantah
    bantu batal bawa bayar beber beda bela beri berkat bidik bikin boyong bubar bujuk buka bunuh buru butuh cabut
    caplok catat cecar cegah cicipi copot curhat curi dalami datang dengar desak dorong dukung duduk duga dulu
    enggan gagal gagas gandeng ganti garap genjot gugur habis hadapi hadir hadiri hapus harap hasut hentikan heran
    hilang himbau hindari ikut imbau incar ingat ingatkan ingin intip izinkan jadi jajal jalani jamin jawab jelang
    jemput jumpa kabur kagum kalah kalahkan kebut kecam kejar kecewa keluhkan kena kenal kenang kerahkan ketemu
    kira kirim komentari kritisi kuasai kunjungi kumpulkan kurangi laku lanjut lantik lari larang lawan lengkapi
    lewat lihat lolos lontar lupa maju malu mampir marah mau minta miliki muak muncul mundur mulai naik nanya nekat
    ngaku ngeyel nikmati nonton numpang nyaris nyatakan nyalakan nyoblos ogah pakai paham pamer pamit panggil
    pantau pasang pastikan pecat pelajari pergi periksa peringati perlu pikir pimpin pindah pingsan pinjam pukul
    pulang puji punya puas putuskan raih rela ribut salahkan salip salurkan salut sambangi sambut samakan sampaikan
    sarankan sasar sebar sebut segel selesai selidiki sembuh senang sentil serahkan seret sesal sesalkan setuju
    siap siapkan sikapi simak singgung sindir sita sodorkan sorot soroti suka susul syukuri tabrak tahan tahu takut
    tambah tampak tampil tanam tanggapi tangis tangkap tangani tanya tarik tawarkan temui temukan tengok tepis
    terbit terima terjun tewas tiba timbul tinjau tiru tolak tonton tumbang tumbuh tunda tunjuk tuntut turun turut
    tuding ubah ulang umumkan unggah ungguli ungkap usulkan usung usut wafat waspadai yakin yakini
    amat anti antaranya asalkan ataupun banget barangkali beliau bareng beserta bukannya cenderung dahulu dgn entah
    gara gimana hendaknya harusnya idealnya intinya itupun jadinya jika kadang kayak kalinya kalo kebanyakan
    kebetulan kecuali kelak keseluruhan kok konon langsung lumayan mana masuknya mirip mungkin ngga nggak nih
    nomornya nyatanya oleh olehnya paling pantas pasca perlahan pertamanya pokoknya pun relatif rupanya saatnya
    sebentar sebelah sebisa sedikitnya segenap sehari seharusnya seiring sejalan sekalipun sekian selagi selalu
    selepas seluas semakin semalam semestinya semoga sempat senada senantiasa senilai sepanjang sepasang
    sepeninggal seputar seraya serba serempak serentak sesuai seusai sewaktu siapapun soal sontak spontan tampaknya
    tatkala tentang terlanjur terus tetapi tiba timnya tuh udah umumnya urung usai via walhasil yuk kian
    sedikitpun sebatas makanya bentrok kewalahan milah me
    """
)
# Adjectives, and verbs that say what a thing is for ("rumah makan", "lingkungan hidup"): they follow a noun, and never
# lead.
_NOT_FIRST = _listed(
    """
    aman aneh asli baru basah benar berani besar bingung bodoh cantik cepat cocok dalam damai dekat dewasa efektif
    enak ganteng gampang gede gelap gembira gratis hangat hebat heboh indah inferior istimewa jarang jauh jelek
    jelita jujur kaya kecil kenyang keras keren kering kesal khawatir kolot kosong kotor kuat lama lambat lancar
    lapar larut lebar legowo lelah lemah lengkap longgar lucu lumpuh luas mahal malas manis mantap miskin monumental
    muda mudah murah nakal nyaman optimistis otomatis panjang pendek penting penuh percaya pesat pintar pusing ragu
    ramah ramai rapi rawan resah resmi ricuh ringan romantis rumit rusak sakit salah sayang sedih sehat sempit
    sempurna sepi seru serius setia sibuk sigap singkat sopan spesial stabil sulit tajam tegang tegas tenang tepat
    terbaru tertib tinggi tragis tua ulet umum utama wajar wajib
    beli bicara gelar hancur hidup hitung jaga jatuh jual keluar kumpul lahir lepas luluh lulus makan mandi masuk
    mati minum pecah putus tembak terbang tidur tinggal tunggu utus
    kedua ketiga keempat kelima keenam ketujuh kedelapan kesembilan kesepuluh enam tujuh delapan sembilan sepuluh
    belas puluh ratus ribu juta miliar triliun
    """
)
_NOT_LAST = _listed("dr drs hj ir prof jl kh rp")  # what they introduce stands behind a full stop
_SENTENCE = re.compile(r"[.!?:;\n“”\"]+")
# Offices and laws whose names hold an "and": "Menteri Kelautan dan Perikanan".
_NAMES_WITH_AND = _listed(
    """
    menteri kementerian komisi badan dinas lembaga direktorat direktur deputi kepala pusat undang uu bidang
    fakultas asosiasi persatuan perhimpunan majelis dewan biro divisi balai kelautan pariwisata agraria pt
    """
)


class _Word(NamedTuple):
    folded: str
    start: int  # where it stands in the text
    end: int
    capital: bool  # written with one, and not because the sentence begins with it


class _Runs(NamedTuple):
    """Stretches of words of one text that may stand together in a noun phrase."""

    told: list[list[_Word]]  # in sentences
    headed: list[list[_Word]]  # in headlines


def keyphrases(texts: Iterable[str], limit: int) -> list[tuple[str, float]]:
    """The phrases that tell most about the texts of one story: `(phrase, weight)`, best first, at most `limit`.

    Phrases are written as they mostly stand in the texts. Weights are relative, the best is 1. No phrase holds
    another or shares most of its words with a better one. Empty when the texts hold no telling word.
    """
    sources = [text[:_MAX_TEXT] for _, text in zip(range(_MAX_TEXTS), texts, strict=False)]
    read = [_runs(text) for text in sources]
    headed = {word.folded for text in read for run in text.headed for word in run}
    runs = [text.told for text in read]
    weights = _weights(runs, headed)
    if not weights:
        runs = [text.headed for text in read]
        weights = _weights(runs, headed)
    chosen = _without_overlap(sorted(weights, key=lambda phrase: (-weights[phrase], phrase)), limit)
    best = weights[chosen[0]] if chosen else 1.0
    written = _spellings(sources, runs, chosen)
    return [(written[phrase].most_common(1)[0][0], round(weights[phrase] / best, 4)) for phrase in chosen]


def _weights(runs: Sequence[Sequence[Sequence[_Word]]], headed: set[str]) -> dict[tuple[str, ...], float]:
    candidates = {phrase: count for phrase, count in _count(runs).items() if _can_stand_alone(phrase, headed)}
    return {
        phrase: value * _worth(phrase, headed) * (1 if candidates[phrase] > 1 else _ONE_TEXT)
        for phrase, value in _c_values(candidates).items()
        if value > 0
    }


def _can_stand_alone(phrase: tuple[str, ...], headed: set[str]) -> bool:
    """A single word says little, unless a headline has it too; and a figure says nothing."""
    if all(any(sign.isdigit() for sign in word) for word in phrase):
        return False
    return len(phrase) > 1 or phrase[0] in headed or not headed


def _worth(phrase: tuple[str, ...], headed: set[str]) -> float:
    in_headlines = sum(word in headed for word in phrase) / len(phrase)
    return _mean_rarity(phrase) * (1 + (_IN_HEADLINES - 1) * in_headlines)


def _count(runs: Sequence[Sequence[Sequence[_Word]]]) -> Counter[tuple[str, ...]]:
    """In how many texts each candidate stands, given the runs of each text."""
    occurs: Counter[tuple[str, ...]] = Counter()
    for text in runs:
        here: set[tuple[str, ...]] = set()
        for run in text:
            here.update(tuple(word.folded for word in part) for part in _parts(run))
        occurs.update(here)
    return occurs


def _parts(run: Sequence[_Word]) -> Iterator[Sequence[_Word]]:
    """The parts of a run that tear no name."""
    # Where a part may begin or end: not between two words with capitals.
    free = [at for at in range(len(run) + 1) if not (0 < at < len(run) and run[at - 1].capital and run[at].capital)]
    for number, start in enumerate(free):
        for end in free[number + 1 :]:
            part = run[start:end]
            if len(part) > (_LONGEST_NAME if all(word.capital for word in part) else _LONGEST):
                break
            leads = part[0].capital or part[0].folded not in _NOT_FIRST
            if leads and part[-1].folded not in _NOT_LAST:
                yield part


def _spellings(
    texts: Sequence[str], runs: Sequence[Sequence[Sequence[_Word]]], phrases: Sequence[tuple[str, ...]]
) -> dict[tuple[str, ...], Counter[str]]:
    """How the given phrases are written, how often; of the few chosen ones only: there are thousands of candidates."""
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for phrase in phrases:
        by_first[phrase[0]].append(phrase)
    written: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for text, its_runs in zip(texts, runs, strict=True):
        for run in its_runs:
            for start, word in enumerate(run):
                for phrase in by_first.get(word.folded, ()):
                    here = run[start : start + len(phrase)]
                    if tuple(one.folded for one in here) == phrase:
                        written[phrase][text[word.start : here[-1].end]] += 1
    return written


def _runs(text: str) -> _Runs:
    found = _Runs([], [])
    for sentence in _sentences(text):
        headline = _is_headline(text, sentence)
        (found.headed if headline else found.told).extend(_runs_of(text, sentence, headline=headline))
    return found


def _sentences(text: str) -> Iterator[list[tuple[str, int, int]]]:
    """The words of each stretch between marks that end a sentence, a line or a quotation."""
    sentence: list[tuple[str, int, int]] = []
    before = 0
    for word, start, end in word_spans(text):
        if sentence and _SENTENCE.search(text, before, start):
            yield sentence
            sentence = []
        sentence.append((word, start, end))
        before = end
    if sentence:
        yield sentence


def _is_headline(text: str, sentence: Sequence[tuple[str, int, int]]) -> bool:
    telling = [(word, text[start].isupper()) for word, start, _ in sentence if len(word) > 3 and word not in STOPWORDS]
    if len(telling) < 4 or sum(capital for _, capital in telling) < _HEADLINE * len(telling):
        return False
    return not any(word in _NOT_NOUNS or _is_verb(word) for word, capital in telling if not capital)


def _runs_of(text: str, sentence: Sequence[tuple[str, int, int]], *, headline: bool) -> Iterator[list[_Word]]:
    run: list[_Word] = []
    before = 0
    for place, (word, start, end) in enumerate(sentence):
        capital = text[start].isupper()
        # A capital says nothing in a headline and on the first word, unless a name begins there.
        first = place == 0 and (len(sentence) == 1 or not text[sentence[1][1]].isupper())
        if run and (
            text[before:start] not in (" ", "-", "'", "’") or not _may_stand(word, small=not capital or headline)
        ):
            if run[-1].capital and (
                _joins(text, run, sentence, place) or _belongs(text[start:end], text[before:start])
            ):
                run.append(_Word(word, start, end, capital=True))
                before = end
                continue
            yield run
            run = []
        if _may_stand(word, small=not capital or headline or first):
            run.append(_Word(word, start, end, capital and not headline and not first))
        before = end
    if run:
        yield run


def _belongs(spelling: str, between: str) -> bool:
    """Whether a figure or an initial belongs to the name before it: "Liga 1", "Vietnam Open 2019", "Laode M Syarif"."""
    if between != " ":
        return False
    if spelling.isdigit():
        return len(spelling) < 3 or spelling.startswith(("19", "20"))
    return len(spelling) == 1 and spelling.isupper()


def _joins(text: str, run: Sequence[_Word], sentence: Sequence[tuple[str, int, int]], place: int) -> bool:
    """Whether an "and" stands inside the name of an office, a firm or a law."""
    if sentence[place][0] != "dan" or place + 1 >= len(sentence) or not text[sentence[place + 1][1]].isupper():
        return False
    name: list[str] = []
    for word in reversed(run):
        if not word.capital:
            break
        name.append(word.folded)
    # "PT A dan PT B" are two.
    return not _NAMES_WITH_AND.isdisjoint(name) and sentence[place + 1][0] not in name


def _may_stand(word: str, *, small: bool) -> bool:
    return (
        1 < len(word) <= 30
        and not word.isdigit()
        and word not in STOPWORDS
        and not (small and (word in _NOT_NOUNS or _is_verb(word)))
    )


def _is_verb(word: str) -> bool:
    if word in _NOT_VERBS or word.endswith(("isme", "isasi", "ologi")):
        return False
    if word.startswith(_VERB_STARTS):
        return len(word) > 4
    if not word.endswith(("kan", "kannya")) or len(word) < 7:
        return False
    # "pendidikan", "kebijakan" and "gerakan" are nouns in -an; "pastikan" and "lakukan" are verbs in -kan.
    base = word.removesuffix("nya")[:-2]
    return not (word.startswith(("pe", "ke")) or base in background())


def _c_values(occurs: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], float]:
    longer: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for phrase, count in occurs.items():
        for size in range(1, len(phrase)):
            for start in range(len(phrase) - size + 1):
                longer[phrase[start : start + size]].append(count)
    return {
        phrase: math.log2(len(phrase) + 1) * (count - (sum(nests) / len(nests) if (nests := longer[phrase]) else 0))
        for phrase, count in occurs.items()
    }


def _mean_rarity(phrase: tuple[str, ...]) -> float:
    known = background()
    return sum(rarity(in_background=known.get(stem(word), 0.0)) for word in phrase) / len(phrase)


def _without_overlap(ranked: Sequence[tuple[str, ...]], limit: int) -> list[tuple[str, ...]]:
    chosen: list[tuple[str, ...]] = []
    taken: list[set[str]] = []
    for phrase in ranked:
        if len(chosen) >= limit:
            break
        stems = {stem(word) for word in phrase}
        if all(2 * len(stems & other) < max(2, min(len(stems), len(other)) + 1) for other in taken):
            chosen.append(phrase)
            taken.append(stems)
    return chosen
