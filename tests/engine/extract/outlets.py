"""Made-up articles on pages built as Indonesian outlets build theirs: the structure is typical, every word invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kentongan.engine.text.dates import WIB, WIT, WITA

TITLE = "Jembatan Gantung Kalisari Ditutup Sementara untuk Perbaikan"
PARAGRAPHS = (
    "Pemerintah Kabupaten Serayu menutup sementara jembatan gantung di Desa Kalisari mulai Rabu (9/10/2024) karena tiga "
    "tali penyangga putus setelah diterjang banjir pada akhir pekan lalu.",
    "Kepala Dinas Pekerjaan Umum Serayu, Budi Santoso, mengatakan perbaikan akan berlangsung selama dua pekan. Selama itu "
    "warga diminta memakai jalan memutar lewat Desa Wanasari yang jaraknya tujuh kilometer lebih jauh.",
    '"Kami tidak mau mengambil risiko. Anak sekolah kami antar dengan bus milik pemerintah daerah," ujar Budi saat '
    "ditemui di kantornya, Rabu siang.",
    "Anggaran perbaikan sebesar 450 juta rupiah diambil dari dana tanggap darurat. Pekerjaan dimulai dengan mengganti tali "
    "penyangga, lalu papan lantai yang lapuk, kata dia.",
    "Warga Kalisari, Dewi Sartika, berharap pekerjaan itu selesai tepat waktu. Ia setiap hari menjual sayur ke pasar di "
    "seberang sungai dan kini harus berangkat satu jam lebih awal.",
    "Camat Kalisari menambahkan, dua perahu karet milik badan penanggulangan bencana disiagakan di dermaga untuk keperluan "
    "yang mendesak, seperti mengantar orang sakit ke puskesmas.",
)
TEASERS = (
    "Pasar Induk Serayu Dibuka Kembali setelah Kebakaran Hebat",
    "Harga Cabai Turun, Petani Lereng Utara Menunda Panen Raya",
    "Bupati Serayu Lantik Dua Belas Camat Baru di Pendapa",
    "Tim Sepak Bola Serayu Lolos ke Babak Delapan Besar",
)


@dataclass(frozen=True)
class Sample:
    """A page as an outlet builds it, and what is to be read from it."""

    html: str
    url: str
    published: datetime
    authors: tuple[str, ...]
    foreign: tuple[str, ...] = TEASERS  # what stands on the page and not in the article


def _links(item: str, texts: tuple[str, ...] = TEASERS) -> str:
    return "".join(item.format(text=text, n=number) for number, text in enumerate(texts))


def _between(pieces: tuple[str, ...], extras: dict[int, str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{piece}</{tag}>{extras.get(number, '')}" for number, piece in enumerate(pieces))


_NAV = "<div class='nav'><ul>" + _links(
    "<li><a href='/{n}'>{text}</a></li>", ("Beranda", "Nasional", "Daerah", "Ekonomi", "Olahraga", "Indeks", "Foto", "Video")
) + "</ul></div>"  # fmt: skip


def portal_with_inserted_links() -> Sample:
    """As detik builds: `detail__` classes, a scroll advert, a table with "Baca juga", a video, tags, a most-read rail."""
    extras = {
        0: "<div class='parallaxindetail scrollpage'><div class='ads'>ADVERTISEMENT</div><p>SCROLL TO CONTINUE WITH CONTENT</p></div>",
        1: "<table class='linksisip' align='center'><tbody><tr><td><div class='lihatjg'><strong>Baca juga: "
        f"</strong><a href='/d-1'>{TEASERS[0]}</a></div></td></tr></tbody></table>",
        3: f"<p><strong>Lihat juga Video '{TEASERS[1]}':</strong></p><div class='sisip_embed'>[Gambas:Video 20detik]</div>",
        5: "<p class='para_caption'>(ani/bud)</p>",
    }
    body = _between(("<strong>Serayu</strong> - " + PARAGRAPHS[0], *PARAGRAPHS[1:]), extras)
    html = f"""<!DOCTYPE html><html lang="id-ID"><head><title>{TITLE}</title>
