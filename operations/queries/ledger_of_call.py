from collections.abc import Iterator
from uuid import UUID

from operations.models import TallyEvent, VesselCall

_CHUNK = 2_000  # rows in memory at once while a whole ledger is read


def ledger_of_call(call: VesselCall) -> Iterator[TallyEvent]:
    """Yield the ledger of a call by position with the names beside each row, however long it is."""
    events = TallyEvent.objects.filter(call=call).select_related("person", "tablet", "line")
    yield from events.order_by("position").iterator(chunk_size=_CHUNK)


def positions_of_reversed(call: VesselCall) -> dict[UUID, int]:
    """Return the position of each count that a reversal names, by the id of the count."""
    named = TallyEvent.objects.filter(call=call, reverses__isnull=False).values("reverses")
    counts = TallyEvent.objects.filter(call=call, event_id__in=named)
    return dict(counts.values_list("event_id", "position"))
