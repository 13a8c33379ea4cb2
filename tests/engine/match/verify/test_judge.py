"""What is said of a pasted text: one test per rule, then any mangling and any forgery."""

import random
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engine.match.verify.releases import BRIDGE, FOREIGN, IMMUNISATION, B, R, changes, judged, with_

from kentongan.engine.match.verify import Judgement, Kind, Known, Verdict, judge
from kentongan.engine.match.verify.judge import MAX_LENGTH

SENTENCE = "Warga diminta membawa kartu keluarga dan buku imunisasi."
ACCENTED = Known("kafe", "Kafé Désa Wisata Bunga Matahari dibuka kembali untuk umum mulai hari Sabtu pagi ini juga.")


# --- authentic --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        IMMUNISATION,
        IMMUNISATION.upper(),
        IMMUNISATION.lower(),
        IMMUNISATION.replace(" ", "  "),
        IMMUNISATION.replace(" ", "\u00a0"),
        IMMUNISATION.replace("\n", " "),
        IMMUNISATION.replace("\n\n", "\r\n"),
        with_("Rp1.250", "Rp 1.250"),
        with_("5%", "5 %"),
        with_("puskesmas. Kepala", "puskesmas.Kepala"),
        with_("tidak dipungut", "tidakdipungut"),
        with_("melalui", "me lalui"),
        with_("melalui", "me-\nlalui"),
        IMMUNISATION.replace("“", '"').replace("”", '"'),
        IMMUNISATION.replace("“", "«").replace("”", "»"),
        IMMUNISATION.replace("“", "'").replace("”", "’"),
        f"“{IMMUNISATION}”",
        IMMUNISATION.replace("\n- ", "\n• "),
        IMMUNISATION.replace("\n- ", "\n– "),
        IMMUNISATION.replace("\n- ", "\n"),
        IMMUNISATION.replace("\n- ", "\n-"),
        IMMUNISATION.replace("\n- ", " - "),
        IMMUNISATION.replace("\n- ", " • "),
        IMMUNISATION.replace("\n- ", "\n\uf0b7\t"),
        IMMUNISATION.replace("\n", "\n> "),
        "> " + IMMUNISATION.replace("\n", "\n>"),
        IMMUNISATION.replace("gratis", "*gratis*").replace("Rahma", "_Rahma_"),
        with_("12 Maret", "*12* _Maret_"),
        with_("apa pun.", "apa pun 🙏🙏."),
        with_("apa pun.", "apa pun 👨‍👩‍👧 🇮🇩🇮🇩 👇🏽 ❤️ ⚠️.\n"),
        "📢 " + IMMUNISATION,
        "\ufeff" + IMMUNISATION,
        IMMUNISATION + "\n\n🙏",
        IMMUNISATION + "\n-----------\n",
        unicodedata.normalize("NFD", IMMUNISATION),
    ],
)
def test_what_chats_and_phones_change_is_ignored(text: str) -> None:
    judgement = judged(text)
    assert changes(judgement) == []
    assert (judgement.verdict, judgement.main, judgement.whole) == (Verdict.AUTHENTIC, "imunisasi", True)


def test_accents_may_be_typed_either_way() -> None:
    for form in ("NFC", "NFD"):
        assert judge(unicodedata.normalize(form, ACCENTED.text), [ACCENTED]).verdict is Verdict.AUTHENTIC
    assert judge(ACCENTED.text.replace("Désa", "Desa"), [ACCENTED]).verdict is Verdict.ALTERED


@pytest.mark.parametrize(
    ("one", "other"), [("Lalu… hujan turun", "Lalu... hujan turun"), ("ekspor – impor", "ekspor - impor")]
)
def test_what_word_processors_change_is_ignored(one: str, other: str) -> None:
    text = "Kabar dari posko siaga di hulu sungai malam ini masih sama. {} sampai pagi tanpa henti di desa itu."
    assert judge(text.format(other), [Known("x", text.format(one))]).verdict is Verdict.AUTHENTIC
    assert judge(text.format(one), [Known("x", text.format(other))]).verdict is Verdict.AUTHENTIC


