"""gunicorn's log, in the form of all other lines: one for each answer, and nothing beside it."""

import logging
import threading
from datetime import timedelta
from typing import Any

from gunicorn.config import Config
from gunicorn.glogging import Logger

from monitoring.logs import ACCESS, FIELDS
from monitoring.request_facts import FACTS_KEY, RequestFacts

access_log = logging.getLogger(ACCESS)
logger = logging.getLogger(__name__)


class SiteLog(Logger):
    """Configured by `logconfig_dict`; the format of gunicorn's access lines is not asked."""

    def setup(self, cfg: Config) -> None:
        """Take over the configuration, and what else would be printed past it."""
        super().setup(cfg)
        logging.captureWarnings(capture=True)
        threading.excepthook = _log_the_end_of_a_thread

    def access(self, resp: Any, req: Any, environ: dict[str, Any], request_time: timedelta) -> None:
        """Write who asked for what and what came of it: our names of things, nothing of theirs.

        `req`, with its headers and its address, is not looked at.
        """
        facts: RequestFacts | None = environ.get(FACTS_KEY)
        level = logging.DEBUG if facts is None or facts.is_quiet else logging.INFO
        if facts is None or not access_log.isEnabledFor(level):
            return
        status = int(str(resp.status).split(maxsplit=1)[0])
        method = facts.method or "-"
        ms = round(request_time.total_seconds() * 1000, 1)
        fields = facts.as_fields() | {
            "method": method,
            "status": status,
            "ms": ms,
            "bytes": resp.sent,
        }
        words = (method, facts.route, status, ms)
        access_log.log(level, "%s %s %s in %s ms", *words, extra={FIELDS: fields})


def _log_the_end_of_a_thread(failed: threading.ExceptHookArgs) -> None:
    if failed.exc_value is None or failed.exc_type is SystemExit:
        return
    name = failed.thread.name if failed.thread else "?"
    logger.error("the thread %s ended", name, exc_info=failed.exc_value)
