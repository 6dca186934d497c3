"""A stranger finds nothing of this terminal, by whatever page; read from what is registered."""

from http import HTTPStatus

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured
from django.db.models import ForeignKey, Model
from django.test import Client
from django.urls import reverse

from monitoring.models import Alert
from operations.admin.scope import visible_rows
from operations.admin.site import CONTENTS
from operations.models import (
    CargoClass,
    Port,
    ShippingLine,
    Terminal,
    User,
    Vessel,
    VesselCall,
)
from operations.vocabulary import Role
from tests import cast
from tests.operations.admin.office import Nouns, list_of, page_of, registered, signed_in, whole_list

# Each name here is a decision: words of the whole port, that tell nothing of what a terminal does.
SHARED = {CargoClass, Port, ShippingLine, Vessel}
# Alerts are of the site itself; who may see them at all is in test_rights.
OF_THE_SITE = {Alert}
# Rows of these are seen inside of another noun's page, and nowhere alone.
NOT_SHOWN = {"Deck", "ManifestDraft"}

every_scoped_noun = pytest.mark.parametrize(
    "noun",
    [noun for noun in registered() if noun not in SHARED | OF_THE_SITE],
    ids=lambda noun: noun.__name__,
)


@pytest.fixture
def next_door(static_files: None, other_terminal: Terminal) -> Client:
    """Return a browser of somebody who holds every role, at the other terminal."""
    everything = cast.a_person("everything", other_terminal, role=Role.SUPERVISOR, is_staff=True)
    from django.contrib.auth.models import Group

    everything.groups.set(Group.objects.all())
    return signed_in(everything)


def test_every_noun_of_the_port_is_in_admin_and_in_its_contents() -> None:
    shown = {noun.__name__ for noun in registered()}
    listed = {noun for nouns in CONTENTS.values() for noun in nouns}

    models = {model.__name__ for model in apps.get_app_config("operations").get_models()}
    assert shown == models - NOT_SHOWN | {noun.__name__ for noun in OF_THE_SITE}
    assert listed == set(registered())


@every_scoped_noun
def test_a_list_shows_a_stranger_nothing(
    noun: type[Model], nouns: Nouns, next_door: Client
) -> None:
    assert nouns[noun] not in whole_list(next_door, noun)


def test_the_lists_show_a_superuser_a_row_of_every_noun(nouns: Nouns, superuser: User) -> None:
    root = signed_in(superuser)

    unseen = [noun for noun in registered() if nouns.get(noun) not in whole_list(root, noun)]

    assert unseen == [], "either hidden, or one_of_everything makes none"


@every_scoped_noun
def test_a_stranger_who_knows_the_number_of_a_row_is_told_that_there_is_none(
    noun: type[Model], nouns: Nouns, next_door: Client
) -> None:
    for page in ("change", "history", "delete"):
        answer = next_door.get(page_of(nouns[noun], page))

        # Django leads people to the first page for a row that is not there; where nobody may
        # delete it refuses before it looks.
        assert answer.status_code in {HTTPStatus.FOUND, HTTPStatus.FORBIDDEN}, page
        assert answer.get("Location", reverse("admin:index")) == reverse("admin:index")


def foreign_keys() -> list[tuple[type[Model], str]]:
    return [
        (noun, field.name)
        for noun in registered()
        for field in noun._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.related_model in admin.site._registry
        and field.related_model not in SHARED
    ]


def test_a_search_in_a_form_offers_a_stranger_nothing(nouns: Nouns, next_door: Client) -> None:
    for noun, field in foreign_keys():
        source = {
            "app_label": noun._meta.app_label,
            "model_name": str(noun._meta.model_name),
            "field_name": field,
        }

        answer = next_door.get(reverse("admin:autocomplete"), source)

        offered = {each["id"] for each in answer.json()["results"]}
        wanted = nouns[noun._meta.get_field(field).related_model]  # type: ignore[index]  # a model
        assert str(wanted.pk) not in offered, (noun, field)


def test_a_filter_names_no_terminal_that_the_person_does_not_work_at(
    call: VesselCall, next_door: Client, other_terminal: Terminal
) -> None:
    cast.a_terminal("third", name="Third", port=other_terminal.port)
    everything = User.objects.get(username="everything")
    everything.terminals.add(Terminal.objects.get(code="third"))

    page = next_door.get(list_of(VesselCall)).content.decode()

    assert "Third" in page
    assert call.terminal.name not in page


def test_a_form_takes_no_terminal_that_the_person_does_not_work_at(
    call: VesselCall, next_door: Client
) -> None:
    planned = {
        "terminal": call.terminal_id,
        "vessel": call.vessel_id,
        "reference": "NEW-1",
        "voyage": "1",
        "direction": "LOAD",
    }

    answer = next_door.post(reverse("admin:operations_vesselcall_add"), planned)

    assert "terminal" in answer.context["adminform"].form.errors
    assert not VesselCall.objects.filter(reference="NEW-1").exists()


def test_a_noun_of_which_nobody_said_whose_it_is_is_shown_to_nobody(supervisor: User) -> None:
    from django.contrib.sessions.models import Session

    with pytest.raises(ImproperlyConfigured):
        visible_rows(Session.objects.all(), supervisor)
