from collections.abc import Iterator

import pytest

from tests.servers.postgres import PostgresServer
from tests.servers.two_roles import TwoRoles


@pytest.fixture(scope="module")
def two_roles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TwoRoles]:
    """Return the server; roles, database and rights were made by the files of deploy/postgresql."""
    server = PostgresServer()
    try:
        server.create()
        yield TwoRoles(server, tmp_path_factory.mktemp("roles"))
    finally:
        server.destroy()