<meta property="og:title" content="{TITLE}"><meta name="dtk:author" content="Ani Lestari">
<meta name="dtk:publishdate" content="2024/10/09 15:22:00"><meta property="og:site_name" content="kabarserayu"></head>
<body class="page-detail"><div class="header">{_NAV}</div><div class="container"><div class="breadcrumb breadcrumb--style-1">
<div class="breadcrumb__wrap"><a href="/">kabarNews</a> <a href="/b">Berita</a></div></div>
<div class="grid-row content__bg"><div class="column-8"><article class="detail"><div class="detail__header">
<h1 class="detail__title">{TITLE}</h1><div class="detail__author">Ani Lestari - <span class="detail__label">kabarNews</span></div>
<div class="detail__date">Rabu, 09 Okt 2024 15:22 WIB</div></div>
<div class="share-box detail__share">Bagikan: <a href="#">Facebook</a> <a href="#">WhatsApp</a> <a href="#">Salin Link</a></div>
<figure class="detail__media-image"><img src="a.jpg"><figcaption class="detail__media-caption">Foto: Jembatan gantung (Ani/kabarcom)</figcaption></figure>
<div class="detail__body itp_bodycontent_wrapper"><div class="detail__body-text itp_bodycontent">{body}</div>
<div class="detail__body-tag mgt-16"><div class="nav"><a class="nav__item" href="/tag/jembatan">jembatan</a> <a class="nav__item" href="/tag/serayu">serayu</a></div></div></div>
</article><div class="list-content list-content--column"><h2 class="list-content__title">Berita Terkait</h2>{_links("<article class='list-content__item'><h3 class='media__title'><a href='/d-{n}'>{text}</a></h3></article>")}</div></div>
<div class="column-4"><div class="box cb-mostpop"><h3>Berita Terpopuler</h3>{_links("<article class='list-content__item'><h3><a href='/d-{n}'>{text}</a></h3><span>#{n}</span></article>")}</div></div></div></div>
<footer class="footer"><p>Hak cipta 2024 kabarserayu. Pedoman Media Siber</p></footer></body></html>"""
    return Sample(
        html,
        "https://news.kabarserayu.example/berita/d-7581/jembatan-gantung",
        datetime(2024, 10, 9, 15, 22, tzinfo=WIB),
        ("Ani Lestari",),
    )


def daily_with_bylines() -> Sample:
    """As kompas builds: `read__` classes, bold teasers between paragraphs, credits on both sides, related rails."""
    extras = {
        1: f"<p><strong>Baca juga: <a class='inner-link-baca-juga' href='/read/1'>{TEASERS[0]}</a></strong></p>",
        3: f"<p><strong>Baca juga: <a class='inner-link-baca-juga' href='/read/2'>{TEASERS[1]}</a></strong></p>",
        5: "<div class='kompas-channel'><p>Ikuti saluran WhatsApp kami untuk mendapatkan berita terkini setiap hari.</p></div>",
    }
    body = _between(("<strong>SERAYU, KOMPAS RAKYAT - </strong>" + PARAGRAPHS[0], *PARAGRAPHS[1:]), extras)
    html = f"""<!DOCTYPE html><html><head><title>{TITLE} - Kompas Rakyat</title><meta property="og:title" content="{TITLE}">
