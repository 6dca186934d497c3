from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

import pytest
from django.contrib.admin.models import LogEntry
from django.db.models.signals import pre_save
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from operations.actions.plan_call import PlanIsPast, change_plans
from operations.models import Discrepancy, Stoppage, Terminal, User, VesselCall
from operations.vocabulary import CallDirection, CallStatus
from tests import cast
from tests.ledger_cast import TabletInHand, problems
from tests.operations.admin.office import (
    filled_in,
    list_of,
    page_of,
    said_by,
    save,
    shown_by,
    signed_in,
)

ADD = "/admin/operations/vesselcall/add/"


def announced(terminal: Terminal, **fields: object) -> dict[str, object]:
    known = {
        "terminal": terminal.pk,
        "vessel": cast.a_vessel().pk,
        "reference": "SSI-2026-0042",
        "voyage": "042E",
        "direction": "LOAD",
        "berth": terminal.berths.get().pk,
        "planned_arrival_at": "2026-12-01T06:30",
    }
    return known | fields


def expected_call(terminal: Terminal) -> VesselCall:
    return cast.a_vessel_call(
        terminal, status="EXPECTED", arrived_at=None, berthed_at=None, work_started_at=None
    )


def worked_today(terminal: Terminal) -> VesselCall:
    """Return a call whose times are past by the clock on the wall, as the steps ask for."""
    hours_ago = [timezone.now() - timedelta(hours=hours) for hours in (3, 2, 1)]
    instants = dict(zip(("arrived_at", "berthed_at", "work_started_at"), hours_ago, strict=True))
    return cast.a_vessel_call(terminal, **instants)


def test_a_call_is_announced_on_the_clock_of_its_terminal(desk: Client, terminal: Terminal) -> None:
    desk.post(ADD, announced(terminal))

    call = VesselCall.objects.get()
    at_home = datetime(2026, 12, 1, 6, 30, tzinfo=ZoneInfo("America/New_York"))
    assert (call.status, call.planned_arrival_at) == (CallStatus.EXPECTED, at_home)
    assert LogEntry.objects.get().object_id == str(call.pk)


def test_whoever_works_at_two_terminals_writes_each_time_on_the_clock_over_there(
    static_files: None, terminal: Terminal, other_terminal: Terminal
) -> None:
    from operations.vocabulary import Role

    both = cast.a_person("both", terminal, other_terminal, role=Role.SUPERVISOR, is_staff=True)

    signed_in(both).post(ADD, announced(other_terminal))

    over_there = datetime(2026, 12, 1, 6, 30, tzinfo=ZoneInfo("Asia/Kolkata"))
    assert VesselCall.objects.get().planned_arrival_at == over_there


def test_a_form_shows_the_times_it_will_read(desk: Client, terminal: Terminal) -> None:
    desk.post(ADD, announced(terminal))

    page = desk.get(page_of(VesselCall.objects.get()))

    assert filled_in(page)["planned_arrival_at"] == "2026-12-01T06:30"
    assert "Times are America/New_York." in page.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("reference", ""),
        ("planned_arrival_at", "tomorrow"),
        ("planned_arrival_at", "2026-03-08T02:30"),  # the clocks jumped over it
        ("planned_arrival_at", "9999-12-31T23:59"),
        ("direction", "SIDEWAYS"),
        ("vessel", "0"),
    ],
)
def test_what_is_no_plan_is_refused_beside_its_field(
    desk: Client, terminal: Terminal, field: str, value: str
) -> None:
    page = desk.post(ADD, announced(terminal, **{field: value}))

    assert field in page.context["adminform"].form.errors
    assert not VesselCall.objects.exists()


def test_a_call_is_not_planned_at_a_berth_next_door(
    static_files: None, terminal: Terminal, other_terminal: Terminal, superuser: User
) -> None:
    elsewhere = announced(terminal, berth=other_terminal.berths.get().pk)

    page = signed_in(superuser).post(ADD, elsewhere)

    assert "is not at" in str(page.context["adminform"].form.errors["berth"])


@contextmanager
def tablet_that_sends_before_the_row_is_written(ramp: TabletInHand) -> Iterator[None]:
    waiting = [ramp.count(), ramp.count()]

    def send(**_: object) -> None:
        now, waiting[:] = list(waiting), []
        if now:
            ramp.send(*now)

    pre_save.connect(send, sender=VesselCall, weak=False)
    try:
        yield
    finally:
        pre_save.disconnect(send, sender=VesselCall)


def test_saving_a_form_leaves_what_a_tablet_moved_meanwhile(
    desk: Client, ramp: TabletInHand, call: VesselCall
) -> None:
    form = filled_in(desk.get(page_of(call)))

    with tablet_that_sends_before_the_row_is_written(ramp):
        desk.post(page_of(call), form | {"voyage": "043E"})

    call.refresh_from_db()
    assert (call.voyage, call.head_position) == ("043E", 2)
    assert problems(call) == []


