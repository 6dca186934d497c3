"""How gunicorn serves the site: threads for waiting requests, as many workers as memory carries."""

import gc
import os
import sys
from typing import TYPE_CHECKING

from monitoring.between_workers.turn import Turn
from monitoring.between_workers.workers_now import note_workers
from monitoring.container import Container
from monitoring.counting.metrics_folder import MEMORY_FOLDER, VARIABLE, open_folder
from monitoring.gunicorn.closing import linger_aside
from monitoring.gunicorn.errors import carry_headers
from monitoring.gunicorn.log import SiteLog
from monitoring.logs import LOG_FORMATS, LOG_LEVELS, log_settings
from monitoring.worker_plan import THREADS, plan_here
from stevedores import env
from stevedores.security_headers import security_headers

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

# How long a thread may go on while others want to; Python's is 0.005. Threads that often wait for
# the database take the interpreter from each other else, which costs processor time. The small
# container of benchmarks/: with 0.005, 193 ms for the slowest twentieth of a hundred people's
# answers and 52 of 12,028 turned away; with this, 118 and 122 ms in two runs, and nobody.
SWITCH_SECONDS = 0.025
EXIT_MISCONFIGURED = 78  # as manage.py; sysexits.h

try:
    _host = env.text("BIND_HOST", default="127.0.0.1")
    _port = env.whole_number("PORT", default=8000, at_least=1, example="8000")
    _asked = env.whole_number("WEB_WORKERS", default=0, at_least=0, example="2")
    _said_mb = env.whole_number("MEMORY_LIMIT_MB", default=0, at_least=0, example="512")
    _log_level = env.one_of("LOG_LEVEL", LOG_LEVELS, default="INFO")
    _log_format = env.one_of("LOG_FORMAT", LOG_FORMATS, default="JSON")
    _headers = security_headers()
except env.BadSetting as bad_setting:
    # gunicorn would bury this one line in a traceback.
    sys.stderr.write(f"Cannot start: {bad_setting}\n")
    sys.exit(EXIT_MISCONFIGURED)

carry_headers(_headers)
linger_aside()
_plan = plan_here(Container(), said_mb=_said_mb, asked=_asked)

wsgi_app = "stevedores.wsgi:application"

bind = f"[{_host}]:{_port}" if ":" in _host else f"{_host}:{_port}"
workers = _plan.workers
# gunicorn's own "gthread", with a door that shuts and an end to waiting for clients.
worker_class = "monitoring.gunicorn.worker.DoorClosingWorker"
threads = THREADS
# Imported once and shared: a worker costs 46 MB instead of 72.
preload_app = True
# A worker that grew slowly is replaced before it matters; the jitter keeps them from going at once.
# Not oftener: for two seconds the others have all the work, and in a full house that shows.
max_requests = 20_000
max_requests_jitter = 2_000
# It would be opened in the home folder, which may be read-only or not be there.
control_socket_disable = True
# The site itself judges who is a proxy of ours, and believes no other header.
secure_scheme_headers: dict[str, str] = {}
# The workers' heartbeat file; on a disk, a full or slow disk would look like a dead worker.
worker_tmp_dir = str(MEMORY_FOLDER) if MEMORY_FOLDER.is_dir() else None
# Before the site is loaded: it decides then whether its processes count together.
_metrics = open_folder()
os.environ[VARIABLE] = str(_metrics.path)
# Which worker may leave because of memory. One is replaced within two seconds; the pause shows the
# others what came of it before the next one goes.
_turn_to_leave = Turn(pause_seconds=15)
# No header of a request moves the site to another address: gunicorn takes SCRIPT_NAME from a proxy.
forwarder_headers = ""
# Longer than any proxy keeps an idle connection open, so that the proxy closes first. One over
# which nothing was said yet is closed after twenty seconds.
keepalive = 75
# It would send past the socket that knows how long a client is waited for.
sendfile = False
# Time for the requests under way when the site is told to stop.
graceful_timeout = 20
# One line for each answer, from our log instead.
accesslog = None
logger_class = SiteLog
logconfig_dict = log_settings(_log_format, _log_level, secrets=env.secrets_in_use())


def on_starting(server: "Arbiter") -> None:
    """Say how many workers there will be, and why; keep the threads that the door counts on."""
    if server.cfg.threads != THREADS:
        server.log.warning("Threads: %s were asked for; there are %s", server.cfg.threads, THREADS)
        server.cfg.set("threads", THREADS)
    server.log.info("Worker plan: %s", _plan)


def nworkers_changed(server: "Arbiter", new_value: int | None, old_value: int | None) -> None:
    """Hold the plan against the command line, GUNICORN_CMD_ARGS, signals and a reload.

    gunicorn reads this file first and those afterwards; this hook hears of each of them.
    """
    if new_value is None:
        return
    if new_value <= _plan.most:
        note_workers(new_value)
        return
    # This hook is called again, with as many as there may be.
    server.num_workers = _plan.most
    # A reload starts as many as the configuration says.
    server.cfg.set("workers", _plan.most)
    if server.log:
        server.log.warning("Workers: %s were asked for; memory carries %s", new_value, _plan.most)


def when_ready(server: "Arbiter") -> None:
    """Leave what is loaded out of the garbage collector, so that workers go on sharing it.

    A collection would write to every object and so copy it: a fifth more memory for two workers.
    """
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(SWITCH_SECONDS)


def post_worker_init(worker: "Worker") -> None:
    """Begin what a worker watches over, now that it has the site."""
    # These need Django, which is not there yet when this file is read.
    from monitoring import watch
    from stevedores.rounds import rounds

    watch.begin(worker, turn=_turn_to_leave, more=rounds())


def child_exit(server: "Arbiter", worker: "Worker") -> None:
    """Keep what a worker counted after its end, also after a sudden one."""
    from monitoring.counting.metrics_files import settle_the_dead

    settle_the_dead(_metrics.path, alive={_metrics.master_pid, *server.WORKERS})
