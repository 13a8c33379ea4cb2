from __future__ import annotations

import pytest

from kentongan.engine.assess.speakers import Speakers
from kentongan.engine.types import Entity, EntityType


def speakers_of(text: str, *names: str, bodies: tuple[str, ...] = ()) -> Speakers:
    found = []
    for kind, words in ((EntityType.PERSON, names), (EntityType.ORGANISATION, bodies)):
        for word in words:
            at = -1
            while (at := text.find(word, at + 1)) >= 0:
                found.append(Entity(at, at + len(word), kind, word))
    return Speakers.of(text, sorted(found, key=lambda entity: entity.start))


def who(text: str, words: str, *names: str, strict: bool = False) -> str | None:
    speakers = speakers_of(text, *names)
    start = text.rindex(words)
    return speakers.who(start, start + len(words), strict=strict)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Sari Wulandari di Jakarta, Senin", "Sari Wulandari"),
        ("Menteri Kesehatan Sari Wulandari kepada wartawan", "Sari Wulandari"),
        ("Menteri Kesehatan (Menkes) Sari Wulandari", "Sari Wulandari"),
        ("Kepala Dinas Kesehatan, Sari Wulandari, saat ditemui", "Sari Wulandari"),
        ("pengacara Bhakti Eri, Sari Wulandari, di Jakarta", "Sari Wulandari"),
        ("Kapolsek Kota AKP Sari Wulandari", "Sari Wulandari"),
    ],
)
def test_a_name_is_found_beside_its_office(words: str, name: str) -> None:
    assert who(words, words, "Sari Wulandari", "Bhakti Eri") == name


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Wakil Ketua Komisi XI Wulandari", "Wulandari"),
        ("Kasat Reskrim Polres Kota, AKP Wulandari", "Wulandari"),
        ("juru bicara kementerian, Senin", "juru bicara kementerian"),
        ("anggota Komisi X DPR Lalu Wulandari", "Lalu Wulandari"),
        ("Kantor Kas Daerah dalam pernyataannya", "Kantor Kas Daerah"),
        ("Menteri Pelayanan Publik Sari Wulandari", "Sari Wulandari"),
        ("Menteri Pendidikan Dasar dan Menengah Sari Wulandari", "Sari Wulandari"),
    ],
)
def test_without_the_finder_what_is_written_large_after_an_office_is_the_name(words: str, name: str) -> None:
    assert who(words, words) == name


@pytest.mark.parametrize(
    ("text", "found", "name"),
    [
        ("Kata Menko Perekonomian Sari Wulandari.", "Sari Wulandari", "Sari Wulandari"),
        ("Kata Gubernur Jawa Barat Sari Wulandari.", "Sari Wulandari", "Sari Wulandari"),
        ("Kata Menteri Kesehatan Sari Wulandari Eri.", "Wulandari Eri", "Sari Wulandari Eri"),
        ("Kata Dirjen Imigrasi Sari Wulandari.", "Imigrasi Sari Wulandari", "Sari Wulandari"),
        ("Kata Kepala RS Bakti Eri dr. Sari Wulandari.", "Bakti Eri dr. Sari Wulandari", "Sari Wulandari"),
        ("Kata dr. Sari Eri Wulandari Putri.", "Wulandari Putri", "Sari Eri Wulandari Putri"),
        ("Kata Kombes I Putu Gede Wulandari.", "Wulandari", "I Putu Gede Wulandari"),
        ("Kata Kombes Sari E.P. Wulandari, Senin.", "Sari E", "Sari E.P. Wulandari"),
        ("Kata Ibunda Sari Wulandari.", "Ibunda Sari Wulandari", "Sari Wulandari"),
        ("Kata Sari didampingi Wulan.", "Sari didampingi Wulan", "Sari"),
        ("Sari Wulandari Eri menang. Lalu Sari pulang.", "Wulandari Eri", "Sari Wulandari Eri"),
        ("Kata anggota Lalu Wulandari.", "Wulandari", "Lalu Wulandari"),
        ("Kata direktur Sari W. Eri.", "W. Eri", "Sari W. Eri"),
        ("Psikolog Sari Wulandari menilai hal itu.", "Psikolog Sari Wulandari", "Sari Wulandari"),
        ("Kata Universitas Trisari Sari Wulandari.", "Sari Wulandari", "Sari Wulandari"),
    ],
)
def test_a_name_begins_where_the_office_ends(text: str, found: str, name: str) -> None:
    assert speakers_of(text, found).names[0].text == name


