"""Setting addresses that want to be told, and telling them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import Unit, User
from kentongan.accounts.queries import holds, today
from kentongan.accounts.rules import MANAGE
from kentongan.audit.actions import record
from kentongan.channels.webhook.choices import DeliveryState, Event
from kentongan.channels.webhook.models import Webhook, WebhookDelivery
from kentongan.channels.webhook.rules import BATCH, LEASE, TEST_EVENT, TIMEOUT_S, body_of, headers_of, next_try
from kentongan.common.claims import claim
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.common.keys import fitting_key
from kentongan.common.secrets import new_token, seal, unseal
from kentongan.engine.net.http import FetchError, FetchProblem, check_target, post_json

Clock = Callable[[], datetime]
MOST_HOOKS = 20


def add_webhook(*, unit: Unit, url: str, event: str, by: User, now: datetime) -> tuple[Webhook, str]:
    """Have an address told of a unit's events. Return the row and the secret that signs, shown once.

    Raises: NotAllowed unless `by` manages the unit; ActionError for an address that is none, known, or one too many.
    """
    _demand(by, unit)
    url = url.strip()
    if not url.lower().startswith(("https://", "http://")) or len(url) > 500 or any(c.isspace() for c in url):
        raise ActionError(_("An address that begins with https://."), field="url")
    try:
        check_target(url, allow_private=settings.FETCH_ALLOWED_HOSTS)
    except FetchError as error:
        raise ActionError(_why_not(error), field="url") from None
    if event not in Event:
        raise ActionError(_("Choose one."), field="event")
    secret = new_token()
    with transaction.atomic():
        if Webhook.objects.filter(unit=unit, url=url, event=event).exists():
            raise ActionError(_("This address is told of that already."), field="url")
        if Webhook.objects.filter(unit=unit).count() >= MOST_HOOKS:
            raise ActionError(_("Twenty addresses a unit are enough. Remove one first."))
        hook = Webhook.objects.create(unit=unit, url=url, event=event, secret_sealed=seal(secret), created_at=now)
        record(action="webhook.added", by=by, now=now, unit_id=unit.pk, target=hook, data={"event": event})
    return hook, secret


def _why_not(error: FetchError) -> str:
    if error.problem == FetchProblem.REFUSED_ADDRESS:
        return _("This address leads into a private network. An administrator can open it (KENTONGAN_FETCH_ALLOWED).")
    return _("An address that begins with https://.")


def set_webhook_active(*, hook: Webhook, active: bool, by: User, now: datetime) -> Webhook:
    """Pause an address, or tell it again. Raises: NotAllowed."""
    _demand(by, hook.unit)
    with transaction.atomic():
        if Webhook.objects.filter(pk=hook.pk, is_active=not active).update(is_active=active):
            hook.is_active = active
            act = "webhook.resumed" if active else "webhook.paused"
            record(action=act, by=by, now=now, unit_id=hook.unit_id, target=hook)
    return hook


def remove_webhook(*, hook: Webhook, by: User, now: datetime) -> None:
    """Forget an address and what it was told. Raises: NotAllowed."""
    _demand(by, hook.unit)
    with transaction.atomic():
        record(action="webhook.removed", by=by, now=now, unit_id=hook.unit_id, target=hook)
        hook.delete()


def queue_event(*, unit: Unit, event: str, payload: dict[str, Any], key: str, now: datetime) -> int:
    """Queue an event of `unit` for every active address that wants it; the same `key` again changes nothing.

    Returns: to how many addresses it newly goes.
    """
    hooks = Webhook.objects.filter(unit=unit, event=event, is_active=True)
    with transaction.atomic():
        made = [
            WebhookDelivery.objects.get_or_create(
                webhook=hook, key=fitting_key(key), defaults={"payload": payload, "created_at": now, "next_try_at": now}
            )[1]
            for hook in hooks
        ]
    return sum(made)


def try_webhook(*, hook: Webhook, by: User, now: datetime) -> None:
    """Send a test event now and wait for the answer.

    Raises: NotAllowed; ActionError with what went wrong in plain words.
    """
    _demand(by, hook.unit)
    problem = ""
    try:
        _post(hook, delivery=0, event=TEST_EVENT, at=now, now=now, data={"says": "Kentongan"})
    except FetchError as error:
        problem = words_of(error)
    record(action="webhook.tested", by=by, now=now, unit_id=hook.unit_id, target=hook, data={"worked": not problem})
    if problem:
        raise ActionError(problem)


def deliver_waiting(*, clock: Clock) -> int:
    """Tell the addresses what waits for them; return how many were told. Safe to run twice at once."""
    done = 0
    while rows := _claimed(clock()):
        done += sum(_deliver(row, clock) for row in rows)
    return done


def words_of(error: FetchError) -> str:
    """Return in plain words why an address could not be told."""
    words = {
        FetchProblem.BAD_URL: _("The address cannot be used."),
        FetchProblem.DNS: _("The name in the address leads nowhere."),
        FetchProblem.REFUSED_ADDRESS: _("The address leads into a private network, where events are not sent."),
        FetchProblem.CONNECTION: _("The server cannot be reached."),
        FetchProblem.TLS: _("The server's certificate is not valid."),
        FetchProblem.TIMEOUT: _("The server does not answer in time."),
        FetchProblem.TOO_BIG: _("The server's answer is too big."),
        FetchProblem.HTTP_STATUS: _("The server answers with status %(status)s.") % {"status": error.status},
    }
    return words.get(error.problem, error.message)[:300]


def _demand(by: User, unit: Unit) -> None:
    if not holds(by, unit, MANAGE, on=today(unit)):
        raise NotAllowed(_("Your role in this unit does not allow this."))


def _claimed(now: datetime) -> list[WebhookDelivery]:
    waiting = WebhookDelivery.objects.filter(state=DeliveryState.WAITING, next_try_at__lte=now, webhook__is_active=True)
    rows = waiting.select_related("webhook").order_by("next_try_at", "pk")
    return claim(rows, now=now, lease=LEASE, limit=BATCH)


def _deliver(row: WebhookDelivery, clock: Clock) -> bool:
    hook, now = row.webhook, clock()
    try:
        _post(hook, delivery=row.pk, event=hook.event, at=row.created_at, now=now, data=row.payload)
    except FetchError as error:
        hopeless = error.problem == FetchProblem.BAD_URL
        again = None if hopeless else next_try(row.tries + 1, now, asked_s=error.retry_after)
        _write_down(row, again=again, problem=words_of(error))
        return False
    _write_down(row, done_at=clock())
    return True


def _post(hook: Webhook, *, delivery: int, event: str, at: datetime, now: datetime, data: dict[str, Any]) -> None:
    body = body_of(delivery=delivery, event=event, unit=hook.unit_id, at=at, data=data)
    post_json(
        hook.url,
        body,
        headers=headers_of(secret=unseal(hook.secret_sealed), event=event, delivery=delivery, now=now, body=body),
        user_agent=settings.FETCH_USER_AGENT,
        max_bytes=100_000,
        timeout_s=TIMEOUT_S,
        allow_private=settings.FETCH_ALLOWED_HOSTS,
    )


def _write_down(
    row: WebhookDelivery, *, done_at: datetime | None = None, again: datetime | None = None, problem: str = ""
) -> None:
    state = DeliveryState.DONE if done_at else DeliveryState.WAITING if again else DeliveryState.FAILED
    WebhookDelivery.objects.filter(pk=row.pk, leased_until=row.leased_until).update(
        state=state, done_at=done_at, next_try_at=again, problem=problem, tries=row.tries + 1, leased_until=None
    )
