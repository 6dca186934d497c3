"""What a hostile client knows of a port: every address, every form, and the cookies of insiders."""

import json
import sys
from dataclasses import asdict, dataclass

from django.conf import settings
from django.contrib import admin
from django.urls import reverse

from operations.models import User, VesselCall
from tests import cast
from tests.operations.admin.filled_form import FilledForm
from tests.operations.admin.office import adding, list_of, page_of
from tests.security.scene import Kind, Scene, a_scene
from tests.servers.gunicorn import RunningServer


@dataclass(frozen=True)
class HostilePort:
    """Addresses of lists and rows, forms as {address: fields}, and who the client says it is."""

    lists: list[str]
    rows: list[str]
    forms: dict[str, dict[str, object]]
    event: dict[str, object]
    session: str
    tablet: str
    shift: str


def lay_out(server: RunningServer) -> HostilePort:
    """Make a port in the database of a running server."""
    told = server.command(
        "shell", "-v", "0", "-c", "from tests.security import hostile_port as h; h.print_port()"
    )
    return HostilePort(**json.loads(told))


def print_port() -> None:
    """Run in the server's own surroundings."""
    # Its own client asks for a host of that name.
    settings.ALLOWED_HOSTS = ["*"]
    scene = a_scene()
    clerk = scene.browsers[Kind.CLERK]
    shift = str(clerk.defaults["HTTP_SHIFT_TOKEN"])
    port = HostilePort(
        lists=[list_of(noun) for noun in admin.site._registry],
        rows=[page_of(row) for row in scene.nouns.values()],
        forms=_forms(scene),
        event=cast.a_raw_event(scene.call, token=shift, sequence=1),
        session=scene.browsers[Kind.SUPERUSER].cookies[settings.SESSION_COOKIE_NAME].value,
        tablet=clerk.cookies["tablet"].value,
        shift=shift,
    )
    sys.stdout.write(json.dumps(asdict(port)))


def _forms(scene: Scene) -> dict[str, dict[str, object]]:
    call = scene.nouns[VesselCall]
    pages = [
        reverse("login"),
        reverse("admin:operations_tablet_load_queue"),
        reverse("admin:auth_user_password_change", args=[scene.nouns[User].pk]),
        *(reverse("admin:operations_vesselcall_step", args=[call.pk, key]) for key in ("stop",)),
    ]
    for noun, row in scene.nouns.items():
        pages += [adding(noun), page_of(row)]
    root = scene.browsers[Kind.SUPERUSER]
    found = {page: FilledForm(root.get(page).content.decode()).values for page in pages}
    board = reverse("call", args=[scene.call.reference])
    moves: dict[str, dict[str, object]] = {
        f"{board}{move}/": {"reason": "", "at": ""} for move in ("moves/stop", "settle")
    }
    found |= {f"{board}{change}/": {"reason": ""} for change in ("set-aside", "settle/shorts")}
    return {page: fields for page, fields in found.items() if len(fields) > 1} | moves
