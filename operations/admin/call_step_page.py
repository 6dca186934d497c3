from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone

from operations.actions.call_life_cycle import CallNotSettled, StepRefused
from operations.actions.take_step import take_step
from operations.admin import columns
from operations.admin.call_steps import StepForm, StepWords, steps_of
from operations.admin.rights import may, person_of
from operations.admin.scoped_admin import PortAdmin
from operations.models import VesselCall


def step_page(
    model_admin: PortAdmin[VesselCall], request: HttpRequest, object_id: str, key: str
) -> HttpResponse:
    call = model_admin.get_object(request, object_id)
    if call is None:
        raise Http404
    if not may(request, "change_vesselcall"):
        raise PermissionDenied
    step = next((step for step in steps_of(call) if step.key == key), None)
    if step is None:
        text = (
            f"{call.reference} was moved on meanwhile: it is {call.get_status_display().lower()}."
        )
        messages.error(request, text)
        return redirect(columns.change_url(call))
    with timezone.override(call.terminal.zone):
        return _asked(model_admin, request, call=call, step=step)


def _asked(
    model_admin: PortAdmin[VesselCall], request: HttpRequest, *, call: VesselCall, step: StepWords
) -> HttpResponse:
    form = StepForm(request.POST if request.method == "POST" else None, call=call, step=step)
    reasons: list[str] = []
    if form.is_valid():
        try:
            take_step(call=call, step=step.step, order=form.order(person_of(request)))
        except CallNotSettled as refusal:
            reasons = refusal.reasons
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{call.reference}: {step.title.lower()}.")
            return redirect(columns.change_url(call))
    context: dict[str, Any] = {
        **model_admin.admin_site.each_context(request),
        **model_admin.noun_words(),
        "opts": model_admin.opts,
        "title": f"{step.title}: {call}",
        "step": step,
        "call": call,
        "form": form,
        "reasons": reasons,
        "zone": columns.zone_name(timezone.now(), call.terminal),
        "back": columns.change_url(call),
    }
    # Made here and now: later, the clock would be another terminal's again.
    return TemplateResponse(request, "admin/call_step.html", context).render()
