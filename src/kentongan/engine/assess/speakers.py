"""Who speaks: from the words beside speech ("kata Menteri X, ...", "Pria itu mengatakan ...") to a name.

Rules, no training. Names come from the entity finder; where it missed one, what the language writes large after an
office is taken for it. A short name is filled up to its full form in the same text, an alias ("Joko Widodo (Jokowi)")
to the name, an office once given to a person to that person, and pronouns to who spoke or was the subject last.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from kentongan.engine.assess.entities import join_names, same_person
from kentongan.engine.types import Entity, EntityType


def _any(words: str) -> str:
    return "|".join(words.split())


_POSTS = _any("""
Presiden Wapres Menteri Menko Menkeu Menkes Mendagri Menhub Menlu Gubernur Wagub Bupati Wabup Wali Kota Walikota
Kapolri Kapolda Kapolres Kapolresta Kapolrestabes Kapolsek Kepala Ketua Kepresidenan Jenderal Komjen Irjen Brigjen
Kombes Pol AKBP Kompol AKP Iptu Ipda Aiptu Aipda Bripka Bripda Briptu Brigadir Letjen Mayjen Kolonel Letkol Mayor
Kapten Lettu Laksamana Marsekal TNI Polri
""")
_TITLES = (
    "Pak|Bu|Bapak|Ibu|Bang|Mas|Mbak|Haji|Kiai|Kyai|Gus|Ustaz|Ustadz|Habib|Romo|Dr|dr|Drs|Dra|Prof|Ir|H|Hj|KH|" + _POSTS
)
_TITLE = re.compile(
    rf"^(?:(?:{_TITLES}|Ujar|Kata|Tutur|Tegas|Ungkap|Jelas|Menurut|Sementara|Namun|Kini|Meski|Sehingga|Sedangkan|Kemen[a-z]+|"
    r"Banggar|Baleg|[A-Z]{3,})\b\.?\s+(?=[A-Z]))+"
)
# Places and parties: an office's end, right before its holder ("Menteri Luar Negeri Iran Sari").
_PLACE = re.compile(
    r"(?:"
    + _any("""
Aceh Sumut Sumbar Sumsel Riau Kepri Jambi Bengkulu Lampung Babel Banten Jabar Jateng Jatim DIY Bali NTB NTT Kalbar
Kalteng Kalsel Kaltim Kaltara Sulut Sulteng Sulsel Sultra Sulbar Gorontalo Maluku Malut Papua Sumatera Sumatra Jawa
Kalimantan Sulawesi Selatan Timur Barat Utara Tengah Tenggara Daya Pusat Jaktim Jaksel Jakbar Jakut Jakpus Bandung
Bekasi Bogor Depok Tangerang Cirebon Indramayu Karawang Garut Tasikmalaya Sukabumi Cianjur Pangandaran Semarang Solo
Surakarta Yogyakarta Sleman Bantul Magelang Magetan Malang Surabaya Sidoarjo Gresik Blitar Kediri Madiun Jember
Banyuwangi Medan Palembang Padang Pekanbaru Pontianak Banjarmasin Balikpapan Samarinda Makassar Manado Palu Kendari
Denpasar Mataram Kupang Ambon Jayapura Sorong Saudi Iran Malaysia Jepang Inggris Prancis Perancis China Cina Tiongkok
Rusia Serikat Palestina Spanyol Thailand Turki Italia Filipina Israel Pakistan Brasil Jerman Eropa Belanda Australia
Singapura Vietnam Korea India Ukraina Kanada Golkar Demokrat Gerindra Hanura Nasdem NasDem Perjuangan Muhammadiyah
""")
    + r")$"
)
# Words of offices, bodies and dates: written large beside a name, never a part of it.
_OFFICE = re.compile(
    rf"(?:{_TITLES}|(?:Ke|Pe)[a-z]{{3,}}an|(?:Kemen|Menko|Dirres|Ditres|Kasub|Wakapol|Kapus)[a-z]*|[IVXL]+|[A-Z]{{3,}}\w*|RI|AS|UU|MK|MA|PN|PB|"
    + _any("""
