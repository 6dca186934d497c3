"""An office that several journeys share: one server, one ship, a new tablet for each test."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

import psycopg
from playwright.sync_api import BrowserContext, Page

from tests.cast import PASSWORD
from tests.journeys.field_page import FieldPage
from tests.journeys.port import CLERK, SUPERVISOR, LaidOut, change_password, lay_out
from tests.manifests import a_voyage
from tests.servers.chromium import kill_browser
from tests.servers.fault_proxy import FaultProxy
from tests.servers.fixtures import OpenBrowser
from tests.servers.gunicorn import RunningServer

PHONE = {"width": 390, "height": 844}


class Recorded(NamedTuple):
    """One event of the ledger: what it says, and how far its corrected time is from its arrival."""

    identifier: str
    kind: str
    flags: str
    seconds_before_arrival: float


class FieldOffice:
    """The server behind a proxy that can fail, and the cars that wait on its quay."""

    def __init__(self, server: RunningServer, folder: Path, *, tablet_count: int) -> None:
        self.server = server
        self.proxy = FaultProxy(server.port)
        self.port: LaidOut = lay_out(server, tablet_count=tablet_count)
        voyage = a_voyage()
        file = folder / "loading list.csv"
        file.write_bytes(voyage.as_csv())
        reference = self.port.reference
        server.command("import_manifest", str(file), "--call", reference, "--by", SUPERVISOR)
        self._cars = (vin for vin in voyage.vins if vin not in voyage.bad_vins)
        self._codes = iter(self.port.codes)

    def code(self) -> str:
        """Return a one-time code that nobody has used yet."""
        return next(self._codes)

    def cars(self, count: int) -> list[str]:
        """Return cars that nobody has counted yet."""
        return [next(self._cars) for _ in range(count)]

    def recorded(self, identifiers: list[str]) -> list[Recorded]:
        """Return what the ledger holds of these cars, straight from the database."""
        with psycopg.connect(self.server.database_url) as connection:
            rows = connection.execute(
                "SELECT identifier, kind, flags, extract(epoch FROM received_at - effective_at)"
                " FROM operations_tallyevent WHERE identifier = ANY(%s) ORDER BY position",
                [identifiers],
            ).fetchall()
        return [Recorded(one, kind, flags, float(ago)) for one, kind, flags, ago in rows]

    def has_once(self, identifiers: list[str]) -> bool:
        """Tell whether each of these cars is in the ledger exactly once."""
        return sorted(event.identifier for event in self.recorded(identifiers)) == sorted(
            identifiers
        )

    def journals_of(self, identifiers: list[str]) -> int:
        """Return in how many numberings of a tablet these cars were counted."""
        with psycopg.connect(self.server.database_url) as connection:
            row = connection.execute(
                "SELECT count(DISTINCT journal_id) FROM operations_tallyevent"
                " WHERE identifier = ANY(%s)",
                [identifiers],
            ).fetchone()
        return int(row[0]) if row else 0

    def revoke_all_tablets(self) -> None:
        """Shut out every tablet that was enrolled so far, as a supervisor would."""
        with psycopg.connect(self.server.database_url) as connection:
            connection.execute(
                "UPDATE operations_tablet SET revoked_at = now() WHERE revoked_at IS NULL"
            )

    @contextmanager
    def clerk_with_another_password(self) -> Iterator[None]:
        """Change the clerk's password for a while, which ends every shift of theirs."""
        change_password(self.server, CLERK, "another long password for a test")
        yield
        change_password(self.server, CLERK, PASSWORD)

    def sign_in_at_the_desk(self, page: Page, username: str) -> None:
        """Sign in to the office's pages, as a supervisor does."""
        page.goto(f"{self.proxy.url}/login/")
        page.get_by_label("User name").fill(username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(f"{self.proxy.url}/")

    def calm(self) -> None:
        """Let the network be whole again."""
        self.proxy.heal()
        self.proxy.open_network()


class Tablet:
    """One tablet of the crew: a browser profile that may be closed, killed and opened again."""

    def __init__(
        self, office: FieldOffice, open_browser: OpenBrowser, folder: Path, *, name: str = "tablet"
    ) -> None:
        self.office = office
        self._name = name
        self._open_browser = open_browser
        self._folder = folder
        self.context: BrowserContext = self._start()
        self.page = FieldPage(self.context.pages[0], office.proxy.url)

    def begin(self) -> FieldPage:
        """Enrol, sign in and open the ship; return when the app needs the network no more."""
        self.page.begin_shift(self.office.code(), CLERK)
        self.page.wait_until_offline_is_safe()
        return self.page

    def another_tab(self) -> FieldPage:
        """Open the app a second time."""
        tab = FieldPage(self.context.new_page(), self.office.proxy.url)
        tab.open()
        return tab

    def restart(self) -> FieldPage:
        """Close the browser in order and start it again; only then is a new cookie on the disk.

        Chromium keeps cookies in memory for up to half a minute: a tablet that loses its power
        right after it was enrolled has to be enrolled again.
        """
        self.context.close()
        return self._open_again()

    def lose_power(self) -> FieldPage:
        """Kill the browser and start it again, with the network as it is."""
        kill_browser(self._folder / f"profile-{self._name}")
        return self._open_again()

    def _open_again(self) -> FieldPage:
        self.context = self._start()
        self.page = self.another_tab()
        return self.page

    def _start(self) -> BrowserContext:
        return self._open_browser(self._name, viewport=PHONE)


@contextmanager
def an_office(
    url: str, *, env: dict[str, str], folder: Path, tablet_count: int = 40
) -> Iterator[FieldOffice]:
    """Lend an office with its own server on a ready-made database."""
    with ExitStack() as open_things:
        server = RunningServer(env | {"DATABASE_URL": url}, log_file=folder / "gunicorn.log")
        open_things.callback(server.stop)
        server.start()
        office = FieldOffice(server, folder, tablet_count=tablet_count)
        open_things.callback(office.proxy.close_network)
        yield office
