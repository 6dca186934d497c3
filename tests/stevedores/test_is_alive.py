import subprocess
import sys

import pytest

from tests.servers.databases import PROJECT
from tests.servers.fixtures import StartServer
from tests.servers.ports import free_port


def ask(port: int) -> int:
    """Ask as the image's health check does, and return the exit code."""
    return subprocess.run(
        [sys.executable, "-m", "stevedores.is_alive"],
        cwd=PROJECT,
        env={"PORT": str(port)},
        check=False,
    ).returncode


@pytest.mark.faults
def test_a_site_that_answers_is_alive(a_running_server: StartServer) -> None:
    site = a_running_server(ALLOWED_HOSTS="the.name.of.the.site")

    assert ask(site.port) == 0


def test_where_nobody_listens_nobody_is_alive() -> None:
    assert ask(free_port()) == 1
