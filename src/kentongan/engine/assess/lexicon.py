"""Words that tell how news goes for those it is about, written for this project by reading headlines.

Roots in small letters; affixes are taken off before look-up. Strong words carry 2, weak ones 1. Words that
only say that something was said or planned are absent: plain reporting is neutral.
"""

from __future__ import annotations

from functools import lru_cache


def _words(text: str) -> list[str]:
    return text.split()


_NEGATIVE_2 = _words("""
korupsi koruptor suap gratifikasi pungli tersangka terdakwa dakwa terpidana vonis penjara bui ott gelapkan penggelapan
tewas meninggal mati wafat bunuh pembunuhan mayat jenazah korban kritis luka sekarat bacok tikam tusuk aniaya
penganiayaan perkosa cabul pelecehan lecehkan kdrt siksa penyiksaan keroyok tawuran bentrok ricuh rusuh kerusuhan
kecelakaan tabrak tabrakan terguling tenggelam jatuh ledakan meledak bom teror teroris terorisme tembak tertembak
bakar kebakaran terbakar hangus longsor banjir gempa tsunami erupsi kekeringan karhutla bencana ambruk roboh runtuh
keracunan racun wabah klb epidemi pandemi gagal kegagalan mangkrak bangkrut pailit rugi kerugian anjlok ambles rontok
merosot terpuruk terperosok jeblok resesi krisis phk pecat pemecatan skandal aib hoaks hoax bohong kebohongan palsu
tipu penipuan menipu curang kecurangan langgar pelanggaran melanggar ilegal bodong kecam kecaman kutuk hujat cela demo
unjuk protes gugat gugatan somasi tuding tuduh tuntut lapor polisikan dipolisikan mangkir buron kabur bolos lalai
kelalaian teledor amburadul semrawut kacau kisruh carut buruk terburuk parah memburuk terparah miris memprihatinkan
maut nahas naas tragis tragedi ngeri sadis keji brutal bejat biadab ancam ancaman mengancam intimidasi represif
diskriminasi rasis narkoba sabu ganja begal rampok jambret curi pencurian maling gasak jarah bobol retas bocor peras
pemerasan palak palakan premanisme mafia kartel selingkuh mesum asusila prostitusi judi judol perundungan bully
kelaparan stunting gizi-buruk miskin kemiskinan pengangguran menganggur telantar terlantar terbengkalai sengsara
derita kesal kecewa kekecewaan keluh keluhan keluhkan geram murka ngamuk amuk resah keresahan meresahkan cemas takut
panik trauma tolak penolakan bantai serang serangan gempur rudal perang darurat bahaya berbahaya lemahkan pelemahan
dilemahkan hambat mandek macet-total cacat lumpuh kolaps inkonsisten kriminalisasi kriminal bermasalah rusak kerusakan
cemar pencemaran tercemar polusi kotor bau sampah ispa corona covid kanker sekap culik penculikan hilang-kontak
tergelincir terjebak sandera desak mundur copot pencopotan dicopot nonaktif dinonaktifkan blunder memalukan permalukan
dipermalukan hina menghina penghinaan fitnah ujaran-kebencian makar separatis tumbang kalah kekalahan keok tersingkir
gugur sindir sindiran kritik kritisi mengkritik cecar soroti sorotan polemik kontroversi kontroversial ironi ironis
janggal kejanggalan mark-up markup fiktif manipulasi sunat potong-paksa mengenaskan pingsan blong mendekam pemberontak
dalang hantam pukul kuras jerit terkapar bobrok horor mencekam geruduk penyelundupan selundup pembalakan pembobol
aborsi genosida gusur penggusuran gempar babak-belur belur lesu loyo kekerasan luka-luka gadaikan digadaikan prihatin
keprihatinan kolusi nepotisme otoriter arogan arogansi pembiaran ketidakadilan zalim tersungkur ditahan
""")
_NEGATIVE_1 = _words("""
kasus dugaan duga diduga masalah permasalahan kendala hambatan gangguan ganggu terganggu lambat lamban molor tertunda
tunda batal batalkan dibatalkan henti dihentikan setop larang dilarang sanksi hukuman denda sidang jerat tangkap
ditangkap ciduk diciduk bekuk gerebek razia sita disita ditahan tahanan periksa diperiksa panggil usut selidiki
telusuri turun penurunan menurun melemah pelemahan-rupiah tertekan susut defisit utang tunggak nunggak mahal kemahalan
langka kelangkaan kurang kekurangan minim sepi sulit kesulitan susah beban sakit penyakit virus positif-corona darah
demam sesak asap kabut-asap tebal pekat macet kemacetan antre semerawut kumuh ragu meragukan keraguan keberatan bantah
membantah sanggah sangkal tampik elak debat perdebatan ribut cekcok konflik sengketa pertentangan bertentangan oknum
pelaku tega nekat heboh geger waspada waspadai mewaspadai rawan risiko berisiko rentan evakuasi mengungsi pengungsi
pengungsian duka berduka tangis isak sedih pilu haru cerai gugat-cerai kosong hilang lepas bakar-diri tegur teguran
peringatkan peringatan tidak-boleh ultimatum desakan minta-maaf maaf mohon-maaf salah kesalahan keliru kesalahpahaman
ancam-mogok mogok boikot tersendat pangkas efisiensi penyimpangan simpang salahgunakan penyalahgunaan sabotase
provokasi provokator hasut adu-domba oplosan kedaluwarsa kadaluarsa repot sia-sia percuma pupus kandas terancam
dipertanyakan pertanyakan mempertanyakan tuai akibat pidana insiden melanda larikan dilarikan terpaksa oleng terpapar
gara-gara ulah pecah kena terkena nyawa guncang guncangan timpa bongkar terbongkar inflasi lelah kelelahan buta
kebutaan akali lemas batuk diare gerah pro-kontra kontra depak didepak coret dicoret cabut dicabut resisten tilang
stroke heatstroke minus boncos badai eksploitasi blokade gelap padam pemadaman blackout error eror ogah rebut melawan
dilawan ditekan tertahan penahanan ditutup gugup tangisan gondol cemburu imbas buntut dampak paksa dipaksa pemaksaan
perburuk lebih-buruk amankan diamankan
""")
_POSITIVE_2 = _words("""
raih meraih diraih prestasi berprestasi juara penghargaan anugerah apresiasi apresiatif puji pujian memuji dipuji
sukses kesuksesan berhasil keberhasilan menang kemenangan unggul keunggulan terbaik tercepat berjaya bangga kebanggaan
membanggakan membaik pulih pemulihan bangkit kebangkitan untung keuntungan laba surplus meroket melesat menguat
penguatan tumbuh pertumbuhan meningkat-pesat tembus rekor gemilang cemerlang inovasi inovatif terobosan solusi solutif
manfaat bermanfaat sejahtera kesejahteraan makmur termakmur mudah mudahkan permudah kemudahan dipermudah gratis
beasiswa bantu bantuan membantu santunan santuni salurkan penyaluran donasi sumbang dukung dukungan mendukung
sambut-baik antusias antusiasme semarak meriah gembira senang bahagia puas kepuasan lega sembuh selamat-semua
selamatkan penyelamat pahlawan teladan inspirasi inspiratif menginspirasi harum harumkan percepat percepatan
dipercepat tuntas tuntaskan rampung rampungkan lancar kelancaran aman-kondusif kondusif damai perdamaian rukun
kerukunan toleransi harmonis sinergi sinergitas kolaborasi gotong-royong peduli kepedulian berkah optimistis optimis
optimisme apik kompak solid transparan akuntabel akuntabilitas wtp predikat opini-wtp bersih berintegritas integritas
jujur amanah merakyat dermawan hebat mantap keren canggih ramah nyaman kenyamanan indah mempesona memesona favorit
primadona unggulan terpercaya tepercaya dipercaya percaya kepercayaan dicintai swasembada panen melimpah ekspansi
ekspansif naik-kelas mandiri kemandirian berdaya pemberdayaan berdayakan boyong medali bergengsi kontribusi
berkontribusi dedikasi tangguh terampil cerdas istimewa persatuan syukur bersyukur solidaritas tercapai terwujud hafal
wisudawan disukai jempol terpuji award awards layak berkualitas
""")
_POSITIVE_1 = _words("""
tingkatkan peningkatan meningkat naik-peringkat perluas perluasan perkuat memperkuat dorong mendorong genjot dongkrak
sokong fasilitasi lindungi perlindungan melindungi jamin menjamin jaminan layani pelayanan-prima resmikan meresmikan
diresmikan peresmian luncurkan meluncurkan peluncuran bangun membangun pembangunan renovasi revitalisasi perbaiki
perbaikan benahi gandeng kerja-sama kerjasama sepakat kesepakatan teken jalin mou siaga sigap cepat-tanggap responsif
gerak-cepat antisipasi cegah pencegahan atasi mengatasi tangani sosialisasi edukasi pelatihan bina pembinaan berbagi
bagikan serahkan-bantuan hadiah promo diskon cashback bonus wakili tuan-rumah terpilih lolos lulus diakui
pengakuan-dunia aman tertib stabil terkendali pede yakin semangat modern digitalisasi ramah-lingkungan lestari
pelestarian melestarikan gelar-bazar murah terjangkau hemat akurat bugar ceria sumringah acungan jempol salut takjub
terpukau kagum kekaguman mengagumkan wujudkan mewujudkan hadirkan menghadirkan kembangkan pengembangan mengembangkan
berkembang majukan memajukan kemajuan capaian komitmen berkomitmen kebersamaan strategis pesat bersaing kompetitif
terintegrasi optimal optimalkan optimalisasi berkelanjutan akselerasi kebut pikat gelorakan siapkan menyiapkan
disiapkan siagakan sambut menyambut disambut patut gagalkan digagalkan menggagalkan tandatangani penandatanganan
ikhlas keikhlasan tulus khidmat santun sejuk ringankan bersihkan terima-kasih prioritaskan
""")