<meta name="content_PublishedDate" content="2024-10-09 15:22:00"><meta name="content_author" content="Siti Rahma"></head>
<body class="theme--regional"><header class="header">{_NAV}</header><div class="wrap"><div class="container clearfix">
<div class="row mt2 col-offset-fluid clearfix"><h1 class="read__title">{TITLE}</h1>
<div class="read__header col-offset-fluid clearfix"><div class="col-bs10-7"><div class="read__time">Kompas Rakyat, 9 Oktober 2024, 15:22 WIB</div>
<div class="credit"><div class="credit-title"><div class="credit-title-name"><h6>Siti Rahma<span>, </span></h6></div></div>
<div class="credit-title"><div class="credit-title-nameEditor">Budi Hartono</div><span class="credit-title-job">Editor</span></div></div></div></div>
<div class="photo__wrap"><img src=a.jpg></div><div class="photo__caption">Jembatan gantung di Kalisari.(DOK. WARGA)</div>
<div class="col-bs10-7"><div class="read__article mt2 clearfix js-tower-sticky-parent"><div class="read__content"><div class="clearfix">{body}</div></div>
<div class="tag tag__article clearfix"><h4>Tag</h4><ul class="tag__article__wrap">{_links("<li><a href='/tag/{n}'>{text}</a></li>", ("Jembatan", "Serayu"))}</ul></div></div></div>
<div class="col-bs10-3"><div class="most__wrap clearfix"><h3>Terpopuler</h3>{_links("<div class='most__list clearfix'><div class='most__count'>{n}</div><h4 class='most__title'><a href='/read/{n}'>{text}</a></h4><div class='most__read'>Dibaca 1.204 kali</div></div>")}</div></div>
<div class="trenLatest"><h2>Berita Lainnya</h2>{_links("<div class='articleItem'><h3 class='articleTitle'>{text}</h3><div class='articlePost-date'>08/10/2024, 11:00 WIB</div></div>")}</div>
</div></div></div><footer class="footer">Copyright 2024 PT Media Rakyat. All Rights Reserved</footer></body></html>"""
    return Sample(
        html,
        "https://regional.kompasrakyat.example/read/2024/10/09/152200/jembatan",
        datetime(2024, 10, 9, 15, 22, tzinfo=WIB),
        ("Siti Rahma",),
    )


def tabloid_in_parts() -> Sample:
    """As tribunnews builds: `side-article txt-article`, a dateline of the network, inline "Baca juga", pages 1 and 2."""
    extras = {
        0: f"<p class='baca'>Baca juga: <a href='/2024/10/08/a'>{TEASERS[0]}</a></p>",
        2: f"<p><b>Baca: <a href='/2024/10/08/b'>{TEASERS[1]}</a></b></p>",
        5: "<div class='paging mb20'><a href='?page=all&s=paging_new'>Semua Halaman</a> Halaman 1/2 <a href='?page=2'>Halaman selanjutnya</a></div>",
    }
    body = _between(
        (
            "<strong>Laporan Wartawan Tribun Serayu, Dewi Anggraini</strong>",
            "<strong>TRIBUNSERAYU.COM, KALISARI -</strong> " + PARAGRAPHS[0],
            *PARAGRAPHS[1:],
        ),
        {key + 1: value for key, value in extras.items()},
    )
    html = f"""<html><head><title>{TITLE} - Tribunserayu.com</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"{TITLE}","datePublished":"2024-10-09T16:22:00+08:00","author":[{{"@type":"Person","name":"Dewi Anggraini"}}]}}</script></head>
<body><div id="header">{_NAV}</div><div class="main"><div class="content"><div class="fl w677 rel"><div id="article"><h1 class="f50 black2 f400 crimson" id="arttitle">{TITLE}</h1>
<div class="mt10"><time class="grey"><span>Rabu, 9 Oktober 2024 16:22 WITA</span></time></div><div class="pb20"><a rel="nofollow">Tribun Serayu/Dewi Anggraini</a><div class="f20 ln24 fbo txt-caption">JEMBATAN - Warga melihat jembatan gantung yang ditutup.</div></div>
<div class="side-article txt-article multi-fontsize" id="article_con">{body}</div>
<div class="side-article mb5"><h3 class="f12">Tags:</h3><h5 class="tagcloud3"><a href="/tag/jembatan">Jembatan</a></h5></div>
<div id="artikelterkait"><h4 class="tit">Berita Terkait</h4><ul>{_links("<li><h5><a href='/a{n}'>{text}</a></h5></li>")}</ul></div>
<div id="comments"><h4>Komentar</h4><p>Silakan masuk untuk mengirim komentar Anda tentang berita ini.</p></div></div></div>
<div class="fr w300"><div class="populer"><h3>BERITA POPULER</h3><ul>{_links("<li><h3 class='f20'><a href='/p{n}'>{text}</a></h3></li>")}</ul></div></div></div></div>
<div id="footer">&copy; 2024 TRIBUNserayu.com, network rakyat. Seluruh hak dilindungi.</div></body></html>"""
    return Sample(
        html,
        "https://serayu.tribunrakyat.example/2024/10/09/jembatan",
        datetime(2024, 10, 9, 16, 22, tzinfo=WITA),
        ("Dewi Anggraini",),
    )


def magazine_with_choices() -> Sample:
    """As tempo builds: utility classes that say nothing, "Pilihan Editor" at the end, a promotion in the text."""
    extras = {
        2: "<div class='flex flex-col items-center my-4'><p class='text-xs'>Scroll ke bawah untuk melanjutkan membaca</p></div>"
    }
    body = _between(
        ("<strong>TEMPO RAKYAT</strong>, <strong>Serayu</strong> - " + PARAGRAPHS[0], *PARAGRAPHS[1:]), extras
    )
    html = f"""<html lang=id><head><title>{TITLE} | tempo.rakyat</title><meta property="og:title" content="{TITLE} | tempo.rakyat"><meta property="og:site_name" content="tempo.rakyat">
