"""Every address of the house, and an office whose every word is marked, for tests that walk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone
from tests.factories.accounts import InstitutionFactory, UserFactory, make_member, make_unit
from tests.factories.channels import make_mail, make_server
from tests.factories.monitoring import watch
from tests.factories.newsroom import make_release
from tests.factories.reports import make_morning, make_plan
from tests.factories.sources import SourceFactory

from kentongan.accounts.actions import invite, issue_token
from kentongan.accounts.choices import Role
from kentongan.accounts.models import Membership, Unit, User
from kentongan.audit.actions import record
from kentongan.channels.email.models import MailAttachment
from kentongan.channels.webhook.actions import add_webhook
from kentongan.channels.webhook.models import Webhook, WebhookDelivery
from kentongan.monitoring.actions import Change, note_look, triage
from kentongan.monitoring.models import (
    Backfill,
    KeptApart,
    Mention,
    Story,
    StoryMember,
    Tag,
    TermList,
    ToneCheck,
    ToneTune,
    Triage,
)
from kentongan.newsroom.actions.asking import ask_approval
from kentongan.newsroom.actions.chains import set_chain
from kentongan.newsroom.actions.deciding import decide
from kentongan.newsroom.actions.files import add_attachment
from kentongan.newsroom.actions.furnishing import set_template
from kentongan.newsroom.actions.linking import make_link
from kentongan.newsroom.actions.looking import note_release_look
from kentongan.newsroom.actions.numbering import set_pattern
from kentongan.newsroom.actions.passing import give_embargo_pass
from kentongan.newsroom.actions.publishing import publish_release
from kentongan.newsroom.actions.writing import comment_on_passage, note_presence
from kentongan.newsroom.choices import Decided, Verdict
from kentongan.newsroom.models import (
    AgendaItem,
    Emblem,
    Follower,
    ForgeryReport,
    PressContact,
    SigningKey,
    Topic,
    ViewCount,
)
from kentongan.newsroom.rules.approving import StepPlan
from kentongan.newsroom.rules.content import Content
from kentongan.reports.actions import prepare_brief

MARK = "kelambu7q"  # stands in every text of the owner's unit
HOUSE_MARK = "pelita8w"  # stands in the texts of the owner's institution, which its other units may read
TAKEN = "diambil"  # what visitors try to write

# Models whose rows belong to nobody, or whose words everybody may read.
SHARED = {
    "sources.outlet", "sources.host", "sources.source", "sources.sourceday", "sources.article",
    "sources.articlepart",
    "monitoring.quote",  # a passage of an article
    "accounts.user_groups", "accounts.user_user_permissions",  # come with Django, unused
    "monitoring.arrival", "monitoring.lane", "monitoring.grouping",  # the machine's own
    # For the public, from their hour on: tests/newsroom/public/test_embargo.py walks for what is not public yet.
    "newsroom.publication_topics", "newsroom.publicationasset", "newsroom.correction", "newsroom.withdrawal",
    "newsroom.verdictcount", "newsroom.fingerprint",
}  # fmt: skip
OWN_APPS = {"accounts", "audit", "email", "webhook", "sources", "monitoring", "newsroom", "reports"}
# Texts that must keep their form for the rows to work.
TECHNICAL = {
    "path", "slug", "time_zone", "region_code", "token_hash", "key", "password", "password_sealed", "secret_sealed",
    "host", "hash", "previous", "media_type", "number_pattern", "target_type", "target_id", "language", "url_key",
    "sha256", "payload", "signature", "kid", "public_key", "private_sealed", "short_code", "code_hash",
    "pattern", "revoked_why",
}  # fmt: skip


# --- addresses -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Address:
    """One URL pattern: its route as written, and the names of the arguments it wants."""

    route: str
    arguments: tuple[str, ...]
    is_regex: bool

    def path(self, values: dict[str, Any]) -> str:
        """Return the address with its arguments filled in."""
        if self.is_regex:
            text = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda found: str(values[found[1]]), self.route)
            return "/" + re.sub(r"[\^$]", "", text).replace("\\", "")
        return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), self.route)


def addresses() -> list[Address]:
    """Return every URL pattern, also those of other packages and of the API."""
    return list(_walk(get_resolver().url_patterns, "", (), is_regex=False))


def _walk(
    patterns: list[URLPattern | URLResolver], before: str, arguments: tuple[str, ...], *, is_regex: bool
) -> Iterator[Address]:
    for entry in patterns:
        pattern = entry.pattern
        regex = is_regex or hasattr(pattern, "_regex")
        names = (*arguments, *(pattern.converters or pattern.regex.groupindex))
        route = before + str(pattern)
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route, names, is_regex=regex)
        else:
            yield Address(route, names, regex)


# --- the owner's office ----------------------------------------------------------------------------------------------


@dataclass
class House:
    """The owner's unit with a row of everything, and the people who must not see it."""

    unit: Unit
    owner: User
    things: dict[str, Any]
    visitors: dict[str, User] = field(default_factory=dict)
    own: dict[str, set[int]] = field(default_factory=dict)  # model label -> rows that are a visitor's own


