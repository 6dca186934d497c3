"""gunicorn as the site configures it, which waits for nobody at its end."""

from pathlib import Path

exec(Path("gunicorn.conf.py").read_text(encoding="utf-8"))  # noqa: S102  # as gunicorn does

graceful_timeout = 0
