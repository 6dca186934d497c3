import pytest

from operations.actions.rename_tablet import NameInUse, rename_tablet
from operations.actions.tablets import revoke_tablet
from operations.models import Tablet, User
from tests import cast
from tests.cast import NOON


def test_a_tablet_gets_another_name(ramp_tablet: Tablet, supervisor: User) -> None:
    renamed = rename_tablet(tablet=ramp_tablet, name="Hatch 2", renamed_by=supervisor)

    assert Tablet.objects.get(pk=ramp_tablet.pk).name == renamed.name == "Hatch 2"


def test_no_two_tablets_in_use_have_one_name(ramp_tablet: Tablet, supervisor: User) -> None:
    other = cast.a_tablet(ramp_tablet.terminal, "Ramp 2")

    with pytest.raises(NameInUse):
        rename_tablet(tablet=other, name="Ramp 1", renamed_by=supervisor)


def test_the_name_of_a_revoked_tablet_is_free(ramp_tablet: Tablet, supervisor: User) -> None:
    other = cast.a_tablet(ramp_tablet.terminal, "Ramp 2")
    revoke_tablet(tablet=ramp_tablet, revoked_by=supervisor, revoked_at=NOON)

    assert rename_tablet(tablet=other, name="Ramp 1", renamed_by=supervisor).name == "Ramp 1"
