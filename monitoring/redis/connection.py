"""Connections to Redis that wait for a name no longer than for the server itself."""

import os
import socket
import threading
import time
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from redis.connection import Connection, SSLConnection
from redis.exceptions import TimeoutError as RedisTimeout

if TYPE_CHECKING:
    from collections.abc import Callable


class _Lookup:
    """One question where a name is; all who want to know just then wait for the same answer."""

    def __init__(self, name: str, port: int) -> None:
        self.began_at = time.monotonic()
        self.is_done = threading.Event()
        self.hosts: list[str] = []
        self.error: OSError | None = None
        self._question = (name, port)
        threading.Thread(target=self._ask, name=f"lookup-{name}", daemon=True).start()

    def _ask(self) -> None:
        try:
            found = socket.getaddrinfo(*self._question, type=socket.SOCK_STREAM)
            self.hosts = [str(each[4][0]) for each in found]
        except OSError as error:
            self.error = error
        finally:
            self.is_done.set()


class _Lookups:
    def __init__(self) -> None:
        self.start_anew()

    def start_anew(self) -> None:
        """Know of none: a worker inherits neither the lock nor the threads that were to answer."""
        self._lock = threading.Lock()
        self._last: dict[str, _Lookup] = {}

    def for_(self, name: str, port: int, *, within_seconds: float) -> _Lookup:
        """Return a lookup that is under way and fresh: one that hangs may hang for long."""
        with self._lock:
            last = self._last.get(name)
            is_fresh = last and time.monotonic() - last.began_at < within_seconds
            if last is None or not is_fresh or last.is_done.is_set():
                last = self._last[name] = _Lookup(name, port)
            return last


_lookups = _Lookups()


os.register_at_fork(after_in_child=_lookups.start_anew)


def hosts_of(name: str, port: int, *, within_seconds: float) -> list[str]:
    """Return the addresses of a host, as text, in the order in which they should be tried.

    The system's own lookup knows no time-out and may take ten seconds, so it is left to a thread.
    Raises RedisTimeout when there is no answer in time, OSError when it says that there is none.
    """
    if _is_address(name):
        return [name]
    lookup = _lookups.for_(name, port, within_seconds=within_seconds)
    if not lookup.is_done.wait(within_seconds):
        raise RedisTimeout(f"nobody said within {within_seconds} s where {name} is")
    if lookup.error is not None:
        raise lookup.error
    return lookup.hosts


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class TimelyConnection(Connection):
    """Finds its host within the time that it has to connect."""

    def _connect(self) -> socket.socket:
        """Return a connected socket; tries each address of the host, as redis-py does."""
        name, refused = self.host, OSError(f"{self.host} has no address")
        patience = self.socket_connect_timeout or self.socket_timeout or 1.0
        for host in hosts_of(name, self.port, within_seconds=patience):
            try:
                self.host = host
                # redis-py gives it no types.
                connect: Callable[[], socket.socket] = super()._connect
                return connect()
            except OSError as error:
                refused = error
            finally:
                # Its name is what a certificate and a message are about.
                self.host = name
        raise refused


class TimelySSLConnection(SSLConnection, TimelyConnection):
    """The same over TLS, which SSLConnection puts around the socket."""


def connection_class_for(location: str) -> type[Connection] | None:
    """Return the class of connection for a URL of Redis; None for one without a host."""
    return {"redis": TimelyConnection, "rediss": TimelySSLConnection}.get(urlsplit(location).scheme)
