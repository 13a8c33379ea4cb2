"""Words that carry no matter of their own: Indonesian function words, words of saying, and the calendar of datelines.

Own list, folded as `text.fold.words` folds. Not for searching (a query asks for the words it asks for); for choosing
phrases and comparing what texts are about.
"""

from __future__ import annotations


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Particles, conjunctions, prepositions, pronouns, auxiliaries, quantities, adverbs.
FUNCTION_WORDS = _listed(
    """
    ada adalah adanya adapun agak agar akan akankah akhirnya aku amat anda antara antar apa apabila apakah
    apalagi atas atau ataukah ataupun awalnya bagai bagaikan bagaimana bagaimanapun bagi bahkan bahwa banyak
    banyaknya baru baik balik bawah beberapa begini begitu belum benar berada berapa berbagai berikut berikutnya
    bersama berupa besar betul biasa biasanya bila bilamana bisa boleh bukan bukankah bukanlah buat cara cukup
    cuma dalam dan dapat dari daripada demi demikian dengan depan di dia diri dirinya dong dua dulu empat engkau
    enggak gak hal hampir hanya harus hendak hingga ia ialah ibarat ingin ini inikah inilah itu itulah jadi
    jangan jangankan jelas jika jikalau juga jumlah justru kah kalau kalaupun kali kalian kami kamu kan kapan
    karena karenanya ke keadaan kecil kembali kemudian kenapa kepada kepadanya kerap ketika khususnya kini kita
    ku kurang lagi lagipula lah lain lainnya lalu lama lanjut lantaran lantas lebih lewat lima macam maka makin
    malah malahan mampu mana manakala masih masing mau maupun melainkan melalui memang menjadi menjelang menuju
    menurut menurutnya mereka merupakan meski meskipun mesti misal misalnya mulai mungkin namun nanti nantinya
    nya nyaris oleh olehnya orang pada padahal padanya pak paling para pasti pasalnya per perihal perlu pernah
    pertama pula pun punya saat saja salah sama sambil sampai samping sana sangat sangatlah saling satu saya se
    seakan seandainya sebab sebabnya sebagai sebagaimana sebagian sebaiknya sebaliknya sebanyak sebelah sebelum
    sebelumnya sebenarnya seberapa sebesar sebuah secara sedang sedangkan sedikit segala segera sehingga sejak
    sejauh sejumlah sekali sekaligus sekarang sekedar sekitar selagi selain selaku selalu selama selamanya
    selanjutnya seluruh seluruhnya semacam semakin semasa sementara semua semuanya semula sendiri sendirinya
    seolah seorang sepanjang seperti sepertinya sering seringkali serta sesama sesuai sesuatu sesudah setelah
    setiap setidaknya siap siapa siapapun sini situ suatu sudah sudahlah supaya tadi tahap tak tanpa tapi telah
    tengah tentang tentu tentunya terhadap terkait terlalu terlebih termasuk ternyata tersebut terus tersendiri
    tetap tetapi tiap tidak tidaklah tiga toh usai untuk waduh wah waktu walau walaupun ya yaitu yakni yang
    """
)

# Words by which journalists attribute and link; they stand in every article.
REPORTING_WORDS = _listed(
    """
    beber beberkan bilang cetus cetusnya cuit dikatakan dikatakannya dikonfirmasi dikutip dilansir ditemui
    ditambahkan diungkapkan dijelaskan imbuh imbuhnya jelas jelasnya kata katanya keterangan kutip lansir
    lanjutnya lapor laporan melansir mengaku mengatakan mengungkapkan menilai menjelaskan menuturkan
    menyampaikan menyatakan menyebut menyebutkan menambahkan menegaskan mengutip papar paparnya pungkas
    pungkasnya sahut sambung sambungnya sebut sebutnya tambah tambahnya tandas tandasnya tegas tegasnya terang
    terangnya tulis tulisnya tutup tutur tuturnya ucap ucapnya ujar ujarnya ungkap ungkapnya urai wartawan awak
    baca reporter editor penulis foto video halaman simak
    """
)

CALENDAR_WORDS = _listed(
    """
    senin selasa rabu kamis jumat jum at sabtu minggu januari februari maret april mei juni juli agustus
    september oktober november desember wib wita wit pukul tanggal hari pagi siang sore malam kemarin besok lusa
    pekan bulan tahun
    """
)

STOPWORDS = FUNCTION_WORDS | REPORTING_WORDS | CALENDAR_WORDS
