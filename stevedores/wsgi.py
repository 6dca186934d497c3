"""The WSGI application that gunicorn serves."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from monitoring.client_address import behind_proxies
from monitoring.front_door import FrontDoor
from monitoring.worker_plan import SPARE_THREADS, THREADS
from stevedores.reading import always_utf8
from stevedores.security_headers import security_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevedores.settings")

_django = get_wsgi_application()
_house = FrontDoor(always_utf8(_django), headers=security_headers(), room=THREADS - SPARE_THREADS)
application = behind_proxies(_house, settings.TRUSTED_PROXIES)
