"""gunicorn as the site configures it, without what holds its workers to the memory."""

from pathlib import Path

exec(Path("gunicorn.conf.py").read_text(encoding="utf-8"))  # noqa: S102  # as gunicorn does

workers = 9
del nworkers_changed  # type: ignore[name-defined]  # noqa: F821  # of that file
