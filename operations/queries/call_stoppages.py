from collections import defaultdict
from collections.abc import Collection

from operations.models import Stoppage


def call_stoppages(call_ids: Collection[int]) -> dict[int, list[Stoppage]]:
    """Return the stoppages of each call, oldest first; an open one has no end."""
    stoppages: dict[int, list[Stoppage]] = defaultdict(list)
    rows = Stoppage.objects.filter(call_id__in=call_ids).select_related("recorded_by")
    for stoppage in rows.order_by("starts_at", "pk"):
        stoppages[stoppage.call_id].append(stoppage)
    return stoppages
