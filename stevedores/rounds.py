"""What every worker does by the clock, of the engine room and of the port."""

from monitoring import worker_gauges
from monitoring.rounds import Round
from operations import probes


def rounds() -> list[Round]:
    """Return the rounds that tell the instruments what no request does."""
    return [worker_gauges.ROUND, probes.ROUND]
