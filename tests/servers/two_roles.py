"""A PostgreSQL as docs/deployment.md has it: two roles, a migrated database, the site's rights."""

import os
import subprocess
from pathlib import Path

from tests.servers.databases import PROJECT, run_command
from tests.servers.ports import LOOPBACK
from tests.servers.postgres import PostgresServer

DEPLOY = PROJECT / "deploy"
PASSWORD = "said-in-a-test-only"


class TwoRoles:
    """A server of its own, since roles belong to a whole server; what operators do, as they do."""

    def __init__(self, server: PostgresServer, folder: Path) -> None:
        self._server = server
        self._password_file = folder / "password"
        self._password_file.write_text(PASSWORD)
        self.sql_file("roles.sql", role="postgres", database="postgres")
        self.make_database("stevedores")
        run_command("migrate", "--verbosity", "0", env=self.site_env("stevedores_owner"))
        self.sql_file("grants.sql", role="stevedores_owner", database="stevedores")

    def make_database(self, name: str) -> None:
        """Make one more empty database for the two roles."""
        self.sql_file(
            "database.sql", "-v", f"database={name}", role="postgres", database="postgres"
        )

    def sql_file(self, name: str, *options: str, role: str, database: str) -> None:
        """Run one of the files in deploy/postgresql with psql."""
        psql = str(self._server.program("psql"))
        command = [psql, "-X", "-q", *options, "-f", str(DEPLOY / "postgresql" / name)]
        self.run(*command, role=role, database=database)

    def run(
        self, *command: str, role: str, database: str, may_fail: bool = False, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a program with the settings that libpq reads, and PostgreSQL's programs on PATH."""
        outcome = subprocess.run(
            command,
            env={
                "PATH": f"{self._server.program('psql').parent}:{os.environ['PATH']}",
                "PGHOST": LOOPBACK,
                "PGPORT": str(self._server.port),
                "PGUSER": role,
                "PGDATABASE": database,
                "PGPASSWORD_FILE": str(self._password_file),
                "OWNER_PASSWORD_FILE": str(self._password_file),
                "WEB_PASSWORD_FILE": str(self._password_file),
            }
            | env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert may_fail or outcome.returncode == 0, outcome.stdout + outcome.stderr
        return outcome

    def site_env(self, role: str, database: str = "stevedores") -> dict[str, str]:
        """Return the environment of the site when it runs as one of the roles."""
        return dict(os.environ) | {"DATABASE_URL": self.url(role, database)}

    def url(self, role: str, database: str = "stevedores") -> str:
        """Return the DATABASE_URL of one of the roles."""
        return f"postgresql://{role}:{PASSWORD}@{LOOPBACK}:{self._server.port}/{database}"