<meta property="article:published_time" content="2024-10-09T08:22:00.000Z"><meta name="author" content="Rina Puspita"></head><body><div id="__nuxt"><header class="sticky top-0">{_NAV}</header>
<main class="container mx-auto"><div class="grid grid-cols-12"><article class="col-span-8 flex flex-col gap-4"><h1 class="text-[26px] font-bold leading-[122%]">{TITLE}</h1>
<p class="text-neutral-900 text-sm">9 Oktober 2024 | 15.22 WIB</p><figure><img src=a.webp><figcaption class="text-sm">Ilustrasi jembatan gantung. Foto: Warga</figcaption></figure>
<div id="content-wrapper" class="relative text-lg">{body}<p><strong>Pilihan Editor: <a href="/politik/x">{TEASERS[0]}</a></strong></p></div>
<div class="flex gap-2"><a class="rounded-full" href="/tag/jembatan">Jembatan</a></div></article>
<aside class="col-span-4"><h2>Berita Terkini</h2>{_links("<div class='flex'><a class='text-base font-bold' href='/x{n}'>{text}</a><p class='text-xs'>2 jam lalu</p></div>")}</aside></div>
<section><h2>Rekomendasi Artikel</h2>{_links("<figure class='flex'><figcaption><a href='/y{n}'>{text}</a><p>Konten sponsor pada widget ini dibuat oleh pihak ketiga.</p></figcaption></figure>")}</section></main></div></body></html>"""
    return Sample(
        html,
        "https://www.temporakyat.example/politik/jembatan-gantung-752",
        datetime(2024, 10, 9, 15, 22, tzinfo=WIB),
        ("Rina Puspita",),
    )


def portal_with_line_breaks() -> Sample:
    """As okezone and older portals build: paragraphs parted by two line breaks, a related list in the middle."""
    lines = "<br><br>\n".join(("<strong>SERAYU</strong> - " + PARAGRAPHS[0], *PARAGRAPHS[1:3]))
    more = "<br><br>".join(PARAGRAPHS[3:])
    html = f"""<html><head><title>{TITLE} : Berita Okerakyat</title><meta name=description content="{PARAGRAPHS[0][:90]}"></head><body><div class="navbar">{_NAV}</div>