def build_house() -> House:
    """Make the owner's office with every text marked, its neighbours, and the visitors."""
    now = timezone.now()
    root = make_unit("Biro Umum")
    unit = make_unit("Biro Humas", parent=root)
    owner = make_member(unit, Role.BUREAU_HEAD)
    things = _things(unit, owner, now)
    house = House(Unit.objects.get(pk=unit.pk), owner, things)
    _visitors(house, root)
    _mark(house)
    return house


def _things(unit: Unit, owner: User, now: Any) -> dict[str, Any]:
    mentions = make_morning(unit, now=now)
    story = Story.objects.get()
    for mention in mentions:
        StoryMember.objects.create(
            institution=unit.institution, story=story, article=mention.article, published_at=now, placed_at=now
        )
    other = Story.objects.create(institution=unit.institution, title="Lain", first_at=now, last_at=now, created_at=now)
    KeptApart.objects.create(story=story, article=mentions[-1].article, by=owner, at=now)
    query = watch(unit, created_by=owner)
    Backfill.objects.create(query=query, since=now - timedelta(days=7), until=now, reached_at=now)
    terms = TermList.objects.create(unit=unit, name="daftar", terms="loket\nantrean", changed_at=now)
    tag = Tag.objects.create(unit=unit, name="Penting")
    mentions[0].queries.add(query)
    mentions[0].tags.add(tag)
    Mention.objects.filter(pk=mentions[0].pk).update(note="Catatan", assigned_to=owner)
    triage(picks={mentions[1].pk: None}, change=Change(relevance="relevant"), by=owner, now=now)
    check = ToneCheck.objects.create(unit=unit, mention=mentions[-1], drawn_by=owner, drawn_at=now)
    score = {"right": 0.7, "macro_f1": 0.6, "loss": 0.8}
    tune = ToneTune.objects.create(
        institution=unit.institution, made_by=owner, made_at=now, texts=40, measured=40, is_random=True,
        head={"sharpness": 1.0, "negative": 0.2, "neutral": 0.0, "positive": -0.2}, before=score, after=score,
        helps=True,
    )  # fmt: skip
    note_look(user=owner, unit=unit, now=now)
    invitation, _link = invite(
        unit=unit, email="tamu@kpp.example", name="Tamu", role=Role.PR_OFFICER, by=owner, now=now
    )
    token, _raw = issue_token(unit=unit, name="Papan", days=30, by=owner, now=now)
    mail = make_mail(unit, now, by=owner, html="<p>Isi</p>")
    attachment = MailAttachment.objects.create(
        mail=mail, name="lampiran.pdf", media_type="application/pdf", content=MARK.encode()
    )
    make_server(unit.institution, 2525)
    hook = _webhook(unit, owner, now)
    make_plan(unit, f"{MARK}@kpp.example")
    brief = prepare_brief(unit=unit, day=timezone.localdate(now, unit.zone), now=now, by=owner)
    # A broken key would break its owner's own pages: it is another person's of the same unit.
    second = make_member(unit, Role.PR_OFFICER)
    key = Authenticator.objects.create(
        user=second, type=Authenticator.Type.WEBAUTHN, data={"name": MARK, "credential": {}}
    )
    record(action="accounts.details_changed", by=owner, now=now, unit_id=unit.pk, target=unit, data={"what": MARK})
    source = SourceFactory(outlet=mentions[0].outlet)
    chain = set_chain(
        unit=unit, kind="", urgent=False, steps=[StepPlan(1, "Kepala", role=Role.BUREAU_HEAD)], by=owner, now=now
    )
    release = make_release(unit, second, now)
    approval = ask_approval(release=release, note="Catatan", by=second, now=now)
    make_link(step=approval.steps.get(), person=owner, by=second, now=now)
    note_release_look(version=approval.version, user=owner, now=now)
    remark = comment_on_passage(release=release, passage="", text=MARK, by=second, now=now)
    asset = add_attachment(unit=unit, file=f"{MARK};1".encode(), name=f"{MARK}.csv", by=second, now=now)
    topic = Topic.objects.create(institution=unit.institution, name="Loket", slug="loket")
    template = set_template(unit=unit, name=MARK, kind="", content=Content(lead=MARK), by=owner, now=now)
    waiting = make_release(unit, second, now)
    asked = ask_approval(release=waiting, by=second, now=now)
    decide(step=asked.steps.get(), decided=Decided.APPROVE, sha256=asked.sha256, by=owner, now=now)
    publication = publish_release(
        release=waiting, publish_at=now + timedelta(days=1), embargoed=True, by=owner, now=now
    )
    given = give_embargo_pass(publication=publication, name="Raka", by=owner, now=now)
    item = AgendaItem.objects.create(
        unit=unit, title="Acara", starts_at=now + timedelta(days=9), publish_at=now + timedelta(days=8), changed_at=now
    )
    contact = PressContact.objects.create(unit=unit, name="Narahubung", changed_at=now)
    Follower.objects.create(
        institution=unit.institution, unit=unit, email="pengikut@kpp.example", token_hash="f" * 64, asked_at=now
    )
    note_presence(release=release, user=second, now=now)
    set_pattern(unit=unit, kind="", pattern="{sequence}/HM/{year}", by=owner, now=now)
    report = ForgeryReport.objects.create(
        institution=unit.institution, verdict=Verdict.UNKNOWN, text=MARK, at=now, delete_on=now.date()
    )
    ViewCount.objects.create(publication=publication, day=now.date(), views=3)
    Emblem.objects.create(
        institution=unit.institution, sha256="e" * 64, small_sha256="e" * 64, width=40, height=40, changed_at=now
    )
    return {
        "forgery_report": report, "remark": remark, "asset": asset, "topic": topic, "template": template,
        "agenda_item": item, "press_contact": contact,
        "publication": publication, "embargo_pass": given.row, "signing_key": SigningKey.objects.get(),
        "chain": chain, "release": release, "approval_step": approval.steps.get(),
        "unit": unit, "membership": Membership.objects.get(user=owner), "invitation": invitation, "token": token,
        "mail": mail, "attachment": attachment, "webhook": hook, "query": query, "terms": terms, "tag": tag,
        "tone_check": check, "tone_tune": tune,
        "mention": mentions[0], "story": story, "other_story": other, "triage": Triage.objects.get(), "brief": brief,
        "security_key": key, "outlet": mentions[0].outlet, "source": source, "article": mentions[0].article,
        "user": owner,
    }  # fmt: skip


