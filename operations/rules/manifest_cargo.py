"""Cargo as a list states it, and what surrounds the list."""

from dataclasses import dataclass, field
from typing import NamedTuple

from operations.rules.manifest_words import KnownClasses, KnownPorts
from operations.vocabulary import (
    CallDirection,
    CargoMode,
    ColumnMeaning,
    Direction,
    ProblemSeverity,
)


class Problem(NamedTuple):
    """What is wrong with a cell, or with the row when no cell is named."""

    severity: ProblemSeverity
    meaning: ColumnMeaning | None
    text: str


@dataclass(frozen=True, slots=True)
class ListedCargo:
    """Cargo as a row lists it. Quantity in units, or kg in BULK; blank where the list is silent.

    `hold_reason` None: the list has no word on holds, so those that are known stay.
    """

    mode: CargoMode
    direction: Direction
    quantity: int
    identifier: str = ""
    make: str = ""
    model: str = ""
    colour: str = ""
    description: str = ""
    cargo_class: str = ""
    bill_of_lading: str = ""
    port_of_loading: str = ""
    port_of_discharge: str = ""
    hold_reason: str | None = None
    is_worked_here: bool = True


@dataclass(frozen=True, slots=True)
class ListCircumstances:
    """What surrounds a list: the call it is for and the words that are known there."""

    call_direction: CallDirection
    terminal_port: str
    ports: KnownPorts
    classes: KnownClasses
    chosen_direction: Direction | None = None
    default_class: str = ""
    expects_vins: bool = True  # most identifiers of the list have 17 characters


@dataclass(slots=True)
class RowReading:
    """What became of a row; no cargo when it was refused."""

    cargo: ListedCargo | None
    problems: list[Problem] = field(default_factory=list)
    unknown_ports: list[str] = field(default_factory=list)
