"""Invented releases, and texts that are none."""

from __future__ import annotations

from kentongan.engine.match.verify import Judgement, Known, judge

IMMUNISATION = """Layanan imunisasi gratis dibuka di semua puskesmas

Dinas Kesehatan Kabupaten Sukamaju membuka layanan imunisasi gratis mulai 12 Maret 2026 di seluruh puskesmas. Kepala \
dinas Rahma Wijaya mengatakan anggaran sebesar Rp1.250.000.000 telah disiapkan untuk 45.300 anak.

Layanan ini tidak dipungut biaya apa pun. Warga diminta membawa kartu keluarga dan buku imunisasi. “Jangan percaya \
kepada pihak yang meminta uang,” kata Rahma, Kamis (5/3/2026). Cakupan imunisasi tahun lalu mencapai 87,5 persen \
atau naik 5% dari tahun sebelumnya.

Syarat yang perlu dibawa:
- kartu keluarga asli
- buku imunisasi anak

Sumbangan sukarela hanya melalui rekening 123-456-7890 atas nama dinas. Informasi lebih lanjut dapat diperoleh di \
laman resmi kabupaten pada hari kerja."""

BRIDGE = """Jembatan Kali Bening ditutup dua pekan untuk perbaikan

Balai Jalan Nasional Wilayah Tirta menutup Jembatan Kali Bening mulai Senin malam karena tiang tengahnya retak. \
Kendaraan berat dialihkan lewat jalur selatan, sedangkan sepeda motor masih boleh melintas sampai pukul 22.00. \
Kepala balai Gilang Pramudya menyebut perbaikan menelan biaya Rp7,4 miliar dan ditargetkan selesai pada 30 April \
2026. Suhu dingin hingga -3 derajat di malam hari membuat pengecoran harus menunggu siang. Warga yang terdampak \
dapat mengadu ke posko siaga di kedua sisi jembatan selama dua puluh empat jam."""

FOREIGN = """Harga cabai rawit di sejumlah pasar tradisional melonjak menjelang akhir pekan karena pasokan dari sentra \
produksi berkurang akibat hujan deras. Para pedagang mengeluh pembeli mulai mengurangi belanja dan beralih ke cabai \
kering. Pengamat pertanian meminta pemerintah daerah memperbaiki jalur distribusi agar kenaikan tidak berulang."""

R, B = Known("imunisasi", IMMUNISATION), Known("jembatan", BRIDGE)


def judged(text: str, *known: Known) -> Judgement:
    return judge(text, known or (R, B))


def changes(judgement: Judgement) -> list[tuple[str, str, str]]:
    """The differences as (kind, published, pasted)."""
    return [(found.kind.value, found.published, found.pasted) for found in judgement.differences]


def with_(old: str, new: str, text: str = IMMUNISATION) -> str:
    """The release with one place changed; the place must be there, once."""
    assert text.count(old) == 1
    return text.replace(old, new)
