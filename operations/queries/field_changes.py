from operations.models import TallyEvent, VesselCall


def changes_since(call: VesselCall, *, after: int, limit: int) -> list[TallyEvent]:
    """Return what follows a position, in order and without gaps, with the person of each.

    Bounded by the head that the caller holds, so that head and events tell of one moment.
    """
    events = TallyEvent.objects.filter(
        call=call, position__gt=after, position__lte=call.head_position
    )
    return list(events.select_related("person").order_by("position")[:limit])
