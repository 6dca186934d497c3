"""docs/openapi.json and the views say the same; every answer of the other tests is held to it."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern

from operations.field.urls import urlpatterns
from operations.models import VesselCall
from tests import cast
from tests.operations.field.contract import document, templates, validator
from tests.operations.field.tablets import TabletClient

OPERATIONS = [
    (path, method)
    for path, item in document()["paths"].items()
    for method in item
    if method != "parameters"
]


def addresses_of_the_api() -> set[str]:
    """Return the addresses of the views below the base, as the document writes them."""
    found = set()
    for pattern in urlpatterns:
        assert isinstance(pattern, URLPattern)
        address = f"/field/{pattern.pattern}"
        base = document()["servers"][0]["url"]
        if pattern.name and address.startswith(base):
            found.add(re.sub(r"<int:(\w+)>", r"{\1}", address.removeprefix(base)))
    return found


def test_every_address_is_in_the_document_and_the_other_way_round() -> None:
    assert addresses_of_the_api() == set(document()["paths"])
    assert set(templates().values()) == set(document()["paths"])


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_the_methods_are_those_of_the_document(
    client: Client, db: None, path: str, method: str
) -> None:
    address = document()["servers"][0]["url"] + path.replace("{call_id}", "1")

    allowed = client.generic("TRACE", address).headers["Allow"]

    assert allowed == method.upper()
    assert [each for each in OPERATIONS if each[0] == path] == [(path, method)]


def test_the_document_is_well_formed() -> None:
    assert document()["openapi"].startswith("3.1")
    for name, schema in document()["components"]["schemas"].items():
        validator(schema).check_schema(schema)
        assert schema.get("type") != "object" or schema["additionalProperties"] is False, name


def test_every_reference_leads_somewhere() -> None:
    for reference in references(document()):
        place: Any = document()
        for step in reference.removeprefix("#/").split("/"):
            assert step in place, reference
            place = place[step]


def test_nothing_is_described_that_nobody_refers_to() -> None:
    used = set(references(document()))

    for kind in ("schemas", "responses"):
        for name in document()["components"][kind]:
            assert f"#/components/{kind}/{name}" in used, name


@pytest.mark.parametrize(
    ("schema", "content"),
    [
        ("EnrolRequest", {"code": "7KQ4-M2XP"}),
        ("SignInRequest", {"username": "clerk3", "password": cast.PASSWORD}),
    ],
)
def test_real_requests_are_as_described(schema: str, content: dict[str, str]) -> None:
    validator({"$ref": f"#/components/schemas/{schema}"}).validate(content)


def test_a_batch_that_is_accepted_is_as_described(
    ramp: TabletClient, loaded_call: VesselCall
) -> None:
    [line] = loaded_call.cargo_lines.filter(mode="COUNTED")
    count = cast.a_raw_event(loaded_call, token=ramp.shift, sequence=1)
    batch = ramp.batch(
        count,
        cast.a_raw_event(loaded_call, token=ramp.shift, sequence=2, line=line.pk, quantity=5),
        cast.a_raw_event(loaded_call, token=ramp.shift, sequence=3, description="Crate"),
        cast.a_raw_event(
            loaded_call, token=ramp.shift, sequence=4, kind="REVERSAL", reverses=count["event_id"]
        ),
    )

    validator({"$ref": "#/components/schemas/Batch"}).validate(batch)
    results = ramp.post("events", batch).json()["results"]

    assert {result["verdict"] for result in results} == {"accepted"}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("quantity", 1.9),
        ("quantity", True),
        ("quantity", "1"),
        ("quantity", 0),
        ("event_id", "01936f3a-7c21-4a10-8c55-0a4be1d2c3f4"),
        ("identifier", "abc"),
        ("deck", "a\x00"),
        ("counted_at", "9999-12-31T00:00:00Z"),
        ("clock_offset_ms", 10**13),
        ("kind", "count"),
        ("surprise", 1),
    ],
)
def test_what_the_office_rejects_is_not_as_described(
    ramp: TabletClient, call: VesselCall, field: str, value: object
) -> None:
    event = cast.a_raw_event(call, token=ramp.shift, sequence=1) | {field: value}

    [result] = ramp.send(event)

    assert result["verdict"] == "rejected"
    assert not validator({"$ref": "#/components/schemas/Event"}).is_valid(event)


def references(part: object) -> Iterator[str]:
    """Yield every $ref below a part of the document."""
    if isinstance(part, dict):
        if "$ref" in part:
            yield part["$ref"]
        for value in part.values():
            yield from references(value)
    elif isinstance(part, list):
        for value in part:
            yield from references(value)
