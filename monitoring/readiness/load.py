"""Many at a time, as people and tablets come."""

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from itertools import chain

from monitoring.readiness.site import NoAnswer, Site


@dataclass(frozen=True, slots=True)
class Load:
    """What came of many requests: seconds of each answer, in order of size, and the failures."""

    seconds: Sequence[float]
    failures: Sequence[str]

    @property
    def p95_ms(self) -> float:
        """Return the time below which 95 of 100 answers came; 0 when there was none."""
        return self.seconds[int(len(self.seconds) * 0.95)] * 1000 if self.seconds else 0.0

    @property
    def asked(self) -> int:
        """Return how many requests there were."""
        return len(self.seconds) + len(self.failures)

    def __str__(self) -> str:
        return f"{len(self.failures)} of {self.asked} failed, p95 {self.p95_ms:.0f} ms"


def put_load_on(
    site: Site, paths: Sequence[str], *, users: int, rounds: int, think_seconds: float = 0.0
) -> Load:
    """Let so many users ask for each path in turn, so many rounds, and think in between."""

    def one_user(number: int) -> Iterable[float | str]:
        # They did not all sit down in the same instant.
        time.sleep(think_seconds * number / users)
        for _ in range(rounds):
            for path in paths:
                yield _outcome(site, path)
            # A person reads what came before the next click; the load is that of people.
            time.sleep(think_seconds)

    with ThreadPoolExecutor(users) as threads:
        of_each = threads.map(lambda number: list(one_user(number)), range(users))
        outcomes = list(chain.from_iterable(of_each))
    return Load(
        seconds=sorted(each for each in outcomes if isinstance(each, float)),
        failures=[each for each in outcomes if isinstance(each, str)],
    )


def _outcome(site: Site, path: str) -> float | str:
    try:
        answer = site.ask(path)
    except NoAnswer as error:
        return str(error)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return f"{path}: {answer.status}"
    return answer.seconds