@pytest.mark.parametrize(
    "stamp",
    [
        "[10/3 08.12] Budi: ",
        "[10/03/26 08.12.33] Ibu RT 05: ",
        "\u200e[3/11/26, 7:05:01\u202fAM] Pak Lurah: ",
        "[08.12, 10/3/2026] +62 812-3456-7890: ",
        "10/03/26, 08:12 - Budi Hartono: ",
        "Diteruskan: ",
        "Diteruskan\n",
        "*Diteruskan berkali-kali*\n",
        "Fwd: ",
        "[10/3 08.12] Budi: Diteruskan:\n",
        "---------- Forwarded message ---------\nDari: Humas <humas@kpp.example>\nTanggal: 3 Mar 2026\n\n",
    ],
)
def test_stamps_of_chats_are_no_foreign_text(stamp: str) -> None:
    judgement = judged(stamp + IMMUNISATION)
    assert judgement.verdict is Verdict.AUTHENTIC
    assert judgement.frames[0][0] == 0
    assert judged(IMMUNISATION.replace("\n\n", "\n\n" + stamp)).verdict is Verdict.AUTHENTIC


def test_what_a_person_wrote_before_is_foreign() -> None:
    judgement = judged("Info penting dari grup sebelah, tolong sebarkan.\n" + IMMUNISATION)
    assert judgement.verdict is Verdict.MIXED
    assert [part.known for part in judgement.parts] == [None, "imunisasi"]
    assert judgement.differences == ()


def test_a_release_that_holds_stamps_itself_is_compared_with_them() -> None:
    known = Known("log", "Catatan posko untuk umum\n[10/3 08.12] Budi: air naik sampai lutut orang dewasa di jalan")
    assert judge(known.text, [known]).verdict is Verdict.AUTHENTIC
    assert judge(known.text.replace("10/3", "11/3"), [known]).verdict is Verdict.ALTERED


# --- parts and their ends ---------------------------------------------------------------------------------------------


def test_a_part_is_told_from_twelve_words_on() -> None:
    words = IMMUNISATION.split()
    assert judged(" ".join(words[20:32])).verdict is Verdict.AUTHENTIC
    short = judged(" ".join(words[20:31]))
    assert (short.verdict, short.too_short, short.nearest) == (Verdict.UNKNOWN, True, "imunisasi")


def test_a_short_text_is_told_when_it_is_whole() -> None:
    known = Known("kilat", "Gempa tidak berpotensi tsunami.")
    judgement = judge("*GEMPA tidak berpotensi tsunami*", [known])
    assert (judgement.verdict, judgement.whole, judgement.too_short) == (Verdict.AUTHENTIC, True, False)
    for text in ("Gempa berpotensi tsunami.", "Gempa tidak berpotensi tsunami?", "Gempa tidak berpotensi"):
        assert judge(text, [known]).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize("end", ["", "…", "...", " ...", "…\nBaca selengkapnya", "... *Baca selengkapnya*", "”", " 🙏"])
def test_a_last_word_that_was_cut_is_no_alteration(end: str) -> None:
    cut = IMMUNISATION[: IMMUNISATION.index("dipungut") + 4]
    judgement = judged(cut + end)
    assert (judgement.verdict, judgement.cut_end, judgement.whole) == (Verdict.AUTHENTIC, True, False)
    assert judgement.differences == ()


def test_a_first_word_that_was_cut_is_no_alteration() -> None:
    judgement = judged(IMMUNISATION[IMMUNISATION.index("dipungut") + 3 :])
    assert (judgement.verdict, judgement.cut_start, judgement.differences) == (Verdict.AUTHENTIC, True, ())


@pytest.mark.parametrize(
    ("end", "published", "pasted"),
    [
        ("Rp1", "Rp1.250.000.000", "Rp1"),
        ("Rp1.2", "Rp1.250.000.000", "Rp1.2"),
        ("Rp1.250", "Rp1.250.000.000", "Rp1.250"),
        ("87", "87,5", "87"),
        ("87,5", "87,5 persen", "87,5"),
        ("naik 5", "5%", "5"),
        ("123-456-78", "123-456-7890", "123-456-78"),
    ],
)
def test_a_number_cut_at_the_end_is_shown_as_cut(end: str, published: str, pasted: str) -> None:
    judgement = judged(IMMUNISATION[: IMMUNISATION.index(end) + len(end)])
    assert (judgement.verdict, judgement.cut_end) == (Verdict.AUTHENTIC, True)
    assert changes(judgement) == [("cut_number", published, pasted)]


