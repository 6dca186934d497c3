"""The site's own settings, and one address more that leaks; MEMORY_GROUP moves the server there."""

import os
from pathlib import Path

from stevedores.settings import *  # noqa: F403  # the site as it is

ROOT_URLCONF = "tests.faults.mutants.leaking_urls"

# Read in gunicorn's master before it forks: all of the server is in the group then.
if _group := os.environ.get("MEMORY_GROUP"):
    Path(_group, "cgroup.procs").write_text("0", encoding="ascii")
