from django.conf import settings
from django.core.mail import EmailMessage

from monitoring.alerting.texts import Told

# smtplib's own errors are OSErrors; a header that cannot be written is a ValueError.
FAILURES = (OSError, ValueError)


def send(told: Told) -> None:
    """Send one e-mail to everybody in ALERT_EMAILS; the mail server has EMAIL_TIMEOUT a step.

    Raises one of FAILURES when the mail server did not take it.
    """
    EmailMessage(
        subject=told.subject,
        body=told.text,
        to=settings.ALERT_EMAILS,
        headers={"Auto-Submitted": "auto-generated"},
    ).send()
