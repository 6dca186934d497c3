"""A walk through every screen of the field app, and the cargo that such a walk needs."""

from collections.abc import Iterator

from operations.models import CargoLine, Unit, VesselCall
from operations.vocabulary import CargoMode
from tests import cast
from tests.journeys.field_office import FieldOffice
from tests.journeys.field_page import SURE_END, FieldPage
from tests.journeys.port import CLERK

HELD, ELSEWHERE = "HELD0000000077001", "ELSE0000000088002"
PIECES, DRUMS, CLAY = "Cases of parts", "Cable drums", "Clay in bags"
_FULL_DISK = """() => {
  IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError'); };
}"""


def lay_out_more_cargo() -> None:
    """Run in the server's own surroundings: what is counted otherwise, and what asks questions."""
    call = VesselCall.objects.get()
    cast.a_cargo_line(call, description=DRUMS)
    if Unit.objects.filter(identifier=HELD).exists():
        return
    cast.a_cargo_line(call, description=PIECES)
    cast.a_cargo_line(call, CargoMode.BULK, description=CLAY, expected_quantity=240_000)
    cast.a_unit(call, HELD, hold_reason="Customs: papers missing")
    elsewhere = cast.a_cargo_line(call, CargoMode.IDENTIFIED, is_worked_here=False)
    cast.a_unit(call, ELSEWHERE, line=elsewhere)


def strike_off_the_drums() -> None:
    """Run in the server's own surroundings: the office loses a line that a tablet still has."""
    CargoLine.objects.get(description=DRUMS).delete()


def walk(field: FieldPage, office: FieldOffice) -> Iterator[str]:
    """Yield the name of each screen once it is shown; the next one comes on the next turn."""
    yield from _outside(field, office)
    yield from _sheets_of_the_count(field)
    yield from _answers(field, office.cars(1)[0])
    yield from _lines(field)
    yield from _places(field)
    yield from _without_a_network(field, office)
    yield from _not_taken(field, office)
    yield from _not_saved(field, office.cars(1)[0])


def _outside(field: FieldPage, office: FieldOffice) -> Iterator[str]:
    code = field.page.get_by_label("Code from the office")
    field.open()
    yield "enrolling"
    code.fill("AAAA-AAAA")
    field.press("Enrol")
    field.see(".notices__one--trouble")
    yield "a code that is not valid"
    code.fill(office.code())
    field.press("Enrol")
    field.wait_for(phase="sign-in")
    yield "signing in"
    field.sign_in(CLERK, "not the password")
    field.see(".notices__one--trouble")
    yield "a password that is wrong"
    field.sign_in(CLERK)
    field.wait_for(phase="choose-call")
    field.see(".call-card")
    yield "choosing the ship"
    field.page.locator(".call-card").click()
    field.wait_for(phase="counting")
    field.see(".keypad")
    yield "nothing typed, nothing counted"


def _sheets_of_the_count(field: FieldPage) -> Iterator[str]:
    field.press("Deck", exact=False)
    yield "choosing a deck"
    field.press("Deck 5")
    field.press("No number?")
    yield "no readable number"
    field.press("Close")
    field.press("Show letters")
    yield "letters"
    field.press("Show digits")


def _answers(field: FieldPage, car: str) -> Iterator[str]:
    yield from _typed(field, "12", ".entry-answer__hint", "keep typing")
    yield from _typed(field, car[-4:], ".unit-card--pick", "several fit")
    yield from _typed(field, HELD[-SURE_END:], ".unit-card--held", "a unit on hold")
    yield from _typed(field, ELSEWHERE[-SURE_END:], ".unit-card--wrong-port", "another port's unit")
    yield from _typed(field, "ZZZZZZ", ".unit-card--not-listed", "not on the list")
    yield from _typed(field, car[-SURE_END:], ".unit-card--ready", "ready to count")
    field.count(car)
    field.see(".count-units__answer:not([inert])")
    yield "just counted"
    yield from _typed(field, car[-SURE_END:], ".unit-card--counted", "already counted")


def _typed(field: FieldPage, text: str, answer: str, name: str) -> Iterator[str]:
    field.scan(text)
    field.see(answer)
    yield name
    field.clear()


def _lines(field: FieldPage) -> Iterator[str]:
    field.press("Pieces")
    yield "pieces"
    field.press(f"+5 {PIECES}")
    field.see(".saved-card")
    yield "pieces just counted"
    field.press(f"+ another number of {PIECES}")
    yield "any number of pieces"
    field.press("Close")
    field.press("Bulk")
    field.press("Enter weight", exact=False)
    field.page.locator("#quantity").fill("about ten")
    field.see(".field-error")
    yield "a weight that is none"
    field.press("Close")


def _places(field: FieldPage) -> Iterator[str]:
    for name in ("Totals", "Recent", "Queue"):
        field.press(name)
        field.page.get_by_role("heading", level=1).wait_for()
        yield name.lower()


def _without_a_network(field: FieldPage, office: FieldOffice) -> Iterator[str]:
    field.wait_for(unsent="0")
    office.proxy.close_network()
    field.press("Count")
    field.press("Pieces")
    field.press(f"+1 {DRUMS}")
    field.wait_for(unsent="1", network="offline")
    field.press("Queue")
    yield "unsent work"
    field.press("Menu")
    yield "menu"
    field.press("Sign in somebody else")
    yield "signing in somebody else"
    field.press("Close")
    field.press("Menu")
    field.press("Sign out")
    yield "signing out with unsent work"
    field.press("Close")


def _not_taken(field: FieldPage, office: FieldOffice) -> Iterator[str]:
    run_in(office, "strike_off_the_drums")
    office.proxy.open_network()
    field.press("Send now")
    field.wait_for(unsent="0", attention="1")
    yield "not taken by the office"
    with field.page.expect_download():
        field.press("Export file")
    field.page.get_by_role("button", name="Settled", exact=False).wait_for()
    yield "not taken, and exported"


def _not_saved(field: FieldPage, car: str) -> Iterator[str]:
    field.press("Count")
    field.press("By number")
    field.page.evaluate(_FULL_DISK)
    field.scan(car[-SURE_END:])
    field.see(".unit-card--ready")
    field.page.keyboard.press("Enter")
    field.see(".save-alarm")
    yield "not saved"


def run_in(office: FieldOffice, function: str) -> None:
    """Run one of the functions above in the surroundings of the office's server."""
    code = f"from tests.journeys import field_screens; field_screens.{function}()"
    office.server.command("shell", "-v", "0", "-c", code)
