"""The demo office's releases: approved, published, corrected, withdrawn, under embargo, all through actions."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import datetime, time, timedelta

import xlsxwriter
from django.utils import timezone

from kentongan.accounts.choices import Role
from kentongan.accounts.models import Unit, User
from kentongan.newsroom.actions.asking import ask_approval
from kentongan.newsroom.actions.chains import set_chain
from kentongan.newsroom.actions.correcting import start_correction, withdraw_release
from kentongan.newsroom.actions.deciding import decide
from kentongan.newsroom.actions.files import add_attachment
from kentongan.newsroom.actions.furnishing import set_topic
from kentongan.newsroom.actions.passing import give_embargo_pass
from kentongan.newsroom.actions.publishing import CorrectionWords, publish_release
from kentongan.newsroom.actions.writing import save_draft, start_release
from kentongan.newsroom.choices import Decided, StepState
from kentongan.newsroom.models import ApprovalStep, Publication, Release
from kentongan.newsroom.rules.approving import StepPlan
from kentongan.newsroom.rules.content import Contact, Content, Fact, File, Quote

_ABOUT = (
    "Kementerian Pelayanan Publik menyelenggarakan layanan dasar di 214 kantor dan mal pelayanan publik di seluruh "
    "Indonesia."
)
_CONTACTS = (Contact("Sekar Ayuningtyas", "Biro Humas", "1500-119", "media@kpp.example"),)

_STOPPED = Content(
    kind="holding_statement",
    headline="Loket daring terhenti sejak siang, warga dilayani di loket",
    lead="Loket daring terpadu terhenti sejak pukul 13.40 WIB. Pemohon dilayani langsung di loket sampai pulih.",
    place="Muara Damar",
    body=(
        "<p>Pusat data di Tanjung Arang kehilangan pasokan listrik. Petugas memeriksa dampaknya, dan penyebabnya belum "
        "dipastikan.</p><p>Nomor antrean yang sudah diambil tetap tercatat. Kabar berikutnya kami sampaikan "
        "paling lambat pukul 17.00 WIB.</p>"
    ),
    boilerplate=_ABOUT,
    contacts=_CONTACTS,
    topics=("layanan",),
)
_RECOVERED = Content(
    kind="press_release",
    headline="Layanan loket daring pulih, antrean yang hangus diganti otomatis",
    lead=(
        "Loket daring terpadu kembali berjalan penuh sejak pukul 04.50 WIB. Pemohon yang nomornya hangus tidak perlu "
        "mendaftar ulang."
    ),
    place="Muara Damar",
    body=(
        "<p>Layanan loket daring terpadu terhenti tiga jam. Gangguan itu menyentuh 11.900 pemohon di sembilan "
        "provinsi. Kementerian Pelayanan Publik telah mengganti seluruh nomor antrean yang hangus secara otomatis.</p>"
        "<p>Sebanyak 214 kantor membuka layanan sampai pukul 20.00 waktu setempat selama tiga hari ke depan. Hasil "
        "pemeriksaan lengkap diumumkan Jumat pukul 10.00 WIB.</p>"
        "<p>Pemohon yang belum menerima nomor pengganti dapat menghubungi 1500-119 atau datang ke kantor terdekat.</p>"
    ),
    quotes=(
        Quote(
            "Kami minta maaf. Waktu warga yang hilang tidak bisa kami kembalikan, tetapi haknya bisa.",
            "Nirmala Hadiwasita",
            "Menteri Pelayanan Publik",
        ),
    ),
    facts=(
        Fact("11.900", "pemohon terdampak", "Pusdatin, 04.30 WIB"),
        Fact("214", "kantor buka sampai 20.00", "Direktorat Jenderal Layanan Terpadu"),
        Fact("3 hari", "jam layanan diperpanjang", "Direktorat Jenderal Layanan Terpadu"),
    ),
    boilerplate=_ABOUT,
    contacts=_CONTACTS,
    topics=("layanan",),
)
_IN_ENGLISH = replace(
    _RECOVERED,
    language="en",
    headline="Online counter restored, lapsed queue numbers replaced automatically",
    lead="The integrated online counter has been fully running since 04.50 WIB. Nobody has to register again.",
    body=(
        "<p>The counter had been down for three hours. The Ministry of Public Services has replaced every lapsed queue "
        "number.</p><p>All 214 offices stay open until 20.00 local time for three days. Applicants without a new "
        "number may call 1500-119.</p>"
    ),
    quotes=(
        Quote(
            "We apologise. We cannot give back the time people lost, but we can give back their place.",
            "Nirmala Hadiwasita",
            "Minister of Public Services",
        ),
    ),
    facts=(
        Fact("214", "offices open until 20.00", "Directorate General of Integrated Services"),
        Fact("3 days", "of longer hours", "Directorate General of Integrated Services"),
    ),
    boilerplate="The Ministry of Public Services provides basic services in 214 offices throughout Indonesia.",
)
_INVITATION = Content(
    kind="media_advisory",
    headline="Undangan temu media: hasil pemeriksaan loket daring",
    lead="Kementerian Pelayanan Publik mengundang wartawan mendengar hasil pemeriksaan gangguan loket daring.",
    body="<p>Kamis pukul 10.00 WIB di Aula Biro Humas, Jalan Lapangan Selatan 17, Muara Damar.</p>",
    contacts=_CONTACTS,
    topics=("agenda",),
)
_FEES = Content(
    kind="press_release",
    headline="Mulai bulan depan, salinan dokumen tidak lagi dipungut biaya",
    lead="Warga memperoleh salinan dokumen layanan dasar tanpa biaya di seluruh kantor mulai tanggal 1 bulan depan.",
    place="Muara Damar",
    body=(
        "<p>Biaya salinan sebesar Rp5.000 per lembar dihapus. Perubahan ini berlaku di 214 kantor dan di loket "
        "daring.</p><p>Kantor menerima 1,9 juta permintaan salinan sepanjang tahun lalu.</p>"
    ),
    quotes=(
        Quote("Dokumen itu milik warga. Sudah semestinya gratis.", "Maria Goreti Tena", "Juru bicara kementerian"),
    ),
    facts=(Fact("Rp0", "biaya salinan dokumen", "Peraturan Menteri"), Fact("1,9 juta", "salinan setahun", "Pusdatin")),
    boilerplate=_ABOUT,
    contacts=_CONTACTS,
    topics=("layanan",),
)
_FAKE_LINK = Content(
    kind="clarification",
    headline="Tautan bantuan biaya layanan yang beredar bukan dari kami",
    lead="Kementerian Pelayanan Publik tidak membagikan bantuan biaya layanan melalui tautan apa pun.",
    body=(
        "<p>Pesan berantai yang meminta warga mengisi nomor induk dan rekening adalah penipuan. Layanan kami tidak "
        "pernah meminta keduanya lewat pesan.</p><p>Bila sudah terlanjur mengisi, hubungi bank Anda dan 1500-119.</p>"
    ),
    boilerplate=_ABOUT,
    contacts=_CONTACTS,
    topics=("hoaks",),
)
_NIGHT = Content(
    kind="press_release",
    headline="Loket malam dibuka di Tanjung Arang",
    lead="Kantor Wilayah Tanjung Arang membuka loket sampai pukul 21.00 WITA pada hari kerja.",
)


class _Office:
    """The people of the demo office at their desks."""

    def __init__(self, unit: Unit) -> None:
        self.unit = unit
        self.writer = User.objects.get(email="damar@kpp.example")
        self.coordinator = User.objects.get(email="sekar@kpp.example")
        self.head = User.objects.get(email="bima@kpp.example")

    def write(self, content: Content, now: datetime, *, of: Release | None = None) -> Release:
        release = start_release(
            unit=self.unit, kind=content.kind, language=content.language, translation_of=of, by=self.writer, now=now
        )
        return save_draft(release=release, content=content, revision=release.revision, by=self.writer, now=now)

    def approve(self, release: Release, now: datetime, *, steps: int = 2) -> None:
        approval = ask_approval(release=release, by=self.writer, now=now)
        for number, person in enumerate((self.coordinator, self.head)[:steps], 1):
            step = ApprovalStep.objects.get(round=approval, state=StepState.OPEN)
            at = now + timedelta(minutes=4 * number)
            decide(step=step, decided=Decided.APPROVE, sha256=approval.sha256, by=person, now=at)

    def publish(self, content: Content, now: datetime, *, of: Release | None = None) -> Publication:
        """Write a text, have it approved by both, publish it at `now`."""
        release = self.write(content, now - timedelta(minutes=40), of=of)
        self.approve(release, now - timedelta(minutes=20))
        release.refresh_from_db()
        return publish_release(release=release, by=self.coordinator, now=now)


def fill_newsroom(unit: Unit, now: datetime) -> None:
    """Fill the newsroom of the demo office with a day of its life."""
    office = _Office(unit)
    _set_up(office, now - timedelta(hours=31))
    office.publish(_STOPPED, now - timedelta(hours=15))
    _withdrawn(office, now)
    _corrected(office, now)
    _under_embargo(office, now)
    waiting = office.write(_FAKE_LINK, now - timedelta(minutes=50))
    office.approve(waiting, now - timedelta(minutes=30), steps=1)
    _draft_below(now)


def _set_up(office: _Office, now: datetime) -> None:
    for name, name_en in (("Layanan", "Services"), ("Hoaks", "Hoaxes"), ("Agenda", "Agenda")):
        set_topic(unit=office.unit, name=name, name_en=name_en, by=office.coordinator, now=now)
    steps = [
        StepPlan(1, "Koordinator", role=Role.PR_COORDINATOR, due_minutes=60),
        StepPlan(2, "Kepala Biro Humas", role=Role.BUREAU_HEAD, due_minutes=60),
    ]
    set_chain(unit=office.unit, kind="", urgent=False, steps=steps, by=office.head, now=now)


def _withdrawn(office: _Office, now: datetime) -> None:
    invitation = office.publish(_INVITATION, now - timedelta(hours=11))
    withdraw_release(
        release=invitation.release,
        why="Pemeriksaan belum selesai. Temu media diundur; waktu baru kami umumkan.",
        told="28 redaksi yang diundang",
        by=office.head,
        now=now - timedelta(hours=9),
    )


def _corrected(office: _Office, now: datetime) -> None:
    """The main release, out with a wrong figure, corrected two hours later; and in English."""
    out = now - timedelta(hours=3)
    table = add_attachment(
        unit=office.unit, file=_offices(), name="Daftar 214 kantor.xlsx", by=office.writer, now=out - timedelta(hours=1)
    )
    content = replace(_RECOVERED, attachments=(File(table.pk, table.sha256, table.name),))
    first = office.publish(content, out)
    office.publish(_IN_ENGLISH, out + timedelta(minutes=30), of=first.release)

    again = now - timedelta(hours=1)
    row = start_correction(release=first.release, by=office.writer, now=again - timedelta(minutes=30))
    right = replace(
        content,
        body=content.body.replace("11.900", "12.480"),
        facts=(Fact("12.480", "pemohon terdampak", "Pusdatin, 05.30 WIB"), *content.facts[1:]),
    )
    row = save_draft(
        release=row, content=right, revision=row.revision, by=office.writer, now=again - timedelta(minutes=25)
    )
    office.approve(row, again - timedelta(minutes=20))
    row.refresh_from_db()
    publish_release(
        release=row,
        correction=CorrectionWords(
            was_wrong="Kami menyebut 11.900 pemohon terdampak.",
            is_right="Jumlahnya 12.480 pemohon, setelah data tiga kantor masuk.",
            told="212 media penerima rilis",
        ),
        by=office.coordinator,
        now=again,
    )


def _offices() -> bytes:
    """The attachment: a made-up list of offices."""
    book = io.BytesIO()
    with xlsxwriter.Workbook(book, {"in_memory": True}) as workbook:
        sheet = workbook.add_worksheet("Kantor")
        sheet.write_row(0, 0, ["Nomor", "Kantor", "Buka sampai"])
        for number in range(1, 215):
            sheet.write_row(number, 0, [number, f"Loket Terpadu {number:03}", "20.00"])
    return book.getvalue()


def _under_embargo(office: _Office, now: datetime) -> None:
    """To be public at seven tomorrow, in the unit's zone; one reporter may read it before."""
    release = office.write(_FEES, now - timedelta(minutes=100))
    office.approve(release, now - timedelta(minutes=80))
    release.refresh_from_db()
    zone = office.unit.zone
    tomorrow = timezone.localdate(now, zone) + timedelta(days=1)
    publication = publish_release(
        release=release,
        publish_at=datetime.combine(tomorrow, time(7), tzinfo=zone),
        embargoed=True,
        by=office.coordinator,
        now=now - timedelta(minutes=60),
    )
    give_embargo_pass(
        publication=publication,
        name="Raka Wardana",
        outlet="Kabar Serayu",
        by=office.coordinator,
        now=now - timedelta(minutes=55),
    )


def _draft_below(now: datetime) -> None:
    operator = User.objects.get(email="yulia@kpp.example")
    unit = Unit.objects.get(code="KW-02")
    at = now - timedelta(hours=2)
    release = start_release(unit=unit, kind=_NIGHT.kind, by=operator, now=at)
    save_draft(release=release, content=_NIGHT, revision=release.revision, by=operator, now=at)
