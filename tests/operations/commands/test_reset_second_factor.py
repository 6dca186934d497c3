from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from operations.models import AuditEntry, User
from operations.queries.second_factor import has_second_factor
from tests.operations.board.authenticator import with_second_factor


def reset(username: str) -> str:
    output = StringIO()
    call_command("reset_second_factor", username, stdout=output)
    return output.getvalue()


def test_when_nobody_can_get_in_the_server_helps(supervisor: User) -> None:
    with_second_factor(supervisor)

    said = reset("supervisor")

    assert said == "supervisor has no second factor any more, and is signed out.\n"
    assert not has_second_factor(supervisor)
    entry = AuditEntry.objects.get(what="SECOND_FACTOR_REMOVED")
    assert (entry.by, entry.person) == (None, supervisor)
    assert "command line" in entry.details["said"]


@pytest.mark.parametrize(("username", "code"), [("supervisor", 1), ("nobody", 2)])
def test_what_cannot_be_reset_is_told_by_the_exit_code(
    supervisor: User, username: str, code: int
) -> None:
    with pytest.raises(CommandError) as refused:
        reset(username)

    assert refused.value.returncode == code
