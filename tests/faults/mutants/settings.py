"""The site's own settings, and one bug planted in the served site; MUTANT names it."""

from stevedores.settings import *  # noqa: F403  # the site as it is
from stevedores.settings import INSTALLED_APPS as _APPS

INSTALLED_APPS = [*_APPS, "tests.faults.mutants.apps.Mutant"]
