"""Whoever works at another terminal sees nothing: every noun that belongs to one is asked."""

from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from operations.actions.record_tally_events import TallyBatch, record_tally_events
from operations.actions.tablets import invite_tablet
from operations.models import (
    Manifest,
    ManifestDraft,
    Stoppage,
    Tablet,
    Terminal,
    User,
    VesselCall,
)
from operations.models.scope import ScopedQuerySet
from tests import cast
from tests.cast import NOON

# What all terminals share. Each name here is a decision: nothing of it tells what a terminal does.
SHARED = {"CargoClass", "Deck", "Port", "ShippingLine", "Vessel", "User", "FailedAttempt"}


def scoped_models() -> list[type[Model]]:
    models = apps.get_app_config("operations").get_models()
    return [model for model in models if model.__name__ not in SHARED]


def rows_of(model: type[Model]) -> ScopedQuerySet[Model]:
    rows = model._default_manager.all()
    assert isinstance(rows, ScopedQuerySet), f"{model.__name__} needs visible_to, or a decision"
    return rows


@pytest.fixture
def one_of_everything(call: VesselCall, clerk: User, supervisor: User, ramp_tablet: Tablet) -> None:
    """One row at least of every noun that belongs to a terminal, all of them at this one."""
    cases = cast.a_cargo_line(call)
    cast.a_unit(call, "VIN00000000000001")
    token = cast.a_shift_token(clerk, ramp_tablet)
    car = cast.a_raw_event(call, token=token, sequence=1)
    case = cast.a_raw_event(call, token=token, sequence=2, line=cases.pk)
    over = cast.a_raw_event(call, token=token, sequence=3)
    batch = TallyBatch(uuid4(), 4, 4, "b1", NOON, [car, case, over, {"call": call.pk}])
    record_tally_events(batch=batch, tablet=ramp_tablet, received_at=NOON)
    invite_tablet(
        terminal=call.terminal, tablet_name="Ramp 2", invited_by=supervisor, invited_at=NOON
    )
    Stoppage.objects.create(call=call, reason="Rain", starts_at=NOON, recorded_by=supervisor)
    file = {"call": call, "file_name": "list.csv", "sha256": "0" * 64, "content": b"VIN"}
    Manifest.objects.create(
        **file, version=1, layout={}, row_count=1, received_at=NOON, loaded_by=supervisor
    )
    ManifestDraft.objects.create(**file, uploaded_at=NOON, uploaded_by=supervisor)


@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model.__name__)
def test_a_stranger_sees_nothing(
    model: type[Model], one_of_everything: None, clerk: User, stranger: User
) -> None:
    rows = rows_of(model)
    ours = set(rows.visible_to(clerk))

    assert ours, f"one_of_everything makes no {model.__name__}"
    assert not ours & set(rows.visible_to(stranger))


@pytest.mark.parametrize("model", scoped_models(), ids=lambda model: model.__name__)
def test_nobody_sees_what_only_a_superuser_sees(
    model: type[Model], one_of_everything: None, terminal: Terminal
) -> None:
    superuser = User(is_superuser=True)
    of_no_terminal = cast.a_person("newcomer")
    rows = rows_of(model)

    assert rows.visible_to(superuser).count() == rows.count() > 0
    assert not rows.visible_to(of_no_terminal).exists()
    assert not rows.visible_to(AnonymousUser()).exists()


def test_a_person_of_two_terminals_sees_each_row_once(
    one_of_everything: None, terminal: Terminal, other_terminal: Terminal
) -> None:
    both = cast.a_person("both", terminal, other_terminal)

    assert VesselCall.objects.visible_to(both).count() == VesselCall.objects.count()
    assert Terminal.objects.visible_to(both).count() == 2
