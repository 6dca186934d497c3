"""What the port tells the instruments of the engine room."""

from collections import Counter as Tally
from collections.abc import Iterable

from django.db import connection
from django.utils import timezone
from prometheus_client import Counter, Gauge

from monitoring.metrics import REGISTRY
from monitoring.rounds import Round
from operations.queries.failed_sign_ins import count_failed_sign_ins
from operations.queries.oldest_unsent import unsent_since
from operations.vocabulary import Verdict

# A tablet sends every few seconds while it has a network; half a minute more says nothing new.
EVERY_SECONDS = 30.0

ledger_events = Counter(
    "port_ledger_events", "Events that tablets sent.", ["verdict"], registry=REGISTRY
)
oldest_unsent_seconds = Gauge(
    "port_oldest_unsent_seconds",
    "Silence of the tablet that owes counts for the longest.",
    multiprocess_mode="livemostrecent",
    registry=REGISTRY,
)
failed_sign_ins = Gauge(
    "port_failed_sign_ins",
    "Wrong passwords and codes of the last quarter of an hour.",
    multiprocess_mode="livemostrecent",
    registry=REGISTRY,
)
asked_at_seconds = Gauge(
    "port_asked_at_seconds",
    "When the database last told the figures that are its own.",
    multiprocess_mode="livemostrecent",
    registry=REGISTRY,
)


def count_verdicts(verdicts: Iterable[Verdict]) -> None:
    """Count what became of the events of one batch."""
    for verdict, count in Tally(verdicts).items():
        ledger_events.labels(verdict).inc(count)


def ask_the_database() -> None:
    """Ask the database, and keep the answers for whoever wants the figures."""
    now = timezone.now()
    failed_sign_ins.set(count_failed_sign_ins(now=now))
    since = unsent_since()
    oldest_unsent_seconds.set((now - since).total_seconds() if since else 0.0)
    asked_at_seconds.set(now.timestamp())


def _ask_and_hang_up() -> None:
    try:
        ask_the_database()
    finally:
        # A connection of each worker for two questions every half a minute is too many.
        connection.close()


ROUND = Round("port-gauges", EVERY_SECONDS, _ask_and_hang_up)
