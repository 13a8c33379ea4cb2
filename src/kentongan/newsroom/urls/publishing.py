"""Publishing and signing: for the office, and what anyone checks with."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kentongan.newsroom.public import signing as public
from kentongan.newsroom.views import keys, letterhead, publishing

urlpatterns: list[URLPattern | URLResolver] = [
    path("rilis/<int:pk>/terbit/", publishing.publish, name="publish"),
    path("rilis/<int:pk>/terbit/<int:edition>/jam/", publishing.publication_move, name="publication_move"),
    path("rilis/<int:pk>/terbit/<int:edition>/henti/", publishing.publication_stop, name="publication_stop"),
    path("rilis/<int:pk>/terbit/<int:edition>/embargo/", publishing.passes, name="passes"),
    path(
        "rilis/<int:pk>/terbit/<int:edition>/embargo/<int:pass_pk>/tarik/", publishing.pass_revoke, name="pass_revoke"
    ),
    path("rilis/<int:pk>/ralat/", publishing.correction_start, name="correction_start"),
    path("rilis/<int:pk>/ralat/urung/", publishing.correction_leave, name="correction_leave"),
    path("rilis/<int:pk>/cabut/", publishing.withdraw, name="withdraw"),
    path("pengaturan/kunci/", keys.signing_keys, name="keys"),
    path("pengaturan/kunci/baru/", keys.key_new, name="key_new"),
    path("pengaturan/kunci/<int:pk>/cabut/", keys.key_revoke, name="key_revoke"),
    path("pengaturan/kop/", letterhead.letterhead, name="letterhead"),
    path("pengaturan/kop/lambang/", letterhead.emblem_set, name="emblem_set"),
    path("r/<slug:code>/rilis.json", public.signed_release, name="signed_release"),
    path("r/<slug:code>/edisi/<int:edition>/rilis.json", public.signed_release, name="signed_edition"),
    path(".well-known/kentongan-keys.json", public.keys, name="key_list"),
]
