"""Loading a cargo list in a test, and asking what is listed then."""

from operations.actions.load_manifest import load_manifest
from operations.models import Manifest, Unit, User, VesselCall
from operations.readers.corrections import NO_CORRECTIONS, LayoutCorrections
from tests import cast
from tests.cast import NOON

A, B, C = "WVWZZZ1JZXW000001", "WVWZZZ1JZXW000002", "WVWZZZ1JZXW000003"
CASES = ("B/L", "Description", "Qty", "POD")


def make_ports() -> None:
    for locode, name in (("DEBRV", "Bremerhaven"), ("BEZEE", "Zeebrugge"), ("GBSOU", "So'ton")):
        cast.a_port(locode, name)


def load(
    call: VesselCall,
    by: User,
    content: bytes,
    corrections: LayoutCorrections = NO_CORRECTIONS,
    *,
    name: str = "list.csv",
) -> Manifest:
    return load_manifest(
        call=call,
        file_name=name,
        content=content,
        corrections=corrections,
        loaded_by=by,
        received_at=NOON,
    )


def listed(call: VesselCall) -> list[str]:
    units = Unit.objects.filter(call=call, is_listed=True).order_by("identifier")
    return list(units.values_list("identifier", flat=True))
