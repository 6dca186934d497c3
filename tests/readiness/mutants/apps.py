import os

from django.apps import AppConfig


class Broken(AppConfig):
    """Breaks one promise once the settings are read, before the site is made of them."""

    name = "tests.readiness.mutants"

    def ready(self) -> None:
        from tests.readiness.mutants import bugs

        if bug := getattr(bugs, os.environ["BROKEN"], None):
            bug()
