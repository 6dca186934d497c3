"""What clients ask that then let the server wait, and for how long it waits in these tests."""

from pathlib import Path

from tests.servers.gunicorn import RunningServer
from tests.servers.ports import LOOPBACK

# Instead of twenty.
PATIENCE_SECONDS = 2.0
HOST = f"Host: {LOOPBACK}\r\n"
WHOLE = f"GET /health/quick HTTP/1.1\r\n{HOST}\r\n"
HALF_A_HEAD = WHOLE[:30]
# With a token in the cookie, of the nine bytes of the form none.
HALF_A_FORM = (
    f"POST /login/ HTTP/1.1\r\n{HOST}Cookie: csrf={'x' * 32}\r\n"
    "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 9\r\n\r\n"
)


class Download:
    """A file of the site so often that no buffer on the way holds all of it."""

    def __init__(self, server: RunningServer) -> None:
        root = Path(server.env["STATIC_ROOT"])
        file = max(root.rglob("*.js"), key=_bytes_of)
        largest_buffer = Path("/proc/sys/net/ipv4/tcp_wmem").read_text(encoding="ascii").split()[2]
        times = 2 * int(largest_buffer) // _bytes_of(file) + 2
        request = f"GET /static/{file.relative_to(root)} HTTP/1.1\r\n{HOST}"
        self.words = f"{request}\r\n" * (times - 1) + f"{request}Connection: close\r\n\r\n"
        self.bytes = times * _bytes_of(file)


def _bytes_of(file: Path) -> int:
    return file.stat().st_size
