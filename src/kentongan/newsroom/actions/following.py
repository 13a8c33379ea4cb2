"""Following by mail: asked for, confirmed by the address's owner, left with one press (UU 27/2022 art. 20 and 9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kentongan.accounts.models import Institution, Unit
from kentongan.channels.email.actions import queue_mail
from kentongan.common.errors import ActionError
from kentongan.common.secrets import new_token, token_hash
from kentongan.newsroom.models import Follower, Publication, Topic
from kentongan.newsroom.queries.reading import listed, root_unit, within_unit

ASK_AGAIN_AFTER = timedelta(minutes=15)
FORGET_AFTER = timedelta(days=7)  # an address that was never confirmed
MOST_TOLD = 10  # editions in one mail


def ask_to_follow(
    *,
    institution: Institution,
    email: str,
    now: datetime,
    unit: Unit | None = None,
    topic: Topic | None = None,
    language: str = "id",
) -> None:
    """Note an address and send it a link to confirm. Who asks learns nothing about who follows already.

    Raises: ActionError when this is no address.
    """
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ActionError(_("Write a whole e-mail address, such as nama@kantor.example."), field="email") from None
    token = new_token()
    with transaction.atomic():
        follower, is_new = Follower.objects.get_or_create(
            institution=institution,
            unit=unit,
            topic=topic,
            email=address,
            defaults={"token_hash": token_hash(token), "asked_at": now, "language": language},
        )
        if not is_new:
            if follower.confirmed_at is not None or now - follower.asked_at < ASK_AGAIN_AFTER:
                return
            follower.token_hash, follower.asked_at, follower.language = token_hash(token), now, language
            follower.save(update_fields=["token_hash", "asked_at", "language"])
        _send_link(follower, token, now)


def _send_link(follower: Follower, token: str, now: datetime) -> None:
    with translation.override(follower.language):
        what = _what(follower)
        link = settings.BASE_URL + reverse("newsroom:follow_confirm", args=[token])
        text = render_to_string("newsroom/mail/confirm.txt", {"what": what, "link": link, "follower": follower})
        queue_mail(
            unit=root_unit(follower.institution),
            to=follower.email,
            subject=_("Confirm that you want to follow %(what)s") % {"what": what},
            text=text,
            key=f"follow:{follower.pk}:{follower.token_hash[:12]}",
            by=None,
            now=now,
            is_private=True,
        )


def _what(follower: Follower) -> str:
    if follower.topic is not None:
        return f"{follower.topic.name}, {follower.institution.name}"
    return follower.unit.name if follower.unit is not None else follower.institution.name


def confirm_following(*, token: str, now: datetime) -> Follower | None:
    """Confirm an address; None when the link is unknown, or was replaced by a later one."""
    follower = Follower.objects.filter(token_hash=token_hash(token)).select_related("institution").first()
    if follower is not None and follower.confirmed_at is None:
        follower.confirmed_at = follower.told_until = now
        follower.save(update_fields=["confirmed_at", "told_until"])
    return follower


def stop_following(*, token: str) -> Institution | None:
    """Forget an address at once and wholly; None when it is not known (any more)."""
    follower = _follower_by_leaving(token)
    if follower is None:
        return None
    institution: Institution = follower.institution
    follower.delete()
    return institution


def leaving_token(follower: Follower) -> str:
    """Return what the link to leave carries: it needs no secret kept in the clear and cannot be guessed."""
    return f"{follower.pk}-{token_hash(f'leave:{settings.SECRET_KEY}:{follower.pk}:{follower.token_hash}')[:32]}"


def _follower_by_leaving(token: str) -> Follower | None:
    number = token.partition("-")[0]
    if not (number.isascii() and number.isdecimal() and len(number) < 15):
        return None
    follower = Follower.objects.filter(pk=int(number)).select_related("institution").first()
    return follower if follower is not None and leaving_token(follower) == token else None


def tell_followers(*, clock: Callable[[], datetime], limit: int = 500) -> int:
    """Write to followers about editions that became public since they were last told; returns how many mails.

    Run late or twice it does no harm: the mail's key names follower and edition, and the row remembers until when
    it was told.
    """
    now = clock()
    Follower.objects.filter(confirmed_at__isnull=True, asked_at__lt=now - FORGET_AFTER).delete()
    newest = Publication.objects.public(now).order_by("-publish_at").values_list("institution", "publish_at")
    told = 0
    for institution in Institution.objects.filter(followers__confirmed_at__isnull=False).distinct():
        last = newest.filter(institution=institution).values_list("publish_at", flat=True).first()
        if last is None:
            continue
        behind = Q(told_until__isnull=True) | Q(told_until__lt=last)
        rows = institution.followers.filter(behind, confirmed_at__isnull=False).select_related("unit", "topic")
        for follower in rows.order_by("told_until", "pk")[: limit - told]:
            told += _tell(follower, now)
    return told


def _tell(follower: Follower, now: datetime) -> int:
    since = follower.told_until or now
    rows = listed(follower.institution, now, follower.language).filter(publish_at__gt=since, is_withdrawn=False)
    if follower.unit is not None:
        rows = within_unit(rows, follower.unit)
    if follower.topic is not None:
        rows = rows.filter(topics=follower.topic)
    news = list(rows.exclude(change="archive")[:MOST_TOLD])
    with transaction.atomic():
        Follower.objects.filter(pk=follower.pk).update(told_until=now)
        if news:
            _send_news(follower, news, now)
    return bool(news)


def _send_news(follower: Follower, news: list[Publication], now: datetime) -> None:
    leave = settings.BASE_URL + reverse("newsroom:follow_leave", args=[leaving_token(follower)])
    slug = follower.institution.slug
    rows = [
        {"row": row, "url": settings.BASE_URL + reverse("newsroom:short", args=[row.short_code]), "zone": row.unit.zone}
        for row in news
    ]
    with translation.override(follower.language):
        context = {
            "rows": rows,
            "leave": leave,
            "what": _what(follower),
            "slug": slug,
            "institution": follower.institution,
        }
        queue_mail(
            unit=root_unit(follower.institution),
            to=follower.email,
            subject=news[0].title if len(news) == 1 else f"{news[0].title} (+{len(news) - 1})",
            text=render_to_string("newsroom/mail/news.txt", context),
            key=f"news:{follower.pk}:{news[0].pk}",
            by=None,
            now=now,
            is_private=True,
        )