def test_a_name_may_begin_like_a_word_for_papers() -> None:
    assert who("Halimah, Senin", "Halimah, Senin", "Halimah") == "Halimah"


def test_a_rank_is_nobody() -> None:
    assert speakers_of("Kata AKP, Senin.", "AKP").names == []
    assert speakers_of("Kata Kepala Suku Dinas (Kasudin) Sari.", "Kasudin").names == []


def test_a_village_named_elsewhere_is_no_first_name() -> None:
    text = "Warga Desa Sukasari rugi. Kades Sukasari Wulan mengatakan hal itu."
    entities = [
        Entity(6, 19, EntityType.LOCATION, "Desa Sukasari"),
        Entity(32, 46, EntityType.PERSON, "Sukasari Wulan"),
    ]
    assert [name.text for name in Speakers.of(text, entities).names] == ["Wulan"]


def test_a_body_keeps_the_name_of_its_town() -> None:
    assert speakers_of("Tulis Bandung Raya FC.", bodies=("Bandung Raya",)).who(6, 18) == "Bandung Raya"


def test_what_the_finder_took_in_or_left_out_is_mended() -> None:
    text = "Dihadiri Waketum PBSI Sari Wulandari dan warga. Lalu Ipda Putu Bhakti Eri datang."
    speakers = speakers_of(text, "Waketum PBSI Sari Wulandari", "Bhakti Eri")
    assert [name.text for name in speakers.names] == ["Sari Wulandari", "Putu Bhakti Eri"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Presiden Sari Wulandari (Sawul) tiba. Sawul", "Sari Wulandari"),
        ("Wulan, sapaan akrab Sari Wulandari, tiba. Wulan", "Sari Wulandari"),
        ("Sari Wulandari tiba. Sari", "Sari Wulandari"),
        ("Sari Wulandari tiba. SW", "Sari Wulandari"),
    ],
)
def test_other_names_lead_to_the_full_one(text: str, name: str) -> None:
    assert who(text, text.rsplit(maxsplit=1)[1], "Sari Wulandari", text.rsplit(maxsplit=1)[1]) == name


def test_a_nickname_told_later_is_of_who_spoke() -> None:
    text = "Wanita yang akrab disapa Lani itu pulang. Lani"
    speakers = speakers_of(text, "Lani")
    speakers.tell("Sari Wulandari")
    speakers.hear(0, len(text))
    assert speakers.named("Lani") == "Sari Wulandari"


def test_an_office_alone_is_its_holder() -> None:
    assert who("Datang Kapolsek Kota AKP Sari Wulandari. Kapolsek", "Kapolsek", "Sari Wulandari") == "Sari Wulandari"


def test_pronouns_point_to_who_came_on_last() -> None:
    text = "Bhakti Eri meninjau pasar. dia"
    speakers = speakers_of(text, "Bhakti Eri")
    speakers.tell("Sari Wulandari")
    assert speakers.who(len(text) - 3, len(text)) == "Sari Wulandari"
    speakers.mention(0, 25)
    assert speakers.who(len(text) - 3, len(text)) == "Bhakti Eri"


def test_a_person_is_meant_by_a_pronoun_though_a_body_or_a_crowd_spoke_since() -> None:
    speakers = speakers_of("dia", "Sari Wulandari")
    for speaker in ("Sari Wulandari", "BMKG", "para pedagang"):
        speakers.tell(speaker)
    assert speakers.pronoun(0) == "Sari Wulandari"


@pytest.mark.parametrize("words", ["hasil survei", "Langkah itu", "rencana pemerintah", "kotak hijau"])
def test_things_do_not_speak(words: str) -> None:
    assert who(words, words, strict=True) is None
