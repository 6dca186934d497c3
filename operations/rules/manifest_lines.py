"""Cargo lines: rows of a list that belong together, and which line of yesterday's list they are."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from operations.rules.manifest_cargo import ListedCargo
from operations.vocabulary import CargoMode, Direction


class LineKey(NamedTuple):
    """What makes cargo one line. Units share a line by what they are, counts also by words."""

    mode: CargoMode
    direction: Direction
    bill_of_lading: str
    description: str
    make: str
    model: str
    cargo_class: str
    port_of_loading: str
    port_of_discharge: str


class KnownLine(NamedTuple):
    """A line that the call has: what it is, how much of it in units or kg, and if it is listed."""

    key: LineKey
    quantity: int
    is_listed: bool = True


def line_key(cargo: ListedCargo) -> LineKey:
    """Return the line that cargo belongs to."""
    is_described = cargo.mode != CargoMode.IDENTIFIED or not (cargo.make or cargo.model)
    return LineKey(
        mode=cargo.mode,
        direction=cargo.direction,
        bill_of_lading=cargo.bill_of_lading,
        description=cargo.description if is_described else "",
        make=cargo.make,
        model=cargo.model,
        cargo_class=cargo.cargo_class,
        port_of_loading=cargo.port_of_loading,
        port_of_discharge=cargo.port_of_discharge,
    )


def line_quantities(cargo: Iterable[ListedCargo]) -> dict[LineKey, int]:
    """Return how much each line lists, in the order of the list: units, or kg in BULK.

    Rows that say the same are one line, so their quantities are added.
    """
    quantities: dict[LineKey, int] = defaultdict(int)
    for each in cargo:
        quantities[line_key(each)] += each.quantity
    return dict(quantities)


def match_lines(
    wanted: Iterable[LineKey], known: Mapping[int, KnownLine], *, is_addition: bool
) -> tuple[dict[LineKey, int], list[int]]:
    """Return which known line, by id, each wanted line is, and the listed ones that are none.

    First among what is listed: by all that it says; then what was counted or weighed by bill of
    lading and description, and last by bill of lading alone, as long as no other line could be
    meant: so that a corrected description or port does not lose what was counted of the line
    already. What was taken off the list comes back only as what it was.

    An addition corrects nothing: it only adds to lines that say the same. Lines of a direction
    that nothing is wanted of are never among those that are none.
    """
    open_wanted = list(dict.fromkeys(wanted))
    directions = {key.direction for key in open_wanted}
    listed = {line_id: line.key for line_id, line in known.items() if line.is_listed}
    unlisted = {line_id: line.key for line_id, line in known.items() if not line.is_listed}
    matched: dict[LineKey, int] = {}
    corrected = () if is_addition else ((listed, _bill_and_description), (listed, _bill))
    for candidates, identity in ((listed, _all_of_it), *corrected, (unlisted, _all_of_it)):
        found = _pairs(open_wanted, candidates, identity)
        matched |= found
        open_wanted = [each for each in open_wanted if each not in found]
        for line_id in found.values():
            del candidates[line_id]
    return matched, [line_id for line_id, key in listed.items() if key.direction in directions]


def listed_quantity(quantity: int, before: KnownLine | None, *, is_addition: bool) -> int:
    """Return how much a line lists, in units or kg, once a list with a quantity of it is loaded."""
    is_more = is_addition and before is not None and before.is_listed
    return before.quantity + quantity if before is not None and is_more else quantity


def _pairs(
    wanted: Sequence[LineKey],
    known: Mapping[int, LineKey],
    identity: Callable[[LineKey], Hashable],
) -> dict[LineKey, int]:
    ids: dict[Hashable, list[int]] = defaultdict(list)
    for line_id, key in known.items():
        ids[identity(key)].append(line_id)
    keys: dict[Hashable, list[LineKey]] = defaultdict(list)
    for key in wanted:
        keys[identity(key)].append(key)
    is_exact = identity is _all_of_it
    return {
        keys[each][0]: min(ids[each])
        for each in keys.keys() & ids.keys()
        if each is not None and (is_exact or (len(keys[each]) == 1 and len(ids[each]) == 1))
    }


def _all_of_it(key: LineKey) -> Hashable:
    return key


def _bill_and_description(key: LineKey) -> Hashable:
    # Nobody counts against a line of identified units: they find a new one by themselves.
    if key.mode == CargoMode.IDENTIFIED or not key.bill_of_lading:
        return None
    return key.mode, key.direction, key.bill_of_lading, key.description.casefold()


def _bill(key: LineKey) -> Hashable:
    if key.mode == CargoMode.IDENTIFIED or not key.bill_of_lading:
        return None
    return key.mode, key.direction, key.bill_of_lading