<div id="main"><div class="detail-content"><div class="title"><h1>{TITLE}</h1></div><div class="namerep"><a href="/a">Lukman Hakim</a>, Jurnalis &middot; <b>Rabu 09 Oktober 2024 15:22 WIB</b></div>
<div class="share-sosmed">Share <a href=#>Facebook</a> <a href=#>X</a></div><div id="contentx" class="read"><p>{lines}</p>
<div class="berita-terkait-box"><div class="title-terkait">BACA JUGA:</div><ul>{_links("<li><a href='/r{n}'>{text}</a></li>", TEASERS[:2])}</ul></div><p>{more}</p></div>
<div class="tag-list"><a href="/t">#jembatan</a></div><div class="whatsappchannel">Dapatkan berita up to date dengan semua berita terkini dari Okerakyat hanya dengan satu akun di sini.</div></div>
<div class="sidebar-right"><div class="terpopuler"><h3>Berita Terpopuler</h3><ol>{_links("<li><a href='/q{n}'>{text}</a></li>")}</ol></div></div></div>
<div class="footer-bottom">&copy; 2024 Okerakyat.com, All Rights Reserved</div></body></html>"""
    return Sample(
        html,
        "https://news.okerakyat.example/read/2024/10/09/340/jembatan",
        datetime(2024, 10, 9, 15, 22, tzinfo=WIB),
        ("Lukman Hakim",),
    )


def broadcaster() -> Sample:
    """As CNN Indonesia builds: `detail-text`, embedded adverts, a call to watch, then the outlet's initials."""
    extras = {
        0: "<div class='paradetail'><div class='bannerads'>ADVERTISEMENT</div><div>SCROLL TO CONTINUE WITH CONTENT</div></div>",
        3: f"<table class='topiksisip'><tr><td><div>Lihat Juga :</div><a href='/a'>{TEASERS[2]}</a></td></tr></table>",
        5: "<p>[Gambas:Video CNN]</p><p>(dwi/ani)</p>",
    }
    body = _between(
        ("<strong>Serayu, Kabar Siar</strong> --", *PARAGRAPHS), {key + 1: value for key, value in extras.items()}
    )
    html = f"""<html><head><title>{TITLE}</title><meta property="og:title" content="{TITLE}"><meta name="publishdate" content="2024/10/09 15:22:00"></head><body>{_NAV}
<div class="container flex"><div class="w-leftcontent min-w-leftcontent"><div class="mb-4 text-sm"><a href="/">Home</a> <a href="/nasional">Nasional</a></div><h1 class="mb-2 text-[28px]">{TITLE}</h1>
<div class="text-cnn_black_light3 text-sm mb-4">Kabar Siar</div><div class="text-cnn_grey text-sm mb-4">Rabu, 09 Okt 2024 15:22 WIB</div><div class="flex gap-3">Bagikan: <a>url telah tercopy</a></div>
<figure class="detail-image"><figcaption>Jembatan gantung ditutup. (Foto: warga)</figcaption></figure><div class="detail-wrap flex gap-4 relative"><div class="detail-text text-cnn_black text-sm grow min-w-0">{body}</div></div>
<div class="mt-5"><h3>TOPIK TERKAIT</h3><a href="/tag/a">jembatan</a></div><div class="mt-5"><h2>ARTIKEL TERKAIT</h2>{_links("<article class='flex-grow'><a class='flex group' href='/n{n}'><span class='flex-grow'><h2 class='text-base'>{text}</h2><span class='text-xs'>Nasional 2 jam yang lalu</span></span></a></article>")}</div></div>
<div class="w-rightcontent"><div class="title-cnn">TERPOPULER</div>{_links("<article><a href='/m{n}'><h2>{text}</h2></a></article>")}</div></div></body></html>"""
    return Sample(
        html,
        "https://www.kabarsiar.example/nasional/20241009152200-20-1/jembatan",
        datetime(2024, 10, 9, 15, 22, tzinfo=WIB),
        (),
    )


def news_agency() -> Sample:
    """As Antara builds: text in `wrap__article-detail-content`, a notice against crawling, credits in the last lines."""
    extras = {
        2: f"<p class='baca-juga'><b>Baca juga: <a href='/berita/1'>{TEASERS[0]}</a></b></p>",
        4: f"<span class='baca-juga'>Baca juga: <a href='/berita/2'>{TEASERS[1]}</a></span>",
    }
    body = _between(("Serayu (ANTARAN) - " + PARAGRAPHS[0], *PARAGRAPHS[1:]), extras)
    html = f"""<html><head><title>{TITLE} - ANTARAN News</title><meta property="og:title" content="{TITLE}"></head><body><section class="header">{_NAV}</section><section class="pb-80"><div class="container"><div class="row"><div class="col-md-8">
<div class="wrap__article-detail"><div class="wrap__article-detail-title"><h1>{TITLE}</h1></div><div class="wrap__article-detail-info"><ul class="list-inline"><li class="list-inline-item"><span class="text-secondary font-weight-normal">Rabu, 9 Oktober 2024 17:22 WIT</span></li></ul></div>
<div class="wrap__article-detail-content post-content">{body}<p class="text-muted mt-2 small"><span>Pewarta: Yusuf Maulana<br>Editor: Sri Lestari<br>Copyright &copy; ANTARAN 2024</span></p>
<p class="small">Dilarang keras mengambil konten, melakukan crawling atau pengindeksan otomatis untuk AI di situs web ini tanpa izin tertulis dari Kantor Berita ANTARAN.</p></div>
<div class="blog-tags"><ul class="list-inline"><li>Tags:</li><li><a href="/tag/x">jembatan</a></li></ul></div></div><div class="related-article"><h4>Berita Terkait</h4>{_links("<div class='article__entry'><h5><a href='/b{n}'>{text}</a></h5><p>8 Oktober 2024</p></div>")}</div></div>
<div class="col-md-4"><aside class="wrapper__list__article"><h4>Terpopuler</h4>{_links("<div class='card__post'><h6><a href='/c{n}'>{text}</a></h6></div>")}</aside></div></div></div></section></body></html>"""
    return Sample(
        html,
        "https://www.antaran.example/berita/4385/jembatan",
        datetime(2024, 10, 9, 17, 22, tzinfo=WIT),
        ("Yusuf Maulana",),
        (*TEASERS, "Dilarang keras"),
    )


