"""Upload, preview with corrections, load: as a browser without JavaScript does it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from monitoring.rate_limit import Limit
from operations.admin import limits
from operations.admin.manifest_import_form import column_field, corrections_of, port_field
from operations.models import CargoLine, Manifest, ManifestDraft, Port, Unit, User, VesselCall
from operations.readers.corrections import NO_CORRECTIONS, SHEET_NAME, LayoutCorrections
from operations.vocabulary import ColumnMeaning, Direction
from tests import cast
from tests.manifests import a_csv, a_voyage, some_cars
from tests.operations.admin.filled_form import FilledForm
from tests.operations.admin.office import filled_in, page_of, said_by, signed_in

A, B = "WVWZZZ1JZXW000001", "WVWZZZ1JZXW000002"


@pytest.fixture(autouse=True)
def bremerhaven(db: None) -> Port:
    return cast.a_port("DEBRV", "Bremerhaven")


def upload(browser: Client, call: VesselCall, content: bytes, name: str = "list.csv") -> str:
    """Return the address of the page that the upload leads to."""
    file = SimpleUploadedFile(name, content)
    answer = browser.post(page_of(call, "manifest"), {"file": file})
    return str(answer["Location"]) if answer.status_code == 302 else ""


def refusal_of(browser: Client, call: VesselCall, content: bytes, name: str = "list.csv") -> str:
    file = SimpleUploadedFile(name, content)
    answer = browser.post(page_of(call, "manifest"), {"file": file})
    (reason,) = answer.context["form"].errors["file"]
    return str(reason)


def text_of(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def press(browser: Client, address: str, step: str, **answers: str) -> str:
    """Fill in the preview, press a button, and return the page that comes."""
    form = filled_in(browser.get(address)) | answers | {"step": step}
    return browser.post(address, form, follow=True).content.decode()


def test_the_page_of_a_call_leads_to_loading_a_manifest(desk: Client, call: VesselCall) -> None:
    assert page_of(call, "manifest") in text_of(desk, page_of(call))


def test_the_list_of_manifests_leads_to_the_calls(desk: Client, call: VesselCall) -> None:
    page = text_of(desk, reverse("admin:operations_manifest_changelist"))

    assert "No manifest yet. Open a call and press Load a manifest." in page
    calls = reverse("admin:operations_vesselcall_changelist")
    assert f'href="{calls}" class="button' in page


def test_a_list_is_uploaded_looked_at_and_loaded(
    desk: Client, call: VesselCall, supervisor: User
) -> None:
    preview = upload(desk, call, some_cars(A, B))
    assert not Unit.objects.exists()

    answer = desk.post(preview, filled_in(desk.get(preview)) | {"step": "load"}, follow=True)

    assert said_by(answer) == [
        "“list.csv” is loaded as version 1 of this call's list. Tablets fetch it by themselves."
    ]
    assert Manifest.objects.get().loaded_by == supervisor
    assert Unit.objects.count() == 2
    assert not ManifestDraft.objects.exists()


def test_the_preview_shows_counts_layout_and_problems(desk: Client, call: VesselCall) -> None:
    cast.a_port("BEZEE", "Zeebrugge")
    page = text_of(desk, upload(desk, call, a_voyage().as_xlsx(), "list.xlsx"))

    for told in (
        "1,485",
        "Zeebrugge",
        "Mercedes-Benz",
        "99 %",
        "Wrong check digit",
        "Listed twice",
    ):
        assert told in page, told
    assert "Listed already in row 410 of “BEZEE”; it is one unit and counts once." in page


def test_a_problem_stands_in_its_cell(desk: Client, call: VesselCall) -> None:
    page = text_of(desk, upload(desk, call, some_cars(A, A)))

    cell = page.partition('<td class="has-problem">')[2].partition("</td>")[0]
    assert A in cell
    assert "Listed already in row 2" in cell


def test_corrections_are_read_again_and_loaded(desk: Client, call: VesselCall) -> None:
    content = a_csv(("VIN", "POD", "Final"), (A, "DEBRV", "USSSI"))
    preview = upload(desk, call, content)
    field = column_field("list", "C")

    shown = press(desk, preview, "again", **{field: "PORT_OF_DISCHARGE"})
    answers = FilledForm(shown).values | {"step": "load"}
    desk.post(preview, answers)

    assert "You said so." in shown
    assert CargoLine.objects.get().port_of_discharge == Port.objects.get(locode="USSSI")


def test_an_unknown_port_is_asked_for_and_created(desk: Client, call: VesselCall) -> None:
    preview = upload(desk, call, some_cars(A, port="Hamburg"))
    assert "These ports are not known: “Hamburg”" in text_of(desk, preview)

    press(desk, preview, "load", **{port_field("Hamburg"): "de ham"})

    assert CargoLine.objects.get().port_of_discharge == Port.objects.get(locode="DEHAM")


def test_a_list_that_cannot_be_loaded_yet_is_refused_with_the_corrections_kept(
    desk: Client, call: VesselCall
) -> None:
    preview = upload(desk, call, some_cars(A, port="Hamburg"))

    page = press(desk, preview, "load", **{port_field("Hamburg"): "Hamburg"})

    assert "Nothing was loaded. “HAMBURG” for “Hamburg” is not a UN/LOCODE" in page
    assert 'value="HAMBURG"' in page
    assert not Unit.objects.exists()


def test_rows_that_cannot_be_read_are_left_out_when_a_person_ticks_it(
    desk: Client, call: VesselCall
) -> None:
    content = a_csv(("VIN", "POD"), (A, "DEBRV"), ("1.2E+16", "DEBRV"))
    preview = upload(desk, call, content)
    assert "1 row cannot be loaded as it stands" in text_of(desk, preview)

    press(desk, preview, "load", refused="left")

    assert Unit.objects.get().identifier == A


def test_changed_units_are_counted_as_units(desk: Client, call: VesselCall) -> None:
    header = ("VIN", "Make", "Model", "POD")
    press(desk, upload(desk, call, a_csv(header, (A, "VW", "Golf", "DEBRV"))), "load")

    page = text_of(desk, upload(desk, call, a_csv(header, (A, "Audi", "A4", "DEBRV"))))

    assert "Changed: <strong>1</strong>" in page
    assert f"{A}: make VW → Audi; model Golf → A4" in page


def test_a_new_version_shows_what_it_changes(desk: Client, call: VesselCall) -> None:
    press(desk, upload(desk, call, some_cars(A)), "load")

    page = text_of(desk, upload(desk, call, some_cars(B)))

    assert "What changes against version 1" in page
    assert "Taken off the list: <strong>1</strong>" in page


def test_a_list_that_takes_cargo_off_says_so_and_asks_whether_it_is_an_addition(
    desk: Client, call: VesselCall
) -> None:
    press(desk, upload(desk, call, some_cars(A)), "load")
    preview = upload(desk, call, some_cars(B))

    page = text_of(desk, preview)
    assert "This list takes 1 of 1 unit off the list that is loaded now." in page
    assert "note-good" not in page
    assert page.count('name="adds"') == 1

    assert "note-good" in press(desk, preview, "again", adds="yes")
    press(desk, preview, "load", adds="yes")
    assert set(Unit.objects.filter(is_listed=True).values_list("identifier", flat=True)) == {A, B}


def test_a_list_is_given_up(desk: Client, call: VesselCall) -> None:
    preview = upload(desk, call, some_cars(A))

    page = press(desk, preview, "give_up")

    assert "was given up. Nothing was loaded." in page
    assert not ManifestDraft.objects.exists()
    assert "not waiting any more" in desk.get(preview, follow=True).content.decode()


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "list.csv", "The file is empty."),
        (b"x", "list.pdf", "A PDF cannot be read as a list."),
        (b"PK\x03\x04", "list.csv", "this is an Excel workbook or another archive"),
        (b"V" * 12_000_000, "list.csv", "The file has 12 MB; 10 MB is the most."),
    ],
)
def test_a_file_that_is_not_taken_says_why(
    *, desk: Client, call: VesselCall, content: bytes, name: str, reason: str
) -> None:
    assert reason in refusal_of(desk, call, content, name)
    assert not ManifestDraft.objects.exists()


def test_a_stranger_is_told_that_there_is_nothing(
    desk: Client, desk_next_door: Client, call: VesselCall
) -> None:
    preview = upload(desk, call, some_cars(A))

    for address in (page_of(call, "manifest"), preview):
        assert desk_next_door.get(address).status_code == 404
        assert desk_next_door.post(address, {"step": "load"}).status_code == 404
    assert not Unit.objects.exists()


def test_only_supervisors_load(
    call: VesselCall, operator: User, auditor: User, static_files: None
) -> None:
    for person in (operator, auditor):
        browser = signed_in(person)
        assert browser.get(page_of(call, "manifest")).status_code == 403
        assert page_of(call, "manifest") not in text_of(browser, page_of(call))


def test_the_draft_of_another_call_is_not_found_here(desk: Client, call: VesselCall) -> None:
    other = cast.a_vessel_call(call.terminal, berth=None, berthed_at=None, work_started_at=None)
    upload(desk, call, some_cars(A))
    draft = ManifestDraft.objects.get()

    address = reverse("admin:operations_vesselcall_manifest_draft", args=[other.pk, draft.pk])

    assert desk.post(address, {"step": "load"}).status_code == 302
    assert not Unit.objects.exists()


def test_what_a_form_says_is_read_and_the_rest_is_left_as_guessed() -> None:
    form = {
        "column:C:Deck: 1": "PORT_OF_DISCHARGE",
        "column:D:Deck: 1": "",
        "column:E:Deck: 1": "NONSENSE",
        "name:BRV": "IGNORED",
        "header:BRV": "3",
        "header:ZEE": "three",
        "sheet:Old": "left",
        "port:to order": "none",
        "port:Ant: werp": " be anr ",
        "direction": "LOAD",
        "class": "CAR",
        "refused": "left",
        "adds": "yes",
        "csrfmiddlewaretoken": "x",
        "step": "load",
    }
    told = LayoutCorrections(
        columns={
            ("Deck: 1", "C"): ColumnMeaning.PORT_OF_DISCHARGE,
            ("BRV", SHEET_NAME): ColumnMeaning.IGNORED,
        },
        header_rows={"BRV": 3},
        sheets={"Old": False},
        direction=Direction.LOAD,
        ports={"to order": "", "Ant: werp": "BEANR"},
        cargo_class="CAR",
        leaves_out_refused_rows=True,
        is_addition=True,
    )

    assert corrections_of(form) == told
    assert corrections_of({}) == NO_CORRECTIONS


def test_who_uploads_too_often_is_told_to_wait(
    desk: Client, call: VesselCall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "_UPLOAD", Limit("upload", most=1))
    upload(desk, call, b"")

    answer = desk.post(page_of(call, "manifest"), {})

    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
