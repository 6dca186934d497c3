import json
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.gzip import gzip_page

from monitoring.shared_read import shared_read
from operations.field.answers import ApiError, api_view, instant_text
from operations.field.requests import MAX_POSITION, read_whole_parameter, require_shift
from operations.models import TallyEvent, VesselCall
from operations.queries.field_calls import CallToWork, call_at, calls_to_work
from operations.queries.field_cargo import listed_lines, listed_units
from operations.queries.field_changes import changes_since
from operations.vocabulary import CallDirection

MOST_CHANGES = 1_000


@api_view("GET")
def calls(request: HttpRequest) -> HttpResponse:
    terminal = require_shift(request).tablet.terminal
    content = shared_read(
        f"field.calls.{terminal.pk}",
        seconds=settings.SHARED_LOOK_SECONDS,
        read=lambda: json.dumps({"calls": [_call(each) for each in calls_to_work(terminal)]}),
    )
    return HttpResponse(content, content_type="application/json")


@gzip_page
@api_view("GET")
def cargo(request: HttpRequest, call_id: int) -> HttpResponse:
    call = _require_call(request, call_id)
    version = call.cargo_version
    etag = quote_etag(f"cargo-{call.pk}-{version}")
    if request.GET.get("version") == str(version) or _holds(request, etag):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = JsonResponse(
            {
                "call": call.pk,
                "version": version,
                "units": listed_units(call.pk),
                "lines": listed_lines(call.pk),
            }
        )
    answer["ETag"] = etag
    return answer


@gzip_page
@api_view("GET")
def changes(request: HttpRequest, call_id: int) -> HttpResponse:
    after = read_whole_parameter(request, "after", default=0, least=0, most=MAX_POSITION)
    limit = read_whole_parameter(request, "limit", default=MOST_CHANGES, least=1, most=MOST_CHANGES)
    call = _require_call(request, call_id)
    events = changes_since(call, after=after, limit=limit)
    # A ledger that was restored from a copy may end before what the tablet has seen.
    position = events[-1].position if events else min(after, call.head_position)
    return JsonResponse(
        {
            "events": [_change(each) for each in events],
            "position": position,
            "more": position < call.head_position,
            "status": call.status,
            "head": _head(call),
        }
    )


def _holds(request: HttpRequest, etag: str) -> bool:
    # Compared weakly, since the compressed body travels under a weak tag.
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return etag in {tag.removeprefix("W/") for tag in held}


def _require_call(request: HttpRequest, call_id: int) -> VesselCall:
    call = call_at(require_shift(request).tablet.terminal_id, call_id)
    if call is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "not_found")
    return call


def _call(work: CallToWork) -> dict[str, object]:
    call = work.call
    return {
        "id": call.pk,
        "reference": call.reference,
        "vessel": call.vessel.name,
        "voyage": call.voyage,
        "status": call.status,
        "berth": call.berth.name if call.berth else "",
        "directions": CallDirection(call.direction).directions,
        "decks": work.decks,
        "gangs": work.gangs,
        "ports": [{"locode": locode, "name": name} for locode, name in work.ports.items()],
        "cargo_version": call.cargo_version,
        "head": _head(call),
        "counted": work.counted_units,
        "manifested": work.expected_units,
    }


def _head(call: VesselCall) -> dict[str, object]:
    return {"position": call.head_position, "digest": call.head_digest}


def _change(event: TallyEvent) -> dict[str, object]:
    return {
        "position": event.position,
        "event_id": event.event_id,
        "kind": event.kind,
        "direction": event.direction,
        "identifier": event.identifier,
        "line": event.line_id,
        "description": event.description,
        "quantity": event.quantity,
        "deck": event.deck,
        "gang": event.gang,
        "reverses": event.reverses,
        "person": event.person.shown_name,
        "tablet": event.tablet_id,
        "journal_id": event.journal_id,
        "counted_at": instant_text(event.effective_at),
        "flags": event.flags.split(),
    }
