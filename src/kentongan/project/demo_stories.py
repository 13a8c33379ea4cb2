"""Invented news for the demo office. People, places, outlets, figures and events are all made up."""

from __future__ import annotations

from dataclasses import dataclass

OUTLETS: tuple[tuple[str, str, str, str], ...] = (  # name, kind, domain, standing
    ("Kabar Serayu", "online", "kabarserayu.example", "factual"),
    ("Warta Nusa", "online", "wartanusa.example", "factual"),
    ("Kilas Sanggar", "online", "kilassanggar.example", "administrative"),
    ("TV Cakrawala", "tv", "tvcakrawala.example", "factual"),
    ("Harian Pesisir", "print", "harianpesisir.example", "factual"),
    ("Lentera Pagi", "online", "lenterapagi.example", "factual"),
    ("Jurnal Bukit", "online", "jurnalbukit.example", "factual"),
    ("Portal Lintas Desa", "online", "lintasdesa.example", "none"),
    ("Tinta Daerah", "online", "tintadaerah.example", "administrative"),
    ("Gerbang Muara", "online", "gerbangmuara.example", "administrative"),
    ("Radio Angin Timur", "radio", "angintimur.example", "administrative"),
    ("Kantor Berita Khatulistiwa", "agency", "kbkhatulistiwa.example", "factual"),
    ("Suara Lembah", "online", "suaralembah.example", "none"),
    ("Cermin Kota", "online", "cerminkota.example", ""),
)

UNITS: tuple[tuple[str, str, str, str, str], ...] = (  # code, name, parent code, level, zone
    ("DJL", "Direktorat Jenderal Layanan Terpadu", "", "echelon1", "WIB"),
    ("DJI", "Direktorat Jenderal Inovasi Layanan", "", "echelon1", "WIB"),
    ("KW-01", "Kantor Wilayah Muara Damar", "", "regional", "WIB"),
    ("KW-02", "Kantor Wilayah Tanjung Arang", "", "regional", "WITA"),
    ("KW-03", "Kantor Wilayah Pulau Selatan", "", "regional", "WIT"),
    ("UPT-0101", "Mal Pelayanan Publik Muara Damar", "KW-01", "technical", "WIB"),
    ("UPT-0102", "Loket Terpadu Lembah Sari", "KW-01", "technical", "WIB"),
    ("UPT-0201", "Mal Pelayanan Publik Tanjung Arang", "KW-02", "technical", "WITA"),
    ("UPT-0202", "Loket Terpadu Bukit Raja", "KW-02", "technical", "WITA"),
    ("UPT-0301", "Loket Terpadu Teluk Biru", "KW-03", "technical", "WIT"),
)

QUERIES: tuple[tuple[str, str], ...] = (
    ("Kementerian", '"Kementerian Pelayanan Publik" OR KPP OR "Nirmala Hadiwasita"'),
    ("Loket daring", "loket AND (daring OR antrean) NOT wisata"),
    ("Penipuan", '("bantuan biaya layanan" OR (tautan NEAR/6 kementerian)) AND (palsu OR penipuan OR hoaks)'),
)


@dataclass(frozen=True)
class Event:
    """One happening: titles and sentences to compose articles from, and when they come.

    `peak_h` is how many hours before now most articles came, `spread_h` how far they scatter, `count` how many there
    are, `copies` which share of them reprint an earlier text; `context` is the background that closes a text.
    """

    titles: tuple[str, ...]
    leads: tuple[str, ...]
    sentences: tuple[str, ...]
    quotes: tuple[str, ...]
    context: str
    count: int
    peak_h: float
    spread_h: float
    copies: float


