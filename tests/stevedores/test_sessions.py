import pytest
from django.test import Client

NO_KEYS = [r'"\000abcdefghijkl"', "x" * 32 + "%00", "A" * 32, "short", "x" * 5000]


@pytest.mark.django_db
@pytest.mark.parametrize("key", NO_KEYS)
def test_a_cookie_that_is_no_key_of_a_session_is_nobodys(client: Client, key: str) -> None:
    answer = client.get("/", headers={"Cookie": f"session={key}"})

    assert answer.status_code == 302
