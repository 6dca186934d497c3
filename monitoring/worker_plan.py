"""How many worker processes gunicorn may run: as many as memory and processors carry.

Standard library only: gunicorn reads its settings from here before Django starts.
"""

import math
from dataclasses import dataclass

from monitoring.container import Container

MB = 1024 * 1024
# The master with the whole site loaded, which its workers share; 45 MB were measured.
MASTER_MB = 64
# The budget of one worker; 23 to 47 MB were measured, and some pages hold a long list for a moment.
WORKER_MB = 64
# How many requests a worker works on at a time, each with a connection to the database: eight
# workers stay below the hundred that PostgreSQL has. More would only take turns on a processor.
PLACES = 8
# Most of them wait for a place or for a slow network; one that was in use costs 100 to 250 KB.
THREADS = 96
# Never let into the hall, so that whoever asks whether the house stands is always answered.
SPARE_THREADS = 2
# With a quota of one processor, more only take turns: the tail gets longer and nothing faster.
MOST_BY_ITSELF = 8
# A worker that is away, to restart or for one slow answer, must not be the only one.
LEAST_BY_CPU = 2


@dataclass(frozen=True, slots=True)
class WorkerPlan:
    """What gunicorn starts with, the most it may ever have, and why: one sentence each."""

    workers: int
    most: int
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        return " ".join(self.reasons)


def plan_workers(
    *,
    cpu_count: float,
    memory_limit_bytes: int | None,
    asked: int | None = None,
    whose: str = "",
) -> WorkerPlan:
    """Return the plan; `asked` is what an operator wants, and None leaves it to the plan.

    `whose` says whose memory it is where the container has no limit.

    `workers = min(by processors, (memory - master) / 64 MB, 8)`. An operator may have more than 8,
    and never more than the memory carries.
    """
    by_cpu = max(LEAST_BY_CPU, math.ceil(cpu_count) + 1)
    by_memory = most_in_memory(memory_limit_bytes)
    most = max(MOST_BY_ITSELF, asked or 0) if by_memory is None else by_memory
    reasons = [_of_memory(memory_limit_bytes, by_memory, whose), _of_cpu(cpu_count, by_cpu)]
    if asked is None:
        workers = min(by_cpu, most, MOST_BY_ITSELF)
        reasons.append(f"{_workers(workers)} it is.")
    else:
        workers = min(asked, most)
        kept = "and gets them" if workers == asked else f"and gets {workers}"
        reasons.append(f"WEB_WORKERS asks for {asked}, {kept}.")
    return WorkerPlan(workers, most, tuple(reasons))


def most_in_memory(memory_limit_bytes: int | None) -> int | None:
    """Return how many workers fit beside the master: one at the least; None when nobody knows."""
    if memory_limit_bytes is None:
        return None
    return max(1, (memory_limit_bytes // MB - MASTER_MB) // WORKER_MB)


def plan_here(container: Container, *, said_mb: int, asked: int) -> WorkerPlan:
    """Return the plan for a container, with MEMORY_LIMIT_MB and WEB_WORKERS as set; 0 for unset."""
    known_bytes = container.memory_limit_bytes()
    limit_bytes = tighter_limit(known_bytes, said_mb)
    return plan_workers(
        cpu_count=container.cpu_count(),
        memory_limit_bytes=limit_bytes,
        asked=asked or None,
        whose=container.no_limit_words() if limit_bytes == known_bytes else "",
    )


def tighter_limit(known_bytes: int | None, said_mb: int) -> int | None:
    """Return the lower of what the container has and what MEMORY_LIMIT_MB says; 0 says nothing."""
    limits = [limit for limit in (known_bytes, said_mb * MB) if limit]
    return min(limits, default=None)


def _of_memory(limit_bytes: int | None, by_memory: int | None, whose: str) -> str:
    if limit_bytes is None:
        return f"The memory limit is not known, so {MOST_BY_ITSELF} workers at the most."
    memory = f"{whose[0].upper()}{whose[1:]}" if whose else f"{limit_bytes // MB:,} MB of memory"
    return (
        f"{memory} carry {_workers(by_memory or 1)} of {WORKER_MB} MB "
        f"beside a master of {MASTER_MB} MB."
    )


def _of_cpu(cpu_count: float, by_cpu: int) -> str:
    return f"Processors for {cpu_count:g} at once feed {_workers(by_cpu)}."


def _workers(count: int) -> str:
    return "1 worker" if count == 1 else f"{count} workers"
