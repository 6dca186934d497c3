"""A proxy between browser and server that loses, cuts and holds back what passes.

The faults sit on the wire, so they meet pages and service workers alike, and an answer can be
lost after the server has committed, which no setting of a browser can do.
"""

import re
import socket
import struct
import threading
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from tests.servers.http_message import Message, read_message
from tests.servers.ports import LOOPBACK

SOCKET_TIMEOUT_SECONDS = 60
# On close: send a reset, drop what is unsent.
RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class Fault(Enum):
    """What may happen to a request."""

    DROP_ANSWER = "the server acts and commits, its answer never arrives"
    CUT_ANSWER = "half of the answer's body arrives"
    CUT_REQUEST = "half of the request's body reaches the server"
    HANG = "nothing arrives and nothing is refused"
    PORTAL = "a captive portal answers 200 with its own page"
    BAD_GATEWAY = "another proxy answers 502"


# What the client gets, without the server ever hearing of it.
MADE_UP_ANSWERS = {
    Fault.PORTAL: Message(b"HTTP/1.1 200 OK\r\nContent-Type: text/html", b"<h1>Harbour Wi-Fi</h1>"),
    Fault.BAD_GATEWAY: Message(b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html", b"<h1>502"),
}


@dataclass
class _Rule:
    pattern: re.Pattern[str]
    fault: Fault
    count: int


class FaultProxy:
    """Listens on a port of its own in front of one server; one request per connection."""

    def __init__(self, upstream_port: int) -> None:
        self._upstream = (LOOPBACK, upstream_port)
        self._rules: list[_Rule] = []
        self._live: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._listener: socket.socket | None = None
        self.port = 0
        #: First line of each request and the fault it met.
        self.seen: list[tuple[str, Fault | None]] = []
        self.open_network()

    @property
    def url(self) -> str:
        """Return where it answers, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.port}"

    def fail(self, pattern: str, fault: Fault, *, count: int = 1) -> None:
        """Let the next requests whose first line (``POST /x HTTP/1.1``) matches meet this fault."""
        with self._lock:
            self._rules.append(_Rule(re.compile(pattern), fault, count))

    def heal(self) -> None:
        """Forget every rule that is left."""
        with self._lock:
            self._rules.clear()

    def open_network(self) -> None:
        """Accept connections, after a close again on the same port."""
        if self._listener is None:
            self._listener = socket.create_server((LOOPBACK, self.port), backlog=128)
            self.port = self._listener.getsockname()[1]
            threading.Thread(target=self._accept, args=(self._listener,), daemon=True).start()

    def close_network(self) -> None:
        """Refuse every connection from now on, and reset those that are open.

        Browsers connect in advance: with only the listener closed, a request of a page that is
        "offline" would still get through.
        """
        listener, self._listener = self._listener, None
        if listener is not None:
            # Wakes the thread in accept(), which closing alone does not.
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()
        with self._lock:
            for connection in self._live:
                _reset(connection)

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with self._lock:
            self._live.add(connection)
        # OSError: either side went away, which is what this proxy is for.
        with suppress(OSError), connection:
            connection.settimeout(SOCKET_TIMEOUT_SECONDS)
            request = read_message(connection, is_answer=False)
            if request.head and self._listener is not None:
                self._pass_on(connection, request, self._fault_for(request.first_line))
        with self._lock:
            self._live.discard(connection)

    def _fault_for(self, first_line: str) -> Fault | None:
        with self._lock:
            rule = next((r for r in self._rules if r.count and r.pattern.search(first_line)), None)
            if rule is not None:
                rule.count -= 1
            self.seen.append((first_line, rule.fault if rule else None))
            return rule.fault if rule else None

    def _pass_on(self, client: socket.socket, request: Message, fault: Fault | None) -> None:
        if fault is Fault.HANG:
            client.recv(1)  # returns when the client gives up
        elif fault in MADE_UP_ANSWERS:
            client.sendall(MADE_UP_ANSWERS[fault].as_bytes())
        elif fault is Fault.CUT_REQUEST:
            self._send_half(request)
            _reset(client)
        else:
            answer = self._ask_server(request)
            if fault is Fault.DROP_ANSWER:
                _reset(client)
            elif fault is Fault.CUT_ANSWER:
                whole = answer.as_bytes()
                client.sendall(whole[: len(whole) - (len(answer.body) + 1) // 2])
            else:
                client.sendall(answer.as_bytes())

    def _ask_server(self, request: Message) -> Message:
        with socket.create_connection(self._upstream, SOCKET_TIMEOUT_SECONDS) as server:
            server.sendall(request.as_bytes())
            return read_message(server, is_answer=True)

    def _send_half(self, request: Message) -> None:
        with socket.create_connection(self._upstream, SOCKET_TIMEOUT_SECONDS) as server:
            whole = request.as_bytes()
            server.sendall(whole[: len(whole) - (len(request.body) + 1) // 2])
            _reset(server)


def _reset(connection: socket.socket) -> None:
    with suppress(OSError):
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET_ON_CLOSE)
        connection.shutdown(socket.SHUT_RDWR)
        connection.close()
