"""The site's own settings, and one promise broken in it; BROKEN names it."""

import os

if os.environ.get("BROKEN") == "secret_key_made_up":
    os.environ["SECRET_KEY"] = os.environ["SECRET_KEY"] or "made-up-" * 8

from stevedores.settings import *  # noqa: F403  # the site as it is
from stevedores.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "tests.readiness.mutants.apps.Broken"]
