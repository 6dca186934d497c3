from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Everything that knows what a ship is."""

    name = "operations"
    verbose_name = "Port operations"
    default_auto_field = "django.db.models.BigAutoField"
