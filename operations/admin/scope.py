"""What of each noun a person sees in admin: lists, forms, choices and searches all ask here."""

from typing import Any, TypeVar

from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Concat, Lower, StrIndex, Substr

from monitoring.models import Alert, AlertMessage
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
#: Of the site itself, which serves all terminals; whoever may see them sees them all.
OF_THE_SITE: frozenset[type[Model]] = frozenset({Alert, AlertMessage})


def visible_rows(rows: QuerySet[ModelT], person: User) -> QuerySet[ModelT]:
    """Return the rows of a person's terminals; all of them to a superuser.

    Raises ImproperlyConfigured for a noun of which nobody said whose it is.
    """
    if isinstance(rows, ScopedQuerySet):
        return rows.visible_to(person)
    if person.is_superuser or rows.model in SHARED | OF_THE_SITE:
        return rows
    if rows.model is User:
        return rows.filter(pk__in=_people_beside(person))
    if rows.model is FailedAttempt:
        return rows.filter(_failed_beside(person))
    raise ImproperlyConfigured(f"Nobody said who may see {rows.model.__name__}.")


def _people_beside(person: User) -> QuerySet[User, Any]:
    """People who work at one of the person's terminals, and the person."""
    is_beside = Q(terminals__in=person.terminals.all()) | Q(pk=person.pk)
    return User.objects.filter(is_beside).order_by().values("pk")


def _failed_beside(person: User) -> Q:
    """Wrong passwords on tablets of the person's terminals, and for desks of people beside them.

    A network address belongs to no terminal: who guessed from which is for superusers.
    """
    people = User.objects.filter(pk__in=_people_beside(person))
    names = people.values_list(Lower("username"))
    beside = Q(purpose__in=("DESK", "CODE"), subject__in=names)
    # No account has a blank in its name: it is what stands before the first one.
    length = StrIndex(Concat("subject", Value(" ")), Value(" ")) - 1
    in_browsers = FailedAttempt.objects.filter(purpose="BROWSER")
    of_people = in_browsers.alias(account=Substr("subject", 1, length)).filter(account__in=names)
    beside |= Q(pk__in=of_people.values("pk"))
    for tablet_id in Tablet.objects.visible_to(person).values_list("pk", flat=True):
        beside |= Q(purpose="SIGN_IN", subject__endswith=f" on tablet {tablet_id}")
    return beside
