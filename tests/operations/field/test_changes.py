import pytest

from operations.models import User, VesselCall
from operations.vocabulary import CallStatus
from tests import cast
from tests.operations.field.tablets import TabletClient, a_tablet_client, error_of


def counts(tablet: TabletClient, call: VesselCall, *sequences: int) -> list[dict[str, object]]:
    return [cast.a_raw_event(call, token=tablet.shift, sequence=number) for number in sequences]


def test_others_see_what_was_counted_and_by_whom(ramp: TabletClient, call: VesselCall) -> None:
    event = cast.a_raw_event(call, token=ramp.shift, sequence=1, clock_offset_ms=-3_600_000)
    ramp.send(event)

    answer = ramp.get(f"calls/{call.pk}/changes").json()

    [change] = answer["events"]
    assert (change["position"], change["event_id"]) == (1, event["event_id"])
    assert (change["person"], change["tablet"]) == ("Tally clerk, gang 3", ramp.tablet.pk)
    assert change["journal_id"] == ramp.journal_id
    assert change["counted_at"] == "2026-11-25T14:00:00.000000Z"
    call.refresh_from_db()
    assert answer["head"] == {"position": 1, "digest": call.head_digest}


def test_who_reads_on_learns_that_the_work_was_completed(
    ramp: TabletClient, call: VesselCall
) -> None:
    VesselCall.objects.filter(pk=call.pk).update(status=CallStatus.COMPLETED)

    answer = ramp.get(f"calls/{call.pk}/changes").json()

    assert answer["status"] == "COMPLETED"


def test_reading_page_by_page_skips_and_repeats_nothing(
    ramp: TabletClient, call: VesselCall
) -> None:
    ramp.send(*counts(ramp, call, *range(1, 8)))
    seen, after, more = [], 0, True

    while more:
        page = ramp.get(f"calls/{call.pk}/changes?after={after}&limit=3").json()
        seen += [change["position"] for change in page["events"]]
        after, more = page["position"], page["more"]

    assert seen == [1, 2, 3, 4, 5, 6, 7]


def test_at_the_end_there_is_nothing_more(ramp: TabletClient, call: VesselCall) -> None:
    ramp.send(*counts(ramp, call, 1, 2))

    page = ramp.get(f"calls/{call.pk}/changes?after=2").json()

    assert (page["events"], page["position"], page["more"]) == ([], 2, False)


def test_a_cursor_beyond_the_ledger_is_led_back_to_its_end(
    ramp: TabletClient, call: VesselCall
) -> None:
    ramp.send(*counts(ramp, call, 1, 2))

    page = ramp.get(f"calls/{call.pk}/changes?after=900").json()

    assert (page["events"], page["position"], page["more"]) == ([], 2, False)


def test_two_tablets_read_each_others_work(
    ramp: TabletClient, clerk: User, call: VesselCall
) -> None:
    hatch = a_tablet_client(call.terminal, clerk, name="Hatch 2")
    ramp.send(*counts(ramp, call, 1))
    hatch.send(*counts(hatch, call, 2))

    events = ramp.get(f"calls/{call.pk}/changes").json()["events"]

    assert [each["tablet"] for each in events] == [ramp.tablet.pk, hatch.tablet.pk]


@pytest.mark.parametrize("name", ["after", "limit"])
@pytest.mark.parametrize(
    "value", ["-1", "1.9", "true", "", " 1", "1 ", "+1", "1_0", "٣", "NaN", "1e3", "9" * 5000]
)
def test_only_whole_numbers_are_positions(
    ramp: TabletClient, call: VesselCall, name: str, value: str
) -> None:
    refused = ramp.browser.get(
        f"/field/api/v1/calls/{call.pk}/changes",
        {name: value},
        headers={"Shift-Token": ramp.shift},
    )

    assert error_of(refused) == (400, "malformed")


@pytest.mark.parametrize("limit", ["0", "1001"])
def test_a_page_has_a_size(ramp: TabletClient, call: VesselCall, limit: str) -> None:
    refused = ramp.get(f"calls/{call.pk}/changes?limit={limit}")

    assert error_of(refused) == (400, "malformed")
