"""What of the port somebody must be told, beside what every site has."""

from monitoring.alert_rules import Level, Rule, Unit

RULES = (
    Rule(
        name="unsent-tablet",
        level=Level.ATTENTION,
        sentence="A tablet has kept counts to itself for long; the board names it.",
        figure="port_oldest_unsent_seconds",
        unit=Unit.SECONDS,
        raise_at=60 * 60,
        clear_below=30 * 60,
        minutes=2,
    ),
    Rule(
        name="failed-sign-ins",
        level=Level.ATTENTION,
        sentence="Far more passwords or codes were wrong of late than people mistype.",
        figure="port_failed_sign_ins",
        unit=Unit.COUNT,
        # As many as one address may try at the office in that time; a shift mistypes a handful.
        raise_at=30,
        clear_below=15,
        minutes=2,
        shared=True,
    ),
)
