"""How connections are closed when the client does not close its side."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from socket import SHUT_WR, socket
from threading import BoundedSemaphore, current_thread, main_thread
from time import monotonic

from gunicorn import util

# Of those who linger, so many at a time are waited for; then a worker stops being polite. A client
# that is closed on at once may miss the end of an answer to what it has not sent yet.
_THREADS = 4
_WAITING = 64
# From the answer on, whether a thread is free or not: a worker that leaves waits for all of them.
_LINGER_SECONDS = 2.0
# As gunicorn has it: a reload reads its settings again, and must not wrap what is wrapped.
_wait_for_the_end = util.close_graceful


def linger_aside() -> None:
    """Have gunicorn wait for the client's end of a connection in threads of its own.

    gunicorn 27 waits where it also takes new connections: whoever asks with "Connection: close" and
    then stays silent stops a whole worker for two seconds, and thirty of them for a minute.
    """
    threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="closing")
    room = BoundedSemaphore(_WAITING)

    def close(connection: socket) -> None:
        # Said at once, however many wait: an answer without a length is whole only with its end.
        with suppress(OSError):
            connection.shutdown(SHUT_WR)
        if current_thread() is not main_thread():
            # An answer that broke off: the worker's own thread closes what served it, and counts
            # one connection less twice where it finds it closed.
            return
        if not room.acquire(blocking=False):
            with suppress(OSError):
                connection.close()
            return
        until = monotonic() + _LINGER_SECONDS
        waited = threads.submit(lambda: _wait_for_the_end(connection, until - monotonic()))
        waited.add_done_callback(lambda _: room.release())

    util.close_graceful = close