Mendag Mendikbud Menag Menaker Mentan Menperin Menpora Menhan Mensos Mensesneg Dirjen Dirut Ditjen Wadir Kadis Kadiv
Kabid Kabag Kasat Kanit Kasi Kabiro Reskrim Resnarkoba Lantas Deputi Direktur Direktorat Utama Umum Wakil Juru Bicara
Humas Anggota Komisi Sekretaris Staf Khusus Pelaksana Tugas Biro Dinas Kabupaten Provinsi Bidang Divisi Seksi Bagian
Badan Lembaga Komite Dewan Perwakilan Rakyat Mahkamah Konstitusi Majelis Pemberantasan Korupsi Fraksi Partai Pengamat
Politik Ekonomi Guru Besar Universitas Fakultas Institut Komisaris Manajer Manager Koordinator Ketum Sekjen Plt Tim
Satgas Panitia Pusat Daerah Wilayah Cabang Kecamatan Kelurahan Desa Dusun Camat Lurah Senin Selasa Rabu Kamis Jumat
Sabtu Minggu Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember Namun Sementara
Selain Menurut Sebelumnya Kemudian Lalu Dalam Pada Saat Sejak Kini Hal Ini Itu Tapi Tetapi Bahkan Karena Oleh Untuk
Dari Komunikasi Hukum Jaksa Agung Agama Pertahanan Keuangan Kesehatan Pendidikan Kebudayaan Perhubungan Perdagangan
Pertanian Kehutanan Kelautan Perikanan Perindustrian Pariwisata Ketenagakerjaan Energi Investasi Perumahan Sosial Luar
Negeri Indonesia Jakarta Marga Republik Negara Nasional Pemerintah Perusahaan PT CV Tbk Dia Ia Beliau Mereka
Perekonomian
University College School Kemaritiman Keamanan Polhukam Pembangunan Perencanaan Ketahanan Kemasyarakatan Imigrasi
Pemasyarakatan Transmigrasi
Koperasi Kependudukan Umrah Haji Digital Kreatif Lingkungan Hidup Mineral Olahraga Pemuda Riset Teknologi Informasi
Informatika Ruang Agraria Reformasi Birokrasi Pangan Gizi Perlindungan Pemberdayaan Kawasan Permukiman Infrastruktur
Perkeretaapian Perbendaharaan Perpajakan Kriminal Narkoba Operasi Pembinaan Penindakan Penyidikan Pencegahan
Pengawasan Pengendalian Penerangan Pemerintahan Pelayanan Layanan Protokol Sekretariat Hubungan Masyarakat Pidana
Darat Laut Udara Lintas Bandara Pelabuhan Cukai Sakit Sekuritas Grup Group Institute Director Minister President
Manager Executive Officer Profesor Bappenas Kominfo Pertamina Telkom Telkomsel Yayasan Relawan Internasional Dubes
Polisi Polda Polres Polsek Kabinet Kades Kadus Eyang Kakek Mbah Om Almarhum Almarhumah Jenazah Kedua Ketiga Gabungan
Manusia Maritim Ekraf Ombudsman Tangkap Investigasi Kerja Jalan Stadion Publik Terpadu Dasar Menengah Strategis
Statistik Aparatur Sipil Pendayagunaan Bencana Penanggulangan Penyelamatan Pertolongan Meteorologi Geofisika
Vulkanologi Mitigasi Geologi Arsip Perpustakaan Tertinggal Karantina Narkotika Siber Penyiaran Yudisial Telekomunikasi
""")
    + r")\.?$"
)
_BODY = re.compile(
    r"(?:[Kk]antor|[Kk]ementerian|[Pp]emerintah|[Pp]emprov|[Pp]emkot|[Pp]emkab|[Pp]olda|[Pp]olres|[Pp]olsek|[Pp]olisi|"
    r"[Bb]adan|[Dd]inas|[Ll]embaga|[Mm]ajelis|[Pp]ihak|PT|CV|[Pp]erusahaan|[Oo]rganisasi|[Kk]omisi|[Mm]abes|[Kk]omite|"
    r"[Dd]ewan|[Pp]artai|[Ff]raksi|[Aa]sosiasi|[Ss]erikat|[Pp]ersatuan|[Pp]erhimpunan|[Ii]katan|[Yy]ayasan|[Bb]ursa|[Bb]ank|"
    r"[Uu]niversitas|[Kk]orps|[Gg]erakan|[Kk]oalisi|[Ff]orum|[Kk]ejaksaan|[Kk]epolisian|[Pp]engadilan|[Dd]irektorat|[Ss]atgas)\b"
)
PRONOUN = re.compile(
    r"(?:dia|ia|beliau|mereka|dirinya|pihaknya|yang bersangkutan|keduanya|saya)\b(?!['’-])", re.IGNORECASE
)
_RANK = re.compile(
    r"^.*\b(?:AKBP|AKP|Kombes(?: Pol)?|Kompol|Iptu|Ipda|Aiptu|Brigjen|Irjen|Komjen|Letkol|Kolonel|Mayjen|Letjen)\.?\s+"
)
_RANK_ALONE = re.compile(
    r"(?:(?:AKBP|AKP|Kombes|Kompol|Iptu|Ipda|Aiptu|Aipda|Brigjen|Irjen|Komjen|Bripka|Pol|TNI)\s?)+$"
)
_MANY = re.compile(r"(?:para|sejumlah|beberapa|ribuan|ratusan|puluhan|jutaan|banyak)\b", re.IGNORECASE)
_SAME = re.compile(r"\b(?:ini|itu|tersebut)\b\s*$")  # "ujar politikus ini": who was named before
_PAPER = re.compile(
    r"(?:bunyi|isi|tulis|lanjut)?\s*(?:keterangan|riset|laporan|pengumuman|pernyataan|unggahan|cuitan|"
    r"siaran pers|rilis|pengakuan|penuturan|pandangan|hitungan|perhitungan|penilaian|pendapat|kesaksian)(?:nya)?\b"
    r"(?:\s+(?:tertulis|resmi|pers))*\s*",
    re.IGNORECASE,
)
# What a source says that is nobody: "menurut data BPS", "hasil survei menyebutkan".
NOBODY = re.compile(
    r"(?:"
    + _any("""
data laporan pantauan statistik hasil survei sebuah suatu studi penelitian riset jurnal buku artikel aturan pasal
undang-undang peraturan teks deskripsi ketentuan putusan dokumen surat kabar berita informasi media situs laman rumor
catatan perkiraan prediksi jadwal rencana video film lagu draf perjanjian kontrak hukum agama legenda mitos cerita hal
langkah keputusan kebijakan program kondisi aksi tindakan pertemuan rapat sidang kasus isu polemik kamu anda kalian
kita kami investigasi analisis isi
""")
    + r")(?:nya)?$",
    re.IGNORECASE,
)
# People without a name, and bodies: what may be the subject of a verb of speech.
_SOMEBODY = re.compile(
    r"(?:"
    + _any("""
