from django.apps import AppConfig


class WiringConfig(AppConfig):
    """What judges the settings as a whole; it has no models."""

    name = "stevedores"

    def ready(self) -> None:
        """Have `manage.py check` know our own checks."""
        from stevedores import system_checks  # noqa: F401  # what registers itself
