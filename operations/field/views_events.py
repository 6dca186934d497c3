from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from operations.actions.batch_judge import EventResult
from operations.actions.record_tally_events import record_tally_events
from operations.field.answers import api_view, instant_text
from operations.field.requests import read_batch, require_tablet
from operations.field.shell import build_facts
from operations.probes import count_verdicts


@api_view("POST")
def events(request: HttpRequest) -> HttpResponse:
    received_at = timezone.now()
    tablet = require_tablet(request)
    batch = read_batch(request)
    outcome = record_tally_events(batch=batch, tablet=tablet, received_at=received_at)
    count_verdicts(each.verdict for each in outcome.results)
    heads = {
        str(call_id): {"position": position, "digest": digest}
        for call_id, (position, digest) in outcome.heads.items()
    }
    return JsonResponse(
        {
            "results": [_result(each) for each in outcome.results],
            "heads": heads,
            "server_now": instant_text(received_at),
            **build_facts(),
        }
    )


def _result(result: EventResult) -> dict[str, object]:
    return {
        "event_id": result.event_id,
        "verdict": result.verdict,
        "position": result.position,
        "reason": result.reason,
        "flags": result.flags,
    }
