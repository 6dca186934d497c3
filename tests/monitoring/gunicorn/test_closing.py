"""Who closes a connection, on a pair of sockets."""

import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from gunicorn import util

from monitoring.gunicorn.closing import linger_aside
from tests.servers.ports import NeverReady, wait_until

Pair = tuple[socket.socket, socket.socket]


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """Return a connection that gunicorn would close, and its client."""
    monkeypatch.setattr(util, "close_graceful", util.close_graceful)
    linger_aside()
    ours, client = socket.socketpair()
    with ours, client:
        yield ours, client


def test_the_client_is_told_at_once_and_waited_for_aside(pair: Pair) -> None:
    ours, client = pair

    util.close_graceful(ours)

    assert client.recv(1) == b""
    assert ours.fileno() != -1
    client.close()
    wait_until(lambda: ours.fileno() == -1, what="the end of the connection")


def test_who_served_leaves_it_to_the_worker_to_close(pair: Pair) -> None:
    ours, client = pair

    with ThreadPoolExecutor(1) as pool:
        pool.submit(util.close_graceful, ours).result()

    assert client.recv(1) == b""
    client.close()
    with pytest.raises(NeverReady):
        wait_until(lambda: ours.fileno() == -1, what="an end too early", within_seconds=0.3)
    util.close_graceful(ours)
    wait_until(lambda: ours.fileno() == -1, what="the end of the connection")