EVENTS: tuple[Event, ...] = (
    Event(
        titles=(
            "Loket daring terpadu terhenti tiga jam, warga keluhkan antrean",
            "Loket daring kementerian mati, pemohon pulang dengan tangan kosong",
            "Gangguan loket daring terpadu: ribuan permohonan tertunda",
            "Tiga jam tanpa layanan: loket daring terpadu gagal diakses",
            "Warga Tanjung Arang minta ganti rugi karena loket daring mati",
            "Loket daring pulih bertahap, kementerian minta maaf",
            "Ombudsman daerah soroti gangguan loket daring terpadu",
        ),
        leads=(
            "Loket daring terpadu milik Kementerian Pelayanan Publik terhenti selama tiga jam sejak Senin siang dan "
            "membuat ribuan pemohon tidak dapat mengambil nomor antrean.",
            "Gangguan pada loket daring terpadu Kementerian Pelayanan Publik membuat layanan di puluhan kantor "
            "tersendat. Sejumlah warga mengaku kecewa karena tidak mendapat penjelasan.",
            "Kementerian Pelayanan Publik mengakui loket daring terpadu gagal diakses selama tiga jam dan menyatakan "
            "layanan pulih bertahap.",
        ),
        sentences=(
            "Gangguan bermula sekitar pukul 14.10 WIB ketika pusat data utama kehilangan pasokan listrik.",
            "Petugas di sejumlah kantor melayani pemohon secara manual hingga malam.",
            "Sebanyak 12.480 permohonan tercatat tertunda menurut data sementara kementerian.",
            "Antrean mengular hingga ke halaman Mal Pelayanan Publik Muara Damar.",
            "Sejumlah pemohon yang datang dari luar kota terpaksa menginap karena nomor antrean mereka hangus.",
            "Kementerian menyatakan nomor antrean yang hangus akan diganti otomatis tanpa biaya.",
            "Pengamat menilai kementerian perlu memiliki sistem cadangan di luar pusat data utama.",
            "Layanan telepon 24 jam tetap dibuka selama gangguan berlangsung.",
            "Ombudsman daerah meminta pemulihan sistem diumumkan setiap jam.",
            "Hingga berita ini diturunkan, sebagian fitur masih lambat diakses.",
        ),
        quotes=(
            "“Saya sudah dapat nomor, lalu loket daring mati. Sampai sore tidak ada yang bisa menjelaskan,” kata Sulastri, "
            "warga Tanjung Arang.",
            "“Kami minta maaf kepada semua pemohon. Layanan pulih bertahap sejak pukul 21.40,” ujar Menteri Pelayanan "
            "Publik Nirmala Hadiwasita.",
            "“Nomor yang hangus diganti otomatis, warga tidak perlu mendaftar ulang,” kata juru bicara kementerian Maria "
            "Goreti Tena.",
            "“Sistem sebesar ini perlu cadangan. Kegagalan tiga jam terlalu lama,” ujar pengamat kebijakan publik Galih "
            "Sutowo.",
        ),
        context=(
            "Loket daring terpadu dibuka dua tahun lalu dan menerima rata-rata 38 ribu permohonan sehari dari 412 "
            "kantor layanan. Sistem itu menggantikan antrean di tempat untuk pengurusan dokumen kependudukan, "
            "izin usaha mikro dan layanan sosial di sebelas wilayah."
        ),
        count=86,
        peak_h=13.0,
        spread_h=4.5,
        copies=0.45,
    ),
    Event(
        titles=(
            "Awas, tautan “bantuan biaya layanan Rp1,2 juta” mengatasnamakan kementerian",
            "Pesan berantai bantuan biaya layanan Rp1,2 juta dipastikan palsu",
            "Penipuan catut Kementerian Pelayanan Publik beredar di grup warga",
            "Kementerian bantah bagikan bantuan biaya layanan Rp1,2 juta",
        ),
        leads=(
            "Pesan berantai berisi tautan bantuan biaya layanan Rp1,2 juta yang mengatasnamakan Kementerian Pelayanan "
            "Publik beredar di grup percakapan warga. Kementerian memastikan pesan itu palsu.",
            "Kementerian Pelayanan Publik memperingatkan warga agar tidak membuka tautan palsu yang menjanjikan bantuan "
            "biaya layanan Rp1,2 juta.",
        ),
        sentences=(
            "Tautan itu meminta korban mengisi nomor rekening dan kode sandi sekali pakai.",
            "Sedikitnya empat warga melapor kehilangan uang setelah mengisi formulir palsu.",
            "Polisi siber menelusuri pemilik alamat yang dipakai untuk penipuan.",
            "Kementerian menegaskan tidak pernah meminta uang atau kode lewat tautan.",
            "Warga diminta melapor melalui kanal resmi bila menerima pesan serupa.",
            "Modus yang sama pernah muncul dua tahun lalu dengan nominal berbeda.",
        ),
        quotes=(
            "“Kementerian tidak pernah meminta uang lewat tautan. Itu penipuan,” kata juru bicara kementerian Maria Goreti "
            "Tena.",
            "“Saya kira benar karena ada logonya. Uang saya hilang dua juta,” ujar Darmo, warga Lembah Sari.",
        ),
        context=(
            "Sepanjang tahun ini, kementerian mencatat 61 pesan palsu yang mencatut nama lembaga, sebagian besar "
            "beredar lewat grup percakapan dan akun tiruan. Kanal pengaduan resmi tetap dapat dihubungi melalui "
            "pusat panggilan dan laman ruang pers kementerian setiap hari kerja."
        ),
        count=38,
        peak_h=7.5,
        spread_h=2.2,
        copies=0.5,
    ),
    Event(
        titles=(
            "Mal Pelayanan Publik ke-250 dibuka di Tanjung Arang",
            "Menteri resmikan Mal Pelayanan Publik ke-250, 93 jenis izin dalam satu pintu",
            "Tanjung Arang kini punya Mal Pelayanan Publik, warga sambut gembira",
        ),
        leads=(
            "Menteri Pelayanan Publik Nirmala Hadiwasita meresmikan Mal Pelayanan Publik ke-250 di Tanjung Arang yang "
            "melayani 93 jenis izin dalam satu gedung.",
            "Warga Tanjung Arang kini dapat mengurus 93 jenis izin di satu tempat setelah Kementerian Pelayanan Publik "
            "membuka mal pelayanan yang ke-250.",
        ),
        sentences=(
            "Gedung itu dilengkapi jalur kursi roda, ruang menyusui dan loket prioritas.",
            "Waktu pengurusan izin usaha mikro dipangkas dari lima hari menjadi dua jam.",
            "Pemerintah daerah berharap mal pelayanan mendorong pertumbuhan usaha kecil.",
            "Pada hari pertama, 640 warga datang memanfaatkan layanan.",
            "Kementerian menargetkan 300 mal pelayanan beroperasi tahun depan.",
            "Warga memuji petugas yang ramah dan antrean yang tertib.",
        ),
        quotes=(
            "“Biasanya saya bolak-balik tiga kantor, sekarang selesai sebelum makan siang,” ujar Rahmat, pemilik warung di "
            "Tanjung Arang.",
            "“Pelayanan yang baik adalah hak warga, bukan hadiah,” kata Menteri Pelayanan Publik Nirmala Hadiwasita.",
        ),
        context=(
            "Mal pelayanan publik menyatukan layanan pemerintah pusat, daerah, badan usaha milik negara dan "
            "swasta dalam satu gedung. Program itu dimulai enam tahun lalu dari empat kota percontohan, lalu "
            "diperluas ke seluruh wilayah dengan dukungan anggaran daerah masing-masing."
        ),
        count=31,
        peak_h=19.0,
        spread_h=3.5,
        copies=0.55,
    ),
    Event(
        titles=(
            "Indeks kepuasan layanan 2026 turun tipis menjadi 84,6",
            "IKM nasional 84,6: apa arti angka ini bagi kantor di daerah",
            "Survei: kepuasan warga atas layanan publik turun 0,3 poin",
        ),
        leads=(
            "Kementerian Pelayanan Publik mengumumkan indeks kepuasan masyarakat 2026 sebesar 84,6, turun tipis dari 84,9 "
            "pada tahun sebelumnya.",
        ),
        sentences=(
            "Unsur waktu penyelesaian mendapat nilai terendah dari sembilan unsur.",
            "Nilai tertinggi diberikan warga untuk perilaku petugas.",
            "Survei melibatkan 21.400 responden di 412 unit layanan.",
            "Indeks tetap berada pada mutu pelayanan baik.",
            "Kementerian akan meninjau unit dengan nilai di bawah 76,61.",
        ),
        quotes=(
            "“Penurunan ini kecil, tetapi kami pelajari sebabnya unit demi unit,” kata Direktur Jenderal Layanan Terpadu "
            "Bima Laksana.",
        ),
        context=(
            "Survei kepuasan masyarakat dilakukan sekali setahun di seluruh unit layanan dengan sembilan unsur "
            "penilaian, antara lain persyaratan, prosedur, waktu, biaya, produk, kompetensi, perilaku petugas, "
            "penanganan pengaduan serta sarana dan prasarana. Hasilnya menjadi dasar perbaikan tahun berikutnya."
        ),
        count=24,
        peak_h=4.0,
        spread_h=2.0,
        copies=0.4,
    ),
    Event(
        titles=(
            "Kementerian usulkan tarif antar dokumen ke rumah",
            "Usulan tarif antar dokumen: warga minta tidak memberatkan",
        ),
        leads=(
            "Kementerian Pelayanan Publik mengusulkan tarif layanan antar dokumen ke rumah yang akan dibahas bersama "
            "parlemen bulan depan.",
        ),
        sentences=(
            "Besaran tarif belum diputuskan dan akan dibedakan menurut jarak.",
            "Penyandang disabilitas dan warga lanjut usia diusulkan bebas biaya.",
            "Pegiat konsumen meminta kementerian membuka hitungan biayanya.",
            "Layanan antar dokumen diuji coba di tiga kota sejak September.",
        ),
        quotes=("“Ini masih usulan, belum ada keputusan,” ujar juru bicara kementerian Maria Goreti Tena.",),
        context=(
            "Selama ini warga mengambil dokumen di kantor layanan atau menitipkannya kepada kerabat. Kementerian "
            "menyebut permintaan pengantaran meningkat sejak uji coba, terutama dari warga yang tinggal lebih "
            "dari sepuluh kilometer dari kantor, dari pekerja harian, dan dari keluarga dengan anak kecil."
        ),
        count=9,
        peak_h=2.0,
        spread_h=1.2,
        copies=0.2,
    ),
)

