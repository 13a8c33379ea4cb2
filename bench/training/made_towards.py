"""Made-up sentences about institutions, written by a language model for this project; they train and never measure.

Each line is a sentence with slots: T the target, O another institution, P a person, X a matter, R a place. Roles are
swapped on purpose, so that the same words blame the target in one line and somebody else in the next.
"""

from __future__ import annotations

import random

_TARGETS = """
Kementerian Kesehatan;Kementerian Perhubungan;Kemenag;Kemensos;Kemendag;Kementan;Kominfo;Komdigi;BGN;BPOM;OJK;
BPJS Kesehatan;Bulog;PLN;Pertamina;PT KAI;Garuda Indonesia;BRI;BNI;Bank Mandiri;BTN;Pegadaian;Danantara;Telkom;
Jasa Marga;Transjakarta;KPU;Bawaslu;KPAI;Polri;Polda Jateng;Polres Garut;Polsek Tebet;TNI;DPR;DPRD;MPR;KPK;
Kejaksaan Agung;Mahkamah Agung;Ombudsman;Pemprov Jabar;Pemkot Bekasi;Pemkab Lebak;Dinas Kesehatan;
Dinas Pendidikan;Dinas Perhubungan;Bea Cukai;Ditjen Pajak;Imigrasi;BNPB;BMKG;Basarnas;Satpol PP;RSUD Koja;LIPI;
Kemnaker;Kemenkeu;Bank Indonesia;Kementerian Agama;Kemendikdasmen;Kemenhub
"""
_OTHERS = """
pemerintah pusat;Pemkot Depok;Polda Metro Jaya;DPR;Kementerian Keuangan;KPK;BPK;Ombudsman;DPRD;Kejaksaan Agung;
WHO
"""
_PEOPLE = """
Budi;Siti Aminah;Rahmat Hidayat;Dewi Lestari;Agus Salim;Nurul;Hendra Wijaya;Yusuf;Ratna Sari;Taufik
"""
_MATTERS = """
bantuan sosial;makan bergizi gratis;perbaikan jalan;kenaikan iuran;penerimaan siswa baru;antrean pasien;
subsidi pupuk;proyek jembatan;izin tambang;layanan haji;tarif listrik;pengadaan laptop;penanganan banjir;
data peserta;harga beras;sertifikat tanah
"""
_PLACES = """
Garut;Surabaya;Medan;Makassar;Bekasi;Kupang;Banyuwangi;Palembang;Papua;Lombok Timur;Jakarta;Semarang
"""

