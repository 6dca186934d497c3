from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "operations"
    verbose_name = "Port operations"
    default_auto_field = "django.db.models.BigAutoField"
