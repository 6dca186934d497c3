"""What a list has no column for stays as it is known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from operations.rules.manifest_cargo import ListCircumstances, ListedCargo
from operations.rules.manifest_comparison import UnitKey
from operations.rules.manifest_lines import KnownLine, LineKey, line_key, match_lines
from operations.vocabulary import CargoMode, ColumnMeaning, Direction

_OUR_END = {Direction.LOAD: "port_of_loading", Direction.DISCHARGE: "port_of_discharge"}
_MAY_BE_SILENT = frozenset(
    {"make", "model", "colour", "description", "cargo_class", "bill_of_lading", *_OUR_END.values()}
)


def silent_fields(
    told: Iterable[ColumnMeaning], around: ListCircumstances, direction: Direction
) -> frozenset[str]:
    """Return which fields of cargo a list says nothing of, given what its columns tell.

    The port of our own end is never unsaid, it is this one; nor is a class that a person chose.
    """
    chosen = {"cargo_class"} if around.default_class else set()
    said = {meaning.value.lower() for meaning in told}
    return _MAY_BE_SILENT - said - chosen - {_OUR_END[direction]}


def with_what_is_known(
    cargo: Sequence[ListedCargo],
    *,
    units: Mapping[UnitKey, ListedCargo],
    lines: Mapping[int, KnownLine],
    is_addition: bool,
) -> list[ListedCargo]:
    """Return the cargo of a list with what it is silent on, as far as that is known; in its order.

    `units` and `lines`: those of the call, also those that were taken off its list.
    """
    of_lines = _known_of_lines(cargo, lines, is_addition=is_addition)
    answer = []
    for each in cargo:
        if each.mode == CargoMode.IDENTIFIED:
            known = units.get((each.direction, each.identifier))
            facts = {name: getattr(known, name) for name in each.silent} if known else {}
        else:
            facts = of_lines.get((each.silent, line_key(each)), {})
        answer.append(replace(each, **facts) if facts else each)
    return answer


def _known_of_lines(
    cargo: Sequence[ListedCargo], lines: Mapping[int, KnownLine], *, is_addition: bool
) -> dict[tuple[frozenset[str], LineKey], dict[str, str]]:
    """Return by silence and line what is known of that line, when no other could be meant."""
    wanted: dict[frozenset[str], list[LineKey]] = defaultdict(list)
    for each in cargo:
        if each.silent and each.mode != CargoMode.IDENTIFIED:
            wanted[each.silent].append(line_key(each))
    facts = {}
    for silent, keys in wanted.items():
        names = silent & set(LineKey._fields)
        blank: dict[str, Any] = dict.fromkeys(names, "")
        told = {
            line_id: line._replace(key=line.key._replace(**blank))
            for line_id, line in lines.items()
        }
        alike = Counter((line.key, line.is_listed) for line in told.values())
        matched, _ = match_lines(keys, told, is_addition=is_addition)
        for key, line_id in matched.items():
            if alike[told[line_id].key, told[line_id].is_listed] == 1:
                known = lines[line_id].key
                facts[silent, key] = {name: getattr(known, name) for name in names}
    return facts
