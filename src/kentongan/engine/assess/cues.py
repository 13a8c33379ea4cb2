"""Words by which news speaks well or ill of an institution, written for this project; unlike `lexicon`, no fires.

A disaster is bad news and no blame for the ministry that fights it: here stand only accusations, failings, praise and
deeds. Forms as written in news, small letters; the passive and -nya are taken off before look-up.
"""

from __future__ import annotations

from enum import IntEnum
from functools import lru_cache
from typing import Final


class Cue(IntEnum):
    """What a word says. ACCUSE and PRAISE have giver and receiver, a DEED a doer; FAULT and MERIT just are."""

    NONE = 0
    ACCUSE = 1
    FAULT = 2
    PRAISE = 3
    DEED = 4
    MERIT = 5
    SAY = 6


def _words(text: str) -> list[str]:
    return text.split()


_ACCUSE: Final = _words("""
kritik kritisi mengkritik mengkritisi kecam mengecam kutuk desak mendesak gugat menggugat somasi tuding menuding tuduh
menuduh tuntut menuntut sentil menyentil sindir menyindir cecar mencecar protes memprotes demo geruduk keluhkan
mengeluhkan keluhan pertanyakan mempertanyakan dipertanyakan sesalkan menyesalkan sayangkan menyayangkan disayangkan
polisikan laporkan ombudsman tolak menolak penolakan tagih menagih kecewa geram resah meresahkan ragukan meragukan
salahkan menyalahkan ultimatum praperadilan adukan mengadukan hujat ejek permasalahkan gebuk soroti menyoroti disorot
cemooh mencemooh caci olok ejekan bantah tantang menantang khawatirkan dikhawatirkan mencurigai curigai dicurigai berang
kesal marah tuduhan aduan pengaduan laporkan adukan seret menyeret mengultimatum menyindir mengutuk walk-out boikot
sorotan kecaman tudingan tuntutan gugatan sindiran kritikan desakan hentikan cabut batalkan bubarkan copot pecat
""")
_FAULT: Final = _words("""
gagal kegagalan lalai kelalaian lamban lambat lambannya lemah lemahnya buruk buruknya bobrok kebobrokan amburadul
semrawut kacau kisruh carut karut skandal aib korupsi suap pungli gratifikasi tersangka terdakwa oknum maladministrasi
mangkrak molor bocor kebocoran salah kesalahan keliru melanggar pelanggaran langgar menyimpang penyimpangan
penyalahgunaan tebang pilih-kasih kasih janggal kejanggalan polemik kontroversi kontroversial blunder arogan arogansi
represif sewenang-wenang otoriter zalimi dizalimi zalim konyol sekonyol tidak-becus becus defisit merugikan rugikan
kerugian tunggakan terbengkalai telantar mubazir pemborosan boros kecolongan pembiaran abaikan mengabaikan diabaikan
inkonsisten plin-plan diskriminasi diskriminatif intimidasi aniaya menganiaya penganiayaan kekerasan menembak gebuk
hilang raib rusak error eror mundur mengundurkan dicopot dinonaktifkan dipecat kekurangan kelemahan dewasa gaduh
kegaduhan ironi ironis ego konspirasi berkonspirasi melemahkan lucuti melucuti tumpul mandek lumpuh kolaps pemalangan
lelet berbelit berbelit-belit ribet dipersulit persulit mempersulit korup semena-mena menyengsarakan telat
keterlambatan terlambat dakwaan ditahan diakses antre overkapasitas tumpang bohong kebohongan hoaks disinformasi
""")
_PRAISE: Final = _words("""
apresiasi mengapresiasi diapresiasi puji memuji dipuji pujian salut bangga banggakan acungi jempol terima-kasih kagumi
kagum mengagumi sambut-baik penghargaan dianugerahi anugerah anugerahi menganugerahi award terbaik teladan juara
diganjar predikat wtp prestasi berprestasi gembira antusias disambut puas kepuasan bahagia wiratama rekor diakui
berterima dinobatkan nobatkan akreditasi terakreditasi membanggakan
""")
_DEED: Final = _words("""
resmikan meresmikan peresmian luncurkan meluncurkan peluncuran bantu membantu bantuan salurkan menyalurkan penyaluran
santuni santunan donasi bagikan membagikan gagalkan menggagalkan selamatkan menyelamatkan pulangkan memulangkan
fasilitasi memfasilitasi permudah mempermudah mudahkan memudahkan percepat mempercepat tingkatkan meningkatkan
dorong mendorong wujudkan mewujudkan hadirkan menghadirkan kembangkan mengembangkan perkuat memperkuat tuntaskan
menuntaskan rampungkan merampungkan bongkar membongkar ungkap mengungkap dukung mendukung optimalkan mengoptimalkan
bina membina latih melatih berdayakan memberdayakan raih meraih sabet menyabet jalin menggandeng canangkan mencanangkan
gelontorkan hapuskan ringankan meringankan bebaskan genjot menggenjot lindungi melindungi edukasi mengedukasi kukuhkan
gratiskan menggratiskan hibahkan menghibahkan benahi membenahi pulihkan memulihkan
potong donor sumbangkan mengirimkan sediakan menyediakan pamerkan majukan
""")
_MERIT: Final = _words("""
berhasil keberhasilan sukses kesuksesan sigap peduli kepedulian berkah inovasi inovatif terobosan manfaat bermanfaat
gratis efektif unggul unggulan transparan transparansi akuntabel integritas wbk lancar nyaman optimal cepat tepat
efisien hemat mudah kemudahan semangat surplus untung menguntungkan kesejahteraan sejahtera solusi modern digital
berkelanjutan strategis komitmen berkomitmen sinergi mumpuni humanis jitu siaga semarak swasembada produktivitas
menyejahterakan ramah responsif daya-saing keringanan
""")
_SAY: Final = _words("""
kata katanya ujar ujarnya ucap ucapnya tutur jelas jelasnya ungkapnya mengatakan menyatakan menjelaskan menyebut
menyebutkan menuturkan mengungkapkan menegaskan memastikan mengaku menyampaikan menambahkan memaparkan menurut imbau
mengimbau ingatkan mengingatkan minta meminta sebut pastikan tegaskan klaim prediksi memprediksi memperkirakan
perkirakan catat mencatat berharap
""")
_KINDS: Final[dict[str, Cue]] = (
    dict.fromkeys(_SAY, Cue.SAY)
    | dict.fromkeys(_MERIT, Cue.MERIT)
    | dict.fromkeys(_DEED, Cue.DEED)
    | dict.fromkeys(_PRAISE, Cue.PRAISE)
    | dict.fromkeys(_FAULT, Cue.FAULT)
    | dict.fromkeys(_ACCUSE, Cue.ACCUSE)
)


@lru_cache(maxsize=50_000)
def cue_of(word: str) -> Cue:
    """What one word in small letters says about an institution."""
    found = _KINDS.get(word)
    if found is not None:
        return found
    # Only endings and the passive: roots of these words mean many things.
    if word.startswith("di") and len(word) > 5:
        for form in (word[2:], word[2:] + "kan"):
            if _KINDS.get(form) in {Cue.ACCUSE, Cue.PRAISE, Cue.DEED}:
                return _KINDS[form]
    if word.endswith("nya") and len(word) > 6:
        return _KINDS.get(word[:-3], Cue.NONE)
    return Cue.NONE


def is_active(word: str) -> bool:
    """True for a verb whose doer stands before it: `kritik`, `mengkritik`; not `dikritik`."""
    return not word.startswith(("di", "ter"))
