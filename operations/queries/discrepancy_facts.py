from collections.abc import Iterable
from dataclasses import dataclass

from operations.models import CountedUnit, Discrepancy, TallyEvent, Unit, VesselCall
from operations.vocabulary import DiscrepancyKind

UnitKey = tuple[str, str]


@dataclass(frozen=True, slots=True)
class DiscrepancyFacts:
    """What stands beside the discrepancies of a call, by (direction, identifier).

    `units`: what a list says, or once said, of them. `first_counts`: the entry that counts, for
    what was counted twice. `port`: the name of the port where all this is.
    """

    units: dict[UnitKey, Unit]
    first_counts: dict[UnitKey, TallyEvent]
    port: str


def discrepancy_facts(call: VesselCall, discrepancies: Iterable[Discrepancy]) -> DiscrepancyFacts:
    """Return the facts of these discrepancies, two questions however many there are."""
    named = [each for each in discrepancies if each.identifier]
    twice = [each for each in named if each.kind == DiscrepancyKind.COUNTED_TWICE]
    units = call.units.filter(identifier__any_of=_identifiers(named))
    counted = CountedUnit.objects.filter(call=call, identifier__any_of=_identifiers(twice))
    return DiscrepancyFacts(
        units={
            (unit.direction, unit.identifier): unit
            for unit in units.select_related("line__port_of_loading", "line__port_of_discharge")
        },
        first_counts={
            (each.direction, each.identifier): each.event
            for each in counted.select_related("event__person", "event__tablet")
        },
        port=call.terminal.port.name,
    )


def _identifiers(discrepancies: Iterable[Discrepancy]) -> list[str]:
    return sorted({each.identifier for each in discrepancies})
