"""Cargo as a list states it, and what surrounds the list."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from operations.rules.manifest_words import KnownClasses, KnownPorts
from operations.vocabulary import (
    CallDirection,
    CargoMode,
    ColumnMeaning,
    Direction,
    ProblemSeverity,
)


class ProblemKind(StrEnum):
    """What people call a problem; many cells may have the same one."""

    NOTHING_TO_COUNT = "No VIN, quantity or weight"
    UNREADABLE = "Cannot be read"
    DOUBTFUL_CELL = "Doubtful cell"
    CUT = "Too long"
    CHANGED = "Changed for tablets"
    WRONG_LENGTH = "Wrong length of a VIN"
    FORBIDDEN_LETTER = "Letter that no VIN has"
    WRONG_CHECK_DIGIT = "Wrong check digit"
    NO_CHECK_DIGIT = "No check digit"
    LISTED_TWICE = "Listed twice"
    NOT_ONE_UNIT = "VIN with another quantity than 1"
    NOT_IDENTIFIED = "No VIN in a list of VINs"
    UNKNOWN_PORT = "Unknown port"
    MISSING_PORT = "Missing port"
    UNKNOWN_CLASS = "Unknown class"
    NO_DIRECTION = "Loaded or discharged?"


class Problem(NamedTuple):
    """What is wrong with a cell, or with the row when no cell is named."""

    severity: ProblemSeverity
    kind: ProblemKind
    meaning: ColumnMeaning | None
    text: str


@dataclass(frozen=True, slots=True)
class ListedCargo:
    """Cargo as a row lists it. Quantity in units, or kg in BULK; blank where the list is silent.

    `silent`: names of the fields that the list has no column for, so what is known of them stays.
    `hold_reason` None: the same of holds.
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
    silent: frozenset[str] = field(default=frozenset(), compare=False)


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
