"""What the Dockerfile promises, read from its lines; tools that build it are not everywhere."""

import re
import subprocess

from tests.house.house import GIT, PROJECT

LINES = re.sub(r"\\\n", " ", (PROJECT / "Dockerfile").read_text(encoding="utf-8")).splitlines()
INSTRUCTIONS = [line for line in LINES if re.match(r"[A-Z]+ ", line)]
LAST_STAGE = INSTRUCTIONS[
    max(n for n, line in enumerate(INSTRUCTIONS) if line.startswith("FROM")) :
]


def said(instruction: str) -> list[str]:
    return [
        line.removeprefix(f"{instruction} ")
        for line in LAST_STAGE
        if line.startswith(f"{instruction} ")
    ]


def test_the_image_runs_as_a_number_that_is_not_root() -> None:
    [user] = said("USER")

    assert re.fullmatch(r"[1-9]\d{3,}:[1-9]\d{3,}", user)


def test_packages_are_installed_by_hash_from_what_is_pinned() -> None:
    [install] = [line for line in INSTRUCTIONS if " install " in line]

    assert "--require-hashes -r requirements/base.txt" in install


def test_the_stage_that_is_shipped_runs_nothing_and_adds_nothing_from_elsewhere() -> None:
    assert said("RUN") + said("ADD") == []
    assert [each for each in said("COPY") if not each.startswith("--from=build ")] == []


def test_the_base_is_named_by_version() -> None:
    [base] = [line for line in INSTRUCTIONS if line.startswith("ARG BASE=")]

    assert re.search(r"=python:3\.\d+(\.\d+)?-slim-[a-z]+(@sha256:[0-9a-f]{64})?$", base)
    assert {line.split()[1] for line in INSTRUCTIONS if line.startswith("FROM")} == {"${BASE}"}


def test_the_programs_start_without_a_shell_that_would_swallow_signals() -> None:
    assert said("CMD") == ['["gunicorn"]']
    assert re.search(r'CMD \["python3", "-m", "stevedores\.is_alive"\]$', said("HEALTHCHECK")[0])


def test_memory_and_name_servers_are_held_to_their_bounds() -> None:
    text = " ".join(line.strip() for line in LINES if not line.strip().startswith("#"))

    assert "MALLOC_ARENA_MAX=1" in text
    assert "GLIBC_TUNABLES=glibc.malloc.tcache_count=0" in text
    assert 'RES_OPTIONS="timeout:1 attempts:1"' in text
    assert "PYTHONDONTWRITEBYTECODE=1" in text


def test_the_builder_is_handed_only_what_the_image_is_made_of() -> None:
    ignore = (PROJECT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    let_in = {line.removeprefix("!") for line in ignore if line.startswith("!")}
    copied = {
        source
        for line in INSTRUCTIONS
        if line.startswith("COPY ") and "--from" not in line
        for source in line.split()[1:-1]
    }

    assert "*" in ignore
    assert let_in == copied


def test_every_room_of_the_site_is_in_the_image() -> None:
    listed = subprocess.run(
        [GIT, "ls-files"], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout
    packages = {name.split("/")[0] for name in listed.splitlines() if name.endswith("__init__.py")}
    ignore = (PROJECT / ".dockerignore").read_text(encoding="utf-8")

    assert [each for each in packages - {"benchmarks"} if f"!{each}\n" not in ignore] == []
