from django.contrib.auth.models import AbstractUser
from django.db import models

from operations.models.terminal import Terminal
from operations.vocabulary import Role


class User(AbstractUser):
    """One person who works on the pier or in the office; never deleted once they recorded."""

    display_name = models.CharField(
        max_length=80, blank=True, help_text="As others read it on the ledger, such as a role."
    )
    terminals = models.ManyToManyField(
        Terminal, blank=True, related_name="people", help_text="Where this person works."
    )

    @property
    def shown_name(self) -> str:
        """The name that others read beside this person's work."""
        return self.display_name or self.get_full_name() or self.username

    def has_role(self, *roles: Role) -> bool:
        """Return whether this person holds one of the roles; a superuser holds them all."""
        return self.is_superuser or self.groups.filter(name__in=roles).exists()
