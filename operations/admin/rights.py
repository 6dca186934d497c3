"""Who may do what in admin. Every hook that Django asks for a permission asks here.

A role is a Django group (`vocabulary.Role`). A superuser may do whatever anybody may, and not one
thing more: what is NOBODY's, such as a change to the ledger, is not theirs either.
"""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from operations.models import User
from operations.vocabulary import Role

Roles = frozenset[str]

_SUPERUSER = "superuser"  # a column, not a group: no role can grow into it

NOBODY: Roles = frozenset()
ONLY_SUPERUSERS: Roles = frozenset({_SUPERUSER})
SUPERVISORS: Roles = frozenset({Role.SUPERVISOR})
OPERATORS: Roles = frozenset({Role.OPERATOR})
TABLET_KEEPERS: Roles = SUPERVISORS | OPERATORS
OFFICE: Roles = frozenset({Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR})

_ALL: Roles = frozenset({_SUPERUSER, *Role})


def person_of(request: HttpRequest) -> User:
    """Return who is asking; admin has let nobody in who is not signed in."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


def holds(request: HttpRequest, roles: Roles) -> bool:
    """Return whether the person asking holds one of these roles."""
    return not roles.isdisjoint(_roles_of(person_of(request)))


def _roles_of(person: User) -> Roles:
    if person.is_superuser:
        return _ALL
    # Admin asks some forty times a page; the person lives as long as the request.
    known: Roles | None = person.__dict__.get("_roles_held")
    if known is None:
        known = frozenset(person.groups.values_list("name", flat=True)) & frozenset(Role)
        person.__dict__["_roles_held"] = known
    return known
