"""Setting the office's mail server."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kentongan.accounts.models import Institution, Unit, User
from kentongan.accounts.queries import holds
from kentongan.accounts.rules import MANAGE
from kentongan.audit.actions import record
from kentongan.channels.email.choices import MailState, Security
from kentongan.channels.email.models import MailServer, OutgoingMail
from kentongan.channels.email.rules import ascii_address, one_line
from kentongan.common.errors import ActionError, NotAllowed
from kentongan.common.secrets import seal


def demand_server_right(by: User, institution: Institution, *, now: datetime) -> None:
    """Raise NotAllowed unless `by` manages the root unit: the server speaks for the whole institution."""
    root = Unit.objects.filter(institution=institution, depth=1).first()
    if root is None or not holds(by, root, MANAGE, on=timezone.localdate(now, root.zone)):
        raise NotAllowed(_("Only whoever manages the root unit sets the mail server."))


def set_mail_server(
    *,
    institution: Institution,
    host: str,
    port: int,
    security: str,
    username: str,
    password: str | None,
    from_name: str,
    from_email: str,
    is_active: bool,
    by: User,
    now: datetime,
) -> MailServer:
    """Set where the institution's mail goes out; what waits becomes due at once.

    Args:
        password: None keeps the one that is set; it is kept encrypted.

    Raises: NotAllowed unless `by` manages the root unit; ActionError for a wrong host, port or address.
    """
    demand_server_right(by, institution, now=now)
    host = host.strip().lower()
    if not host or any(char.isspace() or not char.isprintable() for char in host) or "/" in host or "@" in host:
        raise ActionError(_("A server's name, such as mail.kementerian.go.id."), field="host")
    if not 1 <= port <= 65535:
        raise ActionError(_("A port lies between 1 and 65535."), field="port")
    if security not in Security:
        raise ActionError(_("Choose one."), field="security")
    try:
        validate_email(ascii_address(from_email))
    except (ValidationError, ValueError):
        raise ActionError(_("This is no e-mail address."), field="from_email") from None
    with transaction.atomic():
        server = MailServer.objects.select_for_update().filter(institution=institution).first()
        server = server or MailServer(institution=institution)
        server.host, server.port, server.security = host, port, security
        server.username, server.from_name, server.from_email = username.strip(), one_line(from_name), from_email.strip()
        server.is_active, server.proven_at, server.problem, server.problem_at = is_active, None, "", None
        if password is not None:
            server.password_sealed = seal(password)
        server.save()
        if is_active:
            mine = Q(unit__institution=institution) | Q(unit=None)
            waiting = OutgoingMail.objects.filter(mine, state=MailState.WAITING, leased_until=None)
            OutgoingMail.objects.filter(pk__in=waiting.values("pk")).update(next_try_at=now)
        record(action="email.server_set", by=by, now=now, unit_id=_root_id(institution), target=server,
               data={"security": security, "active": is_active})  # fmt: skip
    return server


def _root_id(institution: Institution) -> int:
    return int(Unit.objects.get(institution=institution, depth=1).pk)
