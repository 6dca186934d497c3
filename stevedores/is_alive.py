"""Ask the site in this container whether it is alive; the exit code is the answer.

The image has no curl: one program less for whoever breaks in.
"""

import sys
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException

from stevedores import env

# As the platform's own patience.
TIMEOUT_SECONDS = 5


def is_alive(port: int) -> bool:
    """Return whether `/health/quick` answers 200 in time."""
    connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("GET", "/health/quick")
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


if __name__ == "__main__":
    port = env.whole_number("PORT", default=8000, at_least=1, example="8000")
    sys.exit(0 if is_alive(port) else 1)
