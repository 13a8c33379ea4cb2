"""The parts that words play when news speaks well or ill of somebody, written for this project.

A word may play several parts: `polemik` is criticism and a quarrel. A disaster is bad news and no blame for those who
fight it: here it has a part of its own. Roots in small letters; affixes are taken off before look-up.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

# Name of the part, then its roots.
_PARTS: Final[dict[str, str]] = {
    # Blames, accuses.
    "CRITICISE": """
kritik kritisi kecam kutuk tuding tuduh sindir sentil singgung hujat cela caci olok cemooh serang sorot soroti
salah salahkan cecar semprot damprat tegur bantah polemik kontroversi pro-kontra sesat
""",
    # Asks for what is due.
    "DEMAND": """
desak tuntut tagih ultimatum minta pinta wajib harus mesti seharusnya semestinya mestinya harusnya
""",
    # Says no to it.
    "REJECT": """
tolak tentang keberatan lawan boikot gagalkan batal batalkan urung setop hentikan cabut bubar bekukan
""",
    # Mistrusts.
    "DOUBT": """
ragu tanya pertanyakan dipertanyakan curiga khawatir cemas waswas duga dugaan janggal kejanggalan aneh heran
""",
    # Goes to law.
    "SUE": """
gugat somasi praperadilan adu lapor polisikan sengketa arbitrase judicial
""",
    # Feels let down.
    "UPSET": """
kecewa geram sesal sayangkan prihatin marah berang kesal murka keluh resah gelisah takut trauma miris ironi
ironis sakit-hati
""",
    # Takes to the street.
    "PROTEST": """
demo unjuk protes geruduk aksi massa demonstrasi demonstran pedemo pendemo spanduk orasi
""",
    # What officials are charged with.
    "CRIME": """
suap korupsi pungli gratifikasi kolusi nepotisme mafia kkn fee cabul perkosa narkoba sabu jual-beli pencucian
peras palak curi maling gelap
""",
    # Steps of a criminal case.
    "SUSPECT": """
tersangka terdakwa terpidana dakwa jerat vonis ott tahan tangkap ciduk bekuk ringkus periksa geledah cegah cekal
usut sidik selidik terlibat seret kasus perkara skandal pidana penjara hukum
""",
    # Leaves or loses office.
    "OUST": """
mundur undur copot pecat nonaktif berhenti gulir lengser
""",
    # Does not do its work.
    "FAIL": """
gagal lalai lamban lambat lemah buruk bobrok amburadul kacau semrawut molor mangkrak becus kurang minim rendah
terlantar terbengkalai sulit susah kesulitan rumit berbelit ribet kewalahan kecolongan tak-optimal lumpuh mati
kendala rusak hancur usang tumpul mandul sepi lengah
""",
    # Hurts or weakens.
    "HARM": """
rugi lemahkan melemahkan dilemahkan pelemahan ancam bahaya matikan beban berat ganggu hambat halang rampas
sengsara cemar tumpah bocor celaka kecelakaan tabrak tewas pukul aniaya keras kekerasan gebuk luka intimidasi
represif bentrok ricuh rusuh lucuti kebiri pangkas
""",
    # Against rules or honesty.
    "IRREGULAR": """
langgar cacat curang tutup tertutup diam-diam sembunyi sembunyi-sembunyi buru-buru terburu-buru gesa tergesa-gesa
tergesa sewenang sewenang-wenang semena inkonsisten abai khianat kongkalikong konspirasi politis
kepentingan transaksi bagi-bagi tebang pilih-kasih diskriminasi maladministrasi illegal salahguna penyalahgunaan
oknum lari bohong palsu manipulasi rekayasa fiktif mark-up bodong
""",
    # Shows bad character.
    "VICE": """
boros mubazir malas arogan arogansi sombong angkuh pongah zalim zolim konyol ngawur gegabah serampangan sembrono
kekanak-kanakan kekanakan lebay bandel alergi anti-kritik antikritik bohong ingkar khianat rakus kemaruk serakah syahwat
malu inkonstitusional plin-plan mencla-mencle dagelan pengecut munafik licik keblinger kebablasan kelewat lancang
liar ego egois tutup-tutupi ditutup-tutupi seenaknya semaunya sewenang sewenang-wenang tebang kebal lepas-tangan
pencitraan omong-kosong pembangkangan bangkang makar anarko preman premanisme otoriter jegal manuver politisasi
""",
    # Weighs on people.
    "BURDEN": """
