"""Rows of the ledger as plain entries, for the rules."""

from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q, QuerySet

from operations.models import CargoLine, TallyEvent, Unit, VesselCall
from operations.rules.ledger_digest import COLUMNS
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_report import TallyReport
from operations.rules.tally_totals import CargoFacts, CargoList, TallyFold
from operations.vocabulary import CargoMode, Direction, EventKind

_CHUNK = 2_000  # rows in memory at once while a whole ledger is read
_KIND, _DIRECTION = COLUMNS.index("kind"), COLUMNS.index("direction")


def entries_of(events: QuerySet[TallyEvent]) -> Iterator[LedgerEntry]:
    """Yield the rows of a queryset as entries, in its order."""
    for row in events.values_list(*COLUMNS).iterator(chunk_size=_CHUNK):
        yield _entry(row)


def chain_of(call: VesselCall) -> Iterator[tuple[LedgerEntry, str]]:
    """Yield (entry, stored digest) of a call by position."""
    events = TallyEvent.objects.filter(call=call).order_by("position")
    for *row, digest in events.values_list(*COLUMNS, "digest").iterator(chunk_size=_CHUNK):
        yield _entry(row), digest


def _entry(row: Iterable[object]) -> LedgerEntry:
    values = list(row)
    values[_KIND], values[_DIRECTION] = EventKind(values[_KIND]), Direction(values[_DIRECTION])
    return LedgerEntry(*values)  # type: ignore[arg-type]  # values_list is untyped for names in a variable


def fold_around(call: VesselCall, reports: Collection[TallyReport]) -> TallyFold:
    """Return all that the ledger holds on the units and counts that these reports touch."""
    in_call = TallyEvent.objects.filter(call=call)
    named = {report.reverses for report in reports if report.reverses}
    reversed_counts = list(entries_of(in_call.filter(event_id__in=named))) if named else []
    identifiers = {report.identifier for report in reports if report.identifier}
    identifiers |= {entry.identifier for entry in reversed_counts if entry.identifier}
    counts = entries_of(in_call.filter(direction__in=list(Direction), identifier__in=identifiers))
    entries = [*reversed_counts, *counts]
    ids = {entry.event_id for entry in entries} | {report.event_id for report in reports}
    return TallyFold([*entries, *entries_of(in_call.filter(reverses__in=ids))])


def whole_fold(call: VesselCall) -> TallyFold:
    """Return the whole ledger of a call."""
    return TallyFold(entries_of(TallyEvent.objects.filter(call=call).order_by("position")))


def cargo_list(
    call: VesselCall,
    *,
    identifiers: Collection[str] | None = None,
    line_ids: Collection[int] | None = None,
) -> CargoList:
    """Return what the list says of a call's cargo: all, or of these units and lines."""
    units = Unit.objects.filter(call=call)
    lines = CargoLine.objects.filter(call=call)
    if identifiers is not None:
        units = units.filter(direction__in=list(Direction), identifier__in=identifiers)
    if line_ids is not None:
        lines = lines.filter(Q(pk__in=line_ids))
    return CargoList(units=_unit_facts(units), lines=_line_facts(lines))


def _unit_facts(units: QuerySet[Unit]) -> dict[tuple[Direction, str], CargoFacts]:
    rows = units.values_list(
        "direction",
        "identifier",
        "line__cargo_class__code",
        "line__port_of_loading__locode",
        "line__port_of_discharge__locode",
        "is_listed",
        "line__is_worked_here",
        "hold_reason",
    )
    return {
        (Direction(direction), identifier): CargoFacts(
            mode=CargoMode.IDENTIFIED,
            cargo_class=cargo_class or "",
            port=port_of_interest(direction, loading, discharge, is_worked_here=is_worked_here),
            is_listed=is_listed,
            is_worked_here=is_worked_here,
            hold_reason=hold_reason,
        )
        for direction, identifier, cargo_class, loading, discharge, is_listed, is_worked_here, hold_reason in rows
    }


def _line_facts(lines: QuerySet[CargoLine]) -> dict[int, CargoFacts]:
    rows = lines.values_list(
        "pk",
        "mode",
        "direction",
        "cargo_class__code",
        "port_of_loading__locode",
        "port_of_discharge__locode",
        "is_listed",
        "is_worked_here",
    )
    return {
        line_id: CargoFacts(
            mode=CargoMode(mode),
            cargo_class=cargo_class or "",
            port=port_of_interest(direction, loading, discharge, is_worked_here=is_worked_here),
            is_listed=is_listed,
            is_worked_here=is_worked_here,
        )
        for line_id, mode, direction, cargo_class, loading, discharge, is_listed, is_worked_here in rows
    }


def port_of_interest(
    direction: str, loading: str | None, discharge: str | None, *, is_worked_here: bool
) -> str:
    """Return the port that people sort by: the other end of the voyage.

    That is where loaded cargo goes to and discharged cargo comes from. For cargo that is worked
    at another port it is that port.
    """
    is_for_discharge = (direction == Direction.LOAD) is is_worked_here
    return (discharge if is_for_discharge else loading) or ""
