"""Every kind of person at a door, and one row of every noun of the terminal where they stand."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from django.test import Client
from django.utils import timezone

from operations.models import Tablet, Terminal, User, VesselCall
from operations.queries.shift_tokens import sign_shift
from operations.vocabulary import Role
from tests import cast
from tests.operations.admin.office import Nouns, one_of_everything


class Kind(StrEnum):
    """Who asks. The stranger is a supervisor, with a tablet, of the terminal next door."""

    ANONYMOUS = "anonymous"
    TABLET = "tablet"
    CLERK = "clerk"
    SUPERVISOR = "supervisor"
    STRANGER = "stranger"
    OPERATOR = "operator"
    AUDITOR = "auditor"
    SUPERUSER = "superuser"
    DISABLED = "disabled"


@dataclass
class Scene:
    """A terminal with its people, and a browser for each of them."""

    nouns: Nouns
    call: VesselCall
    browsers: dict[Kind, Client]


def a_scene() -> Scene:
    """Make it; every browser is signed in as far as its person can be."""
    here, next_door = cast.a_terminal(), cast.a_terminal("harbour", name="Next door")
    clerk = cast.a_person("clerk3", here, role=Role.CREW)
    people = {
        Kind.CLERK: clerk,
        Kind.SUPERVISOR: _of_the_office("supervisor", here, Role.SUPERVISOR),
        Kind.STRANGER: _of_the_office("stranger", next_door, Role.SUPERVISOR),
        Kind.OPERATOR: _of_the_office("operator", here, Role.OPERATOR),
        Kind.AUDITOR: _of_the_office("auditor", here, Role.AUDITOR),
        Kind.SUPERUSER: User.objects.create_superuser("root", password=cast.PASSWORD),
        Kind.DISABLED: _of_the_office("disabled", here, Role.SUPERVISOR),
    }
    browsers = {kind: Client(raise_request_exception=False) for kind in Kind}
    for kind, person in people.items():
        browsers[kind].force_login(person)
    nouns = one_of_everything(here, people[Kind.SUPERVISOR], clerk)
    _give_tablet(browsers[Kind.TABLET], nouns[Tablet])
    _give_tablet(browsers[Kind.CLERK], nouns[Tablet], clerk)
    _give_tablet(browsers[Kind.DISABLED], nouns[Tablet], people[Kind.DISABLED])
    _give_tablet(
        browsers[Kind.STRANGER], cast.a_tablet(next_door, "Next door"), people[Kind.STRANGER]
    )
    # Only now: with a session and a shift that began while the account still worked.
    User.objects.filter(username="disabled").update(is_active=False)
    call = nouns[VesselCall]
    assert isinstance(call, VesselCall)
    return Scene(nouns, call, browsers)


def _of_the_office(username: str, terminal: Terminal, role: Role) -> User:
    return cast.a_person(username, terminal, role=role, is_staff=True)


def _give_tablet(browser: Client, tablet: object, person: User | None = None) -> None:
    """Let a browser be an enrolled tablet, with a person on shift or none."""
    assert isinstance(tablet, Tablet)
    token = uuid4().hex
    # One tablet may be in more hands here than one: each browser knows its token.
    twin = cast.a_tablet(tablet.terminal, f"{tablet.name} {token[:6]}", token=token)
    browser.cookies["tablet"] = token
    if person is not None:
        shift = sign_shift(person=person, tablet=twin, starts_at=timezone.now())
        browser.defaults["HTTP_SHIFT_TOKEN"] = shift
