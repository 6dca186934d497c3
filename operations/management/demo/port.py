"""The demo port in the database: its places and words, its two calls and their cargo lists."""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from operations.actions import call_life_cycle as life
from operations.actions.load_manifest import load_manifest
from operations.actions.plan_call import announce_call
from operations.management.demo import cargo_lists, shift_plan, words
from operations.management.demo.cargo_lists import ListedUnit
from operations.models import (
    Berth,
    CargoClass,
    Deck,
    Gang,
    Port,
    ShippingLine,
    Terminal,
    User,
    Vessel,
    VesselCall,
)
from operations.readers.corrections import LayoutCorrections
from operations.vocabulary import CallDirection

_HOUR = timedelta(hours=1)


@transaction.atomic
def create_places() -> Terminal:
    """Create ports, cargo classes, and the terminal with its berths and gangs."""
    ports = {
        locode: Port.objects.create(locode=locode, name=name)
        for locode, name in words.PORTS.items()
    }
    for code, name in words.CARGO_CLASSES.items():
        CargoClass.objects.create(code=code, name=name)
    for code, name in words.LINES.items():
        ShippingLine.objects.create(code=code, name=name)
    terminal = Terminal.objects.create(port=ports[words.HOME_PORT], **words.TERMINAL)
    Berth.objects.bulk_create(Berth(terminal=terminal, name=name) for name in words.BERTHS)
    Gang.objects.bulk_create(Gang(terminal=terminal, name=name) for name in words.GANGS)
    return terminal


def create_call_under_way(
    terminal: Terminal, *, by: User, now: datetime, chance: Random
) -> tuple[VesselCall, list[ListedUnit]]:
    """Create the ship at work with its lists; returns it with what is really on the quay."""
    berth = terminal.berths.get(name="2")
    call = announce_call(
        terminal=terminal,
        vessel=_vessel(words.SHIP_AT_WORK),
        reference=f"SSI-{now:%Y}-0042",
        voyage="042E",
        direction=CallDirection.LOAD,
        berth=berth,
        planned_arrival_at=now - 10 * _HOUR,
        planned_departure_at=now + 9 * _HOUR,
    )
    units = cargo_lists.units_to_load(chance)
    typed = cargo_lists.with_mistakes(units, chance)
    _load(call, "merlin_horizon_042E.csv", typed, by=by, received_at=now - 30 * _HOUR)
    load_manifest(
        call=call,
        file_name="merlin_horizon_042E_other_cargo.csv",
        content=cargo_lists.other_cargo_list(),
        corrections=LayoutCorrections(is_addition=True),
        loaded_by=by,
        received_at=now - 26 * _HOUR,
    )
    _walk(call, berth, by=by, now=now)
    return call, units


def create_call_to_come(
    terminal: Terminal, *, by: User, now: datetime, chance: Random
) -> VesselCall:
    """Create tomorrow's ship, of which there is nothing yet but its list."""
    call = announce_call(
        terminal=terminal,
        vessel=_vessel(words.SHIP_TO_COME),
        reference=f"SSI-{now:%Y}-0043",
        voyage="117W",
        direction=CallDirection.DISCHARGE,
        berth=terminal.berths.get(name="1"),
        planned_arrival_at=now + 22 * _HOUR,
        estimated_arrival_at=now + 23 * _HOUR,
        planned_departure_at=now + 34 * _HOUR,
    )
    units = cargo_lists.units_to_discharge(chance)
    _load(call, "auk_pioneer_117W.csv", units, by=by, received_at=now - 5 * _HOUR)
    return call


def _walk(call: VesselCall, berth: Berth, *, by: User, now: datetime) -> None:
    """Take the call to where it is: alongside, at work, after an hour of rain."""
    started_at = now - shift_plan.WORKED_SINCE
    stopped_at, resumed_at = (now - before for before in shift_plan.STOPPED)
    life.arrive_vessel(call=call, arrived_at=started_at - 3 * _HOUR, by=by)
    life.berth_vessel(call=call, berth=berth, berthed_at=started_at - _HOUR, by=by)
    life.start_work(call=call, started_at=started_at, by=by)
    life.stop_work(call=call, reason=shift_plan.STOP_REASON, stopped_at=stopped_at, by=by)
    life.resume_work(call=call, resumed_at=resumed_at, by=by)


def _load(
    call: VesselCall, file_name: str, rows: list[ListedUnit], *, by: User, received_at: datetime
) -> None:
    load_manifest(
        call=call,
        file_name=file_name,
        content=cargo_lists.vehicle_list(f"Cargo list {call}", rows),
        loaded_by=by,
        received_at=received_at,
    )


def _vessel(ship: words.Ship) -> Vessel:
    vessel = Vessel.objects.create(
        imo_number=ship.imo_number,
        name=ship.name,
        shipping_line=ShippingLine.objects.get(code=ship.line),
    )
    Deck.objects.bulk_create(
        Deck(vessel=vessel, name=name, sort_order=place) for place, name in enumerate(words.DECKS)
    )
    return vessel
