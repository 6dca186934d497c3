"""Rows of the ledger as plain entries, for the rules."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol
from uuid import UUID

from django.db.models import QuerySet

from operations.models import CargoLine, LineTotal, TallyEvent, Unit, VesselCall
from operations.rules.cargo_port import port_of_interest
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_totals import (
    CargoFacts,
    CargoList,
    FoldInOrder,
    TallyFold,
    Totals,
    totals_of,
)
from operations.vocabulary import CargoMode, Direction

_CHUNK = 2_000  # rows in memory at once while a whole ledger is read
# The words stay plain text: they equal those of the vocabulary, and one that somebody altered must
# not stop the check that is to find it.
_COLUMNS = LedgerEntry._fields


class Subject(Protocol):
    """What tells which rows of the ledger an event has to do with."""

    @property
    def event_id(self) -> UUID:
        """Its id."""

    @property
    def direction(self) -> Direction:
        """Which way its cargo moves."""

    @property
    def identifier(self) -> str:
        """The unit that it counts, or blank."""

    @property
    def line_id(self) -> int | None:
        """The line that it counts on, or None."""

    @property
    def reverses(self) -> UUID | None:
        """The count that it takes back, or None."""


def entries_of(events: QuerySet[TallyEvent]) -> list[LedgerEntry]:
    """Return the rows of a queryset as entries, in its order."""
    return [LedgerEntry._make(row) for row in events.values_list(*_COLUMNS)]


def chain_of(call: VesselCall) -> Iterator[tuple[LedgerEntry, str]]:
    """Yield (entry, stored digest) of a call by position, few of them in memory at once."""
    events = TallyEvent.objects.filter(call=call).order_by("position")
    for *row, digest in events.values_list(*_COLUMNS, "digest").iterator(chunk_size=_CHUNK):
        yield LedgerEntry._make(row), digest


def reversals_of(call: VesselCall) -> list[LedgerEntry]:
    """Return the reversals of a call; they are few."""
    return entries_of(TallyEvent.objects.filter(call=call, reverses__isnull=False))


def fold_around(call: VesselCall, subjects: Collection[Subject]) -> TallyFold:
    """Return all that the ledger holds on the units and counts that these events touch."""
    in_call = TallyEvent.objects.filter(call=call)
    named = {each.reverses for each in subjects if each.reverses}
    reversed_counts = entries_of(in_call.filter(event_id__any_of=named)) if named else []
    concerned = [*subjects, *reversed_counts]
    counts = entries_of(
        in_call.filter(
            direction__in={each.direction for each in concerned},
            identifier__any_of={each.identifier for each in concerned if each.identifier},
        )
    )
    ids = {each.event_id for each in (*concerned, *counts)}
    reversals = entries_of(in_call.filter(reverses__any_of=ids))
    return TallyFold([*reversed_counts, *counts, *reversals])


class Account(NamedTuple):
    """What the whole ledger of a call and its list say together."""

    fold: FoldInOrder
    cargo: CargoList
    totals: Totals


def account_of(call: VesselCall) -> Account:
    """Return the account of a call, added up anew from its ledger."""
    fold, cargo = FoldInOrder(reversals_of(call)), cargo_list(call)
    effective = fold.effective(entry for entry, _ in chain_of(call))
    return Account(fold, cargo, totals_of(effective, cargo=cargo, zone=call.terminal.zone))


def line_quantities(line_ids: Collection[int]) -> dict[int, int]:
    """Return what was counted on each of these lines, in units or kg; nothing for none."""
    if not line_ids:
        return {}
    totals = LineTotal.objects.filter(line__in=line_ids)
    return dict(totals.values_list("line_id", "counted_quantity"))


def cargo_list(
    call: VesselCall,
    *,
    unit_keys: Collection[tuple[str, str]] | None = None,
    line_ids: Collection[int] | None = None,
) -> CargoList:
    """Return what the list says of a call's cargo: all, or at least of these units and lines."""
    units = Unit.objects.filter(call=call)
    lines = CargoLine.objects.filter(call=call)
    if unit_keys is not None:
        units = units.filter(
            direction__in={direction for direction, _ in unit_keys},
            identifier__any_of={identifier for _, identifier in unit_keys},
        )
    listed = list(
        units.values_list("direction", "identifier", "line_id", "is_listed", "hold_reason")
    )
    if line_ids is not None:
        lines = lines.filter(pk__in={*line_ids, *(row[2] for row in listed)})
    facts = _line_facts(lines)
    return CargoList(units=_unit_facts(listed, facts), lines=facts)


def _unit_facts(
    listed: Iterable[tuple[str, str, int, bool, str]], lines: Mapping[int, CargoFacts]
) -> dict[tuple[Direction, str], CargoFacts]:
    # Thousands of units share a few lines, and hardly any is held.
    shared: dict[tuple[str, int, bool, str], CargoFacts] = {}
    units = {}
    for direction, identifier, line_id, is_listed, hold_reason in listed:
        kind = (direction, line_id, is_listed, hold_reason)
        facts = shared.get(kind)
        if facts is None:
            facts = shared[kind] = lines[line_id]._replace(
                direction=Direction(direction),
                mode=CargoMode.IDENTIFIED,
                is_listed=is_listed,
                hold_reason=hold_reason,
                listed_quantity=1,
            )
        units[facts.direction, identifier] = facts
    return units


def _line_facts(lines: QuerySet[CargoLine]) -> dict[int, CargoFacts]:
    facts = {}
    for row in lines.values_list(
        "pk",
        "mode",
        "direction",
        "is_listed",
        "is_worked_here",
        "expected_quantity",
        "cargo_class__code",
        "port_of_loading__locode",
        "port_of_discharge__locode",
    ):
        line_id, mode, direction, is_listed, is_worked_here, quantity, cargo_class, *ports = row
        facts[line_id] = CargoFacts(
            direction=Direction(direction),
            mode=CargoMode(mode),
            cargo_class=cargo_class or "",
            port=port_of_interest(direction, *ports, is_worked_here=is_worked_here) or "",
            is_listed=is_listed,
            is_worked_here=is_worked_here,
            listed_quantity=quantity,
        )
    return facts
