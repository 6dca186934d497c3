"""The site as it is really served: gunicorn with its own configuration, on a port of its own."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.servers.databases import PROJECT, run_command
from tests.servers.ports import LOOPBACK, free_port, is_listening, wait_until


class RunningServer:
    """One gunicorn with its database; a fault test may kill its workers or all of it."""

    def __init__(
        self,
        env: dict[str, str],
        *,
        log_file: Path,
        arguments: Sequence[str] = (),
        inside: Sequence[str] = (),
    ) -> None:
        self.port = int(env.get("PORT") or free_port())
        self.env = env | {"PORT": str(self.port)}
        self._log_file = log_file
        # A program that sets something up and becomes the one it is told.
        self._command = [*inside, sys.executable, "-m", "gunicorn", *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Return where it answers, without a slash at the end."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def database_url(self) -> str:
        """Return the DATABASE_URL it works on."""
        return self.env["DATABASE_URL"]

    @property
    def pid(self) -> int:
        """Return the process id of its master."""
        assert self._process is not None, "the server is not running"
        return self._process.pid

    def log(self) -> str:
        """Return what it and its workers wrote to stderr so far."""
        return self._log_file.read_text(encoding="utf-8")

    def command(self, *arguments: str) -> str:
        """Run a management command on the server's database and return what it printed."""
        return run_command(*arguments, env=self.env)

    def start(self) -> None:
        """Start it, and return when it accepts connections."""
        with self._log_file.open("ab") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=PROJECT,
                env=self.env,
                stdout=log,
                stderr=log,
            )
        wait_until(self._answers_or_died, what=f"gunicorn on port {self.port}")
        assert self._process.poll() is None, self.log()

    def stop(self, with_signal: signal.Signals = signal.SIGTERM) -> None:
        """End it: SIGTERM lets requests finish, SIGKILL is a lost machine."""
        if self._process is None:
            return
        workers = self.worker_pids()
        self._process.send_signal(with_signal)
        self._process.wait(timeout=30)
        self._process = None
        if with_signal is signal.SIGKILL:
            _kill_all(workers)
            # Until the last of them is gone, whoever waits for the next start would find this one.
            wait_until(lambda: not is_listening(self.port), what="the end of its workers")

    def wait_for_end(self, *, within_seconds: float = 30) -> int:
        """Return its exit code as soon as it has ended by itself."""
        assert self._process is not None, "the server is not running"
        code = self._process.wait(timeout=within_seconds)
        self._process = None
        return code

    def restart(self) -> None:
        """Stop it in order and start it on the same port and database."""
        self.stop()
        self.start()

    def worker_pids(self) -> list[int]:
        """Return the process ids of its workers, oldest first."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text(encoding="ascii").split()]

    def tell(self, a_signal: signal.Signals) -> None:
        """Send its master a signal, such as SIGTTIN for one more worker."""
        os.kill(self.pid, a_signal)

    def kill_a_worker(self) -> int:
        """Kill the oldest worker as a kernel short of memory would; the master replaces it."""
        victim = self.worker_pids()[0]
        os.kill(victim, signal.SIGKILL)
        return victim

    def _answers_or_died(self) -> bool:
        assert self._process is not None
        return self._process.poll() is not None or is_listening(self.port)


def _kill_all(pids: list[int]) -> None:
    for pid in pids:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
