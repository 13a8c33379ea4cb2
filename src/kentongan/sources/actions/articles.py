"""Articles that people add: by pasting an address, or by hand from a printed page or a broadcast."""

from __future__ import annotations

import io
import secrets
import warnings
from datetime import date, datetime
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from kentongan.accounts.models import Unit, User
from kentongan.audit.actions import record
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.sources.actions.calling import refuse_inside
from kentongan.sources.actions.outlets import make_outlet
from kentongan.sources.actions.rights import may_remove, require_triage
from kentongan.sources.actions.storing import MAX_BODY, clean
from kentongan.sources.actions.watching import find_or_make_outlet
from kentongan.sources.choices import ArticleState, OutletKind, OutletStanding
from kentongan.sources.models import Article, Outlet
from kentongan.sources.queries import held
from kentongan.sources.rules import (
    MAX_FILE_BYTES,
    PDF,
    PICTURES,
    FileKind,
    clean_url,
    hand_key,
    looks_like_pdf,
    title_from_url,
    url_key,
)
from kentongan.sources.signals import articles_ready

MAX_PIXELS = 60_000_000


def add_article_from_url(
    *, url: str, outlet: Outlet | None = None, unit: Unit, by: User, now: datetime
) -> tuple[Article, bool]:
    """Add the article at an address; its page is read within seconds. Returns it, and whether it is new.

    An article that is here under another form of its address (tracking, mobile, amp) is returned as it is. The outlet
    is found by domain, or made. Raises ActionError for no address.
    """
    require_triage(by, unit)
    address = clean_url(url)
    if address is None:
        raise ActionError(_("This is not a web address. Paste the whole line from the browser."), field="url")
    if "@" in urlsplit(address).netloc:
        raise ActionError(_("This address holds a user name or a password. Paste it without them."), field="url")
    refuse_inside(address)
    with transaction.atomic():
        there = Article.objects.filter(url_key=url_key(address)).first()
        if there is not None:
            return there, False
        article = Article(
            outlet=outlet or find_or_make_outlet(url=address, now=now),
            url=address,
            url_key=url_key(address),
            title=title_from_url(address)[:500],
            published_at=now,
            published_known=False,
            seen_at=now,
            state=ArticleState.WAITING,
            next_try_at=now,
            entered_by=by,
            entered_in=unit,
        )
        try:
            with transaction.atomic():
                article.save(force_insert=True)
        except IntegrityError:  # a source brought it in this very moment
            return Article.objects.get(url_key=article.url_key), False
        record(action="sources.article_added", by=by, now=now, unit_id=unit.pk, target=article, data={"from": "url"})
    return article, True