@pytest.mark.parametrize(
    "end",
    [
        "Rp1.",
        "Rp1.250.000.",
        "Rp1.250.000)",
        "Rp1.3",
        "Rp1.2.",
        "Rp2",
        "Rp1.2 miliar",
        "Rp1.250?",
        "Rp1.2 🙏 juta",
        "Rp1,2",
        "US$1.2",
    ],
)
def test_a_number_changed_at_the_end_is_not_cut(end: str) -> None:
    judgement = judged(IMMUNISATION[: IMMUNISATION.index("Rp1")] + end)
    assert judgement.verdict is Verdict.ALTERED
    assert any(found.kind in (Kind.NUMBER, Kind.QUESTION, Kind.CURRENCY) for found in judgement.differences)


@pytest.mark.parametrize(
    "start", ["250.000.000", "50.000.000", "000 telah", "1.250.000.000 telah", "3 derajat", "22.00"]
)
def test_a_number_cut_at_the_start_is_shown_as_cut(start: str) -> None:
    text = IMMUNISATION if start in IMMUNISATION else BRIDGE
    judgement = judged(text[text.index(start) :])
    assert judgement.verdict is Verdict.AUTHENTIC
    assert [found.kind for found in judgement.differences] == ([] if start == "22.00" else [Kind.CUT_NUMBER])


def test_a_part_that_begins_behind_a_negation_shows_it() -> None:
    judgement = judged(IMMUNISATION[IMMUNISATION.index("dipungut") :])
    assert judgement.verdict is Verdict.AUTHENTIC
    assert changes(judgement) == [("cut_negation", "tidak", "")]


# --- altered ----------------------------------------------------------------------------------------------------------

STRUCK = "".join(letter + "\u0336" for letter in "tidak")
FRAUD = "Warga cukup mengirim uang jasa ke nomor panitia."
ALTERATIONS = [
    ("1.250.000.000", "1.350.000.000", "number", "Rp1.250.000.000", "Rp1.350.000.000"),
    ("45.300", "45,300", "number", "45.300", "45,300"),
    ("45.300", "45300", "number", "45.300", "45300"),
    ("45.300", "45 300", "number", "45.300", "45 300"),
    ("45.300", "45🙂300", "number", "45.300", "45🙂300"),
    ("45.300", "453.00", "number", "45.300", "453.00"),
    ("87,5 persen", "8,75 persen", "number", "87,5", "8,75"),
    ("87,5 persen", "87,5 juta", "currency", "persen", "juta"),
    ("naik 5%", "naik 5", "currency", "5%", "5"),
    ("naik 5%", "naik -5%", "sign", "5%", "-5%"),
    ("naik 5%", "naik - 5%", "sign", "", "-"),
    ("naik 5%", "naik 50%", "number", "5%", "50%"),
    ("Rp1", "US$1", "currency", "Rp1.250.000.000", "US$1.250.000.000"),
    ("Rp1", "1", "currency", "Rp", ""),
    ("Rp1", "$1", "currency", "Rp1.250.000.000", "$1.250.000.000"),
    ("12 Maret", "12 Mei", "date", "Maret", "Mei"),
    ("12 Maret", "13 Maret", "date", "12", "13"),
    ("Kamis", "Jumat", "date", "Kamis", "Jumat"),
    ("5/3/2026", "5/4/2026", "date", "5/3/2026", "5/4/2026"),
    ("Rahma Wijaya", "Siti Aminah", "name", "Rahma Wijaya", "Siti Aminah"),
    ("Rahma Wijaya", "Rahma Wijayanti", "name", "Wijaya", "Wijayanti"),
    ("123-456-7890", "123-456-7980", "number", "123-456-7890", "123-456-7980"),
    ("ini tidak dipungut", "ini dipungut", "negation", "tidak", ""),
    ("telah disiapkan", "telah tidak disiapkan", "negation", "", "tidak"),
    ("telah disiapkan", "belum disiapkan", "negation", "telah", "belum"),
    ("gratis mulai", "grаtis mulai", "lookalike", "gratis", "grаtis"),
    ("gratis mulai", "ｇratis mulai", "lookalike", "gratis", "ｇratis"),
    ("gratis mulai", "𝐠𝐫𝐚𝐭𝐢𝐬 mulai", "lookalike", "gratis", "𝐠𝐫𝐚𝐭𝐢𝐬"),
    ("gratis mulai", "grαtis mulai", "lookalike", "gratis", "grαtis"),
    ("Kabupaten Sukamaju", "\u212aabupaten Sukamaju", "lookalike", "Kabupaten", "\u212aabupaten"),
    ("disiapkan", "di\u017fiapkan", "lookalike", "disiapkan", "di\u017fiapkan"),
    ("telah", "te1ah", "lookalike", "telah", "te1ah"),
    ("membawa kartu", "memb4wa kartu", "lookalike", "membawa", "memb4wa"),
    ("dapat diperoleh", "dapat diper0leh", "lookalike", "diperoleh", "diper0leh"),
    ("45.300", "45.3٠0", "lookalike", "45.300", "45.3٠0"),
    ("telah", "te\u200blah", "invisible", "telah", "te\u200blah"),
    ("telah disiapkan", "telah \u200bdisiapkan", "invisible", "disiapkan", "\u200bdisiapkan"),
    ("telah disiapkan", "telah\u2060 disiapkan", "invisible", "telah", "telah\u2060"),
    ("telah disiapkan", "\u202etelah\u202c disiapkan", "invisible", "telah", "\u202etelah\u202c"),
    ("45.300", "45\u200b.300", "invisible", "45.300", "45\u200b.300"),
    ("telah", "te\u00adlah", "invisible", "telah", "te\u00adlah"),
    ("tidak dipungut", "~tidak~ dipungut", "strike", "tidak", "~tidak~"),
    ("tidak dipungut", f"{STRUCK} dipungut", "strike", "tidak", STRUCK),
    ("apa pun.", "apa pun ❌.", "tick", "", "❌"),
    ("apa pun.", "apa pun. ✗", "tick", "", ""),
    ("asli", "asli ✅", "tick", "", "✅"),
    ("kartu keluarga asli", "kartu keluarga 🚫 asli", "tick", "", "🚫"),
    ("apa pun.", "apa pun?", "question", "pun.", "pun?"),
    ("apa pun.", "apa pun❓.", "question", "pun", "pun❓"),
    ("apa pun.", "apa pun!", "punctuation", "pun.", "pun!"),
    ("buku imunisasi. “Jangan", "buku imunisasi. Jangan", "punctuation", "“Jangan", "Jangan"),
    (f" {SENTENCE}", "", "dropped", SENTENCE, ""),
    ("apa pun.", f"apa pun. {FRAUD}", "inserted", "", FRAUD),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "kind", "published", "pasted"), ALTERATIONS)
