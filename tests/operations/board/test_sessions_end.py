"""What ends a person's session ends it on the next request, on a real server without its Redis."""

import json
import sys
from http import HTTPStatus

import pytest
from django.contrib.auth.models import Group

from operations.actions.note_person import facts_of, note_person
from operations.actions.second_factor import remove_second_factor
from operations.models import User
from operations.vocabulary import Role
from tests import cast
from tests.cast import PASSWORD
from tests.operations.board.authenticator import app_of, with_second_factor
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.plain_browser import PlainBrowser
from tests.servers.ports import free_port

pytestmark = pytest.mark.faults
GUARDED = "guarded"
NAMES = ("disabled", "new_password", "lost_role", GUARDED)


def lay_out() -> None:
    """Make one person for each deed, and print the code of the one who has a second factor."""
    terminal = cast.a_terminal()
    for name in (*NAMES, "untouched"):
        cast.a_person(name, terminal, role=Role.SUPERVISOR, is_staff=True)
    guarded, _ = with_second_factor(User.objects.get(username=GUARDED))
    sys.stdout.write(json.dumps(app_of(guarded).code()))


def do_deeds() -> None:
    """Do to each person what ends their session."""
    root = User.objects.create_superuser("root")
    people = {name: User.objects.get(username=name) for name in NAMES}
    before = {name: facts_of(person_id=person.pk) for name, person in people.items()}
    User.objects.filter(username="disabled").update(is_active=False)
    people["new_password"].set_password("another password of the examples")
    people["new_password"].save()
    # A supervisor who becomes an auditor still has a seat, and does not keep the session.
    people["lost_role"].groups.set(Group.objects.filter(name=Role.AUDITOR))
    remove_second_factor(person=people[GUARDED], by=root)
    for name, person in people.items():
        note_person(person=person, before=before[name], by=root)


def run(server: RunningServer, function: str) -> str:
    command = f"from tests.operations.board import test_sessions_end as t; t.{function}()"
    return server.command("shell", "-v", "0", "-c", command)


def test_sessions_end_on_the_next_request_without_redis(a_running_server: StartServer) -> None:
    server = a_running_server(REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    code = json.loads(run(server, "lay_out"))
    browsers = {name: PlainBrowser(server.url) for name in (*NAMES, "untouched")}
    for name, browser in browsers.items():
        browser.sign_in(name, PASSWORD)
    browsers[GUARDED].fill("/login/code/", code=code)
    before = {name: browser.open("/live/").status for name, browser in browsers.items()}

    run(server, "do_deeds")

    after = {name: browser.open("/live/").status for name, browser in browsers.items()}
    assert before == dict.fromkeys((*NAMES, "untouched"), HTTPStatus.OK)
    assert after == dict.fromkeys(NAMES, HTTPStatus.UNAUTHORIZED) | {"untouched": HTTPStatus.OK}
