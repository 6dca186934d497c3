"""What every worker does by the clock, of the engine room and of the port."""

import socket

from django.conf import settings

from monitoring.counting import worker_gauges
from monitoring.counting.metrics_folder import folder_in_use
from monitoring.minutes.readings import readings
from monitoring.minutes.samples import Sampler, sampling
from monitoring.rounds import Round
from operations import probes


def rounds() -> list[Round]:
    """Return the rounds: what no request tells the instruments, and what they say of each minute.

    Samples are those of a container: without a folder that its workers share there is none. Alerts
    are evaluated with them: a site that takes none tells nobody.
    """
    told = [worker_gauges.ROUND, probes.ROUND]
    if settings.TAKES_SAMPLES and (folder := folder_in_use()):
        sampler = Sampler(folder.path, read=readings, source=socket.gethostname())
        told.append(sampling(sampler))
    return told
