"""What the samples of a time tell, in buckets wide enough to be seen."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Avg, Count, FloatField, Max, Sum, Value
from django.db.models.functions import ExtractMinute, Floor, TruncHour

from monitoring.models import Sample

_MINUTES_IN_AN_HOUR = 60
_ALL = ""  # no container is called so


@dataclass(frozen=True, slots=True)
class Bucket:
    """A figure of one container in one bucket of time: its mean, its highest, and their sum."""

    mean: float
    highest: float
    total: float


@dataclass(frozen=True, slots=True)
class Trends:
    """`starts`: where each bucket begins, the oldest first; `found`: by name, container and start.

    `minutes_told`: by name and start, of how many minutes any container told the figure. A bucket
    of which nobody told it is not among those found.
    """

    starts: tuple[datetime, ...]
    minutes: int
    found: dict[str, dict[str, dict[datetime, Bucket]]]
    minutes_told: dict[str, dict[datetime, int]]


def trends(names: Iterable[str], *, until: datetime, count: int, minutes: int) -> Trends:
    """Return so many buckets of so many minutes, the last of them the one that holds `until`.

    `minutes` divide an hour. One query, however many containers there are.
    """
    last = _start_of(until, minutes)
    starts = tuple(last - back * timedelta(minutes=minutes) for back in reversed(range(count)))
    part = Floor(ExtractMinute("taken_at", tzinfo=UTC) / Value(float(minutes)))
    samples = Sample.objects.filter(
        name__in=list(names), taken_at__gte=starts[0], taken_at__lte=until
    ).annotate(hour=TruncHour("taken_at", tzinfo=UTC), part=part)
    of_each = samples.values_list("name", "source", "hour", "part").annotate(
        Avg("value"), Max("value"), Sum("value")
    )
    minutes_told = Count("taken_at", distinct=True, output_field=FloatField())
    of_all = (
        samples.annotate(nobody=Value(_ALL))
        .values_list("name", "nobody", "hour", "part")
        .annotate(minutes_told, Max("value"), Sum("value"))
    )
    found: dict[str, dict[str, dict[datetime, Bucket]]] = defaultdict(lambda: defaultdict(dict))
    told: dict[str, dict[datetime, int]] = defaultdict(dict)
    for name, source, hour, number, mean, highest, total in of_each.union(of_all, all=True):
        start = hour + timedelta(minutes=int(number) * minutes)
        if source == _ALL:
            told[name][start] = int(mean)
        else:
            found[name][source][start] = Bucket(mean, highest, total)
    return Trends(starts, minutes, found, told)


def _start_of(instant: datetime, minutes: int) -> datetime:
    minute = instant.minute - instant.minute % min(minutes, _MINUTES_IN_AN_HOUR)
    return instant.replace(minute=minute, second=0, microsecond=0)
