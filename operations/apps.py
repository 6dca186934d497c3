from django.apps import AppConfig
from django.contrib.admin import apps as admin_apps


class OperationsConfig(AppConfig):
    """Everything that knows what a ship is."""

    name = "operations"
    default = True
    verbose_name = "Port operations"
    default_auto_field = "django.db.models.BigAutoField"


class PortAdminConfig(admin_apps.AdminConfig):
    """Django's admin, with the port's own site in the place of the plain one."""

    default = False
    default_site = "operations.admin.site.PortAdminSite"

    def ready(self) -> None:
        """Register what Django's own apps show, and then the port's nouns."""
        super().ready()
        # Not in operations/admin/__init__.py, as is usual: the site is found through that package,
        # and whatever registered itself while the site is being made would be lost.
        from operations.admin import nouns

        nouns.register()
