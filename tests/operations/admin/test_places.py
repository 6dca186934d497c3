from django.test import Client

from operations.models import Berth, CargoClass, Gang, Port, Terminal, User, Vessel, VesselCall
from tests import cast
from tests.cast import IMO_NUMBERS
from tests.ledger_cast import TabletInHand
from tests.operations.admin.office import filled_in, list_of, page_of, save, shown_by, signed_in

ADD_VESSEL = "/admin/operations/vessel/add/"
NO_DECKS = {"decks-TOTAL_FORMS": 0, "decks-INITIAL_FORMS": 0}


def test_a_supervisor_keeps_berths_and_gangs_on_the_page_of_the_terminal(
    desk: Client, terminal: Terminal
) -> None:
    form = filled_in(desk.get(page_of(terminal)))
    form |= {"berths-TOTAL_FORMS": 2, "berths-1-name": "2", "gangs-0-name": "Night gang"}
    form |= {"berths-1-terminal": terminal.pk}

    desk.post(page_of(terminal), form)

    assert {berth.name for berth in terminal.berths.all()} == {"1", "2"}
    assert terminal.gangs.get().name == "Night gang"


def test_a_supervisor_does_not_turn_the_clock_of_the_terminal(
    desk: Client, terminal: Terminal
) -> None:
    save(desk, page_of(terminal), time_zone="Asia/Tokyo", name="Mine")

    terminal.refresh_from_db()
    assert (terminal.time_zone, terminal.name) == ("America/New_York", "Terminal colonel")


def test_the_clock_of_a_terminal_stands_fast_once_cargo_was_counted(
    static_files: None, ramp: TabletInHand, superuser: User, other_terminal: Terminal
) -> None:
    ramp.send(ramp.count())
    root = signed_in(superuser)

    for terminal in (ramp.call.terminal, other_terminal):
        save(root, page_of(terminal), time_zone="Asia/Tokyo")

    assert Terminal.objects.get(pk=ramp.call.terminal_id).time_zone == "America/New_York"
    assert Terminal.objects.get(pk=other_terminal.pk).time_zone == "Asia/Tokyo"


def test_a_berth_that_a_call_names_is_not_deleted(desk: Client, call: VesselCall) -> None:
    berth = call.berth
    assert berth is not None

    desk.post(page_of(berth, "delete"), {"post": "yes"})

    assert Berth.objects.filter(pk=berth.pk).exists()


def test_a_berth_by_mistake_is_deleted(desk: Client, terminal: Terminal) -> None:
    mistake = Berth.objects.create(terminal=terminal, name="11")

    desk.post(page_of(mistake, "delete"), {"post": "yes"})

    assert not Berth.objects.filter(pk=mistake.pk).exists()


def test_a_stranger_neither_adds_nor_deletes_words_of_this_terminal(
    desk_next_door: Client, terminal: Terminal
) -> None:
    desk_next_door.post("/admin/operations/gang/add/", {"terminal": terminal.pk, "name": "Theirs"})
    desk_next_door.post(page_of(terminal.gangs.get(), "delete"), {"post": "yes"})

    assert [gang.name for gang in Gang.objects.filter(terminal=terminal)] == ["Gang 3"]


def test_the_words_that_totals_are_kept_under_stay(desk: Client, terminal: Terminal) -> None:
    car = CargoClass.objects.create(code="CAR", name="Cars")

    save(desk, page_of(car), code="AUTO", name="Passenger cars")
    save(desk, page_of(terminal.port), locode="DEBRV", name="Brunswick, Georgia")

    assert CargoClass.objects.get().code == "CAR"
    assert CargoClass.objects.get().name == "Passenger cars"
    assert Port.objects.get(locode="USSSI").name == "Brunswick, Georgia"


def test_a_port_has_a_well_formed_locode(desk: Client, terminal: Terminal) -> None:
    page = desk.post("/admin/operations/port/add/", {"locode": "bremen", "name": "Bremen"})

    assert page.context["adminform"].form.errors
    assert not Port.objects.filter(name="Bremen").exists()


def test_a_ship_has_an_imo_number_with_a_right_check_digit(
    desk: Client, terminal: Terminal
) -> None:
    wrong = {"name": "Wrong", "imo_number": "9074728"} | NO_DECKS
    right = {"name": "Right", "imo_number": IMO_NUMBERS[1]} | NO_DECKS

    page = desk.post(ADD_VESSEL, wrong)
    desk.post(ADD_VESSEL, right)

    assert "check digit" in str(page.context["adminform"].form.errors["imo_number"])
    assert [vessel.name for vessel in Vessel.objects.all()] == ["Right"]


def test_a_ship_is_found_by_its_number_in_the_form_of_a_call(
    desk: Client, terminal: Terminal
) -> None:
    ship = cast.a_vessel(IMO_NUMBERS[1], "Ocean Example")
    search = {"app_label": "operations", "model_name": "vesselcall", "field_name": "vessel"}

    answer = desk.get("/admin/autocomplete/", search | {"term": IMO_NUMBERS[1][:4]})

    assert [each["id"] for each in answer.json()["results"]] == [str(ship.pk)]
    assert shown_by(desk.get(list_of(Vessel), {"q": "ocean"})) == [ship]