warga pria wanita perempuan lelaki laki-laki pejabat politikus politisi pengamat pakar ahli peneliti ilmuwan analis
dokter guru dosen rektor mahasiswa siswa pelajar polisi petugas penyidik jaksa hakim pengacara advokat kuasa juru
jubir ketua wakil sekretaris direktur kepala menteri gubernur bupati wali presiden anggota legislator senator aktivis
demonstran pengunjuk massa buruh pekerja karyawan pegawai petani nelayan pedagang pengusaha penumpang pengemudi sopir
korban saksi pelaku tersangka terdakwa keluarga ayah ibu anak adik kakak istri suami orang tua teman rekan tetangga
pelatih pemain kapten manajer penyanyi aktor aktris artis sutradara penulis jurnalis wartawan tokoh ulama kiai pendeta
pastor jenderal panglima komandan perwira tentara pemilik pengelola penjual pembeli pelanggan pemerintah kementerian
badan dinas lembaga komisi dewan majelis partai fraksi perusahaan pihak kantor organisasi asosiasi serikat koalisi
kelompok tim panitia bank bursa kepolisian kejaksaan pengadilan mantan eks calon capim seorang salah para sejumlah
beberapa ribuan ratusan puluhan banyak jutaan staf spesialis pesepakbola pebulutangkis pembalap pebalap petenis
petinju kiper bek gelandang penyerang rider bintang founder chairman ceo
""")
    + r")(?:nya)?$",
    re.IGNORECASE,
)
# Words for somebody who was named before, without "ini" or "itu": "Eks Kepala BIN meminta ...".
_EPITHET = re.compile(r"(?:sang|eks|mantan|politikus|politisi|pria|wanita|perempuan|lelaki)\b", re.IGNORECASE)
_KIN = re.compile(
    r"(?:pengacara|kuasa hukum|penasihat hukum|istri|suami|ayah|ibu|ibunda|anak|adik|kakak|putra|putri|"
    r"juru bicara|jubir|ajudan|sahabat|rekan|manajer|pelatih|staf khusus|asisten)\b",
    re.IGNORECASE,
)
_END = re.compile(
    r"[,(;:]|(?<!\b[DdSs]r)(?<!\b[A-Z])(?<!\bProf)(?<!\bHj)(?<!\bIr)(?<!\bDrs)(?<!\bDra)\.|\s(?:"
    + _any("""
telah sudah akan tidak belum masih juga pun sempat kemudian lantas turut bahkan berusaha di pada saat dalam kepada
usai seusai ketika melalui lewat dari menanggapi sambil seraya dikutip seperti yang setelah sebelum terkait soal
dengan atau ikut sembari lagi selaku sebagai dilansir didampingi ditemui dihubungi dijumpai melansir
Senin Selasa Rabu Kamis Jumat Jum'at Sabtu Minggu
""")
    + r"|(?:men(?!teri)|mem|meng|meny)[a-z]{3,})\b"
)
# An office, perhaps its short form, right before a name: "Menteri Kesehatan (Menkes) ".
_BEFORE_NAME = re.compile(
    r"(?P<office>[A-Z][\w/]*(?: (?:[A-Z][\w/]*|dan|di)){0,7})(?: \((?P<short>[A-Z]\w+)\))?,? (?:[a-z]{2}\.? )?$"
)
# Offices of which there is one in a story: told by the word alone.
_SOLE = re.compile(
    r"(?:presiden|wapres|menteri|men[a-z]{2,10}|gubernur|wagub|bupati|wabup|kapolri|kapolda|kapolres\w*|kapolsek|"
    r"panglima|camat|lurah|jaksa|hakim|rektor|sekjen|dirjen|dirut)$"
)
# Where a name should stand: it is missing.
_MISSING = re.compile(
    r"(?:yang ditemui|"
    + _any("""
