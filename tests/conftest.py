"""The real rooms that every test shares: PostgreSQL, Redis protocol, gunicorn, Chromium."""

import os
import shutil
import tempfile
from pathlib import Path

import hypothesis
import pytest

from tests.servers.postgres import PostgresServer
from tests.servers.valkey import RedisServer

POSTGRES_SERVER = pytest.StashKey[PostgresServer]()
REDIS_SERVER = pytest.StashKey[RedisServer]()

pytest_plugins = ["tests.servers.fixtures"]

# Found are wrong answers, not slow ones: how long an example takes depends on who else is working.
hypothesis.settings.register_profile("answers", deadline=None)
hypothesis.settings.load_profile("answers")


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers and say where they are, before Django reads its settings."""
    if config.option.help or config.option.version:
        return
    folder = Path(tempfile.mkdtemp(prefix="stevedores-tests-"))
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "stevedores.settings",
        "SECRET_KEY": "only-for-tests-" + "0123456789abcdef" * 4,
        "SERVED_OVER_HTTPS": "no",
        # The tests of the second factor switch it on; all others sign in by password alone.
        "OTP_REQUIRED": "no",
        "ALLOWED_HOSTS": "127.0.0.1,localhost,testserver",
        "DATABASE_URL": os.environ.get("TEST_DATABASE_URL") or _start_postgres(config),
        "REDIS_URL": os.environ.get("TEST_REDIS_URL") or _start_redis(config),
        # Tablets of a test send as fast as they can.
        "TABLET_REQUESTS_PER_MINUTE": "100000",
        "STATIC_ROOT": str(folder / "static"),
    }
    os.environ.pop("DEBUG", None)

    # Only now: the settings read the environment once.
    from django.conf import settings

    # A test changes something and looks at once; servers that tests start share, as everywhere.
    settings.SHARED_LOOK_SECONDS = 0
    # A file, since two threads of one test cannot share a SQLite database in memory.
    settings.DATABASES["default"]["TEST"] = {"NAME": _test_database_name(folder)}


def _test_database_name(folder: Path) -> str:
    is_sqlite = os.environ["DATABASE_URL"].startswith("sqlite:")
    return str(folder / "test.sqlite3") if is_sqlite else "test_stevedores"


def _start_postgres(config: pytest.Config) -> str:
    server = config.stash[POSTGRES_SERVER] = PostgresServer()
    config.add_cleanup(server.destroy)
    server.create()
    return server.url()


def _start_redis(config: pytest.Config) -> str:
    server = config.stash[REDIS_SERVER] = RedisServer()
    config.add_cleanup(server.stop)
    server.start()
    return server.url
