from uuid import uuid4

import pytest

from operations.models import Gang, TallyEvent, Terminal
from tests.ledger_cast import TabletInHand

ODD_NAMES = ['"', "'", "\\", "{a,b}", "NULL", "", " ", "ü", "a\tb", "%s", "\\N"]


def test_any_of_finds_what_in_finds_whatever_the_text(terminal: Terminal) -> None:
    for name in ODD_NAMES:
        Gang.objects.create(terminal=terminal, name=name)

    for wanted in ([name] for name in ODD_NAMES):
        assert [gang.name for gang in Gang.objects.filter(name__any_of=wanted)] == wanted
    assert Gang.objects.filter(name__any_of=ODD_NAMES).count() == len(ODD_NAMES)


@pytest.mark.parametrize("column", ["event_id", "device_sequence"])
def test_any_of_finds_ids_and_numbers(ramp: TabletInHand, column: str) -> None:
    ramp.send(ramp.count(), ramp.count(), ramp.count())
    values = list(TallyEvent.objects.order_by("position").values_list(column, flat=True))[:2]
    other = uuid4() if column == "event_id" else 77

    found = TallyEvent.objects.filter(**{f"{column}__any_of": [*values, other]})

    assert found.count() == 2


def test_any_of_nothing_is_nothing(terminal: Terminal) -> None:
    assert not Gang.objects.filter(name__any_of=[]).exists()
