"""The limits as several workers keep them, with and without the Redis that they share."""

import http.client
from contextlib import closing

import pytest

from operations.field.limits import STRANGER
from tests.servers.fixtures import StartServer
from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK, free_port

pytestmark = pytest.mark.faults
PATH = "/field/api/v1/session"
HEADERS = {"Connection": "close"}


def ask(server: RunningServer, **headers: str) -> http.client.HTTPResponse:
    with closing(http.client.HTTPConnection(LOOPBACK, server.port, timeout=30)) as connection:
        connection.request("GET", PATH, headers=HEADERS | headers)
        answer = connection.getresponse()
        answer.read()
        return answer


@pytest.mark.parametrize("workers", ["1", "2", "4"])
def test_without_redis_several_workers_let_through_no_more_than_one(
    a_running_server: StartServer, workers: str
) -> None:
    nowhere = f"redis://{LOOPBACK}:{free_port()}/0"
    server = a_running_server(WEB_WORKERS=workers, REDIS_URL=nowhere, MEMORY_LIMIT_MB="512")

    statuses = [ask(server).status for _ in range(STRANGER.most * 3 // 2)]

    assert set(statuses) == {200, 429}
    assert statuses.count(200) <= STRANGER.most


def test_several_workers_share_the_count_and_say_when_to_come_again(
    a_running_server: StartServer,
) -> None:
    server = a_running_server(WEB_WORKERS="4", MEMORY_LIMIT_MB="512")

    answers = [ask(server) for _ in range(STRANGER.most + 20)]

    assert sum(answer.status == 200 for answer in answers) == STRANGER.most
    assert 0 < int(answers[-1].headers["Retry-After"]) <= STRANGER.period_seconds * 1.2
    assert answers[-1].headers["Content-Type"] == "application/json"


def test_an_address_that_a_client_invents_buys_no_second_count(
    a_running_server: StartServer,
) -> None:
    server = a_running_server(WEB_WORKERS="1")

    answers = [
        ask(server, **{"X-Forwarded-For": f"192.0.2.{number % 250}"})
        for number in range(STRANGER.most + 5)
    ]

    assert [answer.status for answer in answers[-5:]] == [429] * 5


def test_clients_behind_a_trusted_proxy_are_told_apart(a_running_server: StartServer) -> None:
    server = a_running_server(WEB_WORKERS="1", TRUSTED_PROXIES=f"{LOOPBACK}/32")
    for _ in range(STRANGER.most):
        ask(server, **{"X-Forwarded-For": "192.0.2.1"})

    refused = ask(server, **{"X-Forwarded-For": "192.0.2.1"})
    welcome = ask(server, **{"X-Forwarded-For": "198.51.100.9, 192.0.2.2"})

    assert (refused.status, welcome.status) == (429, 200)