beban bebani berat memberatkan diberatkan sulitkan persulit dipersulit ribet boros rugikan cekik sengsarakan korbankan
mahal bolak-balik antre antrean telantar ditelantarkan gusur
""",
    # Stands in the way of its work.
    "LIMIT": """
kendala terkendala kekurangan terbatas keterbatasan minim wdp disclaimer pengecualian molor mundur tertunda tunda
belum-optimal seret tersendat bocor kebocoran error eror
""",
    # People quarrel about it.
    "STIR": """
polemik kontroversi gaduh kisruh tuai ramai viral heboh ricuh debat panas pertentangan friksi pecah konflik
""",
    # Loses money or service.
    "LOSS": """
defisit utang tunggak anjlok merosot padam blackout gangguan mogok bangkrut pailit denda hilang raib bobol
terlambat lambat batal turun jeblok
""",
    # Thanks, praises.
    "PRAISE": """
apresiasi puji salut bangga terima-kasih terimakasih kasih harga-i hargai acung jempol hormat sanjung kagum
sambut selamat
""",
    # Stands by it.
    "SUPPORT": """
dukung percaya setuju bela andal harap restu sepakat
""",
    # Wins prizes.
    "AWARD": """
penghargaan anugerah raih sabet juara predikat wtp award medali rekor boyong borong prestasi peringkat piala
gelar nobat ganjar platinum gold terbaik akreditasi
""",
    # Reaches what it wanted.
    "SUCCESS": """
hasil berhasil sukses capai tembus rampung tuntas mampu bukti terbukti wujud selesai pulih unggul buah
terealisasi realisasi
""",
    # Gives.
    "AID": """
bantu bantuan salur bagi santun donasi kurban gratis hibah sumbang kucur sedekah beasiswa sembako masker bansos
kur csr serah sedia layan layanan posko
""",
    # Good for people.
    "BENEFIT": """
mudah manfaat untung sejahtera lancar cepat aman nyaman ringan efisien efektif hemat murah sehat berkah solusi
jamin lindung selamat bebas keringanan insentif subsidi diskon
""",
    # Makes better or more.
    "IMPROVE": """
tingkat kuat kembang bangun benah baik revitalisasi genjot dorong inovasi digital modern optimal perluas
terobosan aplikasi teknologi sempurna tambah resmi luncur tumbuh meningkat naik daya berdaya bina latih edukasi
""",
    # Acts against wrongdoers.
    "ENFORCE": """
sita segel tetapkan menetapkan gerebek razia tilang amankan bongkar ungkap evakuasi tindak grebek selidiki
tangkap musnah berantas
""",
    # Good at its work.
    "QUALITY": """
sigap tanggap serius transparan profesional tepat bagus kompeten independen jujur adil bersih integritas peduli
humanis tulus gerak responsif konsisten komitmen
""",
    # Not yet.
    "PLAN": """
akan bakal rencana harap target upaya siap ingin usul niat proyeksi hendak mau nanti kaji agenda jadwal
mendatang depan
""",
    # Speaks.
    "SAY": """
kata ujar ucap tutur jelas ungkap nyata sebut tegas terang papar aku tambah sampai cerita lanjut imbuh imbau
himbau ingat pasti klaim prediksi catat beber nilai anggap pandang
""",
    # A place.
    "VENUE": """
gedung kantor kompleks komplek kawasan temu jumpa ruang kediaman istana hotel jalan halaman depan mapolda mako
mabes markas
""",
    # A source.
    "SOURCE": """
data dasar turut catat lansir kutip rilis terang keterangan informasi survei
""",
    # Laws and bills.
    "RULES": """
pasal undang-undang uu revisi ruu draf rkuhp peraturan aturan perpres permen pp poin beleid regulasi legislasi
sah
""",
    # Candidates.
    "SELECT": """
capim calon seleksi uji layak patut fit proper test pansel pilih terpilih lantik kandidat voting
""",
    # No.
    "NOT": """
tidak tak belum bukan tanpa jangan enggan tiada nihil
""",
    # Turns the sentence.
    "BUT": """
namun tetapi tapi padahal meski meskipun walau kendati justru malah sebaliknya sayangnya hanya
""",
    # Should.
    "OUGHT": """
harus seharusnya semestinya mestinya perlu wajib sebaiknya hendaknya layak
""",
    # Nobody is to blame yet.
    "DISASTER": """
