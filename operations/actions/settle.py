"""A person looked at what was open, and says what became of it."""

from datetime import datetime

from django.db import transaction

from operations.actions.history import note_history, note_history_of_all
from operations.actions.write_audit import write_audit
from operations.actions.write_discrepancies import mark_changed
from operations.models import Discrepancy, SetAsideEvent, User, VesselCall
from operations.vocabulary import Audited, DiscrepancyKind, DiscrepancyStatus


class SettlementMissing(Exception):
    """Settling takes words: what was found, what was done."""


class WentAway(Exception):
    """Nothing is wrong there any more: what was counted since, or taken back, mended it."""


@transaction.atomic
def settle_discrepancy(
    *, discrepancy: Discrepancy, settlement: str, settled_by: User, settled_at: datetime
) -> Discrepancy:
    """Settle a discrepancy with words; settling it again replaces them.

    It opens again by itself when there is more of it. Raises SettlementMissing, WentAway.
    """
    words = _words(settlement)
    fresh = _locked(discrepancy)
    fresh.status = DiscrepancyStatus.SETTLED
    fresh.settled_at, fresh.settled_by, fresh.settlement = settled_at, settled_by, words
    return _written(fresh, by=settled_by, said=f"Settled: {words}", what=Audited.SETTLED)


@transaction.atomic
def settle_all_of_kind(
    *,
    call: VesselCall,
    kind: DiscrepancyKind,
    settlement: str,
    settled_by: User,
    settled_at: datetime,
) -> int:
    """Settle all that is open of a kind at a call with the same words, and return how many.

    Raises SettlementMissing.
    """
    words = _words(settlement)
    _lock(call.pk)
    open_ones = call.discrepancies.filter(kind=kind, status=DiscrepancyStatus.OPEN)
    waiting = list(open_ones)
    open_ones.update(
        status=DiscrepancyStatus.SETTLED,
        settled_at=settled_at,
        settled_by=settled_by,
        settlement=words,
    )
    if waiting:
        mark_changed(call)
        said = f"Settled: {words}"
        note_history_of_all(subjects=waiting, by=settled_by, said=said)
        details = {"said": said, "kind": kind.value, "count": len(waiting)}
        write_audit(Audited.SETTLED, by=settled_by, about=call, details=details)
    return len(waiting)


@transaction.atomic
def reopen_discrepancy(*, discrepancy: Discrepancy, reopened_by: User) -> Discrepancy:
    """Let a settled discrepancy wait for a person again; its words stay in its history.

    Raises WentAway.
    """
    fresh = _locked(discrepancy)
    fresh.status = DiscrepancyStatus.OPEN
    fresh.settled_at, fresh.settled_by, fresh.settlement = None, None, ""
    return _written(fresh, by=reopened_by, said="Opened again.", what=Audited.SETTLEMENT_TAKEN_BACK)


@transaction.atomic
def settle_set_aside_event(
    *, event: SetAsideEvent, settlement: str, settled_by: User, settled_at: datetime
) -> SetAsideEvent:
    """Settle an event that could not become ledger; settling it again replaces the words.

    Raises SettlementMissing.
    """
    words = _words(settlement)
    fresh = SetAsideEvent.objects.select_for_update(of=("self",)).get(pk=event.pk)
    fresh.settled_at, fresh.settled_by, fresh.settlement = settled_at, settled_by, words
    fresh.save(update_fields=["settled_at", "settled_by", "settlement"])
    note_history(subject=fresh, by=settled_by, said=f"Settled: {words}", what=Audited.SETTLED)
    return fresh


def _lock(call_id: int) -> None:
    # The call's row first, as everybody does who writes discrepancies: a batch that arrives now
    # waits, and then sees what a person said.
    VesselCall.objects.select_for_update(of=("self",), no_key=True).get(pk=call_id)


def _locked(discrepancy: Discrepancy) -> Discrepancy:
    _lock(discrepancy.call_id)
    fresh = Discrepancy.objects.select_related("call").get(pk=discrepancy.pk)
    if fresh.quantity == 0:
        raise WentAway
    return fresh


def _written(discrepancy: Discrepancy, *, by: User, said: str, what: Audited) -> Discrepancy:
    discrepancy.save(update_fields=["status", "settled_at", "settled_by", "settlement"])
    mark_changed(discrepancy.call)
    note_history(subject=discrepancy, by=by, said=said, what=what)
    return discrepancy


def _words(settlement: str) -> str:
    words = settlement.strip()
    if not words:
        raise SettlementMissing("Say what was found and what was done.")
    return words
