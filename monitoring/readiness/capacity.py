"""The report's promises on speed, memory and workers."""

import time

from monitoring.memory_guard import Tightness, next_level
from monitoring.readiness.figures import figure_of, health_of
from monitoring.readiness.grounds import FROM_SETTINGS, Grounds, NotReady, require
from monitoring.readiness.load import put_load_on
from monitoring.worker_plan import most_in_memory

MOST_P95_MS = 200
MOST_MEMORY_RATIO = 0.85
USERS = 100
_LOOKS, _BETWEEN_LOOKS_SECONDS = 5, 0.5
_WARNS_AT, _LEAVES_AT = 0.75, 0.85


def p95(grounds: Grounds) -> str:
    """Answers come within 200 ms for 95 of 100 requests, ten users at a time."""
    load = put_load_on(
        grounds.site,
        [grounds.paths.page, grounds.paths.api],
        users=10,
        rounds=10,
        think_seconds=0.1,
    )
    require(not load.failures, f"{load}: {'; '.join(load.failures[:3])}")
    require(load.p95_ms < MOST_P95_MS, f"p95 is {load.p95_ms:.0f} ms")
    return str(load)


def hundred_users(grounds: Grounds) -> str:
    """A hundred users who think for a second between two looks are all answered."""
    load = put_load_on(grounds.site, [grounds.paths.page], users=USERS, rounds=3, think_seconds=1.0)
    require(not load.failures, f"{load}: {'; '.join(load.failures[:3])}")
    return f"{USERS} users: {load}"


def memory_watch(grounds: Grounds) -> str:
    """Memory is watched, warns at 75 % and lets workers go at 85 %."""
    grounds.note(FROM_SETTINGS)
    levels = [
        next_level(Tightness.NORMAL, ratio) for ratio in (_WARNS_AT - 0.01, _WARNS_AT, _LEAVES_AT)
    ]
    names = [level.name for level in levels]
    require(levels == sorted(Tightness), f"the guard's levels are {', '.join(names)}")
    used, limit = _memory_mb(grounds)
    return f"{used} of {limit} MB; warns at 75 %, lets workers leave at 85 %"


def memory_below_limit(grounds: Grounds) -> str:
    """Less than 85 % of the memory is in use."""
    used, limit = _memory_mb(grounds)
    require(used < MOST_MEMORY_RATIO * limit, f"{used} of {limit} MB are in use")
    return f"{used / limit:.0%}: {used} of {limit} MB"


def _memory_mb(grounds: Grounds) -> tuple[int, int]:
    memory = health_of(grounds.site)["checks"].get("memory", {})
    try:
        return memory["used_mb"], memory["limit_mb"]
    except KeyError:
        raise NotReady("no memory limit is known: set MEMORY_LIMIT_MB") from None


def workers(grounds: Grounds) -> str:
    """No more workers run than the memory carries."""
    count = _most_workers_seen(grounds)
    _, limit_mb = _memory_mb(grounds)
    most = most_in_memory(limit_mb * 1024 * 1024) or 0
    require(count >= 1, "no worker runs")
    require(count <= most, f"{count} workers run; {limit_mb} MB carry {most}")
    return f"{count} run; {limit_mb} MB carry {most}"


def _most_workers_seen(grounds: Grounds) -> int:
    """Look several times: a site that has just started answers before all of them are there."""
    seen = []
    for _ in range(_LOOKS):
        seen.append(int(figure_of(grounds.site, "site_workers")))
        # Nobody tells a visitor that a worker was started: time has to pass between two looks.
        time.sleep(_BETWEEN_LOOKS_SECONDS)
    return max(seen)
