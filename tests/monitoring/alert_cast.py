"""Minutes of an invented site, told by its containers."""

from datetime import UTC, datetime, timedelta

from monitoring.models import Sample

#: A minute of the examples; its evaluation looks at the minutes before it.
NOW = datetime(2026, 11, 25, 15, 0, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def a_minute(taken_at: datetime, *, source: str = "web-1", **figures: float) -> None:
    """Let a container tell of one minute; dots in names are written as two underscores."""
    known = {"requests": 0.0, "errors": 0.0} | figures
    Sample.objects.bulk_create(
        Sample(taken_at=taken_at, source=source, name=name.replace("__", "."), value=value)
        for name, value in known.items()
    )


def minutes_before(now: datetime, count: int, *, source: str = "web-1", **figures: float) -> None:
    """Let a container tell the same of each of the last minutes."""
    latest = now.replace(second=0, microsecond=0) - MINUTE
    for back in range(count):
        a_minute(latest - back * MINUTE, source=source, **figures)
