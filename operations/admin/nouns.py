"""Every noun that admin shows, registered with the site."""

from importlib import import_module

_FILES = (
    "calls",
    "stoppages",
    "cargo",
    "manifests",
    "discrepancies",
    "ledger",
    "people",
    "audit",
    "tablets",
    "invitations",
    "places",
    "vessels",
    "alerts",
)


def register() -> None:
    """Import each family of nouns, which registers what is in it."""
    for name in _FILES:
        import_module(f"operations.admin.{name}")
