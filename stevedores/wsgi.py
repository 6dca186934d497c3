"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from monitoring.front_door import FrontDoor
from monitoring.worker_plan import SPARE_THREADS, THREADS
from stevedores.reading import always_utf8
from stevedores.security_headers import security_headers

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevedores.settings")

application = FrontDoor(
    always_utf8(get_wsgi_application()),
    headers=security_headers(),
    room=THREADS - SPARE_THREADS,
)
