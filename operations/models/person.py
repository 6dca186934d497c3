from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.crypto import salted_hmac

from operations.models.terminal import Terminal
from operations.vocabulary import Role

_SALT = "operations.session"


class User(AbstractUser):
    """One person who works on the pier or in the office; never deleted once they recorded."""

    display_name = models.CharField(
        max_length=80, blank=True, help_text="As others read it on the ledger, such as a role."
    )
    terminals = models.ManyToManyField(
        Terminal, blank=True, related_name="people", help_text="Where this person works."
    )
    session_number = models.PositiveIntegerField(
        default=0, db_default=0, editable=False, help_text="Counted up to end all sessions."
    )

    @property
    def shown_name(self) -> str:
        """The name that others read beside this person's work."""
        return self.display_name or self.get_full_name() or self.username

    @property
    def password_digest(self) -> str:
        """A text that changes when the password does, and tells nothing of it."""
        return self._digest_of_password(None)

    def _digest_of_password(self, secret: str | None) -> str:
        return str(super()._get_session_auth_hash(secret=secret))  # type: ignore[misc]  # the stubs leave it out

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Return what a session must hold to go on, under the current key or an earlier one."""
        digest = self._digest_of_password(secret)
        # The first number leaves it as Django has it: sessions begun before there were any go on.
        if self.session_number == 0:
            return digest
        numbered = salted_hmac(_SALT, f"{self.session_number} {digest}", secret=secret)
        return numbered.hexdigest()

    def has_role(self, *roles: Role) -> bool:
        """Return whether this person holds one of the roles; a superuser holds them all."""
        return self.is_superuser or self.groups.filter(name__in=roles).exists()
