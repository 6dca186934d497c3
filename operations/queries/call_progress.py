"""How much of each call was counted, of how much, and where it belongs."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, F, Sum

from operations.models import CargoLine, HourlyRollup, Unit
from operations.rules.cargo_port import port_of_interest
from operations.vocabulary import CargoMode


@dataclass(slots=True)
class Figures:
    """Counted and listed, units and kg apart; `extra` was counted but is not for here."""

    counted_units: int = 0
    extra_units: int = 0
    expected_units: int = 0
    counted_kg: int = 0
    extra_kg: int = 0
    expected_kg: int = 0

    @property
    def has_list(self) -> bool:
        """Whether any cargo is listed."""
        return self.expected_units > 0 or self.expected_kg > 0

    @property
    def remaining_units(self) -> int:
        """Units of the list that nobody counted yet."""
        return max(self.expected_units - self.counted_units, 0)

    @property
    def moved_units(self) -> int:
        """All units that were counted, on the list or not."""
        return self.counted_units + self.extra_units

    def add(self, other: "Figures") -> None:
        """Add other figures to these."""
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@dataclass(slots=True)
class CallProgress:
    """The figures of one call, in all and cut four ways; blank keys mean that nobody said."""

    total: Figures = field(default_factory=Figures)
    by_direction: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    by_cargo_class: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    by_port: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))
    by_deck: dict[str, Figures] = field(default_factory=lambda: defaultdict(Figures))


class _Slice(NamedTuple):
    call_id: int
    direction: str
    cargo_class: str
    port: str
    deck: str | None
    figures: Figures


def call_progress(call_ids: Collection[int]) -> dict[int, CallProgress]:
    """Return the progress of each call, from the copies of the ledger and the current list.

    What was counted beyond the quantity of a line is extra: it must not stand for cargo of other
    lines that is still missing. The list does not say on which deck cargo stands, so decks have
    counts but no expectation, and hold what is beyond a line among what was counted.
    """
    progress = {call_id: CallProgress() for call_id in call_ids}
    for sources in (_counted, _beyond_lines, _listed_units, _listed_lines):
        for each in sources(call_ids):
            call = progress[each.call_id]
            call.total.add(each.figures)
            call.by_direction[each.direction].add(each.figures)
            call.by_cargo_class[each.cargo_class].add(each.figures)
            call.by_port[each.port].add(each.figures)
            if each.deck is not None:
                call.by_deck[each.deck].add(each.figures)
    return progress


def _counted(call_ids: Collection[int]) -> Iterator[_Slice]:
    buckets = ("call_id", "direction", "cargo_class", "port", "deck", "is_expected")
    rows = (
        HourlyRollup.objects.filter(call_id__in=call_ids)
        .values_list(*buckets)
        .annotate(units=Sum("unit_count"), weight_kg=Sum("weight_kg"))
        .order_by()
    )
    for call_id, direction, cargo_class, port, deck, is_expected, units, weight_kg in rows:
        figures = (
            Figures(counted_units=units, counted_kg=weight_kg)
            if is_expected
            else Figures(extra_units=units, extra_kg=weight_kg)
        )
        yield _Slice(call_id, direction, cargo_class, port, deck, figures)


def _beyond_lines(call_ids: Collection[int]) -> Iterator[_Slice]:
    rows = (
        CargoLine.objects.filter(
            call_id__in=call_ids,
            is_listed=True,
            is_worked_here=True,
            total__counted_quantity__gt=F("expected_quantity"),
        )
        .exclude(mode=CargoMode.IDENTIFIED)
        .values_list(
            "call_id",
            "direction",
            "cargo_class__code",
            "port_of_loading__locode",
            "port_of_discharge__locode",
            "mode",
            F("total__counted_quantity") - F("expected_quantity"),
        )
    )
    for call_id, direction, cargo_class, loading, discharge, mode, excess in rows:
        is_bulk = mode == CargoMode.BULK
        figures = (
            Figures(counted_kg=-excess, extra_kg=excess)
            if is_bulk
            else Figures(counted_units=-excess, extra_units=excess)
        )
        port = port_of_interest(direction, loading, discharge, is_worked_here=True) or ""
        yield _Slice(call_id, direction, cargo_class or "", port, None, figures)


def _listed_units(call_ids: Collection[int]) -> Iterator[_Slice]:
    rows = (
        Unit.objects.filter(call_id__in=call_ids, is_listed=True, line__is_worked_here=True)
        .values_list(
            "call_id",
            "direction",
            "line__cargo_class__code",
            "line__port_of_loading__locode",
            "line__port_of_discharge__locode",
        )
        .annotate(units=Count("pk"))
        .order_by()
    )
    for call_id, direction, cargo_class, loading, discharge, units in rows:
        port = port_of_interest(direction, loading, discharge, is_worked_here=True) or ""
        yield _Slice(
            call_id, direction, cargo_class or "", port, None, Figures(expected_units=units)
        )


def _listed_lines(call_ids: Collection[int]) -> Iterator[_Slice]:
    rows = (
        CargoLine.objects.filter(call_id__in=call_ids, is_listed=True, is_worked_here=True)
        .exclude(mode=CargoMode.IDENTIFIED)
        .values_list(
            "call_id",
            "direction",
            "cargo_class__code",
            "port_of_loading__locode",
            "port_of_discharge__locode",
            "mode",
        )
        .annotate(quantity=Sum("expected_quantity"))
        .order_by()
    )
    for call_id, direction, cargo_class, loading, discharge, mode, quantity in rows:
        is_bulk = mode == CargoMode.BULK
        figures = Figures(expected_kg=quantity) if is_bulk else Figures(expected_units=quantity)
        port = port_of_interest(direction, loading, discharge, is_worked_here=True) or ""
        yield _Slice(call_id, direction, cargo_class or "", port, None, figures)
