from django.db import transaction

from operations.actions.history import note_history
from operations.models import Tablet, Terminal, User
from operations.vocabulary import Audited


class NameInUse(Exception):
    """Another tablet of the terminal that is in use has this name."""


@transaction.atomic
def rename_tablet(*, tablet: Tablet, name: str, renamed_by: User) -> Tablet:
    """Give a tablet another name, as when it moves to another ramp; what it sent stays its own.

    Raises NameInUse.
    """
    # The terminal is locked, as by who enrols: no two take one name at a time.
    Terminal.objects.select_for_update(no_key=True).get(pk=tablet.terminal_id)
    in_use = Tablet.objects.filter(terminal=tablet.terminal_id, revoked_at=None)
    if any(other.name == name and other.pk != tablet.pk for other in in_use):
        raise NameInUse(f"Another tablet in use is called {name}.")
    fresh = Tablet.objects.select_for_update().get(pk=tablet.pk)
    said = f"Renamed from {fresh.name} to {name}."
    fresh.name = name
    fresh.save(update_fields=["name"])
    note_history(subject=fresh, by=renamed_by, said=said, what=Audited.TABLET_RENAMED)
    return fresh
