"""Where the processes of a site count together, tried in masters of their own."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.house.house import PROJECT

LONG_AGO = 1_000_000_000

MASTER = """
import pathlib, sys
from monitoring.counting.metrics_folder import folder_in_use, open_folder
folder = open_folder(pathlib.Path(sys.argv[1]))
assert folder == open_folder() == folder_in_use()
print(folder.path, flush=True)
sys.stdin.read()
"""


def a_master(within: Path) -> tuple[subprocess.Popen[str], Path]:
    process = subprocess.Popen(
        [sys.executable, "-c", MASTER, str(within)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def end(process: subprocess.Popen[str]) -> None:
    process.communicate(timeout=30)


def let_it_age(folder: Path) -> None:
    os.utime(folder, (LONG_AGO, LONG_AGO))


def test_a_master_has_an_empty_folder_of_its_own_until_it_ends(tmp_path: Path) -> None:
    first, of_first = a_master(tmp_path)
    second, of_second = a_master(tmp_path)

    assert of_first != of_second
    assert list(of_second.glob("*.db")) == []
    assert of_second.stat().st_mode & 0o077 == 0
    end(first)
    end(second)
    assert list(tmp_path.iterdir()) == []


def test_the_folder_of_a_master_that_was_killed_goes_when_the_next_one_starts(
    tmp_path: Path,
) -> None:
    killed, left_over = a_master(tmp_path)
    killed.send_signal(signal.SIGKILL)
    end(killed)
    let_it_age(left_over)

    following, folder = a_master(tmp_path)

    assert list(tmp_path.iterdir()) == [folder]
    end(following)


def test_the_folder_of_a_master_that_lives_is_left_alone(tmp_path: Path) -> None:
    living, old = a_master(tmp_path)
    let_it_age(old)

    following, _ = a_master(tmp_path)

    assert old.is_dir()
    end(following)
    end(living)


def test_where_there_is_no_folder_in_memory_it_lies_among_the_temporary_ones(
    tmp_path: Path,
) -> None:
    master, folder = a_master(tmp_path / "nowhere")

    assert folder.is_dir()
    end(master)
    assert not folder.exists()
