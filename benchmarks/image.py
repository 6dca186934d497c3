"""The image's files, run as docs/deployment.md has a container run them: what works there, and how.

Run by hand: .venv/bin/python -m benchmarks.image FOLDER
FOLDER is where the image is mounted (`buildah mount`, or `docker export` unpacked). Needs bwrap
(Debian: apt install bubblewrap). The root is read-only, the user a number without capabilities,
and only /tmp and /dev/shm can be written to. PostgreSQL and the Redis protocol are the tests' own.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

from tests.servers.ports import LOOPBACK, free_port, is_listening, wait_until
from tests.servers.postgres import PostgresServer
from tests.servers.valkey import RedisServer

USER = "10001"
# The programs that the image must be able to run, and what they may end with.
COMMANDS = (
    ("check", "--deploy", "--fail-level", "WARNING"),
    ("migrate", "--no-input", "--verbosity", "0"),
    ("verify_ledger",),
    ("evaluate_alerts",),
    ("clearsessions",),
)
# In the container each is an empty folder in memory, not what all users of this machine share.
ITS_MEMORY = "/dev/shm"
ITS_TMP = "/tmp"
# As the Dockerfile sets it.
OF_THE_IMAGE = {
    "PATH": "/venv/bin:/usr/local/bin:/usr/bin:/bin",
    "HOME": ITS_TMP,
    "PYTHONDONTWRITEBYTECODE": "1",
    "MALLOC_ARENA_MAX": "1",
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0",
    "RES_OPTIONS": "timeout:1 attempts:1",
}
STOPS_WITHIN_SECONDS = 35


class Image:
    """The files of an image, and the settings of the container that they run in."""

    def __init__(self, root: Path, settings: dict[str, str]) -> None:
        self._root = root
        self._settings = settings
        self.port = int(settings["PORT"])

    def command(self, *command: str) -> list[str]:
        """Return the command line that runs a command as the first process of a container."""
        settings = OF_THE_IMAGE | self._settings
        return [
            *("bwrap", "--ro-bind", str(self._root), "/", "--proc", "/proc", "--dev", "/dev"),
            *("--tmpfs", ITS_MEMORY, "--tmpfs", ITS_TMP),
            *("--cap-drop", "ALL", "--unshare-user", "--uid", USER, "--gid", USER),
            *("--unshare-pid", "--as-pid-1", "--unshare-ipc", "--unshare-uts"),
            *("--chdir", "/app", "--die-with-parent", "--clearenv"),
            *(word for name, value in settings.items() for word in ("--setenv", name, value)),
            *command,
        ]

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        return subprocess.run(self.command(*command), capture_output=True, text=True, check=False)


def main() -> int:
    """Try, print a line for each promise, and return 0 when all hold."""
    postgres, redis = PostgresServer(), RedisServer()
    try:
        postgres.create()
        redis.start()
        image = Image(Path(sys.argv[1]), settings(postgres.url(), redis.url))
        results = [*closed(image), *commands(image), *served(image)]
    finally:
        redis.stop()
        postgres.destroy()
    for promise, holds in results:
        sys.stdout.write(f"{'holds' if holds else 'BROKEN'}  {promise}\n")
    return 0 if all(holds for _, holds in results) else 1


def settings(database_url: str, redis_url: str) -> dict[str, str]:
    """Return settings as production has them."""
    return {
        "SECRET_KEY": os.urandom(48).hex(),
        "MONITORING_TOKEN": os.urandom(24).hex(),
        "ALERT_EMAILS": "office@tally.example",
        "EMAIL_URL": "smtp://127.0.0.1:25",
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "ALLOWED_HOSTS": "tally.example",
        "ADMIN_PATH": "office-7f3k",
        "TRUSTED_PROXIES": "127.0.0.1",
        "MEMORY_LIMIT_MB": "512",
        "BIND_HOST": LOOPBACK,
        "PORT": str(free_port()),
    }


def closed(image: Image) -> Iterator[tuple[str, bool]]:
    """Yield what the process may not do."""
    status = image.run("cat", "/proc/self/status").stdout
    yield f"runs as {USER}", f"Uid:\t{USER}\t" in status
    yield "has no capability", "CapEff:\t0000000000000000" in status
    touched = [image.run("touch", f"{place}/x").returncode for place in ("/app", "/venv", "/etc")]
    yield f"cannot write to /app, /venv and /etc: {touched}", 0 not in touched


def commands(image: Image) -> Iterator[tuple[str, bool]]:
    """Yield how each command of an operator ends."""
    for command in COMMANDS:
        began_at = time.monotonic()
        outcome = image.run("python3", "manage.py", *command)
        said = "" if outcome.returncode == 0 else f": {outcome.stdout}{outcome.stderr}"
        seconds = time.monotonic() - began_at
        yield f"manage.py {' '.join(command)}, {seconds:.1f} s{said}", outcome.returncode == 0


def served(image: Image) -> Iterator[tuple[str, bool]]:
    """Yield what gunicorn answers, and how it stops."""
    began_at = time.monotonic()
    with Path(os.devnull).open("wb") as nowhere:
        site = subprocess.Popen(image.command("gunicorn"), stdout=nowhere, stderr=nowhere)
    wait_until(lambda: is_listening(image.port) or site.poll() is not None, what="the site")
    yield f"gunicorn listens after {time.monotonic() - began_at:.1f} s", site.poll() is None
    yield f"a page: {status(image, '/login/')}", status(image, "/login/") == 200
    wait_until(lambda: status(image, "/health") == 200, what="health")
    yield "/health: 200", True
    check = image.run("python3", "-m", "stevedores.is_alive")
    yield f"the image's own health check ends with {check.returncode}", check.returncode == 0
    began_at = time.monotonic()
    os.kill(first_process_in(site.pid), signal.SIGTERM)
    code = site.wait(STOPS_WITHIN_SECONDS)
    yield f"SIGTERM: gone after {time.monotonic() - began_at:.1f} s with {code}", code == 0


def status(image: Image, path: str) -> int:
    """Return the status of an answer, asked as the proxy asks."""
    connection = HTTPConnection(LOOPBACK, image.port, timeout=5)
    connection.request("GET", path, headers={"Host": "tally.example", "X-Forwarded-Proto": "https"})
    return connection.getresponse().status


def first_process_in(bubble_pid: int) -> int:
    """Return the process that is number 1 inside."""
    children = Path(f"/proc/{bubble_pid}/task/{bubble_pid}/children")
    return int(children.read_text(encoding="ascii").split()[0])


if __name__ == "__main__":
    sys.exit(main())
