"""Posts alerts to a receiver of the operator's, signed, so that it can tell ours from others'."""

import hashlib
import hmac
import json
from dataclasses import asdict
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from time import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from monitoring.alerting.texts import Told
from monitoring.watchdog import Watchdog

FAILURES = (OSError, HTTPException, ValueError)
TIMESTAMP_HEADER = "X-Alert-Timestamp"
SIGNATURE_HEADER = "X-Alert-Signature"
# For each wait; a receiver that is well answers within one.
STEP_SECONDS = 5.0
# For all of it: a receiver that sends one byte a second never exceeds the one above.
WHOLE_SECONDS = 10.0
_TAKEN = range(200, 300)


class NotTaken(OSError):
    """The receiver answered, and not with 2xx; where it points to elsewhere, nobody follows."""


def post(told: Told) -> None:
    """Post one alert to ALERT_WEBHOOK_URL.

    Raises one of FAILURES when the receiver did not take it.
    """
    body = json.dumps(asdict(told), cls=DjangoJSONEncoder).encode()
    url = urlsplit(settings.ALERT_WEBHOOK_URL)
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=STEP_SECONDS)
    watchdog = Watchdog(lambda: connection.sock, seconds=WHOLE_SECONDS)
    try:
        target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
        connection.request("POST", target, body, signed_headers(body, at_second=int(time())))
        answer = connection.getresponse()
    finally:
        watchdog.end()
        connection.close()
    if answer.status not in _TAKEN:
        raise NotTaken(f"the receiver answered {answer.status}")


def signed_headers(body: bytes, *, at_second: int) -> dict[str, str]:
    """Return the headers of a post.

    The signature is HMAC-SHA256, in hex, of the timestamp, a full stop and the body: so that
    neither can be sent again with another of the other kind.
    """
    stamp = str(at_second)
    signed = stamp.encode() + b"." + body
    signature = hmac.new(settings.ALERT_WEBHOOK_SECRET.encode(), signed, hashlib.sha256)
    return {
        "Content-Type": "application/json",
        TIMESTAMP_HEADER: stamp,
        SIGNATURE_HEADER: f"sha256={signature.hexdigest()}",
    }