def _webhook(unit: Unit, owner: User, now: Any) -> Webhook:
    hook, _secret = add_webhook(
        unit=unit, url="https://hooks.kpp.example/a", event=Webhook._meta.get_field("event").choices[0][0],
        by=owner, now=now,
    )  # fmt: skip
    WebhookDelivery.objects.create(webhook=hook, key="a", payload={"title": MARK}, created_at=now)
    return hook


def _visitors(house: House, root: Unit) -> None:
    """Each visitor holds as much elsewhere as one can hold, and nothing (any more) in the owner's unit."""
    foreign = make_unit("Sekretariat", institution=InstitutionFactory(name="Lembaga Lain", short_name="LL"))
    sibling = make_unit("Biro Hukum", parent=Unit.objects.get(pk=root.pk))
    stranger = make_member(foreign, Role.BUREAU_HEAD, email="asing@lain.example", name="Asing")
    colleague = make_member(sibling, Role.BUREAU_HEAD, email="rekan@kpp.example", name="Rekan")
    leaver = make_member(sibling, Role.BUREAU_HEAD, email="pindah@kpp.example", name="Pindah")
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = Membership.objects.create(user=leaver, unit=house.unit, role=Role.BUREAU_HEAD, end_on=yesterday)
    operator = UserFactory(email="mesin@kpp.example", name="Mesin", is_superuser=True)
    house.visitors = {"stranger": stranger, "colleague": colleague, "leaver": leaver, "operator": operator}
    held = Membership.objects.filter(user__in=house.visitors.values()).values_list("pk", flat=True)
    house.own = {
        "accounts.user": {user.pk for user in house.visitors.values()},
        "accounts.membership": set(held) - {ended.pk},
        "accounts.unit": {foreign.pk, sibling.pk},
        "accounts.institution": {foreign.institution_id},
    }  # fmt: skip


def own_models() -> list[type[models.Model]]:
    """Return the models of the house, also the tables between two of them."""
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in OWN_APPS]


def _mark(house: House) -> None:
    """Put the mark into every text of every row that is the owner's, by way of the models' own fields."""
    number = 0
    for model in own_models():
        label = model._meta.label_lower
        if label in SHARED or label == "audit.entry":
            continue
        rows = model._base_manager.exclude(pk__in=house.own.get(label, ()))
        mark = MARK
        if label in {"accounts.institution", "email.mailserver", "newsroom.topic"}:
            mark = HOUSE_MARK
        elif label == "accounts.unit":
            rows = rows.filter(pk=house.unit.pk)
        for row in rows:
            changes = {}
            for column in model._meta.concrete_fields:
                number += 1
                value = _marked(column, getattr(row, column.attname), mark, number)
                if value is not None:
                    changes[column.attname] = value
            if changes:
                model._base_manager.filter(pk=row.pk).update(**changes)


