"""Passwords of what everybody at a port knows, which NIST SP 800-63B-4 §3.1.1.2 refuses."""

from collections.abc import Iterable

#: What stands on every sign at a pier and every page here.
WORDS_OF_THE_PORT = frozenset(
    [
        "admin",
        "auditor",
        "berth",
        "captain",
        "cargo",
        "clerk",
        "container",
        "crew",
        "dashboard",
        "deck",
        "dock",
        "foreman",
        "gang",
        "harbor",
        "harbour",
        "manifest",
        "operator",
        "password",
        "pier",
        "port",
        "quay",
        "ramp",
        "ship",
        "stevedore",
        "stevedores",
        "supervisor",
        "tablet",
        "tally",
        "terminal",
        "vessel",
        "welcome",
        "wharf",
    ]
)
# What is left must be worth something by itself. Shorter names than four letters are in any word.
_LEAST_LEFT = 8
_SHORTEST_NAME = 4


def is_of_known_words(password: str, names: Iterable[str]) -> bool:
    """Return whether hardly anything is left of a password without words that all here know.

    `names`: of terminals, ports and the like; each also counts word by word.
    """
    known = {part for name in names for part in (name, *name.split()) if _is_name(part)}
    left = password.casefold()
    is_touched = False
    # The longest first: of "harbourside" nothing must be left when both it and its half are known.
    for word in sorted({each.casefold() for each in known} | WORDS_OF_THE_PORT, key=_by_length):
        is_touched = is_touched or word in left
        left = left.replace(word, " ")
    return is_touched and sum(letter.isalnum() for letter in left) < _LEAST_LEFT


def _is_name(part: str) -> bool:
    return len(part) >= _SHORTEST_NAME


def _by_length(word: str) -> tuple[int, str]:
    return -len(word), word
