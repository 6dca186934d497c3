"""Databases that tests get ready-made: migrated once, then copied."""

import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATE = "stevedores_template"


def run_command(*arguments: str, env: dict[str, str]) -> str:
    """Run one of the site's own commands and return what it printed.

    Raises AssertionError with its words when it failed.
    """
    outcome = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, f"{arguments}: {outcome.stdout}{outcome.stderr}"
    return outcome.stdout


class MigratedDatabases:
    """Hands out databases that are migrated and empty, each to one test."""

    def __init__(self, server_url: str, *, folder: Path, env: dict[str, str]) -> None:
        self._is_sqlite = server_url.startswith("sqlite:")
        self._server_url = server_url
        self._folder = folder
        self._env = env
        self._template_url = self._make_template()

    @contextmanager
    def one(self) -> Iterator[str]:
        """Lend the URL of a fresh database; it is dropped afterwards."""
        name = f"stevedores_{uuid.uuid4().hex[:12]}"
        if self._is_sqlite:
            copy = self._folder / f"{name}.sqlite3"
            shutil.copyfile(self._folder / f"{TEMPLATE}.sqlite3", copy)
            yield f"sqlite:///{copy}"
            return
        self._execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY FILE_COPY")
        try:
            yield self._url_of(name)
        finally:
            self._execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _make_template(self) -> str:
        if self._is_sqlite:
            url = f"sqlite:///{self._folder / TEMPLATE}.sqlite3"
        else:
            self._execute(f"DROP DATABASE IF EXISTS {TEMPLATE}")
            self._execute(f"CREATE DATABASE {TEMPLATE}")
            url = self._url_of(TEMPLATE)
        run_command("migrate", "--verbosity", "0", env=self._env | {"DATABASE_URL": url})
        return url

    def _url_of(self, name: str) -> str:
        return urlsplit(self._server_url)._replace(path=f"/{name}").geturl()

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self._server_url, autocommit=True) as connection:
            connection.execute(statement.encode())
