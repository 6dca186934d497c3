"""What the clerks of the demo port counted in the last hours, and when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from operations.management.demo.cargo_lists import ListedUnit
from operations.management.demo.words import HOME_PORT

#: When work began, when it stood still and went on again; before now.
WORKED_SINCE = timedelta(hours=6, minutes=10)
STOPPED = (timedelta(hours=3, minutes=35), timedelta(hours=3))
STOP_REASON = "Heavy rain: the ramp was too slippery to drive"
_UNDONE_AFTER = timedelta(seconds=40)
_CASES_AT_ONCE, _CASE_ROUNDS = 4, 11
_BAG_WEIGHT_KG, _BAG_ROUNDS = 12_000, 9


@dataclass(frozen=True, slots=True)
class Counted:
    """One tap on a tablet. Quantity in units, or kg of bulk; `takes_back`: of which count."""

    at: datetime
    deck: str
    identifier: str = ""
    description: str = ""
    line: str = ""
    quantity: int = 1
    takes_back: str = ""


@dataclass(frozen=True, slots=True)
class GangPlan:
    """Who works where: units an hour, the decks in the order in which they are filled."""

    units_per_hour: int
    decks: tuple[str, ...]


# 114 cars and machines an hour together, and 24 cases in the last two: a ship with two ramps.
GANGS = (GangPlan(48, ("12", "11")), GangPlan(46, ("9", "8")), GangPlan(20, ("5", "4")))


def counts_of_the_shift(
    units: Sequence[ListedUnit], *, now: datetime, chance: Random
) -> list[list[Counted]]:
    """Return what each gang counted until now, oldest first, with a clerk's small mishaps."""
    queues = _queues([unit for unit in units if unit.port_of_loading == HOME_PORT])
    next_door = next(unit for unit in units if unit.port_of_loading != HOME_PORT)
    gangs = [
        _counts_of_gang(queue, gang, now=now, chance=chance)
        for queue, gang in zip(queues, GANGS, strict=True)
    ]
    _add_mishaps(gangs, next_door.identifier)
    gangs[2] += _counts_of_lines(now)
    return [sorted(gang, key=lambda each: each.at) for gang in gangs]


def _queues(units: Sequence[ListedUnit]) -> list[list[str]]:
    """Return what rolls up to each gang: a port for each, and the machines to the third."""
    heavy = [unit.identifier for unit in units if unit.cargo_class != "CAR"]
    cars = {
        port: [
            unit.identifier
            for unit in units
            if unit.cargo_class == "CAR" and unit.port_of_discharge == port
        ]
        for port in ("DEBRV", "BEZEE", "GBSOU")
    }
    return [cars["DEBRV"], cars["BEZEE"], heavy[:45] + cars["GBSOU"]]


def _counts_of_gang(
    queue: Sequence[str], gang: GangPlan, *, now: datetime, chance: Random
) -> list[Counted]:
    times = list(_times(gang, now, chance))[: len(queue)]
    return [
        Counted(at=at, deck=gang.decks[place * len(gang.decks) // len(times)], identifier=vin)
        for place, (at, vin) in enumerate(zip(times, queue, strict=False))
    ]


def _times(gang: GangPlan, now: datetime, chance: Random) -> Iterator[datetime]:
    """Yield when units rolled past: in bunches, as drivers come by the van."""
    stops_at, goes_on_at = (now - before for before in STOPPED)
    mean_seconds = 3600 / gang.units_per_hour
    at = now - WORKED_SINCE + timedelta(minutes=6)
    while True:
        at += timedelta(seconds=mean_seconds * chance.uniform(0.35, 1.65))
        if stops_at <= at < goes_on_at:
            at = goes_on_at + timedelta(seconds=chance.uniform(60, 240))
        if at >= now - timedelta(seconds=20):
            return
        yield at


def _add_mishaps(gangs: Sequence[list[Counted]], vin_next_door: str) -> None:
    """Four that are not on the list, two counted twice, one for another port, one taken back."""
    first, second, third = gangs
    _between(first, 60, identifier="4HYCA3B59TH990017")
    _between(first, 200, identifier="JSKDA12VZTS990412")
    _between(second, 120, identifier="5MDRB7C21TM990803")
    _between(third, 30, description="Blue boat trailer without papers")
    _between(first, 150, identifier=first[149].identifier)
    _between(second, 180, identifier=first[10].identifier)
    _between(second, 90, identifier=vin_next_door)
    undone = first[230]
    at = undone.at + _UNDONE_AFTER
    first.append(Counted(at=at, deck=undone.deck, takes_back=undone.identifier))


def _between(
    gang: list[Counted], place: int, *, identifier: str = "", description: str = ""
) -> None:
    before, after = gang[place - 1], gang[place]
    at = before.at + (after.at - before.at) / 2
    mishap = Counted(at=at, deck=before.deck, identifier=identifier, description=description)
    gang.insert(place, mishap)


def _counts_of_lines(now: datetime) -> Iterator[Counted]:
    """Yield the cases and bags that the forklifts of gang 3 brought in the last two hours."""
    for number in range(_CASE_ROUNDS):
        at = now - timedelta(minutes=115 - 9 * number)
        yield Counted(at=at, deck="3", line="Cases of machine parts", quantity=_CASES_AT_ONCE)
    for number in range(_BAG_ROUNDS):
        at = now - timedelta(minutes=110 - 11 * number)
        yield Counted(at=at, deck="1", line="Kaolin clay in bulk bags", quantity=_BAG_WEIGHT_KG)
