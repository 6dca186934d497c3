import pytest

from operations.actions.load_manifest import ManifestRefused
from operations.actions.manifest_draft import (
    give_up_manifest_draft,
    keep_manifest_draft,
    load_manifest_draft,
)
from operations.models import Manifest, ManifestDraft, User, VesselCall
from operations.readers.corrections import NO_CORRECTIONS, LayoutCorrections
from tests import cast
from tests.cast import NOON
from tests.manifests import some_cars

A, B = "WVWZZZ1JZXW000001", "WVWZZZ1JZXW000002"


def keep(call: VesselCall, by: User, content: bytes, name: str = "list.csv") -> ManifestDraft:
    return keep_manifest_draft(
        call=call, file_name=name, content=content, uploaded_by=by, uploaded_at=NOON
    )


def load(draft: ManifestDraft, by: User, corrections: LayoutCorrections) -> Manifest:
    return load_manifest_draft(draft=draft, corrections=corrections, loaded_by=by, loaded_at=NOON)


def test_a_person_has_one_draft_at_a_call(
    call: VesselCall, supervisor: User, colleague: User
) -> None:
    keep(call, supervisor, some_cars(A))
    keep(call, colleague, some_cars(A))

    newer = keep(call, supervisor, some_cars(A, B), name="C:\\mail\\newer.csv")

    assert ManifestDraft.objects.filter(call=call).count() == 2
    assert newer.file_name == "newer.csv"


def test_what_cannot_be_read_is_not_kept(call: VesselCall, supervisor: User) -> None:
    with pytest.raises(ManifestRefused):
        keep(call, supervisor, b"\x00\x01\x02")

    assert not ManifestDraft.objects.exists()


def test_a_loaded_draft_is_gone(call: VesselCall, supervisor: User) -> None:
    cast.a_port("DEBRV", "Bremerhaven")

    manifest = load(keep(call, supervisor, some_cars(A)), supervisor, NO_CORRECTIONS)

    assert bytes(manifest.content) == some_cars(A)
    assert not ManifestDraft.objects.exists()


def test_a_refused_draft_stays(call: VesselCall, supervisor: User) -> None:
    draft = keep(call, supervisor, some_cars(A, port="Nowhere"))

    with pytest.raises(ManifestRefused, match="Nowhere"):
        load(draft, supervisor, NO_CORRECTIONS)

    assert ManifestDraft.objects.get() == draft


def test_giving_up_twice_does_no_harm(call: VesselCall, supervisor: User) -> None:
    draft = keep(call, supervisor, some_cars(A))

    give_up_manifest_draft(draft=draft)
    give_up_manifest_draft(draft=draft)

    assert not ManifestDraft.objects.exists()
