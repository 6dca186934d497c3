"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from monitoring import health_checks, health_page
from monitoring.client_address import behind_proxies
from monitoring.database.lent_connections import LentConnections
from monitoring.front_door import ALIVE_PATH, FrontDoor
from monitoring.metrics import count_refusal
from monitoring.metrics_page import METRICS_PATH, metrics_page
from monitoring.worker_plan import PLACES, SPARE_THREADS, THREADS
from stevedores.reading import always_utf8
from stevedores.security_headers import security_headers
from stevedores.warm_up import warm_up

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevedores.settings")

_site = always_utf8(get_wsgi_application())
# Before workers are forked: each of them has it then.
health_checks.prepare()
warm_up()
_connections = LentConnections()
_house = FrontDoor(
    _site,
    headers=security_headers(),
    room=PLACES,
    hall=THREADS - SPARE_THREADS,
    porters={
        ALIVE_PATH: health_page.quick_page,
        health_page.PATH: health_page.HealthPage(token=settings.MONITORING_TOKEN),
        METRICS_PATH: metrics_page(settings.MONITORING_TOKEN),
    },
    on_refusal=count_refusal,
    on_enter=_connections.take_up,
    on_leave=_connections.put_down,
)
application = behind_proxies(_house, settings.TRUSTED_PROXIES)
