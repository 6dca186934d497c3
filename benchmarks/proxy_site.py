"""What benchmarks.proxy stands on: nginx with our configuration, a site, an echo, slow clients."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from tests.servers.databases import PROJECT, run_command
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK, free_port, is_listening, wait_until

CONFIGURATION = PROJECT / "deploy" / "proxy" / "nginx.conf"
HALF_A_REQUEST = (
    b"POST /field/api/v1/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n"
    b"Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{"
)


class RunningProxy:
    """One nginx with the configuration of deploy/proxy, its ports and folders replaced."""

    def __init__(self, folder: Path, *, site_port: int) -> None:
        self.plain_port, self.tls_port = free_port(), free_port()
        self._folder = folder
        self._folder.mkdir(parents=True, exist_ok=True)
        self._make_certificate()
        (folder / "site_address.conf").write_text(f"server {LOOPBACK}:{site_port};\n")
        self._process: subprocess.Popen[bytes] | None = None
        self.trust = ssl.create_default_context(cafile=folder / "tls_certificate")

    def __enter__(self) -> Self:
        """Start it, and return when it accepts connections."""
        configuration = self._folder / "nginx.conf"
        configuration.write_text(self._configuration())
        # As another user where we are root: the container has none.
        command = [program("nginx"), "-p", str(self._folder), "-c", str(configuration)]
        with (self._folder / "nginx.log").open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "-g", "daemon off;"], stdout=log, stderr=log
            )
        wait_until(self._answers_or_died, what="nginx")
        assert self._process.poll() is None, (self._folder / "nginx.log").read_text("utf-8")
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=10)

    def _answers_or_died(self) -> bool:
        assert self._process is not None
        return self._process.poll() is not None or is_listening(self.tls_port)

    def _configuration(self) -> str:
        text = CONFIGURATION.read_text(encoding="utf-8")
        replaced = {
            # First, since our own folder may lie there.
            "/tmp/": f"{self._folder}/",
            "listen 8080": f"listen {LOOPBACK}:{self.plain_port}",
            "listen 8443": f"listen {LOOPBACK}:{self.tls_port}",
            "/run/secrets/": f"{self._folder}/",
            "/etc/nginx/": f"{self._folder}/",
            "worker_processes auto;": "worker_processes 1; user root;"
            if os.geteuid() == 0
            else "worker_processes 1;",
        }
        for old, new in replaced.items():
            assert old in text, f"the configuration says {old} no longer"
            text = text.replace(old, new)
        return text

    def _make_certificate(self) -> None:
        subprocess.run(
            [
                *(program("openssl"), "req", "-x509", "-nodes", "-days", "1"),
                *("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
                *("-subj", "/CN=localhost", "-addext", f"subjectAltName=IP:{LOOPBACK}"),
                *("-keyout", str(self._folder / "tls_key")),
                *("-out", str(self._folder / "tls_certificate")),
            ],
            check=True,
            capture_output=True,
        )


def program(name: str) -> str:
    """Return where a program is; root's own PATH may leave out /usr/sbin."""
    found = shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")
    assert found, f"{name} is not installed"
    return found


@contextmanager
def a_running_site(folder: Path) -> Iterator[RunningServer]:
    """Lend the site with one worker on an empty SQLite database, as a proxy's site is set."""
    folder.mkdir(parents=True)
    env = dict(os.environ) | {
        "DJANGO_SETTINGS_MODULE": "stevedores.settings",
        "SECRET_KEY": "only-for-a-benchmark-" + "0123456789abcdef" * 4,
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "STATIC_ROOT": str(folder / "static"),
        "TRUSTED_PROXIES": "127.0.0.0/8",
        "WEB_WORKERS": "1",
    }
    run_command("migrate", "--verbosity", "0", env=env)
    run_command("collectstatic", "--no-input", "--verbosity", "0", env=env)
    site = RunningServer(env, log_file=folder / "gunicorn.log")
    site.start()
    try:
        yield site
    finally:
        site.stop()


class EchoServer(ThreadingHTTPServer):
    """Answers every request with the headers it got, as JSON, and counts who comes."""

    def __init__(self) -> None:
        super().__init__((LOOPBACK, 0), _Echo)
        self.connection_count = 0

    def get_request(self) -> tuple[socket.socket, object]:
        """Count the connection, and accept it."""
        self.connection_count += 1
        return super().get_request()


class _Echo(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = json.dumps({name.lower(): value for name, value in self.headers.items()})
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def an_echo() -> Iterator[EchoServer]:
    """Lend a running echo."""
    with EchoServer() as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@contextmanager
def slow_clients(count: int, port: int, *, context: ssl.SSLContext | None = None) -> Iterator[None]:
    """Let clients send half a request and wait, until the block ends."""
    with ExitStack() as connections:
        for _ in range(count):
            connection = connections.enter_context(socket.create_connection((LOOPBACK, port)))
            if context:
                connection = context.wrap_socket(connection, server_hostname=LOOPBACK)
                connections.enter_context(connection)
            connection.sendall(HALF_A_REQUEST)
        yield
