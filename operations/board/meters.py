"""Counted of listed, in all and cut by class, port and deck; units and weight never added up."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from operations.board import wording
from operations.models import VesselCall
from operations.queries.call_names import Names
from operations.queries.call_progress import CallProgress, Figures
from operations.vocabulary import CallDirection, Direction


@dataclass(frozen=True, slots=True)
class Meter:
    """One line of a tally. `extra` was counted and is not on the list for here; "" for none.

    `expected` is "" where the list says nothing; `value` of `most` is the filled part. `direction`
    gives it the colour that the charts have.
    """

    label: str
    counted: str
    expected: str
    extra: str
    value: int
    most: int
    direction: str = ""

    @property
    def percent(self) -> int:
        """Whole percent done; 100 only when all is done."""
        return self.value * 100 // self.most if self.most else 0


@dataclass(frozen=True, slots=True)
class Cut:
    """One way in which a tally is cut."""

    title: str
    rows: list[Meter]
    has_expected: bool = True

    @property
    def has_extra(self) -> bool:
        """Whether anything was counted beyond the list."""
        return any(row.extra for row in self.rows)


def meters(label: str, figures: Figures, *, by_weight: str = "") -> Iterable[Meter]:
    """Yield a meter for units and one for weight, as far as there is anything to tell.

    `by_weight` is added to the label of the latter.
    """
    if figures.expected_units or figures.moved_units:
        yield Meter(
            label,
            wording.count(figures.counted_units),
            wording.count(figures.expected_units) if figures.expected_units else "",
            wording.count(figures.extra_units) if figures.extra_units else "",
            figures.counted_units,
            figures.expected_units,
        )
    if figures.expected_kg or figures.counted_kg or figures.extra_kg:
        beside = max(figures.expected_kg, figures.counted_kg)
        yield Meter(
            f"{label}{by_weight}",
            wording.weight(figures.counted_kg, beside_kg=beside),
            wording.weight(figures.expected_kg, beside_kg=beside) if figures.expected_kg else "",
            wording.weight(figures.extra_kg) if figures.extra_kg else "",
            figures.counted_kg,
            figures.expected_kg,
        )


def direction_meters(call: VesselCall, progress: CallProgress) -> list[Meter]:
    """Return the meters of each direction that the call works, or was counted in."""
    wanted = list(CallDirection(call.direction).directions)
    wanted += [each for each in Direction if each not in wanted]
    return [
        replace(meter, direction=direction.lower())
        for direction in wanted
        if direction in progress.by_direction
        for meter in meters(
            _moved(direction), progress.by_direction[direction], by_weight=", by weight"
        )
    ]


def cuts(call: VesselCall, progress: CallProgress, names: Names) -> list[Cut]:
    """Return the tally cut by cargo class, port and deck; a cut of nothing is left out."""
    all_cuts = [
        Cut("Class", _rows(progress.by_cargo_class, names.cargo_classes, "No class given")),
        Cut("Port", _rows(progress.by_port, names.ports, "No port given")),
        Cut("Deck", _decks(call, progress, names), has_expected=False),
    ]
    return [cut for cut in all_cuts if cut.rows]


def _moved(direction: Direction) -> str:
    return "Discharged" if direction == Direction.DISCHARGE else "Loaded"


def _rows(slices: Mapping[str, Figures], names: Mapping[str, str], nameless: str) -> list[Meter]:
    labelled = [(names.get(key, key) or nameless, figures) for key, figures in slices.items()]
    labelled.sort(key=lambda pair: (pair[0] == nameless, pair[0]))
    return [meter for label, figures in labelled for meter in _named_apart(label, figures)]


def _named_apart(label: str, figures: Figures) -> Iterable[Meter]:
    """Name the row of weights apart where one of units stands above it."""
    has_units = figures.expected_units or figures.moved_units
    return meters(label, figures, by_weight=", by weight" if has_units else "")


def _decks(call: VesselCall, progress: CallProgress, names: Names) -> list[Meter]:
    """From the top down; a deck that the vessel does not have comes after those it has."""
    known = names.decks.get(call.vessel_id, {})
    ordered = sorted(
        progress.by_deck.items(), key=lambda pair: (not pair[0], *_deck_place(pair[0], known))
    )
    return [
        meter
        for deck, figures in ordered
        for meter in _named_apart(f"Deck {deck}" if deck else "No deck given", _moved_here(figures))
    ]


def _deck_place(deck: str, known: Mapping[str, int]) -> tuple[int, int, str]:
    digits = re.search(r"\d+", deck)
    return known.get(deck, len(known)), -int(digits[0]) if digits else 0, deck


def _moved_here(figures: Figures) -> Figures:
    """The list does not say what belongs on a deck, so everything there simply was counted."""
    return Figures(
        counted_units=figures.moved_units, counted_kg=figures.counted_kg + figures.extra_kg
    )
