from prometheus_client.parser import text_string_to_metric_families

from monitoring.metrics_page import metrics_page

HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "localhost"}


def test_the_page_is_read_by_the_librarys_own_parser() -> None:
    reply = metrics_page("")(HERE)

    assert (reply.status, reply.content_type) == (200, "text/plain; version=0.0.4; charset=utf-8")
    families = {each.name: each for each in text_string_to_metric_families(reply.body.decode())}
    assert families["site_cpu_seconds"].samples[0].value > 0
    assert families["site_requests"].type == "counter"


def test_a_stranger_hears_what_a_page_that_is_not_there_says() -> None:
    reply = metrics_page("a-token")(HERE | {"REMOTE_ADDR": "203.0.113.9"})

    assert (reply.status, reply.body) == (404, b"Not Found\n")


def test_the_token_opens_the_page() -> None:
    caller = {"REMOTE_ADDR": "203.0.113.9", "HTTP_AUTHORIZATION": "Bearer a-token"}

    assert metrics_page("a-token")(caller).status == 200
