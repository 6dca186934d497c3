"""A receiver of alerts that keeps what it was sent, and can be as unkind as receivers are."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from tests.servers.ports import LOOPBACK


class Post(NamedTuple):
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class AlertReceiver:
    """Listens on a port of its own. `status` is what it answers; 0 hangs until it is let go."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.status = 204
        self.location = ""
        self.let_go = threading.Event()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"] or 0))
                receiver.posts.append(Post(self.path, dict(self.headers), body))
                if not receiver.status:
                    receiver.let_go.wait(30)
                    return
                self.send_response(receiver.status)
                if receiver.location:
                    self.send_header("Location", receiver.location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def do_GET(self) -> None:
                """Whoever follows a redirect comes with this."""
                self.do_POST()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer((LOOPBACK, 0), Handler)
        self.url = f"http://{LOOPBACK}:{self.server.server_port}/alerts?team=it"


@contextmanager
def an_alert_receiver() -> Iterator[AlertReceiver]:
    """Lend a receiver that answers."""
    receiver = AlertReceiver()
    thread = threading.Thread(target=receiver.server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.let_go.set()
        receiver.server.shutdown()
        receiver.server.server_close()
        thread.join()