def public_radio() -> Sample:
    """As RRI builds: a portal on a framework, text in one `div`, the author above, headlines beside."""
    body = "".join(
        f"<p style='text-align:justify'>{piece}</p>"
        for piece in (f"<strong>KBRN, Serayu:</strong> {PARAGRAPHS[0]}", *PARAGRAPHS[1:])
    )
    html = f"""<html><head><title>Radio Rakyat - {TITLE}</title><meta name="title" content="{TITLE}"></head><body><nav class="navbar">{_NAV}</nav><div class="container"><div class="row"><div class="col-lg-8"><h1 class="post-title">{TITLE}</h1>
<ul class="post-meta"><li>Oleh: Ratna Sari</li><li>Editor: Hendra</li><li>09 Okt 2024 - 15:22 WIB</li><li>Serayu</li></ul><div class="post-content"><div class="text">{body}</div></div>
<div class="post-tags">Kata Kunci / Tags <a href="/t">jembatan</a></div><h3>Rekomendasi Berita</h3><div class="row">{_links("<div class='col-md-4'><div class='post-item'><h5><a href='/r{n}'>{text}</a></h5><small>09 Okt 2024 - 10:00 WIB</small></div></div>")}</div></div>
<div class="col-lg-4"><div class="widget"><h4>Berita Terbaru</h4><ul>{_links("<li><a href='/w{n}'>{text}</a></li>")}</ul></div></div></div></div><div class="footer">Lembaga Penyiaran Rakyat</div></body></html>"""
    return Sample(
        html,
        "https://www.radiorakyat.example/daerah/1032/jembatan",
        datetime(2024, 10, 9, 15, 22, tzinfo=WIB),
        ("Ratna Sari",),
    )