def test_what_is_never_ignored(old: str, new: str, kind: str, published: str, pasted: str) -> None:
    text = with_(old, new)
    judgement = judged(text)
    assert (judgement.verdict, judgement.main) == (Verdict.ALTERED, "imunisasi")
    found = judgement.differences[0]
    assert found.kind.value == kind
    assert text[found.start : found.end] == found.pasted
    assert IMMUNISATION[found.published_start : found.published_end] == found.published
    if pasted != published:
        assert (found.published, found.pasted) == (published, pasted)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("❌ " + IMMUNISATION, "tick"),
        (IMMUNISATION + " ✗", "tick"),
        (f"~{IMMUNISATION}~", "strike"),
        (IMMUNISATION[:-1] + "?", "question"),
        (IMMUNISATION + "\u200b", "invisible"),
        ("Tidak " + IMMUNISATION, "negation"),
        (IMMUNISATION.replace("Layanan imunisasi", "Pelayanan imunisasi"), "word"),
        (IMMUNISATION[:-6] + "libur.", "word"),
        ("-" + IMMUNISATION[IMMUNISATION.index("12 Maret") :], "sign"),
    ],
)
def test_the_edges_are_looked_at_too(text: str, kind: str) -> None:
    judgement = judged(text)
    assert judgement.verdict is Verdict.ALTERED
    assert kind in {found.kind.value for found in judgement.differences}


def test_sentences_in_another_order_are_an_alteration() -> None:
    one, other = "Layanan ini tidak dipungut biaya apa pun.", SENTENCE
    judgement = judged(IMMUNISATION.replace(f"{one} {other}", f"{other} {one}"))
    assert judgement.verdict is Verdict.ALTERED
    assert {found.kind for found in judgement.differences} == {Kind.MOVED}
    halves = IMMUNISATION.split("\n\n")
    assert judged("\n\n".join([*halves[2:], *halves[:2]])).verdict is Verdict.ALTERED


def test_a_dropped_paragraph_is_shown_whole() -> None:
    paragraphs = IMMUNISATION.split("\n\n")
    judgement = judged("\n\n".join([*paragraphs[:2], *paragraphs[3:]]))
    assert judgement.verdict is Verdict.ALTERED
    (found,) = judgement.differences
    assert (found.kind, found.published, found.pasted) == (Kind.DROPPED, paragraphs[2], "")


