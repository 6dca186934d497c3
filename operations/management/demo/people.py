"""The accounts of the demo port, with passwords that nobody else has."""

import secrets
from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth.models import Group

from operations.management.demo.words import PEOPLE
from operations.models import Terminal, User

# Three groups of four letters that a phone types without switching: 52 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz"
_GROUPS, _LETTERS_IN_GROUP = 3, 4


def create_people(terminal: Terminal) -> dict[str, str]:
    """Create the demo people; returns their passwords by name, which are told only now."""
    passwords = {person.username: _password() for person in PEOPLE}
    for person in PEOPLE:
        user = User.objects.create_user(
            person.username,
            password=passwords[person.username],
            display_name=person.shown_as,
            is_staff=person.role != "crew",
            is_superuser=person.role is None,
        )
        user.terminals.add(terminal)
        if person.role is not None:
            user.groups.add(Group.objects.get(name=person.role))
    return passwords


def table_of_accounts(passwords: Mapping[str, str]) -> str:
    """Return the accounts as lines of text, in columns."""
    rows = [
        (each.username, passwords[each.username], each.shown_as, each.may_do) for each in PEOPLE
    ]
    return table([("Name", "Password", "Who", "Uses"), *rows])


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows of text in aligned columns, two blanks apart."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Iterable[str], widths: Iterable[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _password() -> str:
    groups = (
        "".join(secrets.choice(_LETTERS) for _ in range(_LETTERS_IN_GROUP)) for _ in range(_GROUPS)
    )
    return "-".join(groups)
