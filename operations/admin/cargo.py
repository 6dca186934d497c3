from datetime import datetime
from typing import TYPE_CHECKING, TypedDict

from django.contrib import admin
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest

from operations.admin import columns
from operations.admin.filters import CountedFilter, RecentCallFilter
from operations.admin.scoped_admin import ALL_VERBS, PortAdmin
from operations.models import CargoClass, CargoLine, CountedUnit, HourlyRollup, LineTotal, Unit
from operations.rules.cargo_port import port_of_interest
from operations.vocabulary import CargoMode

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations


class _Counted(TypedDict):
    """The entry of the ledger that a unit is held for, if there is one."""

    count_position: int | None
    count_instant: datetime | None


_NO_WORDS = "(no words)"
_FROM_THE_MANIFEST = "As the manifest has it; a new version changes it."


def quantity(amount: int, mode: str) -> str:
    """Return units, or kg for BULK."""
    return f"{amount:,} kg" if mode == CargoMode.BULK else f"{amount:,}"


@admin.register(CargoClass)
class CargoClassAdmin(PortAdmin[CargoClass]):
    explained = "Kinds of cargo that are reported apart, such as cars and high-and-heavy."
    no_rows = "No class yet. Cargo is then reported without one."
    offers = ALL_VERBS
    list_display = ("code", "name")
    search_fields = ("code", "name")
    ordering = ("code",)
    fields = ("code", "name")
    # Totals are kept under this word.
    fixed_once_added = ("code",)


@admin.register(CargoLine)
class CargoLineAdmin(PortAdmin[CargoLine]):
    explained = f"Lines under bills of lading. {_FROM_THE_MANIFEST}"
    no_rows = "No cargo yet. Load a manifest from the page of its call."
    list_display = (
        "words",
        "bill_of_lading",
        "mode",
        "direction",
        "cargo_class",
        "port_of_loading",
        "port_of_discharge",
        "expected_figure",
        "counted_figure",
        "is_listed",
        "is_worked_here",
        "ship",
    )
    list_filter = (RecentCallFilter, "mode", "direction", "is_listed", "is_worked_here")
    list_select_related = (
        "call__vessel",
        "cargo_class",
        "port_of_loading",
        "port_of_discharge",
        "total",
    )
    search_fields = ("description", "make", "model", "bill_of_lading")
    search_help_text = "Description, make, model or bill of lading."
    autocomplete_fields = ("call", "cargo_class", "port_of_loading", "port_of_discharge")
    ordering = ("-call_id", "pk")
    fields = (
        "ship",
        "bill_of_lading",
        "mode",
        "direction",
        "description",
        "make",
        "model",
        "cargo_class",
        "port_of_loading",
        "port_of_discharge",
        "expected_figure",
        "counted_figure",
        "is_listed",
        "is_worked_here",
    )

    @admin.display(description="Cargo")
    def words(self, line: CargoLine) -> str:
        return str(line) or _NO_WORDS

    @admin.display(description="Expected")
    def expected_figure(self, line: CargoLine) -> str:
        return quantity(line.expected_quantity, line.mode)

    @admin.display(description="Counted")
    def counted_figure(self, line: CargoLine) -> str:
        if line.mode == CargoMode.IDENTIFIED:
            return columns.NOTHING
        total = getattr(line, "total", None)
        return quantity(total.counted_quantity if total else 0, line.mode)

    @admin.display(description="Call")
    def ship(self, line: CargoLine) -> str:
        return columns.call_link(line.call)


