"""Who sees what: everything a person reads is cut down to their terminals, in the queryset."""

from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.db import models

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from operations.models.person import User

ModelT_co = TypeVar("ModelT_co", bound=models.Model, covariant=True)


class ScopedQuerySet(models.QuerySet[ModelT_co]):
    """A queryset that knows the way from its rows to a terminal."""

    terminal_path: ClassVar[str] = "terminal"

    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """Keep the rows of the person's terminals; a superuser sees all, a stranger none."""
        if person.is_superuser:
            return self.all()
        if person.is_anonymous:
            return self.none()
        return self.filter(**{f"{self.terminal_path}__in": person.terminals.all()})
