"""The worker that gunicorn runs: who gets a thread, who is kept, and a door that can be shut."""

from functools import partial
from selectors import EVENT_READ
from time import monotonic

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, TConn, ThreadWorker

from monitoring.gunicorn import timely_socket
from monitoring.gunicorn.timely_socket import TimelySocket, has_spoken
from monitoring.worker_plan import PLACES

# Beyond it a line has formed that another worker may not have.
_BUSY = 2 * PLACES


class DoorClosingWorker(ThreadWorker):
    """Takes in whoever has come when it is told to stop, and refuses whoever comes later.

    gunicorn's own stops to take people in but leaves the door open for as long as requests are
    under way: whoever comes meanwhile waits, up to the grace period, and is thrown out at the end.
    One that is refused at once goes to another replica. A door that other workers hold open too,
    as on a reload, stays open.

    Connections lie where they were accepted, for hours: one worker may have most of those who are
    busy. While many are being served here, whoever was served is asked to connect anew, and may
    come to another worker.

    A thread waits for its client only so long: gunicorn's own waits for ever. And none waits for
    who has connected and says nothing: some hundreds of those would keep all threads for seconds.
    """

    @property
    def max_keepalived(self) -> int:
        """Return how many connections may be kept that nothing is asked over just now."""
        silent = len(self.keepalived_conns) + len(self.pending_conns)
        under_way = self.nr_conns - silent
        return 0 if under_way > _BUSY else self._most_kept

    @max_keepalived.setter
    def max_keepalived(self, most: int) -> None:
        self._most_kept = most

    def enqueue_req(self, conn: TConn) -> None:
        """Hand a connection to a thread, with time for one request; the worker's loop calls it.

        A new one comes once more, when something was said.
        """
        if not (conn.initialized or conn.data_ready):
            conn.sock = TimelySocket(conn.sock)
            # Most have: they need not come twice, and their thread need not look again.
            conn.data_ready = has_spoken(conn.sock)
            if not conn.data_ready:
                self._wait_for_words(conn)
                return
        # With TLS of gunicorn's own it is wrapped once more, and nobody's patience is counted.
        if isinstance(conn.sock, TimelySocket):
            conn.sock.begin_anew()
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> object:
        """Serve one request, in a thread."""
        try:
            return super().handle(conn)
        finally:
            if isinstance(conn.sock, TimelySocket):
                conn.sock.send_what_is_held()

    def _wait_for_words(self, conn: TConn) -> None:
        patience = timely_socket.PATIENCE_SECONDS if self.alive else STOP_KEEPALIVE_LINGER
        conn.sock.settimeout(0)
        conn.timeout = monotonic() + patience
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def set_accept_enabled(self, enabled: bool) -> None:  # noqa: FBT001  # gunicorn calls it with one value, by its place
        """Start or stop to take people in; the worker's own loop calls it."""
        super().set_accept_enabled(enabled)
        if enabled or self.alive:
            return
        # gunicorn does so with those who have spoken before, and would wait for these.
        for conn in self.pending_conns:
            conn.timeout = min(conn.timeout, monotonic() + STOP_KEEPALIVE_LINGER)
        for listener in self.sockets:
            self._take_in_who_has_come(listener)
            listener.close()

    def _take_in_who_has_come(self, listener: object) -> None:
        # Not without end: on a reload others come on and on, for the workers that stay.
        for _ in range(self.worker_connections):
            before = self.nr_conns
            self.accept(listener)
            if self.nr_conns == before:
                return
