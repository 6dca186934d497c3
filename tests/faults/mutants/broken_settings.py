"""The site's own settings, with addresses behind which it breaks."""

from stevedores.settings import *  # noqa: F403  # the site as it is

ROOT_URLCONF = "tests.faults.mutants.broken_urls"
