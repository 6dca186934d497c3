"""A real Chromium: the one of the machine, else Playwright's own."""

import os
import shutil
import signal
import sqlite3
import sys
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright, sync_playwright

from tests.servers.ports import wait_until

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-quic",
    "--no-first-run",
    # Each of these would talk to the outside by itself.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
)


def chromium_path() -> str | None:
    """Return the Chromium to use: CHROMIUM, else one on PATH, else None for Playwright's own."""
    named = os.environ.get("CHROMIUM") or None
    return named or next(filter(None, map(shutil.which, PROGRAMS)), None)


def open_browser(playwright: Playwright, profile: Path, **options: object) -> BrowserContext:
    """Start Chromium on a profile folder; a second start on the same folder is a restart.

    Options are those of Playwright's persistent contexts, such as ``color_scheme`` or
    ``viewport``.
    """
    # A browser that was killed leaves its lock, and the next one would refuse the profile.
    for lock in profile.glob("Singleton*"):
        lock.unlink()
    # Chromium's sandbox refuses to run as root.
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    settings: dict[str, object] = {
        "executable_path": chromium_path(),
        "args": [*FLAGS, *sandbox],
        "headless": True,
        **options,
    }
    return playwright.chromium.launch_persistent_context(profile, **settings)  # type: ignore[arg-type]  # options of many types


def wait_until_cookie_is_on_disk(profile: Path, name: str) -> None:
    """Return when a cookie outlives a power loss; Chromium keeps it in memory for half a minute."""
    file = profile / "Default" / "Cookies"

    def is_on_disk() -> bool:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as cookies:
            names = cookies.execute("SELECT name FROM cookies").fetchall()
        return (name,) in names

    wait_until(is_on_disk, what=f"the cookie {name} on the disk", within_seconds=60)


def kill_browser(profile: Path) -> None:
    """Kill the browser on a profile as an empty battery would: no process of it says goodbye."""
    for pid in _processes_on(profile):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not _processes_on(profile), what="the end of the browser")
    # Its locks would make the next start believe that it still runs.
    for lock in profile.glob("Singleton*"):
        lock.unlink()


def _processes_on(profile: Path) -> list[int]:
    """Return the processes that name the profile in their command line, the newest last."""
    wanted = f"--user-data-dir={profile}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        # It may end while it is looked at.
        with suppress(OSError):
            if wanted in (folder / "cmdline").read_bytes().split(b"\0"):
                found.append(int(folder.name))
    return sorted(found)


def main() -> None:
    """Start the browser once and name it; fails where none starts."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = open_browser(playwright, Path(profile))
        browser = context.browser
        sys.stdout.write(f"Chromium {browser.version if browser else ''}\n")
        context.close()


if __name__ == "__main__":
    main()
