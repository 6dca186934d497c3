"""Cargo lists as a line's agent would send them: long, in CSV, and not without mistakes."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle
from random import Random

from operations.management.demo import words
from operations.management.demo.words import Maker
from operations.rules.vin import check_digit

_CAR, _HEAVY = "CAR", "HIGH_AND_HEAVY"
_MODEL_YEAR = "T"  # 2026, in position 10 of a VIN; 49 CFR 565.15 (d)
#: How many units of how many kinds; 1,485 is what a car carrier brings on an average call.
CARS, HEAVY_UNITS, LOADED_NEXT_DOOR = 1_425, 60, 12
BAD_VINS, LISTED_TWICE, HELD = 12, 5, 3
_FROM_NORTH_AMERICA = ("4", "5")
_PORTS_OF_DISCHARGE = (("DEBRV", 0.5), ("BEZEE", 0.3), ("GBSOU", 0.2))

_HEADER = ("VIN", "Make", "Model", "Colour", "Class", "B/L No", "POL", "POD", "Hold")
_OTHER_HEADER = ("B/L No", "Description", "Class", "Quantity", "Gross weight kg", "POL", "POD")
_OTHER_CARGO = (
    ("ML7701", "Cases of machine parts", "CASE", "64", "38400", "USSSI", "DEBRV"),
    ("ML7702", "Cable drums", "BREAKBULK", "18", "72000", "USSSI", "BEZEE"),
    ("ML7703", "Kaolin clay in bulk bags", "BREAKBULK", "", "240000", "USSSI", "DEBRV"),
)


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """One row of the list: a car or a machine."""

    identifier: str
    make: str
    model: str
    colour: str
    cargo_class: str
    bill_of_lading: str
    port_of_loading: str
    port_of_discharge: str
    hold: str = ""


def units_to_load(chance: Random) -> list[ListedUnit]:
    """Return the list of the ship at work, as it should be: VINs of each maker come in runs."""
    ports = _ports(chance, CARS)
    makers = cycle(words.MAKERS)
    runs = {maker.name: _run_of_vins(maker, chance) for maker in words.MAKERS}
    cars = []
    for port, maker in zip(ports, makers, strict=False):
        vin = next(runs[maker.name])
        cars.append(
            ListedUnit(
                identifier=vin,
                make=maker.name,
                model=chance.choice(maker.models),
                colour=chance.choice(words.COLOURS),
                cargo_class=_CAR,
                bill_of_lading=f"ML{port[-3:]}{maker.name[:3].upper()}",
                port_of_loading=words.HOME_PORT,
                port_of_discharge=port,
            )
        )
    next_door = [
        replace(cars[0], identifier=next(runs["Halcyon"]), port_of_loading=words.NEXT_DOOR)
        for _ in range(LOADED_NEXT_DOOR)
    ]
    return [*cars, *_heavy_units(chance), *next_door]


def units_to_discharge(chance: Random) -> list[ListedUnit]:
    """Return the list of the ship to come: imports from two ports in Asia."""
    sakura = _run_of_vins(words.MAKERS[3], chance, first_serial=700_000)
    return [
        ListedUnit(
            identifier=next(sakura),
            make="Sakura",
            model=chance.choice(words.MAKERS[3].models),
            colour=chance.choice(words.COLOURS),
            cargo_class=_CAR,
            bill_of_lading=f"AP{port[-3:]}01",
            port_of_loading=port,
            port_of_discharge=words.HOME_PORT,
        )
        for port in ["JPYOK"] * 260 + ["KRPTK"] * 160
    ]


def with_mistakes(units: Sequence[ListedUnit], chance: Random) -> list[ListedUnit]:
    """Return the list as it was typed: bad VINs, rows that stand there twice, units on hold."""
    rows = list(units)
    cars = [place for place, unit in enumerate(rows) if unit.cargo_class == _CAR]
    # The last rows: the ship is worked from the first, so the mistakes wait for a person.
    places = chance.sample(cars[-180:-LOADED_NEXT_DOOR], BAD_VINS + LISTED_TWICE + HELD)
    for number, place in enumerate(places[:BAD_VINS]):
        rows[place] = replace(rows[place], identifier=_spoilt(rows[place].identifier, number))
    for place in places[BAD_VINS : BAD_VINS + HELD]:
        rows[place] = replace(rows[place], hold="Customs: papers missing")
    return [*rows, *(rows[place] for place in places[BAD_VINS + HELD :])]


def vehicle_list(title: str, rows: Iterable[ListedUnit]) -> bytes:
    """Return a CSV with semicolons, and a title above its header, as agents send them."""
    lines = [(title,), (), _HEADER, *(tuple(_cells(row)) for row in rows)]
    return _csv(lines, delimiter=";")


def other_cargo_list() -> bytes:
    """Return the CSV of what is counted by the piece or weighed."""
    return _csv([_OTHER_HEADER, *_OTHER_CARGO], delimiter=",")


def _cells(row: ListedUnit) -> Iterator[str]:
    yield from (row.identifier, row.make, row.model, row.colour, row.cargo_class)
    yield from (row.bill_of_lading, row.port_of_loading, row.port_of_discharge, row.hold)


def _csv(lines: Iterable[Sequence[str]], *, delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(lines)
    return text.getvalue().encode()


def _ports(chance: Random, count: int) -> list[str]:
    ports = [port for port, share in _PORTS_OF_DISCHARGE for _ in range(round(share * count))]
    # Nearly in blocks: a list is sorted by port, until somebody adds what was forgotten.
    for _ in range(count // 50):
        first, second = chance.randrange(len(ports)), chance.randrange(len(ports))
        ports[first], ports[second] = ports[second], ports[first]
    return ports[:count]


def _heavy_units(chance: Random) -> Iterator[ListedUnit]:
    vins = _run_of_vins(words.HEAVY_MAKER, chance)
    for number in range(HEAVY_UNITS):
        port = ("DEBRV", "BEZEE", "GBSOU")[number % 3]
        yield ListedUnit(
            identifier=next(vins),
            make=words.HEAVY_MAKER.name,
            model=words.HEAVY_MAKER.models[number % len(words.HEAVY_MAKER.models)],
            colour="",
            cargo_class=_HEAVY,
            bill_of_lading=f"ML{port[-3:]}HH",
            port_of_loading=words.HOME_PORT,
            port_of_discharge=port,
        )


def _run_of_vins(maker: Maker, chance: Random, *, first_serial: int = 100_000) -> Iterator[str]:
    serial = first_serial + chance.randrange(5_000)
    while True:
        serial += chance.randrange(1, 4)
        rest = f"{_MODEL_YEAR}{maker.name[0]}{serial:06}"
        vin = f"{maker.vin_start}0{rest}"
        ninth = check_digit(vin) if maker.has_check_digit else "Z"
        yield f"{maker.vin_start}{ninth}{rest}"


def _spoilt(vin: str, number: int) -> str:
    """Return a VIN with a mistake that people make: a digit lost, a wrong one, an O for a 0."""
    if number % 3 == 0:
        return vin[:-1]
    if number % 3 == 1 and vin.startswith(_FROM_NORTH_AMERICA):
        # Only there does the check digit tell. No serial of the list begins with a 7.
        return f"{vin[:-6]}7{vin[-5:]}"
    return f"{vin[:-5]}O{vin[-4:]}"
