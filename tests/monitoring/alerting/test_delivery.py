import hashlib
import hmac
import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from time import monotonic

import pytest
from pytest_django.fixtures import Settings

from monitoring.alerting import timely_smtp, webhook
from monitoring.alerting.delivery import MOST_TRIES, deliver, take
from monitoring.alerts import evaluate
from monitoring.models import AlertMessage
from tests.monitoring.alert_cast import MINUTE, NOW, minutes_before
from tests.servers.alert_receiver import AlertReceiver, an_alert_receiver
from tests.servers.ports import LOOPBACK, free_port

pytestmark = pytest.mark.django_db
SECRET = "a secret of the examples"


@pytest.fixture
def receiver(settings: Settings) -> Iterator[AlertReceiver]:
    """Return a receiver that the settings name."""
    with an_alert_receiver() as receiver:
        settings.ALERT_WEBHOOK_URL = receiver.url
        settings.ALERT_WEBHOOK_SECRET = SECRET
        yield receiver


def memory_is_high() -> None:
    minutes_before(NOW, 3, memory_ratio=0.8)
    evaluate(now=NOW)


def test_the_receiver_is_told_in_json_with_a_signature_that_holds(receiver: AlertReceiver) -> None:
    memory_is_high()

    (post,) = receiver.posts
    signed = f"{post.headers['X-Alert-Timestamp']}.".encode() + post.body
    wanted = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    told = json.loads(post.body)
    assert post.path == "/alerts?team=it"
    assert post.headers["X-Alert-Signature"] == f"sha256={wanted}"
    assert (told["name"], told["source"], told["happening"]) == ("memory-high", "web-1", "RAISED")
    assert (told["seen"], told["bound"]) == ("80 %", "75 %")
    assert told["do"].startswith("nothing for a peak. For a slope: lower WEB_WORKERS by one")
    assert told["since"] == "2026-11-25T15:00:05Z"


def test_what_was_taken_is_not_told_again(receiver: AlertReceiver) -> None:
    memory_is_high()
    deliver(now=NOW + MINUTE)

    assert len(receiver.posts) == 1
    assert AlertMessage.objects.get().told_at == NOW


@pytest.mark.parametrize("status", [301, 307, 400, 500])
def test_a_receiver_that_does_not_take_it_is_told_again_until_it_does(
    receiver: AlertReceiver, status: int
) -> None:
    receiver.status, receiver.location = status, "/elsewhere"
    memory_is_high()
    message = AlertMessage.objects.get()
    assert (message.told_at, message.tries_count) == (None, 1)
    assert message.failure == f"NotTaken: the receiver answered {status}"

    receiver.status = 200
    evaluate(now=NOW + MINUTE)

    assert [post.path for post in receiver.posts] == ["/alerts?team=it"] * 2
    message.refresh_from_db()
    assert (message.told_at, message.failure) == (NOW + MINUTE, "")


def test_trying_ends_after_some_times(
    receiver: AlertReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.status = 500

    memory_is_high()
    for _ in range(MOST_TRIES + 4):
        deliver(now=AlertMessage.objects.get().due_at)

    assert len(receiver.posts) == MOST_TRIES
    assert AlertMessage.objects.get().tries_count == MOST_TRIES
    assert "0 tries left" in caplog.text
    # A night without mail is not the end of it.
    assert timedelta(hours=20) < AlertMessage.objects.get().due_at - NOW < timedelta(hours=30)


def test_a_receiver_that_hangs_stops_no_evaluation(
    receiver: AlertReceiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "STEP_SECONDS", 0.2)
    receiver.status = 0
    minutes_before(NOW, 3, memory_ratio=0.9)
    began = monotonic()

    outcome = evaluate(now=NOW)

    # Two were raised; the receiver was tried once, and is left alone until the next minute.
    assert len(outcome.raised) == 2
    assert len(receiver.posts) == 1
    assert monotonic() - began < 5


def test_a_receiver_that_drips_is_cut_off(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "WHOLE_SECONDS", 0.3)
    monkeypatch.setattr(webhook, "STEP_SECONDS", 30)
    settings.ALERT_WEBHOOK_SECRET = SECRET
    with socket.create_server((LOOPBACK, 0)) as mute:
        # It connects, sends, and waits for an answer that never begins.
        settings.ALERT_WEBHOOK_URL = f"http://{LOOPBACK}:{mute.getsockname()[1]}/"
        began = monotonic()

        memory_is_high()

    assert monotonic() - began < 10
    assert AlertMessage.objects.get().told_at is None


def test_a_receiver_that_is_not_there_is_tried_again(settings: Settings) -> None:
    settings.ALERT_WEBHOOK_SECRET = SECRET
    settings.ALERT_WEBHOOK_URL = f"http://{LOOPBACK}:{free_port()}/"

    memory_is_high()

    assert AlertMessage.objects.get().failure.startswith("ConnectionRefusedError")


def test_a_mail_server_that_hangs_keeps_nobody_from_the_webhook(
    receiver: AlertReceiver, settings: Settings
) -> None:
    settings.ALERT_EMAILS = ["on-call@port.example"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.2
    with socket.create_server((LOOPBACK, 0)) as mute:
        settings.EMAIL_HOST, settings.EMAIL_PORT = mute.getsockname()

        memory_is_high()

    by_channel = {each.channel: each for each in AlertMessage.objects.all()}
    assert by_channel["EMAIL"].told_at is None
    assert by_channel["EMAIL"].failure
    assert by_channel["WEBHOOK"].told_at == NOW


def test_a_message_in_the_hand_of_somebody_else_is_left_to_them(receiver: AlertReceiver) -> None:
    receiver.status = 500
    memory_is_high()

    deliver(now=NOW)

    assert len(receiver.posts) == 1


def test_of_two_that_have_read_a_message_one_takes_it(receiver: AlertReceiver) -> None:
    receiver.status = 500
    memory_is_high()
    read_by_one, read_by_another = AlertMessage.objects.get(), AlertMessage.objects.get()

    assert take(read_by_one, now=NOW + MINUTE)
    assert not take(read_by_another, now=NOW + MINUTE)


def test_without_receivers_there_is_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="monitoring.alerts"):
        memory_is_high()

    assert "alert raised: memory-high [web-1]" in caplog.text
    assert not AlertMessage.objects.exists()


def test_a_mail_server_that_drips_its_greeting_is_cut_off(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timely_smtp, "WHOLE_SECONDS", 0.3)
    is_over = threading.Event()
    with socket.create_server((LOOPBACK, 0)) as server:
        settings.ALERT_EMAILS = ["operator@port.example"]
        settings.EMAIL_BACKEND = "monitoring.alerting.timely_smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 30

        def drip() -> None:
            client, _ = server.accept()
            with client, suppress(OSError):
                for _ in range(300):
                    client.sendall(b"2")
                    if is_over.wait(0.05):
                        return

        mute = threading.Thread(target=drip)
        mute.start()
        began = monotonic()
        memory_is_high()
        is_over.set()
        mute.join()

    assert monotonic() - began < 10
    assert AlertMessage.objects.get().told_at is None