# Articles that concern nobody here: the stream must leave them out.
BACKGROUND: tuple[tuple[str, str], ...] = (
    (
        "Harga cabai di pasar induk naik menjelang akhir pekan",
        "Harga cabai rawit di pasar induk Muara Damar naik menjadi Rp62.000 per kilogram karena pasokan berkurang.",
    ),
    (
        "Tim sepak bola Lembah Sari melaju ke final",
        "Tim Lembah Sari melaju ke final setelah menang adu penalti dalam laga yang disaksikan ribuan penonton.",
    ),
    (
        "Loket wisata Pantai Biru buka lebih lama",
        "Pengelola menambah jam buka loket wisata Pantai Biru selama musim libur sekolah.",
    ),
    (
        "Hujan lebat diperkirakan turun di wilayah selatan",
        "Prakiraan cuaca menyebut hujan lebat disertai angin kencang berpeluang turun di selatan hingga Rabu.",
    ),
    (
        "Pameran batik pesisir dibuka pekan ini",
        "Lebih dari dua ratus perajin batik pesisir memamerkan karya mereka di gedung kesenian kota.",
    ),
    (
        "Jembatan penghubung dua desa mulai dibangun",
        "Pembangunan jembatan sepanjang 80 meter yang menghubungkan dua desa di Bukit Raja dimulai hari ini.",
    ),
)