def test_figures_dates_and_names_come_first() -> None:
    text = with_("apa pun.", "apa pun?")
    text = with_("Rahma Wijaya", "Siti Aminah", text)
    text = with_("12 Maret", "12 Mei", text)
    text = with_("45.300", "54.300", text)
    text = with_("Layanan imunisasi", "Pelayanan imunisasi", text)
    kinds = [found.kind.value for found in judged(text).differences]
    assert kinds == ["number", "date", "name", "word", "question"]


# --- mixed ------------------------------------------------------------------------------------------------------------


def test_ours_and_foreign_text_are_parted() -> None:
    paragraph = IMMUNISATION.split("\n\n")[2]
    text = f"{FOREIGN}\n\n{paragraph}\n\n{FOREIGN}"
    judgement = judged(text)
    assert judgement.verdict is Verdict.MIXED
    assert [part.known for part in judgement.parts] == [None, "imunisasi", None]
    part = judgement.parts[1]
    assert text[part.start : part.end] + "." == paragraph
    assert IMMUNISATION[part.published_start : part.published_end] + "." == paragraph
    assert judgement.differences == ()


def test_alterations_in_a_mixed_text_are_listed() -> None:
    judgement = judged(f"{FOREIGN}\n\n{with_('87,5', '78,5')}")
    assert judgement.verdict is Verdict.MIXED
    assert changes(judgement) == [("number", "87,5", "78,5")]


@pytest.mark.parametrize("joint", ["\n\n", "\n", " ", "\n-----\n", "\n[10/3 08.12] Budi: "])
def test_two_releases_are_parted(joint: str) -> None:
    judgement = judged(IMMUNISATION + joint + BRIDGE)
    assert judgement.verdict is Verdict.MIXED
    assert [part.known for part in judgement.parts] == ["imunisasi", "jembatan"]
    assert (judgement.main, judgement.differences) == ("imunisasi", ())


def test_sentences_of_two_releases_are_parted() -> None:
    ours, theirs = IMMUNISATION.split("\n\n"), re.split(r"(?<=\.) ", BRIDGE.split("\n\n")[1])
    judgement = judged("\n".join([ours[1], theirs[0], ours[2], theirs[2]]))
    assert judgement.verdict is Verdict.MIXED
    assert [part.known for part in judgement.parts] == ["imunisasi", "jembatan", "imunisasi", "jembatan"]


def test_text_put_into_a_release_is_an_alteration() -> None:
    text = with_("apa pun.", f"apa pun. {FOREIGN.split('. ')[0]}.")
    judgement = judged(text)
    assert judgement.verdict is Verdict.ALTERED
    assert [(found.kind, found.pasted) for found in judgement.differences] == [
        (Kind.INSERTED, f"{FOREIGN.split('. ')[0]}.")
    ]


def test_news_that_quotes_a_release_is_mixed() -> None:
    quotes = [
        "Layanan ini tidak dipungut biaya apa pun. Warga diminta membawa kartu keluarga dan buku imunisasi",
        "Sumbangan sukarela hanya melalui rekening 123-456-7890 atas nama dinas. Informasi lebih lanjut dapat",
    ]
    judgement = judged(f"{FOREIGN} “{quotes[0]},” katanya. {FOREIGN} “{quotes[1]},” ujarnya. {FOREIGN}")
    assert judgement.verdict is Verdict.MIXED
    assert [part.known for part in judgement.parts] == [None, "imunisasi", None, "imunisasi", None]


# --- standing ---------------------------------------------------------------------------------------------------------

OLD = with_("45.300", "54.300")


def test_of_two_versions_the_one_that_fits_is_taken() -> None:
    old, new = Known("v1", OLD, "corrected"), Known("v2", IMMUNISATION)
    for known in ([old, new], [new, old]):
        assert (judge(OLD, known).verdict, judge(OLD, known).main) == (Verdict.CORRECTED, "v1")
        assert (judge(IMMUNISATION, known).verdict, judge(IMMUNISATION, known).main) == (Verdict.AUTHENTIC, "v2")
        part = IMMUNISATION[IMMUNISATION.index("Layanan ini") :]
        assert (judge(part, known).verdict, judge(part, known).main) == (Verdict.AUTHENTIC, "v2")
        forged = judge(IMMUNISATION.replace("45.300", "99.300"), known)
        assert (forged.verdict, forged.main) == (Verdict.ALTERED, "v2")


