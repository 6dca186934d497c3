from operations.board.access import Seat
from operations.models import Terminal


def zone_of(seat: Seat) -> str:
    """Return the zone of all the terminals that a person sees, or UTC where they have several."""
    terminals = Terminal.objects.visible_to(seat.person)
    zones = set(terminals.order_by().values_list("time_zone", flat=True).distinct()[:2])
    return zones.pop() if len(zones) == 1 else "UTC"
