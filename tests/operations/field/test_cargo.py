import pytest

from operations.models import Unit, VesselCall
from operations.vocabulary import CargoMode
from tests import cast
from tests.operations.field.tablets import TabletClient, error_of


def test_the_list_holds_units_and_lines(ramp: TabletClient, loaded_call: VesselCall) -> None:
    answer = ramp.get(f"calls/{loaded_call.pk}/cargo").json()

    [unit] = answer["units"]
    assert unit["identifier"] == "WVWZZZ1JZXW000001"
    assert (unit["make"], unit["model"], unit["cargo_class"]) == ("Example", "Hatch", "CAR")
    assert (unit["port"], unit["is_worked_here"], unit["hold"]) == ("DEBRV", True, "")
    assert [(line["mode"], line["expected"], line["unit"]) for line in answer["lines"]] == [
        ("IDENTIFIED", 1, "units"),
        ("COUNTED", 24, "units"),
        ("BULK", 50_000, "kg"),
    ]
    assert unit["line"] == answer["lines"][0]["id"]


def test_what_a_later_list_dropped_is_not_there(
    ramp: TabletClient, loaded_call: VesselCall
) -> None:
    Unit.objects.update(is_listed=False)
    loaded_call.cargo_lines.update(is_listed=False)

    answer = ramp.get(f"calls/{loaded_call.pk}/cargo").json()

    assert (answer["units"], answer["lines"]) == ([], [])


def test_cargo_for_another_port_says_so_and_names_that_port(
    ramp: TabletClient, call: VesselCall
) -> None:
    elsewhere = cast.a_cargo_line(
        call,
        CargoMode.IDENTIFIED,
        is_worked_here=False,
        port_of_loading=cast.a_port("USBAL", "Baltimore"),
    )
    cast.a_unit(call, "WRONGPORT1", line=elsewhere, hold_reason="Customs")

    [unit] = ramp.get(f"calls/{call.pk}/cargo").json()["units"]

    assert (unit["is_worked_here"], unit["port"], unit["hold"]) == (False, "USBAL", "Customs")


def test_the_list_is_told_once(ramp: TabletClient, loaded_call: VesselCall) -> None:
    path = f"calls/{loaded_call.pk}/cargo"
    etag = ramp.get(path).headers["ETag"]

    for asked in (etag, f"W/{etag}", f'"other", {etag}'):
        again = ramp.get(path, headers={"If-None-Match": asked})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag


def test_a_tablet_may_name_the_version_it_has(ramp: TabletClient, loaded_call: VesselCall) -> None:
    path = f"calls/{loaded_call.pk}/cargo"

    assert ramp.get(f"{path}?version=0").status_code == 304
    for other in ("1", "00", "", "x", "0.0"):
        assert ramp.get(f"{path}?version={other}").status_code == 200


def test_a_new_list_is_told_whatever_the_tablet_has(
    ramp: TabletClient, loaded_call: VesselCall
) -> None:
    path = f"calls/{loaded_call.pk}/cargo"
    etag = ramp.get(path).headers["ETag"]
    VesselCall.objects.filter(pk=loaded_call.pk).update(cargo_version=1)

    assert ramp.get(path, headers={"If-None-Match": etag}).json()["version"] == 1
    assert ramp.get(f"{path}?version=0").json()["version"] == 1


def test_a_list_travels_compressed(ramp: TabletClient, loaded_call: VesselCall) -> None:
    for number in range(20):
        cast.a_unit(loaded_call, f"WVWZZZ1JZXW1{number:05}")

    answer = ramp.get(f"calls/{loaded_call.pk}/cargo", headers={"Accept-Encoding": "gzip, br"})

    assert answer.headers["Content-Encoding"] == "gzip"
    assert len(answer.json()["units"]) == 21


@pytest.mark.parametrize("path", ["calls/{}/cargo", "calls/{}/changes"])
def test_a_stranger_and_a_call_that_is_not_there_look_alike(
    tablet_next_door: TabletClient, loaded_call: VesselCall, path: str
) -> None:
    for call_id in (loaded_call.pk, loaded_call.pk + 1, 0, 2**63, 10**30):
        assert error_of(tablet_next_door.get(path.format(call_id))) == (404, "not_found")


@pytest.mark.parametrize("path", ["calls/{}/cargo", "calls/{}/changes"])
def test_without_a_shift_nobody_reads(
    ramp: TabletClient, loaded_call: VesselCall, path: str
) -> None:
    refused = ramp.get(path.format(loaded_call.pk), shift="")

    assert error_of(refused) == (401, "sign_in_required")
