"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from monitoring.client_address import behind_proxies
from monitoring.front_door import FrontDoor
from monitoring.metrics import count_refusal
from monitoring.metrics_page import METRICS_PATH, metrics_page
from monitoring.worker_plan import SPARE_THREADS, THREADS
from stevedores.reading import always_utf8
from stevedores.security_headers import security_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevedores.settings")

_house = FrontDoor(
    always_utf8(get_wsgi_application()),
    headers=security_headers(),
    room=THREADS - SPARE_THREADS,
    porters={METRICS_PATH: metrics_page(settings.MONITORING_TOKEN)},
    on_refusal=count_refusal,
)
application = behind_proxies(_house, settings.TRUSTED_PROXIES)
