"""Thousands of requests that nobody here wrote, to a real gunicorn: none makes it fail."""

from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection

import pytest

from tests.security.hostile_port import lay_out
from tests.security.hostile_requests import (
    PLANTED,
    STRINGS,
    HostileRequest,
    requests_to,
)
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK

pytestmark = pytest.mark.faults
CLIENTS = 6
AT_LEAST = 5000
BROKEN = 500


@pytest.fixture
def server(a_running_server: StartServer) -> RunningServer:
    return a_running_server(
        WEB_WORKERS="2",
        DJANGO_SETTINGS_MODULE="tests.faults.mutants.hostile_settings",
        MUTANT="no_limits",
    )


def statuses_of(server: RunningServer, share: Iterable[HostileRequest]) -> list[int]:
    """Send requests over one connection, opened anew where the server closed it."""
    found = []
    with closing(HTTPConnection(LOOPBACK, server.port, timeout=30)) as connection:
        for request in share:
            connection.request(
                request.method, request.address, request.body or None, dict(request.headers)
            )
            answer = connection.getresponse()
            answer.read()
            found.append(answer.status)
    return found


def test_no_string_that_others_found_naughty_breaks_anything(server: RunningServer) -> None:
    requests = list(requests_to(lay_out(server)))
    shares = [requests[client::CLIENTS] for client in range(CLIENTS)]

    with ThreadPoolExecutor(CLIENTS) as clients:
        statuses = list(clients.map(lambda share: statuses_of(server, share), shares))

    answered = [
        each
        for share, found in zip(shares, statuses, strict=True)
        for each in zip(share, found, strict=True)
    ]
    broken = [request for request, status in answered if status >= BROKEN]
    planted = [request for request in broken if request.address.startswith(PLANTED)]
    assert [request for request in broken if request not in planted] == []
    assert len(planted) > len(STRINGS) / 10, "a run that misses the planted fault shows nothing"
    assert len(answered) - len(planted) >= AT_LEAST
    # They came through the doors, and were not turned away before.
    assert Counter(status for _, status in answered)[200] > AT_LEAST / 5
