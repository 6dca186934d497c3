"""How gunicorn serves the site: threads for waiting requests, few processes for little memory."""

import sys
from pathlib import Path

from stevedores import env

EXIT_MISCONFIGURED = 78  # as manage.py; sysexits.h

try:
    _host = env.text("BIND_HOST", default="127.0.0.1")
    _port = env.whole_number("PORT", default=8000, at_least=1, example="8000")
    workers = env.whole_number("WEB_WORKERS", default=2, at_least=1, example="2")
except env.BadSetting as bad_setting:
    # gunicorn would bury this one line in a traceback.
    sys.stderr.write(f"Cannot start: {bad_setting}\n")
    sys.exit(EXIT_MISCONFIGURED)

wsgi_app = "stevedores.wsgi:application"
_memory_folder = Path("/dev") / "shm"

bind = f"{_host}:{_port}"
worker_class = "gthread"
threads = 16
# Imported once and shared: a worker costs 46 MB instead of 72.
preload_app = True
# It would be opened in the home folder, which may be read-only or not be there.
control_socket_disable = True
# The workers' heartbeat file; on a disk, a full or slow disk would look like a dead worker.
worker_tmp_dir = str(_memory_folder) if _memory_folder.is_dir() else None
# No header of a request moves the site to another address: gunicorn takes SCRIPT_NAME from a proxy.
forwarder_headers = ""
# Longer than any proxy keeps an idle connection open, so that the proxy closes first.
keepalive = 75
# Time for the requests under way when the site is told to stop.
graceful_timeout = 20
accesslog = None