_NEGATIVE = """
Warga R mengeluhkan lambannya T menangani X.
Pengamat menilai T gagal mengatasi persoalan X.
ICW mendesak T membuka data X yang selama ini ditutup-tutupi.
Sejumlah pegawai T ditetapkan sebagai tersangka suap X.
KPK menahan pejabat T dalam kasus korupsi X.
"T tidak becus mengurus X," kata P.
Kinerja T dalam X dinilai buruk dan tidak transparan.
Aktivis menggugat T ke pengadilan terkait X.
Mahasiswa menggelar unjuk rasa di depan kantor T menolak kebijakan X.
O mengkritik T karena dianggap mengabaikan keluhan soal X.
Ombudsman menemukan maladministrasi dalam X yang dilakukan T.
Oknum T diduga memukul warga di R.
T meminta maaf atas gangguan layanan yang merugikan ribuan pelanggan.
T mengakui ada kelemahan dalam X.
P menyayangkan sikap T yang terkesan lepas tangan dalam X.
Proyek X milik T mangkrak sejak tiga tahun lalu.
Keputusan T soal X menuai kecaman dari berbagai kalangan.
Petani R kecewa lantaran janji T soal X tak kunjung ditepati.
Defisit T membengkak hingga triliunan rupiah.
Menurut P, T seharusnya lebih serius mengawasi X.
BPK menemukan kerugian negara dalam X di T.
Anggota T itu dilaporkan ke polisi atas dugaan penganiayaan.
P menuding T berbohong soal X.
Publik meragukan komitmen T dalam X.
T dinilai kecolongan karena X.
Korban mengaku dipersulit saat mengurus X di T.
T kalah di pengadilan dan harus membayar ganti rugi.
LSM di R menduga ada permainan antara T dan pengusaha dalam X.
Layanan T lumpuh berjam-jam dan membuat penumpang telantar.
DPR mencecar pimpinan T soal X yang tak kunjung selesai.
Kebijakan T tentang X memberatkan masyarakat kecil, kata P.
Mantan pimpinan T divonis empat tahun penjara.
T dituding pilih kasih dalam menertibkan X.
Netizen ramai-ramai memprotes T setelah X viral.
Orang tua siswa menyesalkan T yang tak memberi penjelasan.
P mundur dari T karena kecewa dengan pengelolaan X.
T disebut menyalahgunakan wewenang dalam X.
Pimpinan T dianggap tidak profesional.
Siswa di R keracunan setelah menyantap makanan dari program T.
T belum juga membayar tunggakan kepada rumah sakit.
"Jangan sampai T jadi keranjang sampah bagi X," sindir P.
P menyebut langkah T soal X gegabah dan kekanak-kanakan.
Penambahan anggaran T untuk X dinilai pemborosan belaka.
Kenaikan tarif yang diputuskan T membebani rakyat kecil.
T dianggap tutup mata terhadap X di R.
Sikap T yang enggan bertanggung jawab atas X membuat P geram.
P mempertanyakan mengapa T baru bergerak setelah X ramai di media sosial.
Sudah tiga bulan laporan warga R tentang X tak ditanggapi T.
T didesak segera menuntaskan X yang terbengkalai.
P mendesak Kepala T mundur karena gagal membenahi X.
Asosiasi pengusaha keberatan dengan aturan T tentang X.
Buruh menolak keputusan T yang dinilai merugikan pekerja.
T hanya sibuk dengan pencitraan, sementara X tak kunjung beres.
Warga R terpaksa antre berjam-jam karena sistem T eror.
Data milik T bocor dan dijual di internet.
T diminta tidak lepas tangan terhadap nasib korban X.
P menilai T tebang pilih dalam menindak pelaku X.
Janji T soal X cuma omong kosong, ujar P.
Menurut P, pengawasan T terhadap X sangat lemah sehingga kasus serupa berulang.
Puluhan siswa di R muntah-muntah usai menyantap hidangan program T.
Bekas pejabat T didakwa menerima uang dari kontraktor X.
Penyidik menggeledah kantor T terkait dugaan korupsi X.
Uang itu diduga mengalir ke sejumlah pejabat T.
Kepala T diperiksa sebagai saksi dalam kasus korupsi X.
Anggota T di R dipecat karena memeras pedagang.
Polisi menangkap pegawai T yang memakai sabu.
Keluarga korban menuding anggota T menganiaya P hingga tewas.
T menghentikan X sepihak tanpa memberi tahu warga.
Tak ada transparansi dari T, keluh P.
T diam-diam mengubah aturan X tanpa melibatkan publik.
Putusan T soal X dianggap mencederai rasa keadilan.
BPK memberi opini wajar dengan pengecualian atas laporan keuangan T.
Serapan anggaran T untuk X baru mencapai 20 persen.
T dinilai terlalu lunak terhadap pelaku X.
Kualitas layanan T makin buruk sejak dipimpin P.
P menyayangkan lemahnya koordinasi T dengan daerah dalam X.
Akibat kelalaian T, dua pekerja di R tewas.
T digugat karena menunggak pembayaran kepada rekanan.
O menegur T yang belum menyerahkan laporan X.
Survei menunjukkan kepercayaan publik kepada T merosot.
Dokter mengaku dirugikan oleh aturan yang ditetapkan T.
T kembali kecolongan, narapidana di R kabur.
P: T jangan arogan dan alergi kritik.
Bukannya menyelesaikan X, T malah saling menyalahkan dengan O.
Peserta mengaku dipungut biaya oleh petugas T saat mengurus X.
""".strip().split("\n")
_POSITIVE = """
P mengapresiasi T yang sigap menangani X.
Warga R berterima kasih kepada T atas bantuan yang diberikan.
T menyalurkan ribuan paket sembako untuk warga R.
T berhasil menyelesaikan X lebih cepat dari target.
T meraih penghargaan layanan publik terbaik tahun ini.
O memuji langkah T dalam X.
Berkat program T, pendapatan petani di R meningkat.
T memberikan beasiswa kepada anak-anak kurang mampu di R.
"Kami sangat terbantu oleh T," ujar P.
Kepuasan masyarakat terhadap layanan T naik menjadi 90 persen.
T kembali memperoleh predikat wajar tanpa pengecualian.
T menggratiskan biaya X bagi warga miskin.
Aplikasi baru T membuat pengurusan X lebih mudah dan cepat.
T sukses menggagalkan penyelundupan yang merugikan negara miliaran rupiah.
Tim T berhasil mengevakuasi seluruh korban dengan selamat.
P bangga terhadap capaian T dalam X.
Akademisi menilai T transparan dan profesional dalam X.
T mencatatkan kenaikan laba dan jumlah nasabah.
T membagikan masker dan membuka posko kesehatan bagi warga R.
Usaha P berkembang setelah mendapat modal dari T.
Inovasi T mendapat pengakuan dunia internasional.
T dinilai berhasil menurunkan angka kemiskinan di R.
Ribuan warga antusias mengikuti program T.
O menyampaikan terima kasih atas dukungan T.
T membangun puluhan rumah bagi korban bencana di R.
Kehadiran T dirasakan manfaatnya oleh masyarakat R.
T telah menyalurkan kredit kepada ratusan ribu pelaku usaha kecil.
T memperkuat layanan hingga ke pelosok desa.
P mendukung penuh T dan menolak upaya melemahkannya.
T merupakan lembaga yang dipercaya rakyat, kata P.
Langkah cepat T mencegah kerugian yang lebih besar.
T memulangkan para pekerja dengan selamat.
Jumlah pelanggan T memecahkan rekor.
T membantu pengusaha di R mengekspor produknya.
T menyerahkan bantuan alat kepada kelompok tani di R.
Warga R kini tak perlu antre lagi berkat layanan daring T.
Program T membuat harga pangan di R terkendali.
P menilai T semakin terbuka terhadap kritik.
Petugas T mengantarkan bantuan sampai ke pulau terluar.
T mengembalikan uang warga yang menjadi korban penipuan.
Laba bersih T melonjak 30 persen pada semester pertama.
P berharap program T yang baik itu diteruskan.
Langkah T menertibkan X disambut baik warga R.
Tim T dengan sigap memadamkan api sehingga tak ada korban.
Indeks kepuasan terhadap layanan T terus meningkat.
Menurut P, kinerja T sudah bagus dan patut dicontoh.
Dengan fasilitas dari T, pengusaha di R mampu menembus pasar ekspor.
T merampungkan perbaikan jalan di R sebelum Lebaran.
T menerima predikat badan publik informatif.
Atlet T merebut medali emas dalam kejuaraan nasional.
O mengakui peran penting T dalam menurunkan X.
T memberi santunan kepada keluarga korban di R.
Kontribusi T bagi petani di R sangat besar, kata P.
""".strip().split("\n")
_NEUTRAL = """
T mengkritik O karena lamban menangani X.
T menetapkan tiga tersangka kasus korupsi X.
T menahan pejabat O yang diduga menerima suap X.
Hal itu dikatakan P di gedung T, Jakarta, Senin.
Juru bicara T P mengatakan X masih dibahas.
T akan meluncurkan program X tahun depan.
T mengimbau warga R waspada terhadap penipuan X.
Berdasarkan data T, jumlah penerima X mencapai dua juta orang.
T mengapresiasi O yang membantu X.
P ditemui di kantor T usai rapat membahas X.
T memeriksa saksi kasus pembunuhan di R.
T meminta O segera menyelesaikan X.
Kepala T P menghadiri peresmian X di R.
T dan O menandatangani nota kesepahaman tentang X.
Aturan X disusun bersama T dan O.
T memastikan X tetap berjalan sesuai jadwal.
T menyegel lahan perusahaan yang membakar hutan di R.
Korban kebakaran dibawa ke rumah sakit, kata petugas T.
Pelaku dibawa ke T untuk diperiksa.
Massa mendatangi T untuk melaporkan penipuan X.
P dilaporkan ke T atas dugaan penggelapan.
T berharap X dapat meningkatkan kesejahteraan warga.
T menargetkan X rampung akhir tahun.
Penyidik T masih mendalami kasus X.
P dulu bekerja di T sebelum menjadi pengusaha.
T menyebut gempa di R tidak berpotensi tsunami.
T menerima laporan keuangan dari O.
Rapat X dihadiri T, O, dan perwakilan warga.
T mencatat kenaikan harga beras di R.
T menjelaskan alasan penundaan X.
Revisi aturan tentang T dikhawatirkan melemahkan lembaga itu.
O dinilai gagal melindungi T dari tekanan politik.
P menyebut O lalai, sementara T hanya menjadi saksi.
T menangkap penjual obat ilegal di R.
T menyita ribuan botol minuman keras.
T membuka lowongan kerja untuk lulusan sarjana.
T mengusulkan anggaran X sebesar Rp 2 triliun.
T menunggu hasil penyelidikan polisi soal X.
Calon pimpinan T menjalani uji kelayakan.
T menyelidiki dugaan kecurangan dalam X oleh O.
Harga sahamnya turun, kata P di gedung T.
Kecelakaan di R menewaskan dua orang, ujar Kapolres yang dikutip T.
T menyayangkan sikap O dalam X.
T berkomitmen terus mendukung X.
T siap memfasilitasi dialog antara warga dan O.
Bantuan X diserahkan O di halaman kantor T.
P mengajukan permohonan X kepada T.
T membantah menerima surat dari O.
Menurut T, X merupakan kewenangan O.
T mengutuk serangan yang menewaskan warga sipil.
P menyebut O kekanak-kanakan, kata juru bicara T.
T mendesak O segera membayar ganti rugi kepada warga.
Kantor T dilempari batu oleh massa yang menolak X.
Akun media sosial T diretas, polisi masih menyelidiki.
P mendatangi T untuk mengadukan O yang lamban menangani X.
T mengadili pejabat O dalam kasus korupsi X.
Mantan pimpinan T itu mengkritik pemerintah soal X.
Demonstrasi menolak X berlangsung di depan gedung T dengan tertib.
T menilai X merugikan petani dan meminta O mencabutnya.
Kuasa hukum P menyerahkan bukti kepada T.
T menyiapkan langkah jika X berlanjut.
X dibahas T bersama O hingga malam.
P terpilih menjadi Ketua T periode mendatang.
T menyebut kerugian akibat X mencapai miliaran rupiah.
Kecelakaan itu ditangani T.
T mengatakan pelaku membobol rumah korban pada malam hari.
T mencatat ada ribuan pelanggar pada hari pertama.
Pelaku sempat melawan saat ditangkap anggota T.
"Kami masih menunggu hasil pemeriksaan," ujar pejabat T.
T mengingatkan warga R agar tidak tertipu tawaran X.
T akan memberi sanksi kepada perusahaan yang melanggar X.
Anggaran T tahun depan diusulkan naik.
P, yang pernah memimpin T, menyerukan agar X dihentikan.
T dan O berbeda pendapat soal X.
Korban gempa di R mengungsi, demikian T.
T membantah tudingan O dan menyerahkan bukti pembayaran.
Sidang X di T ditunda pekan depan.
Direktur T P menjelaskan cara mengurus X.
""".strip().split("\n")


def made(times: int = 6, seed: int = 0) -> list[tuple[str, str, str]]:
    """(sentence, target, label), each line `times` times with other names."""
    rng = random.Random(seed)
    rows = []
    for label, lines in (("negative", _NEGATIVE), ("positive", _POSITIVE), ("neutral", _NEUTRAL)):
        for line in lines:
            for _ in range(times):
                target = rng.choice(_listed(_TARGETS))
                words = [_fill(word, target, rng) for word in line.split(" ")]
                rows.append((" ".join(words), target, label))
    return rows


def _fill(word: str, target: str, rng: random.Random) -> str:
    core = word.strip('",.')
    slots = {"T": [target], "O": [o for o in _listed(_OTHERS) if o != target], "P": _listed(_PEOPLE)}
    slots |= {"X": _listed(_MATTERS), "R": _listed(_PLACES)}
    return word.replace(core, rng.choice(slots[core])) if core in slots else word


def _listed(names: str) -> list[str]:
    return names.strip().replace("\n", "").split(";")
