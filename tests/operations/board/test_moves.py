"""A supervisor's daily moves, one form each; the clock is the real one."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from operations.models import Berth, Terminal, VesselCall
from operations.vocabulary import CallStatus
from tests import cast
from tests.operations.board.desk import Desk, Page


def move(desk: Desk, call: VesselCall, key: str, **fields: object) -> Page:
    return desk.follow(f"/calls/{call.reference}/moves/{key}/", **fields)


def wall_time(instant: datetime, call: VesselCall) -> str:
    """Return a time as a person at the terminal types it."""
    return f"{instant.astimezone(call.terminal.zone):%Y-%m-%dT%H:%M}"


def an_expected_call(terminal: Terminal) -> VesselCall:
    nothing_yet = dict.fromkeys(("berth", "arrived_at", "berthed_at", "work_started_at"))
    return cast.a_vessel_call(terminal, status=CallStatus.EXPECTED, **nothing_yet)


def test_a_call_is_led_through_its_whole_life(desk: Desk, terminal: Terminal) -> None:
    call, berth = an_expected_call(terminal), terminal.berths.get()
    steps: list[tuple[str, dict[str, object], CallStatus]] = [
        ("arrive", {}, CallStatus.ARRIVED),
        ("berth", {"berth": berth.pk}, CallStatus.BERTHED),
        ("start", {}, CallStatus.WORKING),
        ("stop", {"reason": "Rain"}, CallStatus.STOPPED),
        ("resume", {}, CallStatus.WORKING),
        ("complete", {}, CallStatus.COMPLETED),
        ("reopen", {"reason": "Six more cars"}, CallStatus.WORKING),
        ("complete", {}, CallStatus.COMPLETED),
        ("depart", {}, CallStatus.DEPARTED),
        ("close", {}, CallStatus.CLOSED),
    ]

    for key, fields, status in steps:
        page = move(desk, call, key, **fields)
        call.refresh_from_db()
        assert (page.status, call.status) == (200, status), page.text

    assert call.berth == berth


def test_a_move_is_told_and_so_is_what_may_follow(desk: Desk, call: VesselCall) -> None:
    page = move(desk, call, "stop", reason="Rain")

    assert "Work stopped, " in page.text
    assert ": Rain" in page.text
    assert "Resume work" in page.text
    assert "Stop work" not in page.text


def test_a_time_can_be_corrected(desk: Desk, call: VesselCall) -> None:
    an_hour_ago = timezone.now().replace(second=0, microsecond=0) - timedelta(hours=1)

    move(desk, call, "stop", reason="Rain", at=wall_time(an_hour_ago, call))

    assert call.stoppages.get().starts_at == an_hour_ago


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2026-03-08T02:30", "“2026-03-08T02:30” is no time on the terminal’s clock."),
        ("soon", "Write it as it is in America/New_York, or leave it empty for now."),
        ("2099-01-01T00:00", "lies in the future. Correct the time, or leave it empty for now."),
        ("2026-11-01T00:00", "is before the step before it"),
    ],
)
def test_a_time_that_cannot_be_is_refused(
    desk: Desk, call: VesselCall, at: str, words: str
) -> None:
    page = move(desk, call, "stop", reason="Rain", at=at)

    call.refresh_from_db()
    assert (page.status, call.status) == (409, CallStatus.WORKING)
    assert words in page.text


def test_a_taken_berth_is_refused_with_who_lies_there(
    desk: Desk, call: VesselCall, terminal: Terminal
) -> None:
    other = an_expected_call(terminal)
    move(desk, other, "arrive")

    page = move(desk, other, "berth", berth=call.berth_id)

    assert page.status == 409
    assert f"Berth 1 is taken by {call}." in page.text
    assert "Choose another berth" in page.text


def test_the_berths_tell_who_lies_there(desk: Desk, call: VesselCall, terminal: Terminal) -> None:
    Berth.objects.create(terminal=terminal, name="2")
    other = an_expected_call(terminal)

    page = move(desk, other, "arrive")

    assert "1 (Morning Example lies there) 2" in page.text


@pytest.mark.parametrize("berth", ["", "none", "99999", "9" * 30])
def test_a_berth_must_be_chosen(desk: Desk, terminal: Terminal, berth: str) -> None:
    call = an_expected_call(terminal)
    move(desk, call, "arrive")

    assert "No berth was chosen." in move(desk, call, "berth", berth=berth).text


def test_a_stoppage_needs_a_reason(desk: Desk, call: VesselCall) -> None:
    page = move(desk, call, "stop", reason="  ")

    assert page.status == 409
    assert "Choose a reason or write one, then try again." in page.text


def test_who_comes_second_reads_what_happened(desk: Desk, call: VesselCall) -> None:
    move(desk, call, "complete")

    page = move(desk, call, "stop", reason="Rain")

    assert page.status == 409
    assert "Somebody may have been quicker." in page.text


def test_a_call_is_not_closed_while_something_is_open(desk: Desk, call: VesselCall) -> None:
    cast.a_unit(call, "WVWZZZ1JZXW000001")
    move(desk, call, "complete")
    offered = move(desk, call, "depart")

    refused = move(desk, call, "close")

    assert "In the way: 1 discrepancy is open." in offered.text
    assert refused.status == 409
    assert "is not settled yet. 1 discrepancy is open." in refused.text


def test_a_call_is_closed_all_the_same_with_words(desk: Desk, call: VesselCall) -> None:
    cast.a_unit(call, "WVWZZZ1JZXW000001")
    move(desk, call, "complete")
    move(desk, call, "depart")

    page = move(desk, call, "close", reason="The line knows")

    call.refresh_from_db()
    assert (page.status, call.status) == (200, CallStatus.CLOSED)
    assert "The line knows" in page.text


def test_a_call_that_never_came_is_cancelled(desk: Desk, terminal: Terminal) -> None:
    call = an_expected_call(terminal)

    page = move(desk, call, "cancel", reason="Omitted")

    assert "Cancelled" in page.text
    assert "Call cancelled" in page.text


def test_a_move_that_nobody_knows_is_not_there(desk: Desk, call: VesselCall) -> None:
    assert move(desk, call, "sink").status == 404


def test_unprintable_words_are_kept_without_what_cannot_be_stored(
    desk: Desk, call: VesselCall
) -> None:
    move(desk, call, "stop", reason="Rain\x00and\nwind" + "!" * 300)

    assert call.stoppages.get().reason.startswith("Rain and wind!!!")
    assert len(call.stoppages.get().reason) == 200


def test_what_came_in_the_minute_of_closing_is_told_apart(
    desk: Desk, call: VesselCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key in ("complete", "depart"):
        move(desk, call, key)
    in_the_minute = timezone.now().replace(second=40) + timedelta(minutes=1)
    monkeypatch.setattr(timezone, "now", lambda: in_the_minute)
    monkeypatch.setattr("operations.actions.call_life_cycle.now", lambda: in_the_minute)

    move(desk, call, "close")

    call.refresh_from_db()
    assert call.closed_at == in_the_minute


def test_no_bright_button_calls_for_a_ship_at_work_to_be_stopped(
    desk: Desk, call: VesselCall
) -> None:
    html = desk.get(f"/calls/{call.reference}/").html

    assert '<summary class="button button-quiet">Stop work</summary>' in html
    assert '<summary class="button button-quiet">Complete work</summary>' in html
