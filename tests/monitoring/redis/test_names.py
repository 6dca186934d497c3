import pytest

from monitoring.redis.line import lines
from monitoring.resilient_cache import ResilientCache


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("redis://clerk:secret@cache.example:6379/0", "x:cache.example:6379/0"),
        ("unix:///run/redis.sock?db=1&password=secret", "x:/run/redis.sock?db=1"),
    ],
)
def test_no_password_is_part_of_a_name_that_is_logged(location: str, name: str) -> None:
    ResilientCache(location, {"KEY_PREFIX": "x"})

    assert name in {line.name for line in lines()}
    assert not any("secret" in line.name + line.breaker.name for line in lines())
