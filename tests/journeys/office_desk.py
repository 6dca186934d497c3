"""Every page of admin, for a browser that walks past all of them."""

import json
import sys
from collections.abc import Collection, Iterator
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page

from operations.models import Terminal, User
from operations.vocabulary import Role
from tests import cast
from tests.operations.admin.office import one_of_everything
from tests.servers.gunicorn import RunningServer

SUPERUSER = "root"
PATIENCE_MS = 20_000


def print_office() -> None:
    """Lay a port out in the server's own surroundings, and print the number of each row."""
    terminal = cast.a_terminal(name="Colonel Island")
    foreman = cast.a_person(
        "foreman", terminal, role=Role.SUPERVISOR, display_name="Ship foreman", is_staff=True
    )
    clerk = cast.a_person("clerk3", terminal, role=Role.CREW, display_name="Tally clerk, gang 3")
    User.objects.create_superuser(SUPERUSER, password=cast.PASSWORD).terminals.add(terminal)
    nouns = one_of_everything(terminal, foreman, clerk)
    _expect_a_ship(terminal)
    rows = {str(noun._meta.model_name): str(row.pk) for noun, row in nouns.items()}
    sys.stdout.write(json.dumps(rows))


def _expect_a_ship(terminal: Terminal) -> None:
    cast.a_vessel_call(
        terminal,
        status="EXPECTED",
        arrived_at=None,
        berthed_at=None,
        work_started_at=None,
        planned_arrival_at=timezone.now() + timedelta(hours=9),
    )


class OfficeDesk:
    """A browser at a desk, signed in as somebody who is shown every page there is."""

    def __init__(self, page: Page, server: RunningServer) -> None:
        self.page = page
        self._server = server
        page.set_default_timeout(PATIENCE_MS)
        ask = "from tests.journeys import office_desk; office_desk.print_office()"
        self._rows: dict[str, str] = json.loads(server.command("shell", "-v", "0", "-c", ask))

    def sign_in(self) -> None:
        """Come in by the front door."""
        self.page.goto(f"{self._server.url}/login/?next=/admin/")
        self.page.get_by_label("User name").fill(SUPERUSER)
        self.page.get_by_label("Password").fill(cast.PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_url(f"{self._server.url}/admin/")

    def walk(self, *, nouns: Collection[str] = ()) -> Iterator[str]:
        """Show one page after the other, and yield its name while it is shown.

        All pages there are, or those of some nouns and the ones that belong to none.
        """
        for address in self._addresses(nouns):
            answer = self.page.goto(self._server.url + address)
            assert answer is not None
            assert answer.status == 200, (address, answer.status)
            yield address
        yield from self._answers()

    def _addresses(self, nouns: Collection[str]) -> Iterator[str]:
        yield from ("/admin/", "/admin/password_change/", "/admin/operations/tablet/load-queue/")
        pages: dict[Any, Any] = admin.site._registry
        for noun, page in pages.items():
            if nouns and noun._meta.model_name not in nouns:
                continue
            name = f"admin:{noun._meta.app_label}_{noun._meta.model_name}"
            row = [self._rows[str(noun._meta.model_name)]]
            yield reverse(f"{name}_changelist")
            yield f"{reverse(f'{name}_changelist')}?q=nothing-is-called-so"
            yield from (reverse(f"{name}_{each}", args=row) for each in ("change", "history"))
            if "add" in page.offers:
                yield reverse(f"{name}_add")
            if "delete" in page.offers:
                yield reverse(f"{name}_delete", args=row)
            for deed in getattr(page, "deeds", ()):
                yield reverse(f"{name}_{deed.name}", args=row)
        yield f"/admin/operations/user/{self._rows['user']}/password/"
        for step in ("stop", "complete"):
            call = self._rows["vesselcall"]
            yield reverse("admin:operations_vesselcall_step", args=[call, step])

    def _answers(self) -> Iterator[str]:
        """Show the pages that only an answer leads to."""
        page, url = self.page, self._server.url
        page.goto(f"{url}/admin/operations/enrolmentcode/add/")
        page.get_by_label("Name of the tablet").fill("Ramp 12")
        page.get_by_role("button", name="Show the code").click()
        page.locator(".enrol-qr svg").wait_for()
        yield "the code of a tablet"
        page.goto(f"{url}/admin/operations/vesselcall/add/")
        page.locator(".field-vessel .select2-selection").click()
        page.locator(".select2-results__option", has_text="Morning Example").wait_for()
        yield "a search in a form"
        page.goto(f"{url}/admin/operations/vesselcall/add/")
        page.get_by_role("button", name="Save").click()
        yield "a form that is refused"
        page.goto(f"{url}/admin/operations/tallyevent/")
        page.locator("#action-toggle").check()
        page.locator("select[name=action]").select_option("take_back")
        page.get_by_role("button", name="Go").click()
        yield "counts to take back"
        page.get_by_label("Why are they taken back?").fill("Wrong ship")
        page.locator(".asked button").click()
        page.locator(".messagelist").wait_for()
        yield "counts that were taken back"
        yield from self._terminal()

    def _terminal(self) -> Iterator[str]:
        page: Any = self.page
        page.goto(f"{self._server.url}/admin/operations/terminal/{self._rows['terminal']}/change/")
        page.locator("#berths-group .add-row a").click()
        yield "a row that is added"