def add_article_by_hand(
    *,
    outlet: Outlet | None = None,
    outlet_name: str = "",
    outlet_kind: str = OutletKind.PRINT,
    title: str,
    published_at: datetime,
    published_on: date | None = None,
    place: str = "",
    text: str = "",
    summary: str = "",
    authors: str = "",
    file: bytes | None = None,
    unit: Unit,
    by: User,
    now: datetime,
) -> Article:
    """Add an article of a printed page or a broadcast. It is READY at once.

    Args:
        outlet: the outlet, or None to find it by `outlet_name`, or make it as an `outlet_kind`.
        published_at: when it came out, aware; not in the future.
        published_on: the day, where no time was told; `published_at` is then its first minute, for the order alone.
        place: page or time as people say it: "hlm. 3", "18.30 WIB".
        file: a picture or PDF of it, judged by its content and kept with mode 0600 under a random name.

    Raises ActionError for an empty title, a time to come, nothing to read (neither text nor file), or an unfit file.
    """
    require_triage(by, unit)
    title, text = clean(title), clean(text)
    if not title:
        raise ActionError(_("An article needs a title."), field="title")
    if published_at > now:
        raise ActionError(_("This time is still to come."), field="published_at")
    if not text and not file:
        raise ActionError(_("Add the text, or a picture or PDF of the page."), field="text")
    if outlet is None and not outlet_name.strip():
        raise ActionError(_("Say which outlet it was in."), field="outlet")
    kind = judge_file(file) if file else None
    article = Article(
        url_key=hand_key(secrets.token_hex(16)),
        title=title[:500],
        summary=clean(summary),
        authors=clean(authors)[:300],
        published_at=published_at,
        published_on=published_on,
        seen_at=now,
        ready_at=now,
        state=ArticleState.READY,
        place=clean(place)[:60],
        entered_by=by,
        entered_in=unit,
        body=text[:MAX_BODY],
    )
    kept_as = ""
    try:
        with transaction.atomic():
            article.outlet = outlet or _outlet_named(outlet_name, outlet_kind, now)
            if file and kind:
                kept_as = article.picture.field.generate_filename(article, f"{secrets.token_hex(16)}{kind.suffix}")
                article.picture.storage.save(kept_as, ContentFile(file))
                article.picture = kept_as
            article.save(force_insert=True)
            data = {"from": "hand", "file": kind.content_type if kind else ""}
            record(action="sources.article_added", by=by, now=now, unit_id=unit.pk, target=article, data=data)
            articles_ready.send(sender=Article, articles=[article], now=now)
    except BaseException:
        if kept_as:
            article.picture.storage.delete(kept_as)  # no row, no file; on a full disk not the half of one either
        raise
    return article


def _outlet_named(name: str, kind: str, now: datetime) -> Outlet:
    found = Outlet.objects.filter(name__iexact=" ".join(name.split())).first()
    return found or make_outlet(name=name, kind=kind, now=now)


def remove_article(*, article: Article, unit: Unit, by: User, now: datetime) -> None:
    """Take back an article that a person entered by its address, and the outlet that came into being with it.

    Its mentions go with it: nobody has decided on them. What a source brought stays.

    Raises:
        NotAllowed: `by` neither entered it nor manages the unit it was entered for.
        ActionError: no person entered it by an address, or a room still needs it (somebody decided on a mention).
    """
    if not may_remove(by, article):
        raise NotAllowed(_("Only who entered this article, or who manages that unit, can remove it."))
    with transaction.atomic():
        found = Article.objects.select_for_update(of=("self",)).select_related("outlet").filter(pk=article.pk).first()
        if found is None:
            return
        if not found.is_entered:
            raise ActionError(_("Only an article that was entered by its address can be removed."))
        if reason := held(found, lock=True):
            raise ActionError(reason)
        outlet = found.outlet if _came_with(found) else None
        data = {"from": "url", "outlet": found.outlet_id, "outlet_removed": outlet is not None}
        record(action="sources.article_removed", by=by, now=now, unit_id=unit.pk, target=found, data=data)
        found.delete()
        if outlet is not None:
            outlet.delete()


def _came_with(article: Article) -> bool:
    """Whether an article's outlet was made for it alone, and nobody has done anything with it since."""
    outlet = article.outlet
    return (
        outlet.created_at == article.seen_at
        and outlet.standing == OutletStanding.UNKNOWN
        and not outlet.sources.exists()
        and not outlet.articles.exclude(pk=article.pk).exists()
    )


def judge_file(content: bytes) -> FileKind:
    """Return what an uploaded file is by its content. Raises ActionError when it is no picture or PDF we take."""
    if len(content) > MAX_FILE_BYTES:
        raise ActionError(_("This file is larger than 10 MB. A smaller scan is enough."), field="file")
    if looks_like_pdf(content):
        return PDF
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=list(PICTURES)) as image:
                kind, pixels = PICTURES[image.format or ""], image.width * image.height
                image.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, KeyError, Image.DecompressionBombError, Warning):
        raise ActionError(
            _("This is neither a picture (JPEG, PNG, WebP) nor a PDF that can be read."), field="file"
        ) from None
    if pixels > MAX_PIXELS:
        raise ActionError(_("This picture has too many points. A smaller scan is enough."), field="file")
    return kind
