"""The two addresses that platforms and load balancers ask; answered at the front door."""

from functools import lru_cache
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from monitoring import watch
from monitoring.callers import sees_details
from monitoring.front_door import Environ, Reply, json_reply
from monitoring.health import (
    SILENT_AFTER_SECONDS,
    STALE_AFTER_SECONDS,
    Snapshot,
    State,
    as_detail,
    as_outline,
    last_snapshot,
)

PATH = "/health"
_YES = frozenset({"1", "true", "yes", "on"})


def quick_page(_environ: Environ) -> Reply:
    """Answer whether this process turns over: what a platform asks before it restarts one.

    The body tells how the site is; the code does not. Only when nobody looked for half a minute,
    though somebody should, would a restart help: it says 503.
    """
    snapshot = last_snapshot()
    if snapshot is None:
        return json_reply(HTTPStatus.OK, {"status": "starting", "age_s": None})
    age = snapshot.age_seconds
    status = HTTPStatus.SERVICE_UNAVAILABLE if age > SILENT_AFTER_SECONDS else HTTPStatus.OK
    return _quick_reply(status, snapshot.state, round(age, 1))


@lru_cache(maxsize=512)
def _quick_reply(status: HTTPStatus, state: State, age: float) -> Reply:
    return json_reply(status, {"status": state, "age_s": age})


class HealthPage:
    """Answers whether to send people here: 200 while there is service, degraded or not, else 503.

    `?strict=1` takes degraded for a failure, as a deployment does that wants everything well.
    Strangers see names and states; `monitoring.callers` says who sees details.
    """

    def __init__(self, *, token: str) -> None:
        self._token = token

    def __call__(self, environ: Environ) -> Reply:
        """Answer from the last snapshot; waits for nothing."""
        snapshot = last_snapshot()
        if snapshot is None:
            content: dict[str, Any] = {"status": State.FAIL, "checks": {}}
        elif sees_details(environ, self._token):
            content = as_detail(snapshot)
        else:
            content = as_outline(snapshot)
        if reason := _reason_to_go_elsewhere(snapshot):
            content |= {"status": State.FAIL, "reason": reason}
        is_good = content["status"] in (
            {State.OK} if _is_strict(environ) else {State.OK, State.DEGRADED}
        )
        return json_reply(HTTPStatus.OK if is_good else HTTPStatus.SERVICE_UNAVAILABLE, content)


def _reason_to_go_elsewhere(snapshot: Snapshot | None) -> str | None:
    """Return what speaks against this worker, whatever its checks found."""
    if watch.is_leaving():
        return "leaving"
    if snapshot is None:
        return "starting"
    return "stale" if snapshot.age_seconds > STALE_AFTER_SECONDS else None


def _is_strict(environ: Environ) -> bool:
    asked = parse_qs(environ.get("QUERY_STRING", "")).get("strict", [""])
    return asked[-1].lower() in _YES
