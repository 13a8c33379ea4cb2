"""What people type: the filters of the stream, watch queries, lists, a search, decisions about stories."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Unit, User
from kentongan.common import search
from kentongan.common.errors import ActionError
from kentongan.engine.match.query import QuerySyntaxError
from kentongan.monitoring.choices import Relevance, ToneChoice
from kentongan.monitoring.models import Mention, Story, Tag, TermList, WatchQuery
from kentongan.monitoring.queries import containing, judged, term_lists
from kentongan.monitoring.queries.problems import say
from kentongan.monitoring.rules import parse_search
from kentongan.sources.choices import OutletKind
from kentongan.sources.models import Outlet

SPANS: dict[str, timedelta] = {
    "24h": timedelta(hours=24),
    "3d": timedelta(days=3),
    "7d": timedelta(days=7),
    "30d": timedelta(days=30),
    "90d": timedelta(days=90),
}
PERIODS = [
    ("24h", _("24 hours")),
    ("look", _("Since my last look")),
    ("3d", _("3 days")),
    ("7d", _("7 days")),
    ("30d", _("30 days")),
    ("90d", _("90 days")),
]
ASSIGNED = [("me", _("Me")), ("any", _("Somebody")), ("none", _("Nobody"))]
JUDGED = [
    ("any", _("By a person")),
    ("kept", _("By a person, as the machine")),
    ("changed", _("By a person, otherwise than the machine")),
    ("drawn", _("In a random check")),
]
SHOWN = [("", _("All but “not ours”")), *Relevance.choices]


class StreamFilter(django_filters.FilterSet):  # type: ignore[misc]  # django-filter is untyped
    """The filters of the stream; each lives in the address. Without a period the last 24 hours are meant."""

    tone = django_filters.ChoiceFilter(choices=ToneChoice.choices, label=_("Tone"), empty_label=_("Every tone"))
    relevance = django_filters.ChoiceFilter(
        choices=Relevance.choices, label=_("Decision"), empty_label=_("All but “not ours”")
    )
    query = django_filters.ModelChoiceFilter(
        queryset=WatchQuery.objects.none(), field_name="queries", label=_("Query"), empty_label=_("Every query")
    )
    outlet = django_filters.ModelChoiceFilter(
        queryset=Outlet.objects.none(), label=_("Outlet"), empty_label=_("Every outlet")
    )
    kind = django_filters.ChoiceFilter(
        choices=OutletKind.choices, field_name="outlet__kind", label=_("Kind of medium"), empty_label=_("Every kind")
    )
    tag = django_filters.ModelChoiceFilter(
        queryset=Tag.objects.none(), field_name="tags", label=_("Tag"), empty_label=_("Every tag")
    )
    assigned = django_filters.ChoiceFilter(
        choices=ASSIGNED, method="by_person", label=_("Taken care of by"), empty_label=_("Everybody")
    )
    machine = django_filters.ChoiceFilter(
        choices=ToneChoice.choices,
        field_name="tone_machine",
        label=_("The machine’s tone"),
        empty_label=_("Every tone"),
    )
    judged = django_filters.ChoiceFilter(
        choices=JUDGED, method="by_judgement", label=_("Tone decided"), empty_label=_("By anybody")
    )
    q = django_filters.CharFilter(method="by_words", label=_("Words"))

    class Meta:
        model = Mention
        fields: list[str] = []

    def __init__(self, data: QueryDict, queryset: QuerySet[Mention], *, unit: Unit, user: User, now: datetime,
                 look: datetime | None) -> None:  # fmt: skip
        self.now, self.user, self.look = now, user, look
        self.problem = ""
        asked = str(data.get("period") or "")
        self.period = asked if asked in dict(PERIODS) else "24h"
        super().__init__(data, queryset)
        self.filters["query"].queryset = WatchQuery.objects.filter(unit=unit)
        self.filters["tag"].queryset = Tag.objects.filter(unit=unit)
        self.filters["outlet"].queryset = Outlet.objects.all()

    @property
    def since(self) -> datetime:
        if self.period == "look":
            return self.look or self.now - SPANS["24h"]
        return self.now - SPANS[self.period]

    @property
    def qs(self) -> QuerySet[Mention]:
        """The mentions that pass, in the period chosen."""
        return self.of_any_time.filter(published_at__gte=self.since)

    @property
    def of_any_time(self) -> QuerySet[Mention]:
        """The mentions that pass, whatever the period."""
        passed: QuerySet[Mention] = super().qs
        return passed

    def filter_queryset(self, queryset: QuerySet[Mention]) -> QuerySet[Mention]:
        if self.form.cleaned_data.get("relevance") != Relevance.IRRELEVANT:
            queryset = queryset.exclude(relevance=Relevance.IRRELEVANT)
        found: QuerySet[Mention] = super().filter_queryset(queryset)
        return found

    def by_person(self, queryset: QuerySet[Mention], _name: str, value: str) -> QuerySet[Mention]:
        if value == "me":
            return queryset.filter(assigned_to=self.user)
        return queryset.filter(assigned_to__isnull=value == "none")

    def by_judgement(self, queryset: QuerySet[Mention], _name: str, value: str) -> QuerySet[Mention]:
        return judged(queryset, value)

    def by_words(self, queryset: QuerySet[Mention], _name: str, value: str) -> QuerySet[Mention]:
        try:
            tree = parse_search(value)
        except QuerySyntaxError as error:
            self.problem = say(error)
            return queryset.none()
        return containing(queryset, search.expression_of(tree), self.since)


class TriageForm(forms.Form):
    """One decision about one or many mentions. Empty means: leave as it is."""

    relevance = forms.ChoiceField(choices=[("", ""), *Relevance.choices], required=False)
    tone = forms.ChoiceField(choices=[("", ""), ("machine", ""), *ToneChoice.choices], required=False)
    note = forms.CharField(
        label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only people of your unit and above read it."),
    )  # fmt: skip
    tags = forms.CharField(label=_("Tags"), required=False, max_length=300, help_text=_("Several parted by commas."))
    assign_to = forms.ModelChoiceField(
        User.objects.none(), label=_("Taken care of by"), required=False, empty_label=_("Nobody")
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["assign_to"].queryset = people  # type: ignore[attr-defined]


class WatchQueryForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=80, help_text=_("For example “Online counter”."))
    text = forms.CharField(
        label=_("What to listen for"), max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("Words, “a phrase”, AND, OR, NOT, brackets, word*, a NEAR/5 b, title:word, @list."),
    )  # fmt: skip


class TermListForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=40, help_text=_("Queries name it with @ before it."))
    terms = forms.CharField(
        label=_("Terms, one a line"), max_length=200_000, widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Several words on a line are looked for side by side."),
    )  # fmt: skip


class ArchiveForm(forms.Form):
    """A search over everything that ever came in."""

    q = forms.CharField(label=_("Words"), required=False, max_length=2000)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    # Chosen by pressing an outlet's name in the answer: a list of 800 would weigh more than the page.
    outlet = forms.ModelChoiceField(Outlet.objects.all(), required=False, widget=forms.HiddenInput)
    tone = forms.ChoiceField(label=_("Tone"), required=False, choices=[("", _("Every tone")), *ToneChoice.choices])
    order = forms.ChoiceField(
        label=_("Order"), required=False, choices=[("", _("Latest first")), ("fit", _("Best first"))]
    )
    after = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=0, max_value=2**62)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        text = str(data.get("q") or "").strip()
        try:
            data["tree"] = parse_search(text) if text else None
        except QuerySyntaxError as error:
            self.add_error("q", say(error))
        zone = timezone.get_current_timezone()
        for name, days in (("since", 0), ("until", 1)):
            day = data.get(name)
            if day and not 1971 <= day.year <= 2199:
                self.add_error(name, _("There is no news from that year."))
            elif day:
                midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
                data[f"{name}_at"] = midnight + timedelta(days=days)
        return data


class StoryForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=500)


class MergeForm(forms.Form):
    """Which story takes this one in."""

    into = forms.ModelChoiceField(Story.objects.none(), label=_("Goes on in"), empty_label=None,
                                  widget=forms.RadioSelect)  # fmt: skip

    def __init__(self, *args: Any, stories: QuerySet[Story], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = stories  # type: ignore[attr-defined]


class SplitForm(forms.Form):
    """The texts that do not belong into a story, and where they go: a new one, or another one."""

    articles = forms.TypedMultipleChoiceField(label=_("Texts"), coerce=int, choices=[], required=False)
    into = forms.ModelChoiceField(Story.objects.none(), required=False)

    def __init__(self, *args: Any, articles: list[int], stories: QuerySet[Story], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["articles"].choices = [(pk, str(pk)) for pk in articles]  # type: ignore[attr-defined]
        self.fields["into"].queryset = stories  # type: ignore[attr-defined]


def refuse(form: forms.Form, error: ActionError) -> None:
    """Show what an action said at the field it is about."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def lists_of_unit(unit: Unit) -> QuerySet[TermList]:
    """Return the lists a query of this unit may name."""
    return term_lists(unit)