korban jenazah meninggal kebakaran karhutla gempa asap bencana banjir tumbang
""",
    # Its people.
    "OFFICER": """
anggota pejabat pegawai dirut kepala bos direktur mantan eks staf aparat personel petugas pimpinan ketua wakil
komisioner menteri juru jubir humas kabid kadis deputi dirjen sekretaris kapolda kapolres kasat gubernur bupati
wali
""",
    # Who judges it.
    "JUDGE": """
warga masyarakat publik rakyat pengamat pakar ahli aktivis lsm icw ylbhi lbh walhi mahasiswa buruh petani
nelayan netizen warganet penumpang pelanggan pasien konsumen guru dosen akademisi tokoh rektor ombudsman
pengusaha asosiasi
""",
    # Figures.
    "MONEY": """
harga saham emas rupiah gram persen triliun miliar juta dolar ribu
""",
}
# Look like one of the words above with an affix, and are not.
_LIKE: Final = """
bagian sebagian sebuah ketahanan pertahanan bertahan mempertahankan dipertahankan menunjuk menunjukkan unjukkan
menggelar digelar gelar pengawasan perjalanan sejalan menjalani jalani pasalnya menanggapi tanggapi tanggapan
ternyata senilai sebelumnya belawan pengusahaan perguruan politisi sampai ketahan keselamatan sambutan lanjut
berjalan jalanan pelapor memutuskan melalui selanjutnya ditemukan menemukan temukan temuan kesehatan keamanan
pembangunan pemerintah pemerintahan ketua kesatuan kepolisian perhubungan pengadilan pertanian perikanan
peraturan perusahaan kebudayaan pendidikan petugas penerima menerima diterima terima kesan pesan bahan seri
terus bersama sebagai sebesar sejak kebakaran pelayanan pelaku pelaksana keterangan berharga keuangan perbankan
menjadi selama selain sebelum setelah kepada pada mengenai terkait sementara seperti penanggulangan penanganan
ketenagakerjaan pemberdayaan perempuan bernilai kelas kedua beberapa merupakan setiap segera mengingat pengingat
tersebut terbaru persen perseroan kelautan perindustrian perdagangan keputusan meteorologi
"""
_PLAIN: Final = frozenset(_LIKE.split())
_PREFIXES: Final = (
    "memper", "diper", "menge", "penge", "meng", "peng", "meny", "peny", "mem", "pem", "men", "pen", "ber", "ter",
    "per", "pel", "be", "te", "di", "ke", "se", "me", "pe",
)  # fmt: skip
_SUFFIXES: Final = ("kannya", "annya", "inya", "nya", "kan", "lah", "kah", "an", "i")
# meN- swallows the first letter of the root: menuding -> tuding, memukul -> pukul.
_SWALLOWED: Final = {"men": "t", "pen": "t", "mem": "p", "pem": "p", "meny": "s", "peny": "s", "meng": "k", "peng": "k"}


def _by_root() -> dict[str, tuple[str, ...]]:
    roots: dict[str, tuple[str, ...]] = {}
    for part, words in _PARTS.items():
        for word in words.split():
            roots[word] = (*roots.get(word, ()), part)
    return roots


_ROOTS: Final = _by_root()


@lru_cache(maxsize=100_000)
def parts_of(word: str) -> tuple[str, ...]:
    """The parts that one word in small letters plays; empty for most words."""
    if word in _ROOTS:
        return _ROOTS[word]
    if word in _PLAIN or len(word) > 40:
        return ()
    stems = [word] + [word[: -len(s)] for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= 3]
    for stem in stems:
        if stem in _ROOTS:
            return _ROOTS[stem]
    for stem in stems:
        for prefix in _PREFIXES:
            rest = stem[len(prefix) :]
            if len(rest) < 3 or not stem.startswith(prefix):
                continue
            if rest in _ROOTS:
                return _ROOTS[rest]
            if prefix in _SWALLOWED and rest[0] in "aiueo" and _SWALLOWED[prefix] + rest in _ROOTS:
                return _ROOTS[_SWALLOWED[prefix] + rest]
    return ()


def voice_of(word: str) -> str:
    """`P` for what is done to somebody, `A` for what somebody does, `N` for all else, as the prefix tells."""
    if len(word) > 5 and word.startswith(("di", "ter")):
        return "P"
    return "A" if len(word) > 5 and word.startswith(("me", "ber")) else "N"
