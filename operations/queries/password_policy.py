"""What a new password must be, beside none of the common ones: long, and no sign on a pier.

No rule asks for a digit or a capital: NIST SP 800-63B-4 §3.1.1.2 forbids such rules, since people
answer them all alike.
"""

from django.core.exceptions import ValidationError

from operations.models import Port, Terminal, User
from operations.rules.known_words import is_of_known_words


class LengthValidator:
    """As long as guessing asks for, and no longer than tablets take."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = least, most

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002  # Django's
        """Raise ValidationError with what a person can do about it."""
        if len(password) < self._least:
            raise ValidationError(
                f"It is too short: {len(password)} characters of at least {self._least}. A few "
                "words after each other are easy to remember.",
                code="password_too_short",
            )
        if len(password) > self._most:
            raise ValidationError(
                f"It is longer than {self._most} characters.", code="password_too_long"
            )

    def get_help_text(self) -> str:
        """Return what is asked for, for the form."""
        return (
            f"At least {self._least} characters, at most {self._most}, of any kind. A few words "
            "after each other are best; pasting from a password manager is welcome."
        )


class KnownWordsValidator:
    """Refuses what is little more than the names and words of this port."""

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002  # Django's
        """Raise ValidationError with what a person can do about it."""
        terminals = Terminal.objects.values_list("name", "code")
        ports = Port.objects.filter(terminals__isnull=False).values_list("name", "locode")
        names = [name for pair in (*terminals, *ports) for name in pair]
        if is_of_known_words(password, names):
            raise ValidationError(
                "It is made of words that everybody here knows. Add words that have nothing to do "
                "with the port.",
                code="password_of_known_words",
            )

    def get_help_text(self) -> str:
        """Return what is asked for, for the form."""
        return "Not just the names and words of this port."