Senin Selasa Rabu Kamis Jumat Jum'at Sabtu Minggu Ahad dalam di saat ketika usai kepada sembari sambil seraya dengan
pada menanggapi seperti terkait adalah merupakan yaitu yakni sebagaimana dikutip lewat melalui untuk karena mengenai
soal tentang dari oleh agar setelah sebelum
""")
    + r")\b"
)
# Without a comma; those behind one are blanked before a text is read (`degrees.py`).
_DEGREES = re.compile(r"(?: (?:A\.?Md|MSc|MSi|PhD|SH|MH|SE|MM|ST|MT|SPd|MPd|SIP|SIK|MBA|MKes|SKM|Sp[A-Z]\w*))+$")
_LAST_DAY = re.compile(r"\s(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu)$")
_CALLED_BY_ALL = {"Jokowi": "Joko Widodo", "Ahok": "Basuki Tjahaja Purnama", "Gus Dur": "Abdurrahman Wahid"}
_SHORTENED = re.compile(r"\([^()\n]{1,40}\) (?=[A-Z])")
_AWAY = re.compile(
    r"\b(?:kepada|saat|ketika|bersama|usai|dikutip|seperti|melalui|lewat|tentang|soal|menanggapi|untuk|didampingi)\b"
)
_ALIAS = re.compile(
    r"\s{0,3}(?:\((?P<bracket>[A-Z][a-z]+(?: [A-Z][a-z]+)?|[A-Z]{2,4})\)|"
    r",? (?:alias|yang akrab disapa|akrab disapa|yang biasa disapa|panggilan akrabnya) (?P<called>[A-Z][\w'’]+))"
)
_CALLING = ("sapa", "panggil", "julukan")  # one of them is in all that the two below find
_ALSO_CALLED = re.compile(r"\b(?:akrab|biasa|kerap|karib|sering) (?:di)?(?:sapa|panggil) (?P<called>[A-Z]\w+)\b")
_NICKNAME = re.compile(r"\b(?P<called>[A-Z]\w+),? (?:sapaan|panggilan|julukan)(?: (?:akrab|karib))?nya\b")
_CALLED = re.compile(
    r"(?P<called>[A-Z][\w'’]+)(?:, |\s?[–—-]{1,2}\s?)(?:sapaan|panggilan)(?: akrab)?(?: dari)? (?=[A-Z]|$)"
)
_LARGE = re.compile(r"(?<!\w)(?:[A-Z]\.|[A-Z][\w'’-]*)(?: (?:[A-Z]\.|[A-Z][\w'’-]*)){0,9}")
_BRAND = re.compile(r"[A-Z][a-z]{3,}[A-Z]")  # "OpenAI": of no person's name
_ADVERB = re.compile(
    r"(?:^|\s)(?:juga|pun|justru|malah|telah|sudah|kemudian|lantas|lalu|kembali|sempat|turut|ikut|pernah|terus|masih|bahkan|hanya|"
    r"(?:baru-baru|hari|saat|kali|sejauh|selama) ini|sebelumnya|selalu|sendiri|sama-sama|secara \w+|\(\d+\)|\d+ tahun)$"
)
_FURTHEST = 100  # characters after an office in which its holder's name is looked for
_LONGEST_ROLE = 9  # words; more are no office but a sentence gone astray
_LONGEST_NAME = 5  # words of a full name


@dataclass(slots=True)
class Speakers:
    """The persons of a text, and who spoke last as far as it was read. One for each text; every look is bounded."""

    text: str
    names: list[Entity]
    starts: list[int]
    full: dict[str, str]
    others: list[Entity]
    other_ends: list[int]
    runs: dict[str, str]
    places: frozenset[str]
    bodies: dict[str, EntityType]
    last: str = ""
    earlier: str = ""  # who spoke before the last one
    subject: str = ""
    topic: str = ""
    person: str = ""  # who spoke last and is no body
    offices: dict[str, str] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)  # other names, told after somebody spoke by them

    @classmethod
    def of(cls, text: str, entities: Sequence[Entity]) -> Speakers:
        """All persons that `entities` name in `text`; places and bodies bound their names."""
        inside = [entity for entity in entities if entity.end <= len(text)]
        fitted = (_fitted(text, entity, inside) for entity in inside if entity.type is EntityType.PERSON)
        names = [name for name in fitted if not _is_title(text, name)]
        others = [entity for entity in inside if entity.type is not EntityType.PERSON]
        places = frozenset(word for other in others for word in other.text.split())
        places -= {word for name in names for word in name.text.split()}
        full = {name: _TITLE.sub("", longest) or longest for name, longest in join_names(names).items()}
        starts, ends = [name.start for name in names], [other.end for other in others]
        bodies = {other.text: other.type for other in others}
        found = cls(text, names, starts, full, others, ends, _runs(text, places), places, bodies)
        found.full |= _aliases(text, names, found)
        for name in names:
            found._hold_office(name)
        return found

    def _hold_office(self, name: Entity) -> None:
        """The office written large before a name is that person's from then on, in short too: "Menhub mengatakan"."""
        before = _BEFORE_NAME.search(self.text[max(0, name.start - _FURTHEST) : name.start])
        words = before["office"].split() if before else []
        posts = [at for at, word in enumerate(words) if _POST.match(word)]
        if not before or not posts:
            return
        holder = self.named(name.text)
        self._remember(" ".join(words[posts[0] :]), holder)
        if before["short"] and not before["short"].isupper():  # no body: "(BI)"
            self.offices.setdefault(before["short"].casefold(), holder)

    def tell(self, speaker: str) -> str:
        """Remember who spoke; a crowd is no "dia"."""
        if speaker and not (self.last and _MANY.match(speaker)):
            self.earlier = self.last if speaker != self.last else self.earlier
            self.last, self.subject, self.topic = speaker, "", ""
            is_thing = speaker[0].islower() and not _SOMEBODY.match(speaker.split(maxsplit=1)[0])
            if not (speaker.isupper() or _BODY.match(speaker) or is_thing):
                self.person = speaker
        return speaker

    def mention(self, start: int, end: int) -> None:
        """Remember whom a sentence without speech is about: a person who opens it, perhaps by his office."""
        found = self.names_in(start, end)
        if not found:
            return
        office = self.text[start : found[0].start].strip(" ,-–—\xa0\t")
        first = office.split()[0] if office else ""
        if first and (_verbs_before(office) or not (_POST.match(first) or _SOMEBODY.match(first))):
            return
        self.topic = self._remember(office, self.named(found[0].text))
        if not self.last or " " in _TITLE.sub("", found[0].text):  # in full: somebody new comes on
            self.subject = self.topic

    def hear(self, start: int, end: int) -> None:
        """ "Wanita yang akrab disapa Wulan itu": another name of who was spoken of."""
        if all(self.text.find(word, start, end) < 0 for word in _CALLING):
            return  # as in most sentences; asked for first, for looking costs
        called = _ALSO_CALLED.search(self.text, start, end) or _NICKNAME.search(self.text, start, end)
        if called and self.full.get(called["called"], called["called"]) == called["called"]:
            name = self.pronoun(start)
            name = self.earlier if name == called["called"] else name  # who is called so has just spoken
            self.full[called["called"]] = self.called[called["called"]] = name or called["called"]

    def pronoun(self, place: int, *, is_subject: bool = False) -> str:
        """Whom "dia" means at `place`: who came on since the last speech, who spoke, who was named.

        As the subject of a sentence it goes on from the one before, whoever that was about.
        """
        topic = self.topic if is_subject else ""
        return topic or self.subject or self.person or self.last or self._named_before(place)

    def names_in(self, start: int, end: int) -> list[Entity]:
        """Persons named in a stretch, in order."""
        first = bisect_left(self.starts, start)
        last = bisect_left(self.starts, end)
        return self.names[first : min(last, first + 20)]

    def named(self, name: str) -> str:
        """The full form of a name in this text, titles dropped."""
        full = _LAST_DAY.sub("", _TITLE.sub("", _RANK.sub("", self.full.get(name, name))) or name)
        if len(full.split()) == 1:
            full = self._known(full)
        full = _DEGREES.sub("", self.full.get(full, full))
        return self._initials(full) if full.isupper() or full in _CALLED_BY_ALL else full

    def _initials(self, name: str) -> str:
        """JK -> Jusuf Kalla, Jokowi -> Joko Widodo, where the text names him so."""
        for full in dict.fromkeys(self.full.values()) if len(self.full) <= 200 else ():
            words = full.split()
            if len(words) > 1 and ("".join(word[0] for word in words) == name or full == _CALLED_BY_ALL.get(name)):
                return full
        return name

    def who(self, start: int, end: int, *, strict: bool = False) -> str | None:
        """The speaker that the words from `start` on name ("Menteri X, di Jakarta"); "" if told by none, None: nobody.

        `strict`: words that may be anything (a subject): what is no person, body or office is None.
        """
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip(" ,-–—\t\xa0"))
        words = self.text[start:end]
        if re.match(r"(?:mereka|pihaknya)\b", words, re.IGNORECASE):
            return self.last or self.pronoun(start)
        if PRONOUN.match(words) or (_MISSING.match(words) and not strict):
            return self.pronoun(start, is_subject=strict)
        if paper := _PAPER.match(words):
            start, words = start + paper.end(), words[paper.end() :]
            is_place = re.match(r"(?:di|pada|dalam|yang)\b", words)
            if not words.strip(" .,") or words[0] == "," or is_place or _SAME.search(words[:12].rstrip(" .,")):
                return self.pronoun(start)
        office = self._office(start, end)
        while (shorter := _ADVERB.sub("", office)) != office:
            office = shorter.rstrip()
        if not office or NOBODY.match(office.split()[0]):
            return None
        return self._holder(start, start + len(office), end, office, strict=strict)

    def _office(self, start: int, end: int) -> str:
        """The words up to what tells the place, the time or more: "Menteri Kesehatan (Menkes) Sari W."."""
        place = start
        while stop := _END.search(self.text, place, end):
            place = stop.start()
            short = _SHORTENED.match(self.text, place, end)
            if not short:
                break
            place = short.end()
        return self.text[start : place if stop else end].rstrip()

    def _holder(self, start: int, office_end: int, end: int, office: str, *, strict: bool) -> str | None:  # noqa: PLR0911 - a ladder
        names = self.names_in(start, office_end)
        if _BODY.match(office) and not names:
            return office
        if _BODY.match(office) and not _OFFICE_HOLDER.search(office):
            return office
        later = self._after_comma(office_end, end, next_to=bool(names))
        is_beside = bool(names) and start < names[0].start and names[0].end == office_end
        is_beside = is_beside and (" " not in names[0].text or bool(_SOMEBODY.match(office.split(maxsplit=1)[0])))
        if names and not (later and (_KIN.match(office) or (is_beside and " " in later))):
            return self._remember(office[: max(names[0].start - start, 0)], self.named(names[0].text))
        if later:
            return self._remember(office, later)
        is_known = _SAME.search(office) or (self.last and _EPITHET.match(office)) or self._same_later(office_end, end)
        if is_known:
            return self.pronoun(start)
        if known := self.offices.get(office.casefold()):
            return known
        if strict and self._is_body(start, office_end):
            return office
        return self._written_large(start, office_end, office, strict=strict)

    def _written_large(self, start: int, office_end: int, office: str, *, strict: bool) -> str | None:
        """The holder where the finder saw none: who is named so elsewhere, else what the language writes large."""
        if full := next((n.text for n in self.names if " " in n.text and office.endswith(f" {n.text}")), ""):
            return self._remember(office[: -len(full)], self.named(full))
        if self._is_whole_body(office) or (strict and office.isupper() and len(office) > 1):  # "BGN"
            return office
        name = self._large_end(office)
        if name != office:  # else it may be a club that bears its town's name
            name = self._trimmed(name)
        is_alone = _TITLE.sub("", office) == name
        if name and (is_alone or not self._is_other(office_end - len(name), office_end)):
            return self._remember(office[: -len(name)], self.named(name))
        if strict and not self._somebody(start, office_end, office):
            return None
        return office if len(office.split()) <= _LONGEST_ROLE else ""

    def _is_body(self, start: int, end: int) -> bool:
        """Whether the name of a body of two words or more begins here: "Institute for Rivers and Roads"."""
        at = bisect_left(self.other_ends, start + 1)
        if (
            at == len(self.others)
            or self.others[at].start != start
            or self.others[at].type is not EntityType.ORGANISATION
        ):
            return False
        return (
            " " in self.others[at].text
            and self.others[at].end <= end
            and not _POST.match(self.others[at].text.split()[0])
        )

    def _is_other(self, start: int, end: int) -> bool:
        """Whether a place or a body is named here, by the finder: "politikus senior Partai"."""
        at = bisect_left(self.other_ends, end)
        return at < len(self.others) and self.others[at].start == start

    def _is_whole_body(self, office: str) -> bool:
        """Whether all of it is the name of a body, none of whose words is in a person's name."""
        words = office.split()
        is_body = len(words) > 2 and self.bodies.get(office) is EntityType.ORGANISATION  # two are a name
        return is_body and not any(word in name.text.split() for name in self.names for word in words)

    def _somebody(self, start: int, end: int, office: str) -> bool:
        """A subject that can speak: written large as a body's name is, or a word for people."""
        first = office.split(maxsplit=1)[0]
        at = bisect_left(self.other_ends, start + 1)
        if _POST.match(first):
            return True
        is_body = at < len(self.others) and self.others[at].start < end
        return is_body or bool(_SOMEBODY.match(first))

    def _large_end(self, words: str) -> str:
        """The words written large at the end that are of no office: "Wakil Ketua Komisi XI Wulandari"."""
        taken: list[str] = []
        for word in reversed(words.split()):
            is_office = _OFFICE.match(word) and not (taken and _NOBLE.match(word))
            if not word[0].isupper() or is_office or _BRAND.search(word) or len(taken) == _LONGEST_NAME:
                break
            taken.insert(0, word)
        return " ".join(taken)

    def _trimmed(self, name: str) -> str:
        """Without the places and bodies before a name."""
        taken = _placeless(_without(name.split(), self.places))
        while len(taken) > 1 and taken[0] in self.bodies:  # "DPRD Sukasari Wulan"
            taken.pop(0)
        return " ".join(taken)

    def _same_later(self, office_end: int, end: int) -> bool:
        """ "pria asal Kota, Provinsi itu": the sign that he is known comes after a comma."""
        return bool(re.match(r"[^.;:(]{0,60}\b(?:itu|ini|tersebut)\s*(?:[,.(]|$)", self.text[office_end:end])) and (
            not self.names_in(office_end, min(end, office_end + 60))
        )

    def _after_comma(self, office_end: int, end: int, *, next_to: bool = False) -> str:
        """The name that follows an office, a comma between them; `next_to`: nothing but titles before it."""
        limit = min(end, office_end + _FURTHEST)
        comma = self.text.find(",", office_end, limit)
        if comma < 0 or _AWAY.search(self.text[office_end:comma]):
            return ""
        part = _END.split(self.text[comma + 1 : limit].lstrip(), maxsplit=1)[0].strip()
        words = (_TITLE.sub("", part) or part).split()
        is_name = len(words) <= _LONGEST_NAME and all(word[0].isupper() and not _OFFICE.match(word) for word in words)
        is_next = not self.text[office_end:comma].strip() or self.text[office_end:comma].strip().startswith("(")
        if words and is_next and is_name and (len(words) > 1 or words[0] != part):
            return self.named(" ".join(words))
        names = self.names_in(comma, limit)
        between = self.text[comma + 1 : names[0].start] if names else ""
        if names and not _AWAY.search(between) and not (next_to and re.search(r"[,\s][a-z]{3}", between)):
            return self.named(names[0].text)
        return ""

    def _remember(self, office: str, name: str) -> str:
        office = office.strip(" ,").casefold()
        if office:
            self.offices.setdefault(office, name)
            words = office.split()
            self.offices.setdefault(" ".join(words[:2]), name)
            if _SOLE.match(words[0]):
                self.offices.setdefault(words[0], name)
        return name

    def _known(self, name: str) -> str:
        """The full name where the finder missed it: of a person, else what was written large around the word."""
        for full in dict.fromkeys(self.full.values()) if len(self.full) <= 200 else ():
            if full != name and same_person(name, full):
                return _TITLE.sub("", full) or full
        longer = self.runs.get(name, name)
        is_body = name in self.bodies and name not in self.full and longer not in self.bodies
        return name if is_body else longer

    def _named_before(self, place: int) -> str:
        names = self.names_in(max(0, place - 600), place)
        return self.named(names[-1].text) if names else ""


