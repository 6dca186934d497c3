"""What the demo port is made of. No ship, maker or person here is a real one."""

from typing import NamedTuple

from operations.vocabulary import Role

# UN/LOCODE and name; UNECE, release 2024-2.
PORTS = {
    "USSSI": "Brunswick",
    "USJAX": "Jacksonville",
    "DEBRV": "Bremerhaven",
    "BEZEE": "Zeebrugge",
    "GBSOU": "Southampton",
    "JPYOK": "Yokohama",
    "KRPTK": "Pyeongtaek",
}
HOME_PORT = "USSSI"
NEXT_DOOR = "USJAX"
TERMINAL = {"code": "island", "name": "Island Car Terminal", "time_zone": "America/New_York"}
BERTHS = ("1", "2", "3")
GANGS = ("Gang 1", "Gang 2", "Gang 3")
TABLETS = ("Ramp 1", "Ramp 2", "Side ramp")
# From the weather deck down; the decks of a car carrier are named by number.
DECKS = tuple(str(number) for number in range(12, 0, -1))

CARGO_CLASSES = {
    "CAR": "Cars",
    "HIGH_AND_HEAVY": "High and heavy",
    "CASE": "Cases",
    "BREAKBULK": "Breakbulk",
}
LINES = {"MERLIN": "Merlin Ocean Lines", "AUK": "Auk Car Carriers"}


class Ship(NamedTuple):
    """An invented ship; the number has a right check digit, as every IMO number must."""

    imo_number: str
    name: str
    line: str


SHIP_AT_WORK = Ship("9990014", "Merlin Horizon", "MERLIN")
SHIP_TO_COME = Ship("9990026", "Auk Pioneer", "AUK")


class Maker(NamedTuple):
    """A maker of cars: how its VINs begin, whether they carry a check digit, and its models."""

    name: str
    vin_start: str
    has_check_digit: bool
    models: tuple[str, ...]


# Two makers of North America, where the check digit is a duty, and two of elsewhere.
MAKERS = (
    Maker("Halcyon", "4HYCA3B5", has_check_digit=True, models=("Estate", "Coupe", "Pickup")),
    Maker("Meridian", "5MDRB7C2", has_check_digit=True, models=("Trail", "City")),
    Maker("Norden", "YNDZZZ4K", has_check_digit=False, models=("N40", "N60 electric")),
    Maker("Sakura", "JSKDA12V", has_check_digit=False, models=("Mira", "Kaze hybrid")),
)
# Machines carry a product identification number of the same form; ISO 10261.
HEAVY_MAKER = Maker(
    "Granite",
    "VGRHV52X",
    has_check_digit=False,
    models=("Wheel loader", "Excavator", "Tractor unit", "Mobile crane"),
)
COLOURS = ("White", "Silver", "Black", "Blue", "Red", "Grey")


class Person(NamedTuple):
    """A demo person, who is nothing but a role."""

    username: str
    shown_as: str
    role: Role | None
    may_do: str


PEOPLE = (
    Person("admin", "Administrator", None, "everything"),
    Person("supervisor", "Ship foreman", Role.SUPERVISOR, "board, admin, field app"),
    Person("clerk1", "Tally clerk, gang 1", Role.CREW, "field app"),
    Person("clerk2", "Tally clerk, gang 2", Role.CREW, "field app"),
    Person("clerk3", "Tally clerk, gang 3", Role.CREW, "field app"),
    Person("operator", "Operator", Role.OPERATOR, "admin: people and tablets; board"),
    Person("auditor", "Auditor", Role.AUDITOR, "board and admin, to look at"),
)
CLERKS = ("clerk1", "clerk2", "clerk3")
