"""The page `/metrics`, in the text format of Prometheus, answered at the front door.

So it is there while the house is full; and nothing here asks a database, so also while that hangs.
"""

from collections.abc import Iterable
from http import HTTPStatus

from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4, CollectorRegistry, Metric, generate_latest
from prometheus_client.registry import Collector

from monitoring.callers import sees_details
from monitoring.counting.metrics_files import add_up
from monitoring.counting.metrics_folder import folder_in_use
from monitoring.counting.site_readings import SiteReadings
from monitoring.counting.worker_gauges import tell_of_redis
from monitoring.front_door import Environ, Porter, Reply
from monitoring.metrics import REGISTRY

METRICS_PATH = "/metrics"


class _AllProcesses(Collector):
    """What every process of the site has counted."""

    def collect(self) -> Iterable[Metric]:
        folder = folder_in_use()
        return add_up(folder.path) if folder else REGISTRY.collect()


_figures = CollectorRegistry()
_figures.register(_AllProcesses())
_figures.register(SiteReadings())


def all_figures() -> Iterable[Metric]:
    """Return all that the page shows, as it is now."""
    tell_of_redis()
    return _figures.collect()


def metrics_page(token: str) -> Porter:
    """Return the porter, which lets in who has the token or calls from this machine."""

    def answer(environ: Environ) -> Reply:
        if not sees_details(environ, token):
            # As for a page that is not there: a stranger need not know what there is to guess at.
            return Reply(HTTPStatus.NOT_FOUND, "text/plain; charset=utf-8", b"Not Found\n")
        tell_of_redis()
        return Reply(HTTPStatus.OK, CONTENT_TYPE_PLAIN_0_0_4, generate_latest(_figures))

    return answer