# Look like one of the words above with an affix, and are not.
_PLAIN = _words("""
ketahanan pertahanan bertahan mempertahankan dipertahankan pertahankan sejarah bersejarah pemindahan pindah
dipindahkan memindahkan perpindahan kesehatan keamanan penambahan tanggapan tanggapi menanggapi ditanggapi pertama
kesatuan kepolisian perhubungan pengadilan pertanian perikanan peraturan perusahaan pemerintah pemerintahan kebudayaan
pendidikan ketua petugas terima menerima diterima pelapor laporan melaporkan dilaporkan laporkan penyidik kesepian
seri serius terus kesan pesan kemarin bahan bawaan kedua kelas seru terbaru perbankan padamkan memadamkan dipadamkan
pemadaman bangunan kelayakan pendukung kenakan dikenakan
""")

NEGATIONS = frozenset(
    _words("tak tidak bukan belum tanpa nihil batal gagal jangan enggan nir anti hindari cegah bebas")
)

_WEIGHTS: dict[str, int] = (
    dict.fromkeys(_POSITIVE_1, 1)
    | dict.fromkeys(_NEGATIVE_1, -1)
    | dict.fromkeys(_POSITIVE_2, 2)
    | dict.fromkeys(_NEGATIVE_2, -2)
)

_IGNORED = frozenset(_PLAIN)

