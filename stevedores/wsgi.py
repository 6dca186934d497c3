"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application

from stevedores.reading import always_utf8

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stevedores.settings")

application = always_utf8(get_wsgi_application())
