from collections.abc import Iterable
from contextlib import suppress
from time import monotonic

from django.test import RequestFactory
from health_check.exceptions import ServiceUnavailable, ServiceWarning
from prometheus_client.parser import text_string_to_metric_families

from monitoring.alerting import site_rules
from monitoring.database.check import Database
from monitoring.front_door import ALIVE_PATH, FrontDoor, Porter
from monitoring.health import Finding, Snapshot, State
from monitoring.health_check import Figure
from monitoring.health_checks import System
from monitoring.health_page import PATH, HealthPage
from monitoring.metrics import count_refusal
from monitoring.metrics_page import METRICS_PATH, metrics_page
from monitoring.minutes.readings import health_gauges, readings, readings_of

PAGE = """\
# TYPE site_requests_total counter
site_requests_total{route="/",method="GET",status="200"} 90
site_requests_total{route="/",method="GET",status="500"} 3
site_requests_total{route="front_door",method="GET",status="503"} 2
site_requests_total{route="/login/",method="POST",status="403"} 5
# TYPE site_request_seconds histogram
site_request_seconds_bucket{route="/",le="0.1"} 80
site_request_seconds_bucket{route="/",le="+Inf"} 90
site_request_seconds_bucket{route="/login/",le="0.1"} 1
site_request_seconds_bucket{route="/login/",le="+Inf"} 5
site_request_seconds_sum{route="/"} 7
# TYPE site_limiter_refusals_total counter
site_limiter_refusals_total{scope="sync"} 4
site_limiter_refusals_total{scope="login"} 1
# TYPE site_cpu_seconds_total counter
site_cpu_seconds_total 12.5
# TYPE site_container_memory_limit_bytes gauge
site_container_memory_limit_bytes 1000
# TYPE site_container_memory_working_set_bytes gauge
site_container_memory_working_set_bytes 810
# TYPE site_breaker_state gauge
site_breaker_state{breaker="default",state="open"} 1
site_breaker_state{breaker="default",state="closed"} 1
# TYPE port_ledger_events_total counter
port_ledger_events_total{verdict="accepted"} 7
port_ledger_events_total{verdict="duplicate"} 2
# TYPE port_oldest_unsent_seconds gauge
port_oldest_unsent_seconds 60
# TYPE port_asked_at_seconds gauge
port_asked_at_seconds 1800000000
"""


def families(text: str) -> Iterable[object]:
    return text_string_to_metric_families(text)


def test_the_figures_of_all_routes_and_workers_are_added_up() -> None:
    found = readings_of(families(PAGE))  # type: ignore[arg-type]  # the parser has no types

    assert found.counters == {
        "requests": 100,
        "errors": 5,
        "limiter_refusals": 5,
        "cache_fallbacks": 0,
        "cpu_seconds": 12.5,
        "port_ledger_events.accepted": 7,
        "port_ledger_events.duplicate": 2,
    }
    assert found.gauges == {
        "memory_ratio": 0.81,
        "breaker_open": 1,
        "port_oldest_unsent_seconds": 60,
    }
    assert found.waits == {0.1: 81, float("inf"): 95}


def a_look(**figures: dict[str, Figure]) -> Snapshot:
    """Return what was seen of checks that are well, but for the database."""
    findings = [
        Finding(name, State.FAIL if name == "database" else State.OK, "", 0.01, said)
        for name, said in figures.items()
    ]
    return Snapshot(tuple(findings), seen_at=monotonic())


def test_each_check_of_health_tells_how_it_is_and_its_figures() -> None:
    seen = a_look(database={"writes_failed": 4}, memory={"whose": "the server", "used_mb": 10})

    assert health_gauges(seen) == {
        "health.database": 1,
        "health.database.writes_failed": 4,
        "health.database.migrations_pending": 0,
        "health.memory": 0,
        "health.memory.used_mb": 10,
    }


def test_pending_migrations_are_told() -> None:
    seen = a_look(database={"migrations_pending": 2})

    assert health_gauges(seen)["health.database.migrations_pending"] == 2


def test_of_what_was_seen_too_long_ago_nothing_is_told() -> None:
    assert health_gauges(Snapshot(a_look(database={}).findings, seen_at=monotonic() - 60)) == {}
    assert health_gauges(None) == {}


def test_the_figures_that_rules_go_by_are_those_of_the_checks(db: None) -> None:
    checks = {"database": Database(), "system": System()}
    for check in checks.values():
        # How the machine is just now is not the example.
        with suppress(ServiceUnavailable, ServiceWarning):
            check.run()

    told = health_gauges(a_look(**{name: check.figures for name, check in checks.items()}))

    wanted = [rule.figure for rule in site_rules.RULES if rule.figure.startswith("health.")]
    assert len(wanted) == 3
    assert [figure for figure in wanted if figure not in told] == []


def test_the_instruments_of_this_process_can_be_read() -> None:
    found = readings()

    assert found.counters["cpu_seconds"] > 0
    assert found.gauges["cpu_limit"] > 0
    assert "requests" in found.counters


def test_errors_are_no_share_of_what_machines_ask_day_and_night() -> None:
    def nobody(*_: object) -> list[bytes]:
        raise AssertionError("asked inside")

    porters: dict[str, Porter] = {PATH: HealthPage(token=""), METRICS_PATH: metrics_page("")}
    door = FrontDoor(nobody, headers={}, room=1, hall=1, porters=porters, on_refusal=count_refusal)
    before = readings().counters["requests"]

    for path in (ALIVE_PATH, PATH, METRICS_PATH):
        door(RequestFactory().get(path).environ, lambda *_: None)

    assert readings().counters["requests"] == before
