"""A site of one's own, with these settings, that may be broken on purpose while others work."""

import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from monitoring.readiness.site import NoAnswer, Site

SECONDS_TO_START = 30
_LOOK_AGAIN_SECONDS = 0.05
LOOPBACK = "127.0.0.1"
# Changes the environment of a program; where it stands is the same on every system.
ENV = "/usr/bin/env"


@dataclass(frozen=True, slots=True)
class OwnSite:
    """A gunicorn that was started for a measurement, and its master."""

    site: Site
    process: subprocess.Popen[bytes]
    log: Path


def closed_port() -> int:
    """Return a port of this machine on which nobody listens."""
    with closing(socket.socket()) as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@contextmanager
def own_site(project: Path, *, token: str, **settings: str) -> Iterator[OwnSite]:
    """Start the site of a project folder with its own gunicorn.conf.py, and end it afterwards.

    The settings win over the environment. Raises NoAnswer when it does not start.
    """
    port = closed_port()
    # Whoever measures speaks for the proxy with TLS that stands before a real one.
    place = {"BIND_HOST": LOOPBACK, "PORT": str(port), "TRUSTED_PROXIES": f"{LOOPBACK}/32"}
    # It works on the real site's database: what is broken here on purpose must not stand among the
    # real figures, nor call people.
    place["TAKES_SAMPLES"] = "no"
    changed = [f"{name}={value}" for name, value in (place | settings).items()]
    with tempfile.TemporaryDirectory(prefix="readiness-") as folder:
        log = Path(folder) / "log"
        with log.open("wb") as lines:
            process = subprocess.Popen(  # noqa: S603  # this Python, with settings of ours
                [ENV, *changed, sys.executable, "-m", "gunicorn"],
                cwd=project,
                stdout=lines,
                stderr=lines,
            )
        try:
            site = Site(f"http://{LOOPBACK}:{port}", token=token, is_behind_tls=True)
            started = OwnSite(site, process, log)
            _wait_until_it_answers(started)
            yield started
        finally:
            _end(process)


def _wait_until_it_answers(own: OwnSite) -> None:
    give_up_at = time.monotonic() + SECONDS_TO_START
    while own.process.poll() is None and time.monotonic() < give_up_at:
        try:
            own.site.ask("/health/quick")
        except NoAnswer:
            # gunicorn tells nobody outside that it listens; it is asked until it answers.
            time.sleep(_LOOK_AGAIN_SECONDS)
        else:
            return
    last = own.log.read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1:]
    raise NoAnswer(f"a site of these settings does not start: {' '.join(last)}")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        process.wait(timeout=SECONDS_TO_START)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
