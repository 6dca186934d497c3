"""The published description of the field API, as a judge of real requests and answers."""

import json
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from django.urls import resolve
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse

#: What Django's test client gives.
Answer: TypeAlias = "_MonkeyPatchedWSGIResponse"
DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "openapi.json"
#: An operation and what it answered.
Kind = tuple[str, str, int]


@cache
def document() -> dict[str, Any]:
    """Return docs/openapi.json."""
    content: dict[str, Any] = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    return content


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Return a judge for one schema of the document, with all that it refers to."""
    return Draft202012Validator(schema | {"components": document()["components"]})


def templates() -> dict[str, str]:
    """Return {name of the address: path in the document}."""
    base = document()["servers"][0]["url"]
    paths = document()["paths"]
    return {str(resolve(base + path.replace("{call_id}", "1")).url_name): path for path in paths}


def kind_of(response: Answer) -> Kind | None:
    """Return what the document knows an answer as; None for addresses that it does not know."""
    request = response.wsgi_request
    path = templates().get(resolve(request.path).url_name or "")
    method = str(request.method).lower()
    if path is None or method not in document()["paths"][path]:
        return None
    return path, method, response.status_code


def check_answer(response: Answer) -> None:
    """Fail unless the answer is one that the document promises."""
    kind = kind_of(response)
    if kind is None:
        promised = document()["components"]["responses"]["Other"]
    else:
        path, method, status = kind
        answers = document()["paths"][path][method]["responses"]
        assert str(status) in answers, f"{method} {path}: {status} is not documented"
        promised = answers[str(status)]
    if "$ref" in promised:
        promised = document()["components"]["responses"][promised["$ref"].rsplit("/", 1)[1]]
    _check_headers(response, promised)
    _check_content(response, promised)


def _check_headers(response: Answer, promised: dict[str, Any]) -> None:
    for name, header in promised.get("headers", {}).items():
        if header.get("required"):
            assert name in response.headers, f"{name} is missing"
    assert response.headers["Cache-Control"] == "no-store"
    assert "Location" not in response.headers


def _check_content(response: Answer, promised: dict[str, Any]) -> None:
    if "content" not in promised:
        assert response.status_code == HTTPStatus.NOT_MODIFIED
        assert response.content == b""
        return
    assert response.headers["Content-Type"] == "application/json"
    schema = promised["content"]["application/json"]["schema"]
    validator(schema).validate(json.loads(response.content))
