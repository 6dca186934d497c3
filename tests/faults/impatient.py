"""The site's own gunicorn.conf.py, for a server that is less patient; gunicorn reads this one."""

from importlib.machinery import SourceFileLoader
from types import ModuleType

from monitoring.gunicorn import timely_socket
from tests.faults.slow_clients import PATIENCE_SECONDS
from tests.servers.databases import PROJECT

timely_socket.PATIENCE_SECONDS = PATIENCE_SECONDS
_site = ModuleType("site_conf")
SourceFileLoader(_site.__name__, str(PROJECT / "gunicorn.conf.py")).exec_module(_site)
globals().update({name: value for name, value in vars(_site).items() if name[0] != "_"})