def test_a_withdrawn_version_says_so_only_when_exact() -> None:
    known = [Known("v1", IMMUNISATION, "withdrawn")]
    assert judge(IMMUNISATION.upper(), known).verdict is Verdict.WITHDRAWN
    assert judge(IMMUNISATION[:300], known).verdict is Verdict.WITHDRAWN
    assert judge(IMMUNISATION.replace("5%", "6%"), known).verdict is Verdict.ALTERED


def test_a_sentence_added_by_a_later_version() -> None:
    longer = IMMUNISATION.replace("apa pun.", "apa pun. Petugas akan datang ke rumah warga lanjut usia.")
    known = [Known("v1", IMMUNISATION, "corrected"), Known("v2", longer)]
    assert (judge(IMMUNISATION, known).main, judge(longer, known).main) == ("v1", "v2")


# --- unknown ----------------------------------------------------------------------------------------------------------


def test_foreign_text_is_unknown_and_nothing_is_guessed() -> None:
    judgement = judged(FOREIGN)
    assert (judgement.verdict, judgement.main, judgement.nearest) == (Verdict.UNKNOWN, None, None)
    assert [part.known for part in judgement.parts] == [None]


def test_the_nearest_is_named_where_a_true_share_is_the_same() -> None:
    near = f"{FOREIGN} Layanan ini tidak dipungut biaya apa pun. Warga diminta {FOREIGN}"
    judgement = judged(near)
    assert (judgement.verdict, judgement.nearest) == (Verdict.UNKNOWN, "imunisasi")
    assert 0.05 < judgement.nearest_share < 0.2


@pytest.mark.parametrize("text", ["", " \n", "🙏🙏🙏", "?", "\ufeff", "a", "12", "\ud800", "*_*", "-", "\u200b" * 50])
def test_next_to_nothing_is_too_short(text: str) -> None:
    judgement = judged(text)
    assert (judgement.verdict, judgement.too_short, judgement.differences) == (Verdict.UNKNOWN, True, ())


def test_nothing_known() -> None:
    assert judge(IMMUNISATION, []).verdict is Verdict.UNKNOWN
    assert judge(IMMUNISATION, [Known("empty", ""), Known("marks", "!!! 🙏")]).verdict is Verdict.UNKNOWN


# --- hostile ----------------------------------------------------------------------------------------------------------


def test_lone_surrogates_and_controls_are_differences() -> None:
    assert judged(with_("telah", "te\ud800lah")).verdict is Verdict.ALTERED
    assert judged(with_("telah", "te\x00lah")).verdict is Verdict.ALTERED


