"""All that the board shows of a person's terminals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from operations.board import wording
from operations.board.call_card import CallCard, CallFigures
from operations.board.pace import is_under_way
from operations.board.tablet_rows import TabletRow, tablet_rows
from operations.models import Terminal, User, VesselCall
from operations.queries.board_calls import board_calls
from operations.queries.open_discrepancies import stray_events_by_terminal
from operations.queries.tablets_heard import tablets_heard
from operations.vocabulary import CallStatus

_ENDED = frozenset({CallStatus.CLOSED, CallStatus.CANCELLED})


@dataclass(frozen=True, slots=True)
class TerminalPanel:
    """One terminal: the ships that are worked, those that wait or left, its tablets."""

    terminal_id: int
    name: str
    port: str
    zone: str
    at_work: list[CallCard]
    others: list[CallCard]
    ended: list[CallCard]
    tablets: list[TabletRow]
    stray_count: int

    @property
    def unsent_count(self) -> int:
        """Events that tablets still hold, as they last said; what is not plausible is left out."""
        return sum(tablet.unsent_count for tablet in self.tablets)

    @property
    def unsent(self) -> str:
        """The same, as people read it."""
        return wording.count(self.unsent_count)

    @property
    def open_count(self) -> int:
        """Discrepancies and events set aside that wait for a person, at ended calls too."""
        return _waiting([*self.at_work, *self.others]) + self.ended_open_count + self.stray_count

    @property
    def ended_open_count(self) -> int:
        """How many of them are at calls that ended, which are folded away."""
        return _waiting(self.ended)


def board_page(person: User, *, now: datetime) -> list[TerminalPanel]:
    """Return the panels of a person's terminals by name, as they stand at an instant."""
    calls = list(board_calls(person, now=now))
    figures = CallFigures(calls)
    tablets, stray = tablets_heard(person), stray_events_by_terminal(person)
    terminals = Terminal.objects.visible_to(person).select_related("port").order_by("name", "pk")
    panels = []
    for terminal in terminals:
        cards = list(_cards(figures, calls, terminal, now))
        panels.append(
            TerminalPanel(
                terminal_id=terminal.pk,
                name=terminal.name,
                port=terminal.port.name,
                zone=wording.zone_name(terminal.zone, now=now),
                at_work=[card for card, call in cards if _is_at_work(card, call)],
                others=[
                    card
                    for card, call in cards
                    if not _is_at_work(card, call) and call.status not in _ENDED
                ],
                ended=[card for card, call in cards if call.status in _ENDED],
                tablets=tablet_rows(
                    (each for each in tablets if each.terminal_id == terminal.pk),
                    zone=terminal.zone,
                    now=now,
                    is_worked=any(is_under_way(call) for _, call in cards),
                ),
                stray_count=stray.get(terminal.pk, 0),
            )
        )
    return panels


def _cards(
    figures: CallFigures, calls: Sequence[VesselCall], terminal: Terminal, now: datetime
) -> Iterable[tuple[CallCard, VesselCall]]:
    for call in calls:
        if call.terminal_id == terminal.pk:
            yield figures.card(call, now=now), call


def _waiting(cards: Iterable[CallCard]) -> int:
    return sum(card.open_count + card.set_aside_count for card in cards)


def _is_at_work(card: CallCard, call: VesselCall) -> bool:
    """Work under way or just done stands in full; so does what was counted before its start."""
    return card.is_at_work and call.status not in {*_ENDED, CallStatus.DEPARTED}
