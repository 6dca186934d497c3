"""A name server that can stop answering, and a room in which programs ask it and no other."""

import socket
import threading
from contextlib import suppress
from pathlib import Path

from tests.servers.ports import LOOPBACK

# Name servers have no port in resolv.conf but 53; on this address nobody else has taken it.
ADDRESS = "127.83.0.53"
# What an answer to a question for an IPv4 address adds to it: a minute, 127.0.0.1.
_HEADER_BYTES, _A = 12, b"\x00\x01"
_RECORD = b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x3c\x00\x04" + socket.inet_aton(LOOPBACK)


class Resolver:
    """Says of every name that it is this machine, unless it is told to be silent."""

    def __init__(self) -> None:
        self.is_silent = False
        self._socket = socket.socket(type=socket.SOCK_DGRAM)
        self._socket.bind((ADDRESS, 53))
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer nobody any more."""
        # A datagram of nothing wakes the thread, which a close would not.
        self._socket.sendto(b"", (ADDRESS, 53))
        self._thread.join()
        self._socket.close()

    def room(self, folder: Path) -> list[str]:
        """Return a program that becomes the one it is told, where all names are asked here.

        It gives that one a mount namespace of its own, for which only root may ask.
        """
        settings = folder / "resolv.conf"
        settings.write_text(f"nameserver {ADDRESS}\n", encoding="ascii")
        enter = 'mount --bind "$0" /etc/resolv.conf && exec "$@"'
        return ["unshare", "--mount", "sh", "-c", enter, str(settings)]

    def _serve(self) -> None:
        while True:
            question, asker = self._socket.recvfrom(512)
            if not question:
                return
            if not self.is_silent:
                with suppress(OSError):
                    self._socket.sendto(_answer_to(question), asker)


def _answer_to(question: bytes) -> bytes:
    name_end = question.index(b"\0", _HEADER_BYTES) + 1
    asked = question[_HEADER_BYTES : name_end + 4]
    count = b"\x00\x01" if asked[-4:-2] == _A else b"\x00\x00"
    head = question[:2] + b"\x81\x80" + b"\x00\x01" + count + b"\0\0\0\0"
    return head + asked + (_RECORD if count == b"\x00\x01" else b"")
