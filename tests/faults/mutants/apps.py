import os

from django.apps import AppConfig


class Mutant(AppConfig):
    """Plants the bug once Django knows its models, before the first request."""

    name = "tests.faults.mutants"

    def ready(self) -> None:
        from tests.faults.mutants import bugs

        getattr(bugs, os.environ["MUTANT"])()