def _marked(column: models.Field[Any, Any], value: Any, mark: str, number: int) -> str | None:
    if not isinstance(column, models.CharField | models.TextField) or column.choices or column.name in TECHNICAL:
        return None
    if isinstance(column, models.EmailField):
        return f"{mark}-{number}@kpp.example"
    if isinstance(column, models.URLField):
        return f"https://{mark}-{number}.example/"
    if isinstance(column, models.SlugField):
        return f"{mark}-{number}"[: column.max_length]
    text = f"{mark}x{number} {value or ''}".strip()
    return text[: column.max_length] if column.max_length else text


def models_without_a_row(house: House) -> list[str]:
    """Return the models of the house for which the owner has no row: the walk would not notice a leak of them."""
    return [
        model._meta.label_lower
        for model in own_models()
        if model._meta.label_lower not in SHARED and not model._base_manager.exists()
    ]


# --- what is guarded -------------------------------------------------------------------------------------------------

Dump = dict[str, dict[Any, dict[str, Any]]]


def dump(house: House, *, shared: bool) -> Dump:
    """Return all rows that are not a visitor's own; with `shared` also those that belong to nobody."""
    found: Dump = {}
    for model in [*own_models(), Authenticator]:
        label = model._meta.label_lower
        if label == "audit.entry" or (label in SHARED and not shared):
            continue
        mine = house.own.get(label, set())
        found[label] = {
            row["pk"]: row for row in model._base_manager.values("pk", *_columns(model)) if row["pk"] not in mine
        }
    return found  # fmt: skip


def _columns(model: type[models.Model]) -> list[str]:
    # When an account was last used is no change that anybody made.
    return [column.attname for column in model._meta.concrete_fields if column.attname != "last_login"]


def changes(house: House, before: Dump, *, shared: bool) -> list[str]:
    """Return in words which guarded rows changed, went, or came that point into the owner's office."""
    after = dump(house, shared=shared)
    said = []
    for label, rows in before.items():
        now = after[label]
        said += [f"{label} {pk} is gone" for pk in rows if pk not in now]
        said += [
            f"{label} {pk}: {name} was {row[name]!r}, is {now[pk][name]!r}"
            for pk, row in rows.items()
            if pk in now
            for name in row
            if now[pk][name] != row[name]
        ]
        model = apps.get_model(label)
        said += [f"new {label} {now[pk]}" for pk in now if pk not in rows and _points_in(house, model, now[pk], before)]
    return said


def _points_in(house: House, model: type[models.Model], row: dict[str, Any], before: Dump) -> bool:
    """Whether a new row hangs on a row of the owner's (a new comment under my brief, say)."""
    for column in model._meta.concrete_fields:
        target = column.related_model
        if target is None or isinstance(target, str):
            continue
        label = target._meta.label_lower
        if label in {"accounts.institution", *SHARED}:
            continue  # a neighbour's new row may well stand in the same institution, or quote the same article
        if label == "accounts.unit" and row[column.attname] != house.unit.pk:
            continue
        if row[column.attname] in before.get(label, {}):
            return True
    return model._meta.label_lower in {"sources.outlet", "sources.source", "sources.article"}


# --- pages -----------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a page holds that the content policy would refuse, and the forms it offers."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.links: list[str] = []
        self.forms: list[tuple[str, dict[str, list[str]]]] = []
        self._select: str | None = None
        self._script = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        for name, value in given.items():
            if name == "style" or re.fullmatch(r"on\w+", name) or value.strip().lower().startswith("javascript:"):
                self.inline.append(f"<{tag} {name}={value[:60]!r}>")
            if name in {"src", "href"} and tag in {"script", "link", "img"} and re.match(r"(https?:)?//", value):
                self.inline.append(f"<{tag} {name}={value[:60]!r}> comes from elsewhere")
        self.links += [given[name] for name in ("href", "hx-get", "action", "formaction") if given.get(name)]
        if tag == "style" or (tag == "script" and not given.get("src") and given.get("type") != "application/json"):
            self.inline.append(f"<{tag}>")
        if tag == "form":
            self.forms.append((given.get("action") or given.get("hx-post") or "", {}))
        elif given.get("hx-post"):
            self.forms.append((given["hx-post"], {}))
        self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        if not self.forms:
            return
        data = self.forms[-1][1]
        name, value = given.get("name"), given.get("value", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and value:
            data.setdefault(self._select, []).append(value)
        elif tag in {"input", "textarea", "button"} and name and name != "csrfmiddlewaretoken":
            data.setdefault(name, []).append(value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = None
