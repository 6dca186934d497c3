"""A port for the field app to be measured in: gunicorn on SQLite, a ship with many cars."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.databases import run_command
from tests.servers.fault_proxy import FaultProxy
from tests.servers.gunicorn import RunningServer

LINKED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js))"')


@dataclass
class FieldPort:
    """The server behind a proxy that can go away, and what a tablet needs to begin."""

    proxy: FaultProxy
    code: str
    clerk: str
    cars: list[str]
    static_root: Path
    shell: str

    def bytes_on_the_wire(self) -> int:
        """Return what the first load takes: the scripts and styles that the shell links."""
        names = sorted(set(LINKED.findall(self.shell)))
        return sum(_size(self.static_root / name) for name in names)


@contextmanager
def a_field_port(folder: Path, *, listed: int) -> Iterator[FieldPort]:
    """Start a server with a ship alongside whose list has so many cars."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "stevedores.settings",
        "SECRET_KEY": "only-for-measuring-" + "0123456789abcdef" * 4,
        "DATABASE_URL": f"sqlite:///{folder / 'port.sqlite3'}",
        "STATIC_ROOT": str(folder / "static"),
        "SERVED_OVER_HTTPS": "no",
        "OTP_REQUIRED": "no",
        "WEB_WORKERS": "1",
    }
    for command in (("migrate", "-v", "0"), ("collectstatic", "--no-input", "-v", "0")):
        run_command(*command, env=dict(os.environ))
    import django

    django.setup()
    from benchmarks.field_ship import list_a_ship
    from operations.field.shell import shell

    clerk, code, cars = list_a_ship(listed)
    server = RunningServer(dict(os.environ), log_file=folder / "gunicorn.log")
    server.start()
    proxy = FaultProxy(server.port)
    try:
        yield FieldPort(proxy, code, clerk, cars, folder / "static", shell().page)
    finally:
        proxy.close_network()
        server.stop()


def _size(path: Path) -> int:
    # Files that hardly shrink have no compressed twin and are served as they are.
    compressed = path.with_name(f"{path.name}.gz")
    return (compressed if compressed.exists() else path).stat().st_size