def local_blog_software() -> Sample:
    """As a local outlet on WordPress builds: `entry-content`, a related box of a plug-in, share buttons, comments."""
    extras = {
        1: f"<div class='jp-relatedposts'><strong>Baca Juga</strong> <a href='/2024/10/a'>{TEASERS[0]}</a></div>",
        3: f"<p>BACA JUGA : <a href='/2024/10/b'>{TEASERS[1]}</a></p>",
    }
    body = _between((f"<strong>serayupos.example, KALISARI</strong> – {PARAGRAPHS[0]}", *PARAGRAPHS[1:]), extras)
    html = f"""<html><head><title>{TITLE} - Serayu Pos</title><meta property="og:title" content="{TITLE} - Serayu Pos"><meta property="og:site_name" content="Serayu Pos"><meta property="article:published_time" content="2024-10-09T15:22:00+00:00">
<script type="application/ld+json" class="yoast-schema-graph">{{"@graph":[{{"@type":"WebPage","datePublished":"2024-10-09T15:22:00+00:00"}},{{"@type":"Person","name":"admin"}}]}}</script></head>
<body class="post-template-default single single-post"><div id="page" class="site"><header id="masthead">{_NAV}</header><div id="content" class="site-content"><div id="primary"><main id="main" class="site-main"><article id="post-101" class="post-101 post type-post hentry">
<header class="entry-header"><h1 class="entry-title">{TITLE}</h1><div class="entry-meta"><span class="posted-on"><time class="entry-date published" datetime="2024-10-09T15:22:00+07:00">9 Oktober 2024</time></span> <span class="byline">by <a href="/author/admin">Eko Prasetyo</a></span></div></header>
<div class="entry-content">{body}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Bagikan ini:</h3><ul><li><a href="#">Facebook</a></li><li><a href="#">Telegram</a></li></ul></div><p>Penulis: Eko Prasetyo</p></div>
<footer class="entry-footer"><span class="tags-links">Tags: <a href="/t">jembatan</a></span></footer></article><div class="related-posts"><h3>Related Posts</h3>{_links("<div class='post-item'><h4><a href='/s{n}'>{text}</a></h4></div>")}</div>
<div id="comments" class="comments-area"><h2>2 Komentar</h2><ol class="comment-list"><li class="comment"><div class="comment-content"><p>Semoga cepat selesai ya pak, kasihan anak sekolah yang lewat sana setiap hari.</p></div></li></ol>
<form id="commentform"><p>Alamat surel Anda tidak akan dipublikasikan. Ruas yang wajib ditandai *</p></form></div></main></div><aside id="secondary" class="widget-area"><section class="widget widget_recent_entries"><h2>Pos-pos Terbaru</h2><ul>{_links("<li><a href='/u{n}'>{text}</a></li>")}</ul></section></aside></div><footer id="colophon">Serayu Pos © 2024</footer></div></body></html>"""
    return Sample(
        html,
        "https://serayupos.example/2024/10/jembatan-gantung/",
        datetime(2024, 10, 9, 15, 22, tzinfo=WIB),
        ("Eko Prasetyo",),
        (*TEASERS, "kasihan anak sekolah", "Alamat surel"),
    )


def government() -> Sample:
    """As a .go.id site builds: a content management system's module classes, a view counter, other news below."""
    body = "".join(f"<p>{piece}</p>" for piece in (f"SERAYU – {PARAGRAPHS[0]}", *PARAGRAPHS[1:]))
    html = f"""<html><head><title>Pemerintah Kabupaten Serayu | {TITLE}</title></head><body><div class="topbar">Jl. Pendapa No. 1 Serayu | Telp (0281) 555123 | diskominfo@serayukab.example</div><div class="mainmenu">{_NAV}</div>
<div class="container"><div class="row"><div class="col-sm-8"><div class="item-page"><h2 class="judul-berita">{TITLE}</h2><div class="info-berita"><i class="fa fa-calendar"></i> Rabu, 9 Oktober 2024 | 15:22 WIB <i class="fa fa-user"></i> Diskominfo <i class="fa fa-eye"></i> Dibaca 312 kali</div>
<div class="isi-berita">{body}</div><div class="bagikan">Bagikan : <a href=#>Facebook</a> <a href=#>Twitter</a></div></div><h3>Berita Lainnya</h3><div class="row">{_links("<div class='col-sm-6 berita-lain'><a href='/berita/{n}'>{text}</a><br><small>8 Oktober 2024</small></div>")}</div></div>
<div class="col-sm-4"><div class="module"><h3>Pengumuman</h3><ul>{_links("<li><a href='/pengumuman/{n}'>{text}</a></li>")}</ul></div><div class="module"><h3>Statistik Pengunjung</h3><p>Hari ini: 1.204 Kemarin: 2.310 Total: 1.920.331</p></div></div></div></div>
<div class="footer"><p>Dinas Komunikasi dan Informatika Kabupaten Serayu. Alamat: Jalan Pendapa Nomor 1.</p></div></body></html>"""
    return Sample(
        html,
        "https://serayukab.example/berita/jembatan-gantung-kalisari",
        datetime(2024, 10, 9, 15, 22, tzinfo=WIB),
        (),
        (*TEASERS, "Statistik", "Pendapa No. 1"),
    )


SAMPLES = (
    portal_with_inserted_links, daily_with_bylines, tabloid_in_parts, magazine_with_choices, portal_with_line_breaks,
    broadcaster, news_agency, public_radio, local_blog_software, government,
)  # fmt: skip