_POST = re.compile(
    rf"(?:{_TITLES}|Men[a-z]+|Dir[a-z]+|Ka[bdns][a-z]+|Wadir|Waka[a-z]+|"
    + _any("""
Wakil Sekretaris Juru Plt Deputi Staf Anggota Asisten Komisaris Koordinator Manajer Manager Pengamat Peneliti Pakar
Ahli Dosen Guru Humas CEO Chief Founder VP General Corporate
""")
    + ")$"
)
_OFFICE_HOLDER = re.compile(
    r"\b(?:[Kk]epala|[Kk]etua|[Dd]irektur|[Ss]ekretaris|[Jj]uru [Bb]icara|[Hh]umas|[Aa]nggota|AK(?:B)?P)\b"
)
# The last word of an office in what the finder took for a name: "Waketum PBSI Sari Wulandari".
_OFFICE_IN_NAME = re.compile(
    rf"(?:\S+ )*(?:{_POSTS}|[A-Z]{{3,}}|[a-z]+-[a-z]+|[A-Z][a-z]{{3,}}[A-Z]\w*|Kemen[a-z]+|[Dd]rg?|Prof|"
    r"(?:Tunggal|Ganda|Tim|Timnas) Put(?:ri|ra)|"
    + _any("""
Waketum Ketum Sekjen Bendum Direktur Utama Wakil Anggota Komisi Humas Bidang Divisi Manajer Koordinator Deputi Banggar
Baleg Fraksi Partai Timnas Klub Ibunda Ayahanda Istri Suami Almarhum Almarhumah Mendiang Kades Kak Kakak Adik Eyang
Kakek Nenek Mbah Om Tante Nutrisionis Psikolog Ekonom Kriminolog Sosiolog Analis Peneliti Pengamat Aktivis Pendiri
Aktor Aktris Penyanyi Presenter Komika Pebalap Pembalap Pelatih Striker Kiper Bek Gelandang
""")
    + r")\.? (?=[A-Z])"
)
# A word written large right before a name, not the first of its sentence.
_WORD_BEFORE = re.compile(r"(?P<first>[\w)]+) (?P<word>[A-Z][a-z’']+) $")
# What a body's own name follows: "Universitas Sukasari | Wulan Sari".
_BODY_OF = re.compile(
    r"(?:"
    + _any("""
Universitas Institut Partai Fraksi PT CV Anggota Komisaris Yayasan Grup Group Bandara Jalan Cabang Wilayah Daerah
Kabupaten Kota Provinsi Kecamatan Kelurahan Desa Dusun Polda Polres Polsek RSUD DPRD
""")
    + r")$"
)
# Before a person's first name alone: "kata Sari".
_CALLED_SO = "kata|ujar|tutur|jelas|ungkap|ucap|papar|tambah|menurut|Menurut|lanjut|tegas|terang|imbuh|sebut|Pak|Bu"
_VERB_IN_NAME = re.compile(r"\s(?:me|di|ber|ter)[a-z]{4,}\b")
_FORENAME = re.compile(r"(?:Agung|Besar|Guru|Kurnia|Minggu|Maret|April|Mei|Juni|Juli|Agustus|Tim)$")  # of persons, too
_INITIALS = re.compile(r"\.(?:[A-Z]\.){0,3}\s[A-Z][\w’']+")
# First names after what stands right before persons only: "dr. Sari Wulan | Wulandari".
_TITLED = re.compile(
    r"\b(?:[Dd]rg?|Prof|Ir|Drs|Hj?|KH|Kombes|AKBP|Kompol|AKP|Iptu|Ipda|Aiptu|Aipda|Bripka|Irjen|Brigjen|Komjen)"
    r"(?: Pol)?\.? (?P<name>(?:[A-Z][a-z’']+ ){1,3})$"
)
_FIRST = re.compile(r"(?P<word>[A-Z]\w+)\s(?=[A-Z])")
# What the place of an office follows: "Kades Sukasari".
_AREA = re.compile(
    r"(?:"
    + _any("""
Kades Lurah Camat Bupati Kabupaten Kota Desa Kelurahan Kecamatan Polres Polresta Polrestabes Polsek Kapolres
Kapolresta Kapolsek Dandim Danramil Kodim Kejari Pemkab Pemkot RSUD DPRD KPU Bawaslu BPBD
""")
    + r")$"
)
_NOBLE = re.compile(r"(?:Lalu|Baiq|Raden|Teuku|Tengku|Cut|Tubagus|Daeng)$")
_INITIAL = re.compile(r"[A-Z]\. ")
_BALINESE = re.compile(r"(?:Putu|Made|Wayan|Nyoman|Ketut|Gede|Komang|Kadek|Gusti|Nengah|Ngurah|Luh|Ayu|Dewa)$")
_BALINESE_BEFORE = re.compile(rf"(?:\b(?:I|Ni|Ida|Anak Agung|Cokorda) )?(?:{_BALINESE.pattern[:-1]} )*$")
_VERB = re.compile(r"\b(?:me[nmlrwy]\w{3,}|di\w{4,}|ber\w{3,}|ter\w{4,})\b")