def test_what_has_happened_is_no_plan_any_more(desk: Client, call: VesselCall) -> None:
    save(desk, page_of(call), voyage="043E", direction="DISCHARGE", reference="OTHER", status="X")

    changed = VesselCall.objects.get(pk=call.pk)
    assert (changed.voyage, changed.direction) == ("043E", "LOAD")
    assert (changed.reference, changed.status) == (call.reference, CallStatus.WORKING)


def test_a_plan_that_became_history_while_the_form_was_open_is_refused(
    call: VesselCall, monkeypatch: pytest.MonkeyPatch, desk: Client
) -> None:
    with pytest.raises(PlanIsPast, match="direction"):
        change_plans(call=call, plans={"direction": CallDirection.BOTH})
    monkeypatch.setattr(
        "operations.admin.calls.planned_columns", lambda _: frozenset({"direction"})
    )

    said = said_by(save(desk, page_of(call), direction="BOTH"))

    assert said == ["No longer planned: direction."]


def test_a_stranger_plans_nothing(desk_next_door: Client, call: VesselCall, auditor: User) -> None:
    of_stranger = desk_next_door.post(page_of(call), {"voyage": "STOLEN"})
    of_reader = signed_in(auditor).post(page_of(call), {"voyage": "STOLEN"})

    assert of_stranger.headers["Location"] == reverse("admin:index")
    assert of_reader.status_code == HTTPStatus.FORBIDDEN
    call.refresh_from_db()
    assert call.voyage != "STOLEN"


def step(browser: Client, call: VesselCall, key: str, **said: object) -> list[str]:
    url = reverse("admin:operations_vesselcall_step", args=[call.pk, key])
    page = browser.get(url)
    if page.status_code != HTTPStatus.OK:
        return [str(page.status_code)]
    answer = browser.post(url, filled_in(page) | said, follow=True)
    if not answer.redirect_chain:
        return [*answer.context["form"].non_field_errors(), *answer.context["reasons"]]
    return said_by(answer)


def test_a_call_is_walked_through_its_life_by_its_buttons(desk: Client, terminal: Terminal) -> None:
    call = expected_call(terminal)

    for key in ("arrive", "berth", "start"):
        step(desk, call, key)
    step(desk, call, "stop", words="Rain")
    for key in ("resume", "complete", "depart", "close"):
        step(desk, call, key)

    call.refresh_from_db()
    assert call.status == CallStatus.CLOSED
    assert Stoppage.objects.get().reason == "Rain"
    assert "Work stopped (Rain)" in desk.get(page_of(call, "history")).content.decode()


def test_the_page_of_a_call_offers_the_steps_it_can_take(desk: Client, call: VesselCall) -> None:
    links = desk.get(page_of(call)).context["links"]

    assert [link.text for link in links][:2] == ["Stop work", "Complete work"]
    assert [link.is_next for link in links][:2] == [True, False]


def test_completing_work_shows_what_is_short(desk: Client, terminal: Terminal) -> None:
    call = worked_today(terminal)
    cast.a_unit(call, "VIN1")

    step(desk, call, "complete")

    assert Discrepancy.objects.get().kind == "SHORT"
    page = desk.get(page_of(call)).content.decode()
    assert "1 open discrepancy<" in page


def test_a_step_in_the_future_is_refused_in_words(desk: Client, terminal: Terminal) -> None:
    call = worked_today(terminal)
    tomorrow = timezone.now() + timedelta(days=1)

    said = step(desk, call, "complete", at=f"{tomorrow:%Y-%m-%dT%H:%M}")

    assert "in the future" in said[0]
    call.refresh_from_db()
    assert call.status == CallStatus.WORKING


def test_closing_says_what_is_open_and_takes_a_reason(desk: Client, terminal: Terminal) -> None:
    call = expected_call(terminal)
    cast.a_unit(call, "VIN1")
    for key in ("arrive", "berth", "start", "complete", "depart"):
        step(desk, call, key)

    refused = step(desk, call, "close")
    step(desk, call, "close", words="Agreed with the agent")

    assert any("1 discrepancy is open" in each for each in refused)
    call.refresh_from_db()
    assert (call.status, call.closing_note) == (CallStatus.CLOSED, "Agreed with the agent")


def test_a_step_that_somebody_else_took_meanwhile_is_not_taken_twice(
    desk: Client, call: VesselCall
) -> None:
    url = reverse("admin:operations_vesselcall_step", args=[call.pk, "arrive"])

    answer = desk.post(url, {"at": "2026-11-25T10:00"}, follow=True)

    assert "moved on meanwhile" in said_by(answer)[0]


@pytest.mark.parametrize("key", ["stop", "complete", "nowhere"])
def test_a_stranger_and_a_reader_take_no_step(
    desk_next_door: Client, auditor: User, call: VesselCall, key: str
) -> None:
    assert step(desk_next_door, call, key) == ["404"]
    assert step(signed_in(auditor), call, key) == ["403"]


def test_calls_are_found_by_ship_voyage_and_reference(desk: Client, call: VesselCall) -> None:
    for words in (call.vessel.name, call.vessel.imo_number, call.voyage, call.reference):
        assert shown_by(desk.get(list_of(VesselCall), {"q": words})) == [call]

    assert "Nothing matches" in desk.get(list_of(VesselCall), {"q": "nobody"}).content.decode()
