"""Who sits at the board, and what they may do there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from operations.actions.office_session import note_step
from operations.models import User
from operations.vocabulary import Role

P = ParamSpec("P")
_READERS = frozenset({Role.SUPERVISOR, Role.OPERATOR, Role.AUDITOR})
# How the site itself is: who mends it, and who looks at everything.
_SEE_OPERATIONS = frozenset({Role.OPERATOR, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Seat:
    """A person at the board. `may_work`: moves calls and settles; everybody else only reads.

    `sees_operations`: is shown how the site itself is. `terminals`: whose calls are shown, by
    their keys; None for all.
    """

    person: User
    may_work: bool
    sees_operations: bool
    terminals: tuple[int, ...] | None

    @property
    def sees_admin(self) -> bool:
        """Whether links into admin lead anywhere for this person."""
        return self.person.is_staff


SeatedView = Callable[Concatenate[HttpRequest, Seat, P], HttpResponseBase]
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def seat_of(person: object) -> Seat | None:
    """Return the seat of a person who may look at the board, in one query; None for a crew."""
    if not isinstance(person, User):
        return None
    if person.is_superuser:
        return Seat(person, may_work=True, sees_operations=True, terminals=None)
    pairs = _roles_and_terminals(person)
    roles = {role for role, _ in pairs}
    if not roles & _READERS:
        return None
    return Seat(
        person,
        may_work=Role.SUPERVISOR in roles,
        sees_operations=bool(roles & _SEE_OPERATIONS),
        terminals=_terminals(pairs),
    )


def has_moved(seat: Seat) -> bool:
    """Tell whether the person of a seat sees other terminals by now than when they sat down."""
    return seat.terminals is not None and _terminals(_roles_and_terminals(seat.person)) != (
        seat.terminals
    )


def _roles_and_terminals(person: User) -> list[tuple[str | None, int | None]]:
    rows = User.objects.filter(pk=person.pk).values_list("groups__name", "terminals")
    return list(rows.order_by("terminals"))


def _terminals(pairs: list[tuple[str | None, int | None]]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(terminal for _, terminal in pairs if terminal))


def board_page(view: SeatedView[P]) -> View[P]:
    """Open a page to people of the board; a crew is shown the way to the field app."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        seat = seat_of(request.user)
        if seat is None:
            return render(request, "board/crew.html", status=HTTPStatus.FORBIDDEN)
        response = view(request, seat, *args, **kwargs)
        response.setdefault("Cache-Control", "no-store")
        return response

    return answer


def board_fragment(view: SeatedView[P]) -> View[P]:
    """Answer a page that polls: 401 to whoever is not signed in, never a page to sign in at."""

    @login_not_required
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        seat = seat_of(request.user)
        if seat is None:
            is_known = request.user.is_authenticated
            status = HTTPStatus.FORBIDDEN if is_known else HTTPStatus.UNAUTHORIZED
            return HttpResponse(status=status, headers={"Cache-Control": "no-store"})
        return view(request, seat, *args, **kwargs)

    return answer


def posted(view: View[P]) -> View[P]:
    """Take what a form posts; who opens its address by hand is shown the call instead."""
    posts_only = require_POST(view)

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"}:
            return redirect("call", reference=kwargs["reference"])
        return posts_only(request, *args, **kwargs)

    return answer


def supervisors_move(view: SeatedView[P]) -> View[P]:
    """Let supervisors change something; whoever only reads is refused."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        seat = seat_of(request.user)
        if seat is None or not seat.may_work:
            raise PermissionDenied
        note_step(request.session, now=timezone.now())
        response = view(request, seat, *args, **kwargs)
        # Once more: what took long has only just come to pass, and the next page is to show it.
        note_step(request.session, now=timezone.now())
        return response

    return answer
