from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection
from django.utils import timezone

from operations.actions.failed_attempts import TooManyAttempts
from operations.actions.second_factor import CodeWrong, check_code
from operations.models import User
from tests.operations.board.authenticator import app_of, with_second_factor

AT_ONCE = 6


def test_of_all_who_type_the_same_code_at_once_one_gets_in(
    ledger_that_can_be_emptied: None, supervisor: User
) -> None:
    guarded, recovery_codes = with_second_factor(supervisor)

    together = Barrier(AT_ONCE)

    def gets_in(code: str) -> bool:
        try:
            together.wait(timeout=20)
            check_code(person=guarded, code=code, now=timezone.now())
        except (CodeWrong, TooManyAttempts):
            return False
        finally:
            connection.close()
        return True

    for code in (app_of(guarded).code(), recovery_codes[0]):
        with ThreadPoolExecutor(AT_ONCE) as threads:
            assert sum(threads.map(gets_in, [code] * AT_ONCE)) == 1
