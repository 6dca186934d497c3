"""What the tests of admin share: a browser at a desk, and a row of every noun."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from monitoring.models import Alert
from operations.actions.tablets import invite_tablet
from operations.actions.write_audit import write_audit
from operations.models import (
    Discrepancy,
    FailedAttempt,
    LineTotal,
    Manifest,
    SetAsideEvent,
    ShippingLine,
    Stoppage,
    TallyEvent,
    Terminal,
    User,
)
from operations.vocabulary import Audited, DiscrepancyKind
from tests import cast
from tests.cast import NOON
from tests.ledger_cast import TabletInHand
from tests.operations.admin.filled_form import FilledForm

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Page

Nouns = dict[type[Model], Model]


def signed_in(person: User) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def list_of(noun: type[Model]) -> str:
    return reverse(f"admin:{noun._meta.app_label}_{noun._meta.model_name}_changelist")


def adding(noun: type[Model]) -> str:
    return reverse(f"admin:{noun._meta.app_label}_{noun._meta.model_name}_add")


def page_of(row: Model, page: str = "change") -> str:
    noun = f"{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"admin:{noun}_{page}", args=[row.pk])


def shown_by(answer: Page) -> list[Any]:
    """Return the rows of a list page."""
    return list(answer.context["cl"].result_list)


def whole_list(browser: Client, noun: type[Model]) -> list[Model]:
    """Return all that a list shows a person, also what is settled or past."""
    answer = browser.get(list_of(noun))
    filters = {getattr(each, "parameter_name", "") for each in answer.context["cl"].filter_specs}
    return shown_by(browser.get(list_of(noun), {"state": "all"} if "state" in filters else {}))


def filled_in(page: Page) -> dict[str, object]:
    """Return what a browser would send back of the forms of a page."""
    return FilledForm(page.content.decode()).values


def save(browser: Client, url: str, **changes: object) -> Page:
    """Open a form, change fields and save it."""
    page = browser.get(url)
    return browser.post(url, filled_in(page) | changes, follow=True)


def said_by(answer: Page) -> list[str]:
    """Return the messages of the page that an answer led to."""
    return [str(message) for message in answer.context["messages"]]


def registered() -> list[type[Model]]:
    return list(admin.site._registry)


def one_of_everything(terminal: Terminal, supervisor: User, clerk: User) -> Nouns:
    """Return a row of every noun at a terminal; words that all share come with their users."""
    call = cast.a_vessel_call(terminal)
    call.vessel.shipping_line = ShippingLine.objects.create(code="EXL", name="Example Line")
    call.vessel.save()
    line = cast.a_cargo_line(call)
    unit = cast.a_unit(call, "WVWZZZ1JZXW000001")
    ramp = TabletInHand(cast.a_tablet(terminal), clerk, call)
    ramp.send(
        ramp.count(identifier=unit.identifier), ramp.count(line=line.pk, quantity=2), ramp.count()
    )
    ramp.send(ramp.count(identifier="OVER1", quantity=7))
    rows: list[Model | None] = [
        *(terminal, terminal.port, call, call.vessel, call.vessel.shipping_line, call.berth),
        *(terminal.gangs.first(), line, unit, unit.line.cargo_class, ramp.tablet, clerk),
        *(ramp.tablet.journals.first(), TallyEvent.objects.first(), SetAsideEvent.objects.first()),
        *(Discrepancy.objects.filter(kind=DiscrepancyKind.OVER).first(), LineTotal.objects.first()),
        *(call.counted_units.first(), call.hourly_rollups.first()),
        Stoppage.objects.create(call=call, reason="Rain", starts_at=NOON, recorded_by=supervisor),
        FailedAttempt.objects.create(
            purpose="SIGN_IN",
            subject=f"{clerk.username} on tablet {ramp.tablet.pk}",
            attempted_at=NOON + timedelta(hours=1),
        ),
        Manifest.objects.create(
            call=call,
            version=1,
            file_name="list.csv",
            sha256="0" * 64,
            content=b"VIN",
            layout={},
            row_count=1,
            received_at=NOON,
            loaded_by=supervisor,
        ),
        *(write_audit(Audited.SIGNED_IN, by=clerk), _an_alert()),
        invite_tablet(
            terminal=terminal, tablet_name="Ramp 9", invited_by=supervisor, invited_at=NOON
        )[0],
    ]
    return {type(row): row for row in rows if row is not None}


def _an_alert() -> Alert:
    figures = {"value": 0.8, "worst_value": 0.82, "threshold": 0.75}
    return Alert.objects.create(
        name="memory-high", source="web-1", level="ATTENTION", since=NOON, **figures
    )
