import dataclasses

import pytest

from operations.field import limits
from operations.models import TallyEvent, VesselCall
from tests import cast
from tests.operations.field.tablets import TabletClient, error_of


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everybody ask three times a minute."""
    for name in ("TABLET", "STRANGER", "SIGN_IN", "ENROL"):
        limit = dataclasses.replace(getattr(limits, name), most=3)
        monkeypatch.setattr(limits, name, limit)


@pytest.mark.usefixtures("few")
def test_a_tablet_that_asks_too_often_is_told_when_to_come_again(ramp: TabletClient) -> None:
    answers = [ramp.get("calls") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert error_of(answers[-1]) == (429, "too_many_requests")
    assert int(answers[-1].headers["Retry-After"]) > 0


@pytest.mark.usefixtures("few")
def test_one_busy_tablet_keeps_no_other_at_its_address_waiting(
    ramp: TabletClient, tablet_next_door: TabletClient
) -> None:
    for _ in range(4):
        ramp.get("calls")

    assert tablet_next_door.get("calls").status_code == 200


@pytest.mark.usefixtures("few")
def test_no_event_of_a_refused_batch_is_recorded(ramp: TabletClient, call: VesselCall) -> None:
    for _ in range(3):
        ramp.get("calls")

    refused = ramp.post("events", ramp.batch(cast.a_raw_event(call, token=ramp.shift, sequence=1)))

    assert error_of(refused) == (429, "too_many_requests")
    assert not TallyEvent.objects.exists()


@pytest.mark.usefixtures("few")
@pytest.mark.parametrize(
    ("path", "content"), [("sign-in", {"username": "x", "password": "y"}), ("enrol", {"code": "1"})]
)
def test_guessing_is_slowed_before_anything_is_looked_up(
    ramp: TabletClient, path: str, content: object
) -> None:
    statuses = [ramp.post(path, content).status_code for _ in range(4)]

    assert statuses[-1] == 429
