"""The fixtures that lend the real servers to tests; each starts what it needs on first use."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Protocol

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import BrowserContext, Playwright, sync_playwright
from playwright.sync_api import Error as BrowserGone

from tests.servers.chromium import open_browser
from tests.servers.databases import MigratedDatabases
from tests.servers.fault_proxy import FaultProxy
from tests.servers.gunicorn import RunningServer
from tests.servers.ledger import empty_the_ledger_on_flush
from tests.servers.valkey import RedisServer


class StartServer(Protocol):
    """Starts one more gunicorn, with arguments of its command line and its environment."""

    def __call__(self, *arguments: str, **env: str) -> RunningServer: ...


class OpenBrowser(Protocol):
    """Starts Chromium; options are Playwright's, such as ``color_scheme`` and ``viewport``."""

    def __call__(self, profile: str = "tablet", **options: object) -> BrowserContext: ...


@pytest.fixture(autouse=True)
def everybody_may_ask_again() -> None:
    """Forget who asked how often: all tests come from one address, within a minute."""
    caches["rate_limits"].clear()


@pytest.fixture(scope="session")
def static_files() -> None:
    """Collect the static files once: pages link them under their hashed names."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture
def client(static_files: None) -> Client:
    """Return Django's test client, its pages with their real static files."""
    return Client()


@pytest.fixture(scope="session")
def migrated_databases(tmp_path_factory: pytest.TempPathFactory) -> MigratedDatabases:
    """Return the maker of ready-made databases on the server under test."""
    folder = tmp_path_factory.mktemp("databases")
    return MigratedDatabases(os.environ["DATABASE_URL"], folder=folder, env=dict(os.environ))


@pytest.fixture
def a_running_server(
    migrated_databases: MigratedDatabases, static_files: None, tmp_path: Path
) -> Iterator[StartServer]:
    """Return a function that starts gunicorn on a fresh database; all end with the test."""
    with ExitStack() as open_things:

        def start(*arguments: str, **env: str) -> RunningServer:
            if "DATABASE_URL" not in env:
                env["DATABASE_URL"] = open_things.enter_context(migrated_databases.one())
            log_file = tmp_path / f"gunicorn-{len(list(tmp_path.glob('gunicorn-*')))}.log"
            server = RunningServer(dict(os.environ) | env, log_file=log_file, arguments=arguments)
            open_things.callback(server.stop)
            server.start()
            return server

        yield start


@pytest.fixture
def a_fault_proxy() -> Iterator[Callable[[RunningServer], FaultProxy]]:
    """Return a function that puts a proxy in front of a server; all end with the test."""
    with ExitStack() as open_things:

        def put_before(server: RunningServer) -> FaultProxy:
            proxy = FaultProxy(server.port)
            open_things.callback(proxy.close_network)
            return proxy

        yield put_before


@pytest.fixture(scope="module")
def redis_server() -> Iterator[RedisServer]:
    """Return a server of the module's own: its tests stop it, freeze it and start it again."""
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Return Playwright, started once."""
    with sync_playwright() as started:
        yield started


@pytest.fixture
def open_a_browser(playwright: Playwright, tmp_path: Path) -> Iterator[OpenBrowser]:
    """Return a function that starts Chromium on a named profile; the same name is a restart."""
    with ExitStack() as open_things:

        def start(profile: str = "tablet", **options: object) -> BrowserContext:
            context = open_browser(playwright, tmp_path / f"profile-{profile}", **options)
            open_things.callback(_close_if_open, context)
            return context

        yield start


@pytest.fixture
def browser_context(open_a_browser: OpenBrowser) -> BrowserContext:
    """Return one Chromium with an empty profile."""
    return open_a_browser()


@pytest.fixture
def ledger_that_can_be_emptied(transactional_db: None) -> None:
    """Let a test commit for real: its database is emptied afterwards, the ledger too.

    The ledger refuses that while its trigger is on. This fixture, and nothing else anywhere,
    switches the trigger off, for the one flush after the test, and on again.
    """
    empty_the_ledger_on_flush()


def _close_if_open(context: BrowserContext) -> None:
    # A test may have closed or killed it already.
    with suppress(BrowserGone):
        context.close()
