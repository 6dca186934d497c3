from collections.abc import Iterable

from prometheus_client.parser import text_string_to_metric_families

from monitoring.readings import readings, readings_of

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


def test_the_instruments_of_this_process_can_be_read() -> None:
    found = readings()

    assert found.counters["cpu_seconds"] > 0
    assert found.gauges["cpu_limit"] > 0
    assert "requests" in found.counters
