from datetime import datetime

from django.db.models import Exists, Min, OuterRef

from operations.models import TabletJournal


def unsent_since() -> datetime | None:
    """Return when the tablet that owes us counts for the longest was last heard; None: none does.

    Asked is the present journal of each tablet in use, as the tablet last told. Work of earlier
    journals is lost, not unsent.
    """
    later = TabletJournal.objects.filter(
        tablet=OuterRef("tablet"), first_heard_at__gt=OuterRef("first_heard_at")
    )
    silent = TabletJournal.objects.filter(
        ~Exists(later), unsent_count__gt=0, tablet__revoked_at=None
    )
    since: datetime | None = silent.aggregate(since=Min("last_heard_at"))["since"]
    return since
