"""Who may do what in admin: Django's permissions, which the groups of people were given.

The groups and their permissions are made by a migration. A superuser holds every permission, but
no page offers what its noun does not let anybody do, such as a change to the ledger.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from operations.models import User


def person_of(request: HttpRequest) -> User:
    """Return who is asking; admin has let nobody in who is not signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def may(request: HttpRequest, permission: str) -> bool:
    """Return whether the person asking holds a permission of the port, such as change_tablet.

    One of another app has its name before it, such as monitoring.change_alert.
    """
    full = permission if "." in permission else f"operations.{permission}"
    return person_of(request).has_perm(full)
