"""Who gets through which door: every address × every kind of person, own and foreign rows."""

import re

from django.db.models import Model
from django.urls import reverse

from operations.models import CargoClass, Port, ShippingLine, User, Vessel
from tests.operations.admin.office import adding, list_of, page_of, registered
from tests.security.access_table import NOUNS, PORTERS, PUBLIC, ROUTES
from tests.security.asking import (
    ABSENT,
    IN,
    LED_ON,
    NO_METHOD,
    REFUSED,
    SIGN_IN,
    UNKNOWN,
    outcome_of,
)
from tests.security.routes import Route, routes
from tests.security.scene import Kind, Scene

#: Words of the whole port, that tell nothing of what a terminal does.
SHARED = {noun.__name__ for noun in (CargoClass, Port, ShippingLine, Vessel)}
OFFICE = (Kind.SUPERVISOR, Kind.STRANGER, Kind.OPERATOR, Kind.AUDITOR, Kind.SUPERUSER)
OUTSIDE = [kind for kind in Kind if kind not in OFFICE]
PAGES = ("changelist", "add", "change", "delete", "history")
METHODS = ("GET", "POST")
ALL_KINDS = list(Kind)
Cells = dict[tuple[str, ...], list[str]]


def table(text: str, *, keys: int) -> Cells:
    """Return the rows of a table by their first words."""
    rows = [line.split() for line in text.strip("\n").splitlines()]
    width = {1: len(OFFICE), 2: len(Kind)}[keys]
    return {tuple(row[:keys]): row[keys:] for row in rows if _is_row(row, keys + width)}


def _is_row(words: list[str], length: int) -> bool:
    return len(words) == length and not {"|", "noun"} & set(words)


def of_a_noun(route: Route) -> bool:
    """Tell whether an address is one of the five that admin has for each noun."""
    nouns = {f"{noun._meta.app_label}_{noun._meta.model_name}" for noun in registered()}
    return route.name in {f"admin:{noun}_{page}" for noun in nouns for page in PAGES}


def doors() -> list[Route]:
    """Return the addresses that have a row of their own."""
    return [route for route in routes() if route.name and not of_a_noun(route)]


def address_of(scene: Scene, route: Route) -> str:
    """Return an address with the rows of the scene in it."""
    known: dict[str, list[object]] = {
        "admin:app_list": ["operations"],
        "admin:view_on_site": [1, 1],
        "admin:auth_user_password_change": [scene.nouns[User].pk],
        "admin:operations_vesselcall_step": [scene.call.pk, "stop"],
        "admin:operations_vesselcall_manifest_draft": [scene.call.pk, 1],
        "move": [scene.call.reference, "stop"],
    }
    if route.name in known:
        return reverse(route.name, args=known[route.name])
    if "<slug:reference>" in route.pattern:
        return reverse(route.name, args=[scene.call.reference])
    if "<int:call_id>" in route.pattern:
        return reverse(route.name, args=[scene.call.pk])
    rows = {noun._meta.model_name: row.pk for noun, row in scene.nouns.items()}
    of_a_row = re.match(r"admin:[a-z]+_([a-z]+)_", route.name)
    named = [rows[of_a_row[1]]] if of_a_row and "<" in route.pattern else []
    return reverse(route.name, args=named)


def pages_opened(scene: Scene, noun: type[Model], kind: Kind) -> str:
    """Return a letter for each page of a noun that opens, or a dash."""
    row = scene.nouns[noun]
    asked = {
        "l": ("GET", list_of(noun)),
        "v": ("GET", page_of(row)),
        "h": ("GET", page_of(row, "history")),
        "a": ("POST", adding(noun)),
        "c": ("POST", page_of(row)),
        "d": ("POST", page_of(row, "delete")),
    }
    browser = scene.browsers[kind]
    return (
        "".join(
            letter
            for letter, (method, address) in asked.items()
            if outcome_of(browser, method, address) in {IN, LED_ON}
        )
        or "-"
    )


def test_every_address_and_every_noun_has_a_row() -> None:
    assert {name for name, _ in table(ROUTES, keys=2)} == {door.name for door in doors()}
    assert {name for (name,) in table(NOUNS, keys=1)} == {noun.__name__ for noun in registered()}


def test_everybody_gets_through_the_doors_that_are_theirs_and_no_other(scene: Scene) -> None:
    found: Cells = {}
    for door in doors():
        address = address_of(scene, door)
        for method in METHODS:
            cells = [outcome_of(scene.browsers[kind], method, address) for kind in Kind]
            if set(cells) != {NO_METHOD}:
                found[door.name, method] = cells

    assert found == table(ROUTES, keys=2)


def test_every_noun_of_admin_opens_to_each_role_as_far_as_it_may(scene: Scene) -> None:
    found: Cells = {
        (noun.__name__,): [pages_opened(scene, noun, kind) for kind in OFFICE]
        for noun in registered()
    }

    assert found == table(NOUNS, keys=1)


def test_no_noun_of_admin_opens_to_anybody_outside_the_office(scene: Scene) -> None:
    opened = {
        (noun.__name__, kind): pages_opened(scene, noun, kind)
        for noun in registered()
        for kind in OUTSIDE
    }

    assert {each: pages for each, pages in opened.items() if pages != "-"} == {}


def test_the_tables_let_nobody_reach_a_row_of_another_terminal() -> None:
    of_a_row = {door.name for door in doors() if "<" in door.pattern}
    stranger = ALL_KINDS.index(Kind.STRANGER)
    closed = {ABSENT, REFUSED, LED_ON, NO_METHOD}

    reached = [
        (name, method)
        for (name, method), cells in table(ROUTES, keys=2).items()
        if name in of_a_row and cells[stranger] not in closed
    ]
    seen = {
        noun: cells[OFFICE.index(Kind.STRANGER)]
        for (noun,), cells in table(NOUNS, keys=1).items()
        if noun not in SHARED
    }
    assert reached == []
    # A list of one's own rows, and a row of one's own terminal to add.
    assert set("".join(seen.values())) <= set("la-")


def test_whoever_is_not_signed_in_finds_the_public_doors_open_and_no_other(scene: Scene) -> None:
    nobody = scene.browsers[Kind.ANONYMOUS]
    closed = {SIGN_IN, UNKNOWN, NO_METHOD}

    found = {
        route.name or route.pattern
        for route in routes()
        for method in METHODS
        if outcome_of(nobody, method, sample(route)) not in closed
    }

    assert found == PUBLIC


def sample(route: Route) -> str:
    """Return some address that a pattern takes."""
    filled = re.sub(r"\(\?P<\w+>([^)]*)\)", r"\1", route.pattern)
    filled = re.sub(r"<int:\w+>|<id>", "1", filled.strip("^$").replace("^", "").replace(".*", "x"))
    return "/" + re.sub(r"<[^>]+>", "x", filled).replace("$", "")


def test_the_front_door_answers_no_address_by_itself_but_those(static_files: None) -> None:
    from stevedores.wsgi import _house

    assert set(_house._porters) <= PORTERS
