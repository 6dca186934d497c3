import json
from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone
from pytest_django.fixtures import Settings

from monitoring.alerting.delivery import MOST_TRIES
from monitoring.models import Alert, AlertMessage
from tests.monitoring.alert_cast import minutes_before
from tests.servers.alert_receiver import an_alert_receiver
from tests.servers.ports import LOOPBACK, free_port

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> tuple[str, int, str]:
    """Run the command; return what it printed, its exit code, and its last words."""
    out = StringIO()
    try:
        call_command("evaluate_alerts", *arguments, stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode, str(error)
    return out.getvalue(), 0, ""


def test_when_nothing_is_out_of_bounds_the_exit_code_is_0() -> None:
    minutes_before(timezone.now(), 4, memory_ratio=0.3)

    assert run() == ("no alert stands\n", 0, "")


def test_what_stands_is_printed_with_what_to_do_each_time() -> None:
    minutes_before(timezone.now(), 4, memory_ratio=0.8)

    first, second = run(), run()

    assert first == second
    assert first[1:] == (1, "1 alert stands")
    assert first[0].startswith("memory-high [web-1]: A container uses much of its memory;")
    assert "Seen 80 %, raised at 75 %. docs/runbook.md#memory-high" in first[0]


def test_a_database_that_does_not_answer_has_a_code_of_its_own() -> None:
    def refuse(*_: object) -> None:
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(refuse):
        assert run()[1:] == (2, "nothing was evaluated: OperationalError")


def test_an_alert_of_which_nobody_could_be_told_has_a_code_of_its_own(settings: Settings) -> None:
    settings.ALERT_WEBHOOK_URL = f"http://{LOOPBACK}:{free_port()}/"
    minutes_before(timezone.now(), 4, memory_ratio=0.8)
    run()
    AlertMessage.objects.update(tries_count=MOST_TRIES)

    code, words = run()[1:]

    assert (code, words) == (3, "nobody was told of memory-high (web-1) raised, by webhook")


def test_a_test_goes_by_every_way_that_is_set_and_evaluates_nothing(settings: Settings) -> None:
    settings.ALERT_EMAILS = ["on-call@port.example"]
    minutes_before(timezone.now(), 4, memory_ratio=0.8)
    with an_alert_receiver() as receiver:
        settings.ALERT_WEBHOOK_URL, settings.ALERT_WEBHOOK_SECRET = receiver.url, "secret"
        outcome = run("--test")

    assert outcome == ("E-mail: taken\nWebhook: taken\n", 0, "")
    assert [json.loads(post.body)["happening"] for post in receiver.posts] == ["TEST"]
    assert mail.outbox[0].subject.startswith("[TEST] test-alert on ")
    assert not Alert.objects.exists()


def test_a_test_says_where_it_did_not_arrive_and_why(settings: Settings) -> None:
    settings.ALERT_EMAILS = ["on-call@port.example"]
    settings.ALERT_WEBHOOK_URL = f"http://{LOOPBACK}:{free_port()}/"

    printed, code, words = run("--test")

    assert printed.startswith("E-mail: taken\nWebhook: not taken: ConnectionRefusedError")
    assert (code, words) == (3, "the test did not arrive everywhere")


def test_a_test_of_no_way_at_all_says_what_to_set() -> None:
    assert run("--test") == (
        "",
        3,
        "Alerts are told to nobody: set ALERT_EMAILS or ALERT_WEBHOOK_URL.",
    )
