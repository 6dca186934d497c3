"""A real Chromium: the one of the machine, else Playwright's own."""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import BrowserContext, Playwright, sync_playwright

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


def main() -> None:
    """Start the browser once and name it; fails where none starts."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = open_browser(playwright, Path(profile))
        browser = context.browser
        sys.stdout.write(f"Chromium {browser.version if browser else ''}\n")
        context.close()


if __name__ == "__main__":
    main()
