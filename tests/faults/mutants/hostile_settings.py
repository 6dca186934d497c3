"""The site with addresses behind which it breaks, and with what MUTANT names."""

from tests.faults.mutants.settings import *  # noqa: F403  # the site, and one bug

ROOT_URLCONF = "tests.faults.mutants.broken_urls"
