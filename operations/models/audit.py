from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from operations.models.person import User
from operations.models.scope import ScopedQuerySet
from operations.models.tablet import Tablet
from operations.models.terminal import Terminal
from operations.vocabulary import Audited

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class AuditEntryQuerySet(ScopedQuerySet["AuditEntry"]):
    """Questions to the audit log, cut down to a person's terminals and the people there."""

    def visible_to(self, person: "User | AnonymousUser") -> Self:
        """Keep what happened at the person's terminals, or by or to people who work there.

        What belongs to no terminal and to nobody, such as a name that nobody has, is for
        superusers: it may be anybody's.
        """
        if person.is_superuser or person.is_anonymous:
            return super().visible_to(person)
        terminals = person.terminals.all()
        beside = User.objects.filter(terminals__in=terminals).order_by().values("pk")
        is_nowhere = Q(terminal=None) & (Q(by__in=beside) | Q(person__in=beside))
        return self.filter(Q(terminal__in=terminals) | is_nowhere)


class AuditEntry(models.Model):
    """One thing that somebody did, or was kept from. Entries are added; a trigger refuses the rest.

    Names are kept as they were at the time. `by` did it, if the site knew who that was; `person`
    is the account it was done to, or tried with. What it was about is told by kind, key and name,
    so that a row that is gone is still named.
    """

    at = models.DateTimeField()
    what = models.CharField(max_length=24, choices=Audited.choices())
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="audit_entries",
    )
    by_name = models.CharField(max_length=150, blank=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    address = models.CharField(max_length=45, blank=True, help_text="Network address.")
    tablet = models.ForeignKey(Tablet, null=True, on_delete=models.PROTECT, related_name="+")
    terminal = models.ForeignKey(Terminal, null=True, on_delete=models.PROTECT, related_name="+")
    about_kind = models.CharField(max_length=40, blank=True)
    about_key = models.CharField(max_length=40, blank=True)
    about_name = models.CharField(max_length=200, blank=True)
    details = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        indexes = [
            # Serves the list, newest first.
            models.Index(fields=["-at"], name="audit_entries_newest_first"),
            # Serves the filter of the list, and "was this told already".
            models.Index(fields=["what", "-at"], name="audit_entries_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{Audited(self.what).label}: {self.by_name or self.about_name}"
