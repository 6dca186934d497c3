import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.worker_plan import MB, plan_workers, tighter_limit


@pytest.mark.parametrize(
    ("memory_mb", "cpu_count", "workers", "most"),
    [
        (512, 1, 2, 7),
        (512, 0.5, 2, 7),
        (512, 16, 7, 7),
        (256, 4, 3, 3),
        (128, 4, 1, 1),
        (64, 4, 1, 1),
        (4096, 2, 3, 63),
        (4096, 32, 8, 63),
    ],
)
def test_memory_and_processors_bound_the_workers(
    memory_mb: int, cpu_count: float, workers: int, most: int
) -> None:
    plan = plan_workers(cpu_count=cpu_count, memory_limit_bytes=memory_mb * MB)

    assert (plan.workers, plan.most) == (workers, most)


@pytest.mark.parametrize(("asked", "given_"), [(1, 1), (4, 4), (7, 7), (8, 7), (33, 7)])
def test_an_operator_gets_what_memory_carries(asked: int, given_: int) -> None:
    plan = plan_workers(cpu_count=1, memory_limit_bytes=512 * MB, asked=asked)

    assert plan.workers == given_
    assert f"WEB_WORKERS asks for {asked}" in str(plan)


def test_without_a_known_limit_an_operator_is_believed() -> None:
    assert plan_workers(cpu_count=16, memory_limit_bytes=None).workers == 8
    assert plan_workers(cpu_count=1, memory_limit_bytes=None, asked=12).workers == 12


def test_the_plan_tells_its_reasons() -> None:
    plan = plan_workers(cpu_count=1, memory_limit_bytes=512 * MB)

    assert str(plan) == (
        "512 MB of memory carry 7 workers of 64 MB beside a master of 64 MB. "
        "Processors for 1 at once feed 2 workers. 2 workers it is."
    )


@given(
    cpu_count=st.floats(min_value=0.01, max_value=512),
    memory_mb=st.integers(min_value=1, max_value=1_000_000),
    asked=st.none() | st.integers(min_value=1, max_value=10_000),
)
def test_there_is_always_a_worker_and_never_more_than_memory_carries(
    cpu_count: float, memory_mb: int, asked: int | None
) -> None:
    plan = plan_workers(cpu_count=cpu_count, memory_limit_bytes=memory_mb * MB, asked=asked)

    assert 1 <= plan.workers <= plan.most
    assert plan.workers == 1 or 64 + plan.workers * 64 <= memory_mb


@pytest.mark.parametrize(
    ("known", "said_mb", "limit"),
    [(None, 0, None), (None, 512, 512), (256, 512, 256), (1024, 512, 512), (1024, 0, 1024)],
)
def test_a_setting_only_ever_lowers_the_limit(
    known: int | None, said_mb: int, limit: int | None
) -> None:
    in_bytes = tighter_limit(known and known * MB, said_mb)

    assert in_bytes == (limit and limit * MB)
