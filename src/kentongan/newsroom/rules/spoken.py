"""Short texts that can be said over the phone: three words for a digest.

They are an address and a comparison by ear, never a proof: 655,360 triples. What proves is the signature.
"""

from __future__ import annotations

import hashlib


def _list(words: str) -> list[str]:
    return words.split()


# The lists never change: codes are printed on paper. Everyday nouns, 256 and 256. No two of them,
# nor a number word, differ by a single letter: a bad line changes letters.
_THINGS = _list(
    """
    alpukat anggrek anggur angklung angsa apel arwana badak bakso balon bambu bangau bantal banteng batik bayam
    bebek belalang belimbing belut benang beringin beruang biola blangkon boneka buaya bubur camar cangkir cangkul
    capung catur cecak celana cemara cempaka cengkih cermin cobek cokelat congklak cumi dahlia dakon delima dodol
    domba duku durian egrang elang ember gajah gamelan gandum garam garpu garuda gasing gelas gembok gergaji gitar
    gong gudeg gula gunting gurami gurita handuk harimau harmonika hiu jagung jahe jaket jangkrik jarum jati jeruk
    kadal kakap kakatua kaktus kambing kamboja kancil kancing kangkung karpet kartu katak kebaya kedelai kedondong
    keju kelapa kelereng kelinci kemangi kemeja kemoceng kenanga kencur kendi kentang kepiting kerang kerbau keris
    kerupuk ketan ketupat klepon kolintang komodo kompor kopi kubis kucing kuda kunci kunyit kupu kurma kursi
    kutilang labu landak langsat layangan lebah lele lemari lengkuas linggis lobak lobster lontong lumba madu
    mahoni mangga manggis mangkuk markisa mawar meja melati melon mentega merak merica merpati mujair musang
    nampan nanas nangka obeng onde padi paku pala panah panci pandan paus payung pecel peci pelikan penyu pepaya
    perisai periuk perkutut piano pinus pipit piring pisang pisau rambutan randu rantai rawon rayap rebab rebana
    rendang roda roti rusa sabit sabun salak sambal sandal sapi sarung sasando sawo sekop selasih seledri
    selendang selimut semangka semut sendok sepatu serai seruling singkong sirsak sisir songket soto stroberi
    suling susu tahu talas talenan tali tameng tang teh teko tempe tenun teratai terompet terong tikar timun tirai
    tokek tomat tombak tongkol topeng trembesi tuna tungku tupai ubi udang ular vanili wajan walet wayang wortel
    """
)

_PLACES = _list(
    """
    abad air alis ambulans amplop angin antena anyaman arus asap atol awan balai bandara bara baterai bendera
    bendungan bengkel benua besi bintang biru bukit bulan bus candi cerita dagu dalang danau delman dermaga desa
    detik dinding dokter dompet dongeng dusun emas embun fajar gabus galaksi gapura gedung gereja gerimis gerobak
    globe granit guntur gunung gurun hadiah hakim halaman halte hari hidung hijau hitam hutan intan irigasi istana
    jaksa jalan jam jangkar jembatan jingga jurang kabar kabel kabut kaca kain kalender kamera kampung kampus
    kandang kano kantor kanvas kapur kebun kedai kemarau kembang kemudi keranjang kereta kertas kincir kipas kolam
    komet kompas komputer koper kota kristal kuas kulit kutub lampu langit laut layar legenda lencana lentera
    lilin lonceng loteng lukisan lumbung lumpur lutut magnet mahkota malam marmer masinis masjid mata matahari
    medali menara menit mentari mercusuar mesin meteor meteran mikroskop mobil motor muara museum musim mutiara
    nakhoda nelayan neraca nila nyanyian obor pabrik padang pagar pangeran pantun papan pasir pedati pekan
    pelabuhan pelangi pelita peluit pelukis pena penari pendopo penggaris penjahit pensil penyair penyanyi perahu
    perangko pesawat pesta petani petir pilot pipa planet plastik pompa pondok prajurit puisi pulau pura purnama
    putih putri radio rakit rambut ransel rawa rimba roket rotan rumah safir salju samudra satelit sauh savana
    sawah sekolah selat selokan senja senyum sepeda siang siku simpang sirene sore stadion stasiun subuh sumur
    sungai surat sutra tabungan taman tanjung tarian tebing telaga telepon teleskop televisi telinga teluk tembaga
    terjun terminal tikungan timah timbangan tinta tongkat topan traktor truk tukang tumit turbin ungu upacara
    wihara wol zamrud
    """
)

_NUMBERS = _list("satu dua tiga empat lima enam tujuh delapan sembilan sepuluh")


def spoken_of(digest_hex: str, salt: int = 0) -> str:
    """Return the three words for a digest, "bambu laut tujuh".

    Args:
        digest_hex: SHA-256 as 64 hexadecimal digits.
        salt: 0 as a rule; 1, 2, ... give other words for the same digest, when the first are taken.
    """
    data = bytes.fromhex(digest_hex)
    if salt:
        data = hashlib.sha256(data + salt.to_bytes(4, "big")).digest()
    return f"{_THINGS[data[0]]} {_PLACES[data[1]]} {_NUMBERS[int.from_bytes(data[2:6], 'big') % len(_NUMBERS)]}"


def is_spoken(text: str) -> str:
    """Return the code that `text` says, in its one form (small letters, single spaces); empty when it is none."""
    words = text.lower().replace(",", " ").replace("-", " ").split()
    known = (_THINGS, _PLACES, _NUMBERS)
    if len(words) == len(known) and all(word in names for word, names in zip(words, known, strict=True)):
        return " ".join(words)
    return ""
