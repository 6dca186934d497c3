from operations.models import TallyEvent, VesselCall

# What a tablet is told of an entry. A batch holds up to a thousand, and half of their columns stay.
_TOLD = (
    "position",
    "event_id",
    "kind",
    "direction",
    "identifier",
    "line",
    "description",
    "quantity",
    "deck",
    "gang",
    "reverses",
    "tablet",
    "journal_id",
    "effective_at",
    "flags",
    "person__display_name",
    "person__first_name",
    "person__last_name",
    "person__username",
)


def changes_since(call: VesselCall, *, after: int, limit: int) -> list[TallyEvent]:
    """Return what follows a position, in order and without gaps, with the person of each.

    Bounded by the head that the caller holds, so that head and events tell of one moment. Columns
    that tablets are not told are not read; each asked for costs a query of its own.
    """
    events = TallyEvent.objects.filter(
        call=call, position__gt=after, position__lte=call.head_position
    )
    return list(events.select_related("person").only(*_TOLD).order_by("position")[:limit])