def _verbs_before(words: str) -> bool:
    return bool(_VERB.search(words)) or len(words.split()) > _LONGEST_ROLE


def _is_title(text: str, name: Entity) -> bool:
    """Whether a name is a rank, an office in brackets ("Kepala Suku Dinas (Kasudin) Sari"), or "Imam" of a mosque."""
    if _RANK_ALONE.match(name.text) or (name.text == "Imam" and text[name.end : name.end + 6] == " Besar"):
        return True
    return text[name.start - 1 : name.start] == "(" and bool(_POST.match(name.text)) and text[name.end] == ")"


def _fitted(text: str, entity: Entity, entities: Sequence[Entity]) -> Entity:
    """A person's name without the office or the place the finder took in, and with the first name that it left out."""
    start = entity.start + _not_the_name(text, entity, entities)
    end = entity.end
    if re.search(r"\b[A-Z]$", entity.text) and (rest := _INITIALS.match(text, end)):
        end = rest.end()
    elif verb := _VERB_IN_NAME.search(entity.text, start - entity.start):  # "Sari didampingi Wulan"
        end = entity.start + verb.start()
    start = _first_name(text, Entity(start, end, entity.type, text[start:end]), entities)
    return Entity(start, end, entity.type, text[start:end])


def _not_the_name(text: str, entity: Entity, entities: Sequence[Entity]) -> int:
    """How many signs at the beginning are of an office or its place."""
    if office := _OFFICE_IN_NAME.match(entity.text):
        return office.end()
    first = _FIRST.match(entity.text)
    before = text[max(0, entity.start - 40) : entity.start].split()
    if not first or not before:
        return 0
    word = first["word"]
    # "Dirjen Imigrasi Sari Wulandari"; "Kades Sukasari Wulan", where the village is named elsewhere
    is_office = bool(_OFFICE.match(word) or _PLACE.match(word)) and not _FORENAME.match(word)
    is_office = is_office and bool(_OFFICE.match(before[-1]) or _POST.match(before[-1]))
    is_place = _AREA.match(before[-1]) and any(
        other.type is EntityType.LOCATION and word in other.text.split() for other in entities
    )
    return first.end() if is_office or is_place else 0