@pytest.mark.whole
@pytest.mark.parametrize(
    "piece",
    [
        *("a ", "a a a b ", "🙏", "\u200b", "> ", ">", "\n- ", "1", "1.", "1 ", "1*", "é", "a\u0336", "~", '"', "..."),
        *("\n[10/3 08.12] a: ", "(", "_", "a_", "@a_", "-\n", "> 5\n", "- 5\n"),
    ],
)
def test_huge_repetition_is_read_in_linear_time(piece: str) -> None:
    text = piece * (30_000 // len(piece))
    judge(text, [R, Known("huge", text[:15_000] + "x " + text[15_000:])])


def test_a_huge_paste_is_capped_and_says_so() -> None:
    known = Known("buku", " ".join(f"kata{number % 977} dan{number}" for number in range(3_000)))
    judgement = judge(known.text * 6, [known])
    assert judgement.capped
    assert not judged(IMMUNISATION).capped
    assert max(part.end for part in judgement.parts) <= MAX_LENGTH


# --- any mangling, any forgery ----------------------------------------------------------------------------------------

SEEDS = st.integers(0, 2**32)
EMOJI = ["🙏", "🔥", "❤️", "👨‍👩‍👧", "🇮🇩", "⚠️", "👇🏽", "☎️", "➡️", "⭐", "📌"]
SPACES = [" ", "  ", "\n", "\u00a0", " \t"]
MARKED = ["{}", "{}", "*{}*", "_{}_", "*_{}_*"]
LINES = ["\n", "\n> ", "\n• ", "\n* ", "\n\n"]
CHANGERS = [
    lambda text, random_: random_.choice([str.upper, str.lower, str.title, str.swapcase])(text),
    lambda text, random_: re.sub(r"(?<!\d) | (?!\d)", lambda _: random_.choice(SPACES), text),
    lambda text, random_: re.sub(r" (?!\d)", lambda _: random_.choice([" ", " ", f" {random_.choice(EMOJI)} "]), text),
    lambda text, random_: re.sub(r"\b[A-Za-z]{3,}\b", lambda word: random_.choice(MARKED).format(word[0]), text),
    lambda text, random_: re.sub("[“”]", lambda _: random_.choice("\"“”'«»"), text),
    lambda text, random_: re.sub(r"\n(?![-\n])", lambda _: random_.choice(LINES), text),
    lambda text, random_: unicodedata.normalize(random_.choice(["NFC", "NFD"]), text),
    lambda text, random_: random_.choice(["[1/3 09.00] Ani: ", "Diteruskan\n", "> ", "📢", "", "“"]) + text,
    lambda text, random_: text + random_.choice(["\n🙏", "", "\n=====", "”", " \n"]),
]  # fmt: skip


def cut(text: str, random_: random.Random) -> str:
    """A piece of at least fifteen words, torn at any letter, but not right behind a mark within a number (`45.`).

    That reads as the end of a sentence and another number: an alteration, as stands above.
    """
    start = random_.choice([0, random_.randrange(len(text) // 2)])
    piece = text[start : start + random_.randrange(max(150, len(text) // 3), len(text))]
    return re.sub(r"(?<=\d)[.,]\Z", "", piece)


@given(SEEDS, st.lists(st.sampled_from(CHANGERS), max_size=5, unique=True), st.booleans())
def test_any_mangling_of_what_is_ignored_stays_authentic(seed: int, changers: list[object], whole: bool) -> None:
    random_ = random.Random(seed)
    text = IMMUNISATION if whole else cut(IMMUNISATION, random_)
    for change in sorted(changers, key=CHANGERS.index):  # what stands around comes last
        text = change(text, random_)
    judgement = judged(text)
    assert (judgement.verdict, judgement.main) == (Verdict.AUTHENTIC, "imunisasi"), (text, changes(judgement))


def places(pattern: str, text: str) -> list[tuple[int, int]]:
    return [found.span() for found in re.finditer(pattern, text)]


SEPARATORS = [".", ",", "-", "", " ", "\u00a0", ":"]
INVISIBLES = "\u200b\u200c\u200d\u2060\u202e\u200f\u00ad\ufeff\ufe0f"
FORGERIES = [
    (r"\d", lambda old, random_: random_.choice([mark for mark in "0123456789" if mark != old])),
    (r"(?<=\d)[.,/-](?=\d)", lambda old, random_: random_.choice([mark for mark in SEPARATORS if mark != old])),
    (r"(?<![\d.,/-])(?=\d)", lambda _, random_: random_.choice("-−–+±<>~")),
    (r"(?<=\d)(?=\D)", lambda _, random_: random_.choice("05%‰")),
    (r"Rp", lambda _, random_: random_.choice(["US$", "€", "$", "SGD ", ""])),
    (r"%", lambda _, random_: random_.choice(["", " juta", "‰"])),
    (r"(?<=[a-z] )(?=[a-z])", lambda _, random_: random_.choice(["tidak ", "bukan ", "belum ", "Tidak"])),
    (r"(?<=\s)tidak ", lambda *_: ""),
    (r"(?<=\w)[aceopxy](?=\w)", lambda old, _: dict(zip("aceopxy", "асеорху", strict=True))[old]),
    (r"[a-z](?=[a-z])", lambda old, _: chr(ord(old) + 0xFEE0)),
    (r"(?<=[a-z])[ol](?=[a-z])", lambda old, _: {"o": "0", "l": "1"}[old]),
    (r"(?<=\S)(?=\s)|(?<=[a-z])(?=[a-z])", lambda _, random_: random_.choice(INVISIBLES)),
    (r"(?<=\s)[A-Za-z]{4,}(?=[\s,.])", lambda old, _: f"~{old}~"),
    (r"(?<=\s)[A-Za-z]{4,}(?=[\s,.])", lambda old, _: "".join(mark + "\u0336" for mark in old)),
    (r"(?<=[a-z.])(?=\s)", lambda _, random_: random_.choice([" ✗", "✔️", " ✅", " ❌", "☑", " 🚫", "⛔", "❓", "?"])),
    (r"\.(?=\s|$)", lambda *_: "?"),
    (r"(?<=\. )[A-Z][^.\n]{30,}\.\s", lambda *_: ""),
    (r"Maret|Rahma|Kamis|Sukamaju", lambda _, random_: random_.choice(["Juli", "Dewi", "Senin", "Tirtasari"])),
]  # fmt: skip


@given(SEEDS, st.sampled_from(FORGERIES), st.booleans(), st.lists(st.sampled_from(CHANGERS[1:6]), max_size=2))
def test_no_single_change_of_what_counts_is_ever_authentic(
    seed: int, forgery: tuple[str, object], is_bridge: bool, changers: list[object]
) -> None:
    random_ = random.Random(seed)
    source = BRIDGE if is_bridge else IMMUNISATION
    found = [span for span in places(forgery[0], source) if span[0] > 40 and span[1] < len(source) - 40]
    if not found:
        return
    start, end = random_.choice(found)
    said = forgery[1](source[start:end], random_)
    text = source[:start] + said + source[end:]
    plain = judged(text)
    assert plain.verdict is Verdict.ALTERED, (source[start:end], said)
    assert covers(plain, said, (start, start + len(said)), (start, end)), (said, changes(plain))
    before, behind = source[:start], source[end:]
    for change in changers:
        before, behind = change(before, random_), change(behind, random_)
    assert judged(before + said + behind).verdict is Verdict.ALTERED, (said, before + said + behind)


def covers(judgement: Judgement, said: str, place: tuple[int, int], published: tuple[int, int]) -> bool:
    """Whether a difference spans the change on the side where there is something; of a word put in twice, either."""
    for found in judgement.differences:
        if said.strip() and found.pasted == said.strip():
            return True
        if place[0] < place[1] and found.start <= place[0] + 1 and place[1] - 1 <= found.end:
            return True
        if found.published_start <= published[0] + 1 and published[1] - 1 <= found.published_end:
            return True
    return False


ANY = st.one_of(st.characters(codec=None), st.sampled_from('a b1.-> \n"~*_\u200b\u0301é🙏О'))


@given(st.text(ANY, max_size=80), st.integers(0, 900))
def test_any_text_can_be_judged(text: str, at: int) -> None:  # fmt: skip
    for pasted in (text, IMMUNISATION[:at] + text + IMMUNISATION[at:]):
        judgement = judged(pasted)
        for found in judgement.differences:
            assert pasted[found.start : found.end] == found.pasted
            assert 0 <= found.start <= found.end <= len(pasted)
        assert all(part.start < part.end for part in judgement.parts)
        assert [part.start for part in judgement.parts] == sorted(part.start for part in judgement.parts)
        if judgement.verdict in (Verdict.ALTERED, Verdict.AUTHENTIC):
            assert {part.known for part in judgement.parts} == {judgement.main}


@pytest.mark.parametrize(
    ("old", "new"),
    [("87,5 persen", "87, 5 persen"), ("Rp1.250.000.000", "Rp1.250. 000.000"), ("45.300 anak", "45.\n300 anak")],
)
def test_a_space_behind_a_separator_parts_a_number(old: str, new: str) -> None:
    judgement = judged(with_(old, new))

    assert judgement.verdict is Verdict.ALTERED
    assert {found.kind for found in judgement.differences} == {Kind.NUMBER}


@pytest.mark.parametrize("name", ["Ini tidak benar", "BERITA BOHONG", "Sudah dibatalkan pusat", "Awas penipuan"])
def test_a_saying_is_no_name_in_a_stamp(name: str) -> None:
    for stamp in (f"[16/03/26 08.12] {name}: ", f"16/03/26 08.12 - {name}: "):
        judgement = judged(stamp + IMMUNISATION)
        assert judgement.verdict is not Verdict.AUTHENTIC
        assert not judgement.frames
    assert judged(f"[16/03/26 08.12] Ibu Ani RT 05: {IMMUNISATION}").verdict is Verdict.AUTHENTIC


def test_further_candidates_are_asked_for_only_where_the_first_do_not_do() -> None:
    asked = []

    def further() -> list[Known]:
        asked.append(1)
        return [B]

    assert judge(IMMUNISATION, [R], further=further).verdict is Verdict.AUTHENTIC
    assert not asked
    assert judge(f"{IMMUNISATION}\n\n{BRIDGE}", [R], further=further) == judge(f"{IMMUNISATION}\n\n{BRIDGE}", [R, B])
    assert judge(BRIDGE, [], further=further) == judge(BRIDGE, [B])
    assert judge(FOREIGN, [R], further=further) == judge(FOREIGN, [R, B])
    assert len(asked) == 3