@admin.register(Unit)
class UnitAdmin(PortAdmin[Unit]):
    explained = f"Cargo with a VIN or serial number, piece by piece. {_FROM_THE_MANIFEST}"
    no_rows = "No unit yet. Load a manifest from the page of its call."
    list_display = (
        "number",
        "make",
        "model",
        "colour",
        "direction",
        "port",
        "hold_reason",
        "is_listed",
        "counted",
        "ship",
    )
    list_display_links = ("number",)
    list_filter = (
        RecentCallFilter,
        CountedFilter,
        "direction",
        ("hold_reason", admin.EmptyFieldListFilter),
        "is_listed",
    )
    list_select_related = (
        "call__terminal",
        "call__vessel",
        "line__port_of_loading",
        "line__port_of_discharge",
    )
    search_fields = ("identifier", "make", "model")
    search_help_text = "A VIN, a serial number or a part of one; make or model."
    autocomplete_fields = ("call", "line")
    ordering = ("-call_id", "identifier")
    fields = (
        "number",
        "ship",
        "direction",
        "make",
        "model",
        "colour",
        "hold_reason",
        "is_listed",
        "counted",
        "line",
        "port",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        counts = CountedUnit.objects.filter(
            call=OuterRef("call"),
            direction=OuterRef("direction"),
            identifier=OuterRef("identifier"),
        )
        return (
            super()
            .get_queryset(request)
            .annotate(
                count_position=Subquery(counts.values("event__position")),
                count_instant=Subquery(counts.values("event__effective_at")),
            )
        )

    @admin.display(description="VIN or serial number", ordering="identifier")
    def number(self, unit: Unit) -> str:
        return columns.identifier(unit.identifier)

    @admin.display(description="Counted")
    def counted(self, unit: "WithAnnotations[Unit, _Counted]") -> str:
        if unit.count_position is None:
            return columns.NOTHING
        when = columns.local_minute(unit.count_instant, unit.call.terminal)
        return f"{when}, no. {unit.count_position:,}"

    @admin.display(description="From or to")
    def port(self, unit: Unit) -> str:
        line = unit.line
        port = port_of_interest(
            unit.direction,
            line.port_of_loading,
            line.port_of_discharge,
            is_worked_here=line.is_worked_here,
        )
        return str(port or columns.NOTHING)

    @admin.display(description="Call")
    def ship(self, unit: Unit) -> str:
        return columns.call_link(unit.call)


@admin.register(CountedUnit)
class CountedUnitAdmin(PortAdmin[CountedUnit]):
    explained = "Which units count, each once, and by which entry of the ledger."
    no_rows = "No unit was counted yet."
    list_display = ("number", "direction", "entry", "ship")
    list_filter = (RecentCallFilter, "direction")
    list_select_related = ("call__vessel", "event")
    search_fields = ("identifier",)
    ordering = ("-call_id", "direction", "identifier")
    fields = ("number", "direction", "entry", "ship")

    @admin.display(description="VIN or serial number", ordering="identifier")
    def number(self, unit: CountedUnit) -> str:
        return columns.identifier(unit.identifier)

    @admin.display(description="Counted by")
    def entry(self, unit: CountedUnit) -> str:
        return columns.link_to(unit.event, f"No. {unit.event.position:,}")

    @admin.display(description="Call")
    def ship(self, unit: CountedUnit) -> str:
        return columns.call_link(unit.call)


@admin.register(LineTotal)
class LineTotalAdmin(PortAdmin[LineTotal]):
    explained = "How much of each counted and bulk line was counted."
    no_rows = "Nothing was counted by line yet."
    list_display = ("cargo", "counted_figure", "expected_figure", "ship")
    list_select_related = ("line__call__vessel",)
    search_fields = ("line__description", "line__bill_of_lading", "line__call__reference")
    ordering = ("-line__call_id", "line_id")
    fields = ("cargo", "counted_figure", "expected_figure", "ship")

    @admin.display(description="Cargo")
    def cargo(self, total: LineTotal) -> str:
        return str(total.line) or _NO_WORDS

    @admin.display(description="Counted", ordering="counted_quantity")
    def counted_figure(self, total: LineTotal) -> str:
        return quantity(total.counted_quantity, total.line.mode)

    @admin.display(description="Expected")
    def expected_figure(self, total: LineTotal) -> str:
        return quantity(total.line.expected_quantity, total.line.mode)

    @admin.display(description="Call")
    def ship(self, total: LineTotal) -> str:
        return columns.call_link(total.line.call)


@admin.register(HourlyRollup)
class HourlyRollupAdmin(PortAdmin[HourlyRollup]):
    one, many = "hour", "hours"
    explained = "What each gang moved on each deck, hour by hour."
    no_rows = "Nothing was counted yet."
    list_display = (
        "hour",
        "direction",
        "cargo_class",
        "port",
        "deck",
        "gang",
        "units",
        "weight",
        "is_expected",
        "ship",
    )
    list_filter = (RecentCallFilter, "direction", "is_expected")
    list_select_related = ("call__terminal", "call__vessel")
    search_fields = ("gang", "deck", "port")
    ordering = ("-call_id", "-hour_at", "pk")
    fields = list_display

    def get_queryset(self, request: HttpRequest) -> QuerySet[HourlyRollup]:
        # A bucket that a reversal emptied says nothing to people.
        return super().get_queryset(request).exclude(unit_count=0, weight_kg=0)

    @admin.display(description="Units", ordering="unit_count")
    def units(self, rollup: HourlyRollup) -> str:
        return f"{rollup.unit_count:,}"

    @admin.display(description="kg", ordering="weight_kg")
    def weight(self, rollup: HourlyRollup) -> str:
        return f"{rollup.weight_kg:,}"

    @admin.display(description="Hour from")
    def hour(self, rollup: HourlyRollup) -> str:
        return columns.local_minute(rollup.hour_at, rollup.call.terminal)

    @admin.display(description="Call")
    def ship(self, rollup: HourlyRollup) -> str:
        return columns.call_link(rollup.call)