def _first_name(text: str, entity: Entity, entities: Sequence[Entity]) -> int:
    """Where the name begins, with what the finder left out."""
    window = max(0, entity.start - 60)
    if titled := _TITLED.search(text, window, entity.start):
        return titled.start("name")
    before = _WORD_BEFORE.search(text, window, entity.start)
    if _BALINESE.match(before["word"] if before else entity.text.split(maxsplit=1)[0]):
        born = _BALINESE_BEFORE.search(text, window, entity.start)
        return born.start() if born else entity.start
    if not before or len(entity.text.split()) >= _LONGEST_NAME:
        return _opening(text, entity)
    start = before.start("word")
    word = before["word"]
    is_own = bool(_NOBLE.match(word) or _INITIAL.match(entity.text))  # "Lalu | Sari", "Sari | W. Eri"
    if not is_own and (_OFFICE.match(word) or _PLACE.match(word)):
        return entity.start
    if is_own or _ends_office(before["first"], entity.text):
        is_own = is_own or bool(re.search(rf"\b(?:{_CALLED_SO}) {word}\b", text))
        return start if is_own else entity.start
    held = next((other for other in _near(entities, start) if other.start <= start < other.end), None)
    # In the name of a body it is the person's only after a word that ends such names: "Kemenkes Sari | Wulandari".
    is_of_body = held and (held.start == start or held.type is not EntityType.ORGANISATION)
    return entity.start if is_of_body or (held and not _OFFICE.match(before["first"])) else start


