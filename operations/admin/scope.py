"""What of each noun a person sees in admin: lists, forms, choices and searches all ask here."""

from typing import TypeVar

from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, QuerySet
from django.db.models.functions import Lower

from operations.models import (
    CargoClass,
    Deck,
    FailedAttempt,
    Port,
    ShippingLine,
    Tablet,
    User,
    Vessel,
)
from operations.models.scope import ScopedQuerySet

ModelT = TypeVar("ModelT", bound=Model)

#: Words of the whole port, the same at every terminal. Nothing that happened is among them.
SHARED: frozenset[type[Model]] = frozenset({CargoClass, Deck, Group, Port, ShippingLine, Vessel})


def visible_rows(rows: QuerySet[ModelT], person: User) -> QuerySet[ModelT]:
    """Return the rows of a person's terminals; all of them to a superuser.

    Raises ImproperlyConfigured for a noun of which nobody said whose it is.
    """
    if isinstance(rows, ScopedQuerySet):
        return rows.visible_to(person)
    if person.is_superuser or rows.model in SHARED:
        return rows
    if rows.model is User:
        return rows.filter(pk__in=_people_beside(person))
    if rows.model is FailedAttempt:
        return rows.filter(_of_people_beside(person))
    raise ImproperlyConfigured(f"Nobody said who may see {rows.model.__name__}.")


def _people_beside(person: User) -> QuerySet[User]:
    """People who work at one of the person's terminals, and the person."""
    is_beside = Q(terminals__in=person.terminals.all()) | Q(pk=person.pk)
    return User.objects.filter(is_beside).order_by().values("pk")  # type: ignore[return-value]  # a subquery


def _of_people_beside(person: User) -> Q:
    """Wrong passwords for their accounts; an address that tried codes belongs to no terminal."""
    people = User.objects.filter(pk__in=_people_beside(person))
    tablets = Tablet.objects.visible_to(person).values_list("pk", flat=True)
    on_tablets = rf" on tablet ({'|'.join(map(str, tablets)) or 0})$"
    return Q(purpose="SIGN_IN", subject__regex=on_tablets) | Q(
        purpose="DESK", subject__in=people.values_list(Lower("username"))
    )
