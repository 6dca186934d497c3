from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from operations.admin.rights import person_of
from operations.admin.scope import visible_rows
from operations.models import VesselCall
from operations.vocabulary import DiscrepancyStatus, Flag

_RECENT_CALLS = 15  # what a side column shows without scrolling; older ones are found by search


class VisibleRelatedFilter(admin.RelatedFieldListFilter):
    """Offers the terminals, people and tablets that the person sees, and no other name."""

    def field_choices(
        self, field: Any, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]"
    ) -> list[Any]:
        rows = visible_rows(
            field.remote_field.model._default_manager.all(),
            person_of(request),
        )
        named = sorted((getattr(row, "shown_name", str(row)), str(row.pk)) for row in rows)
        return [(pk, name) for name, pk in named]


class RecentCallFilter(admin.SimpleListFilter):
    """The newest calls, and the one that is looked at."""

    title = "call"
    parameter_name = "call__id__exact"

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]"
    ) -> list[tuple[str, str]]:
        calls = VesselCall.objects.visible_to(person_of(request)).select_related("vessel")
        recent = list(calls.order_by("-pk")[:_RECENT_CALLS])
        chosen = self.value()
        if chosen and chosen.isdecimal() and int(chosen) not in {call.pk for call in recent}:
            recent += calls.filter(pk=chosen)
        return [(str(call.pk), f"{call.vessel} {call.voyage}") for call in recent]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if not chosen:
            return queryset
        return queryset.filter(call=chosen) if chosen.isdecimal() else queryset.none()


class CountedFilter(admin.SimpleListFilter):
    """Units that stand as counted in the ledger, and those that are still to be found."""

    title = "counted"
    parameter_name = "counted"

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]"
    ) -> list[tuple[str, str]]:
        return [("no", "Not counted yet"), ("yes", "Counted")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen not in {"no", "yes"}:
            return queryset
        return queryset.filter(count_position__isnull=chosen == "no")


class FlagFilter(admin.SimpleListFilter):
    title = "flag"
    parameter_name = "flag"

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]"
    ) -> list[tuple[str, str]]:
        return [("any", "Any flag"), *Flag.choices()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        chosen = self.value()
        if chosen == "any":
            return queryset.exclude(flags="")
        return queryset.filter(flags__contains=chosen) if chosen else queryset


class OpenFirst(admin.SimpleListFilter):
    """Shows what is still open unless the person asks for more."""

    title = "state"
    parameter_name = "state"
    open_word: ClassVar[str] = "Open"
    done_word: ClassVar[str] = "Settled"
    is_open: ClassVar[Q]

    def lookups(
        self, request: HttpRequest, model_admin: "admin.ModelAdmin[Any]"
    ) -> list[tuple[str, str]]:
        return [("done", self.done_word), ("all", "All")]

    def choices(self, changelist: ChangeList) -> Iterator[Any]:
        # Django calls the choice that asks for nothing "All".
        for number, choice in enumerate(super().choices(changelist)):
            yield choice if number else {**choice, "display": self.open_word}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "all":
            return queryset
        return queryset.filter(~self.is_open if self.value() == "done" else self.is_open)


class OpenDiscrepancyFilter(OpenFirst):
    is_open = Q(status=DiscrepancyStatus.OPEN)


class UnsettledEventFilter(OpenFirst):
    is_open = Q(settled_at=None)


class TabletInUseFilter(OpenFirst):
    open_word = "In use"
    done_word = "Revoked"
    is_open = Q(revoked_at=None)
