from datetime import UTC, datetime, tzinfo


def hour_start(instant: datetime, zone: tzinfo) -> datetime:
    """Return the start of the hour on the terminal's clock, as an instant in UTC.

    In a zone that is 5:30 ahead, 10:00 local is 04:30 UTC: hours are cut where people cut them.
    """
    local = instant.astimezone(zone)
    return local.replace(minute=0, second=0, microsecond=0).astimezone(UTC)