def _ends_office(word: str, name: str) -> bool:
    """Whether what is written large after `word` ends an office or a body rather than begins `name`."""
    if word.endswith(")"):  # "Komite Olahraga (KOI) Sari"
        return False
    if _POST.match(word):  # "CEO Sukasari | Sari Wulandari", "Menteri Sari | Wulandari"
        return " " in name
    if word.isupper():  # "MNC Sekuritas"
        return True
    # Two words are a whole name: what is written large before them, and not first there, ends an office.
    return " " in name and word[0].isupper() and (not _OFFICE.match(word) or bool(_BODY_OF.match(word)))


def _opening(text: str, entity: Entity) -> int:
    """Where a name begins that opens the text: "Sari | Wulandari Putri menang", where she is called Sari later on."""
    word = text[: entity.start].strip(" -–—\xa0")
    is_name = word.isalpha() and word[0].isupper() and not (_OFFICE.match(word) or _PLACE.match(word))
    if not is_name or _SOMEBODY.match(word) or not re.search(rf"\w {word}\b", text[entity.end :]):
        return entity.start
    return text.index(word)


def _near(entities: Sequence[Entity], place: int) -> Sequence[Entity]:
    at = bisect_left(entities, place + 1, key=lambda entity: entity.end)
    return entities[at : at + 2]


def _without(words: list[str], places: frozenset[str]) -> list[str]:
    """A name without the places and bodies before it, as two words are left: "Dinkes Bandung Sari Wulandari"."""
    return words[max((at + 1 for at, word in enumerate(words[:-2]) if word in places), default=0) :]


def _placeless(words: list[str]) -> list[str]:
    """A name without the well-known places before it: "(Serikat Buruh) Indramayu Sari"."""
    return words[next((at for at, word in enumerate(words[:-1]) if not _PLACE.match(word)), len(words) - 1) :]


def _runs(text: str, places: frozenset[str]) -> dict[str, str]:
    """First and last word of what is written large in two to five words -> all of it; the first such in the text.

    Words of offices, places and bodies before it are left out; without them the first word of a sentence says nothing,
    for it is written large in any case.
    """
    found: dict[str, str] = {}
    inner: dict[str, str] = {}
    for run in _LARGE.finditer(text):
        words = run.group().split()
        ends = (at + 1 for at, word in enumerate(words) if _OFFICE.match(word) or _BRAND.search(word))
        last_office = max(ends, default=0)
        name = _placeless(_without(words[last_office:], places))
        begins = text[max(0, run.start() - 2) : run.start()].strip(" \xa0")[-1:] in {
            "",
            ".",
            "!",
            "?",
            "\n",
            ":",
            '"',
            "“",
        }
        for at in range(1, len(name) - 1):
            if len(name) - at < _LONGEST_NAME:
                inner.setdefault(name[at], " ".join(name[at:]))
        if 2 <= len(name) <= _LONGEST_NAME and not (begins and len(name) == len(words)):
            found.setdefault(name[0], " ".join(name))
            found.setdefault(name[-1], " ".join(name))
    return inner | found


def _aliases(text: str, names: Sequence[Entity], speakers: Speakers) -> dict[str, str]:
    """Joko Widodo (Jokowi); Wulan, sapaan akrab Sari Wulandari."""
    found: dict[str, str] = {}
    for name in names:
        alias = _ALIAS.match(text, name.end)
        if alias:
            short, full = alias["bracket"] or alias["called"], speakers.named(name.text)
            if not short.isupper() or short == "".join(word[0] for word in full.split()):  # no party: "(PDIP)"
                found.setdefault(short, full)
        called = re.search(_CALLED.pattern + "$", text[max(0, name.start - 60) : name.start])
        if called:
            found[called["called"]] = speakers.named(name.text)
    return found