_PREFIXES = (
    "memper", "diper", "member", "penge", "menge", "peng", "meng", "peny", "meny", "pem", "mem", "pen", "men",
    "ber", "ter", "per", "pel", "bel", "di", "ke", "se", "me", "pe",
)  # fmt: skip
_SUFFIXES = ("kannya", "annya", "inya", "nya", "kan", "lah", "kah", "an", "i")
# meN- swallows the first letter of the root: menuding -> tuding, memukul -> pukul, menyita -> sita, mengecam -> kecam.
_SWALLOWED = {"men": "t", "pen": "t", "mem": "p", "pem": "p", "meny": "s", "peny": "s", "meng": "k", "peng": "k"}


@lru_cache(maxsize=50_000)
def polarity(word: str) -> int:
    """-2 (bad news) to 2 (good news) of one word in small letters; 0 for any other word."""
    if word in _IGNORED:
        return 0
    for form in _forms(word):
        if form in _WEIGHTS:
            return _WEIGHTS[form]
    return 0


def _forms(word: str) -> list[str]:
    """The word, then what is left without its affixes; shortest roots have three letters."""
    stems = [word] + [word[: -len(s)] for s in _SUFFIXES if word.endswith(s) and len(word) - len(s) >= 4]
    forms = list(stems)
    for stem in stems:
        for prefix in _PREFIXES:
            rest = stem[len(prefix) :]
            if stem.startswith(prefix) and len(rest) >= 3:
                if len(rest) >= 4:
                    forms.append(rest)
                if prefix in _SWALLOWED and rest[0] in "aiueo":
                    forms.append(_SWALLOWED[prefix] + rest)
    return forms
