"""Whether bounds hold, and whether the machine was quiet enough to tell."""

from collections.abc import Iterable

from tests.servers.foreign_load import TOLERABLE_CORES, ForeignLoad

PASSED, FAILED, VOID = 0, 1, 2


def judged(verdicts: Iterable[bool], watch: ForeignLoad) -> int:
    """Return the exit code: 0 when all bounds hold, 1 when not, 2 when others used the machine.

    A disturbed run is void, whatever came of it.
    """
    foreign_cores = watch.cores()
    if foreign_cores > TOLERABLE_CORES:
        print(f"VOID: others used {foreign_cores:.2f} cores, {TOLERABLE_CORES} are tolerable")
        return VOID
    print(f"others used {foreign_cores:.2f} cores")
    return PASSED if all(verdicts) else FAILED
