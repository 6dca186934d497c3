"""Whether the ledger is what was recorded, and its copies what it says: all of it recomputed."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from operations.models import (
    CountedUnit,
    Discrepancy,
    HourlyRollup,
    LineTotal,
    SetAsideEvent,
    TabletJournal,
    TallyEvent,
    VesselCall,
)
from operations.queries.ledger_entries import Account, cargo_list, chain_of, reversals_of
from operations.rules.discrepancies import STANDING_KINDS, all_standing, raises_shorts
from operations.rules.ledger_digest import ChainBroken, checked_chain
from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_totals import Bucket, FoldInOrder, Totals, totals_of
from operations.vocabulary import Direction, DiscrepancyStatus


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it was recorded; the position in the ledger where it shows."""

    reason: str
    position: int | None = None

    def __str__(self) -> str:
        return self.reason if self.position is None else f"position {self.position}: {self.reason}"


@dataclass(frozen=True, slots=True)
class CallVerified:
    """What was found at one call; `problem` is the first one, or None when all is well.

    `missing_count`: numbers of the tablets that counted here which have not arrived yet.
    """

    reference: str
    event_count: int
    head_digest: str
    missing_count: int
    problem: Problem | None


def verify_ledger(*, reference: str | None = None) -> Iterator[CallVerified]:
    """Verify the call with this reference, or every call, each at one moment of its life.

    Raises VesselCall.DoesNotExist for a reference that no call has.
    """
    calls = VesselCall.objects.order_by("pk").values_list("pk", flat=True)
    if reference is not None:
        calls = calls.filter(reference=reference)
        if not calls:
            raise VesselCall.DoesNotExist
    for call_id in list(calls):
        with one_snapshot():
            call = VesselCall.objects.select_related("terminal").get(pk=call_id)
            yield CallVerified(
                reference=call.reference,
                event_count=call.head_position,
                head_digest=call.head_digest,
                missing_count=sum(journal.missing_count for journal in _journals_of(call)),
                problem=next(problems_of(call), None),
            )


@contextmanager
def one_snapshot() -> Iterator[None]:
    """Let every query see the ledger as it was at one moment; on SQLite writers wait meanwhile."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def problems_of(call: VesselCall) -> Iterator[Problem]:
    """Yield what is wrong with a call's ledger; with its copies only where the ledger is whole."""
    try:
        account = _account_of(call)
    except ChainBroken as broken:
        yield Problem(broken.reason, broken.position)
        return
    totals = account.totals
    yield from _wrong_holders(call, totals)
    yield from _wrong_lines(call, totals)
    yield from _wrong_buckets(call, totals)
    yield from _wrong_discrepancies(call, account)
    yield from _wrong_journals(call)


def _account_of(call: VesselCall) -> Account:
    """As `account_of`, held against the chain on the way."""
    fold, cargo = FoldInOrder(_readable_reversals(call)), cargo_list(call)
    chain = checked_chain(
        _readable(chain_of(call)), head_position=call.head_position, head_digest=call.head_digest
    )
    effective = fold.effective(chain)
    return Account(fold, cargo, totals_of(effective, cargo=cargo, zone=call.terminal.zone))


def _readable(chain: Iterator[tuple[LedgerEntry, str]]) -> Iterator[tuple[LedgerEntry, str]]:
    """SQLite holds any text in any column, such as a time that is none."""
    position = 0
    try:
        for link in chain:
            position += 1
            yield link
    except ValueError as problem:
        raise ChainBroken(position + 1, "cannot be read") from problem


def _readable_reversals(call: VesselCall) -> list[LedgerEntry]:
    try:
        return reversals_of(call)
    except ValueError:
        return []  # the chain tells at which position


def _wrong_holders(call: VesselCall, totals: Totals) -> Iterator[Problem]:
    missing = dict(totals.holders)
    stored = CountedUnit.objects.filter(call=call).order_by("direction", "identifier")
    for direction, identifier, event_id in stored.values_list(
        "direction", "identifier", "event_id"
    ).iterator():
        holder = missing.pop((Direction(direction), identifier), None)
        if holder is None:
            yield Problem(f"{identifier} is held as counted, and nothing counts it")
        elif holder != event_id:
            yield Problem(f"{identifier} is held for another event", _position_of(holder))
    for (_, identifier), holder in missing.items():
        yield Problem(f"{identifier} is not held as counted", _position_of(holder))


def _position_of(event_id: UUID) -> int:
    return TallyEvent.objects.values_list("position", flat=True).get(event_id=event_id)


def _wrong_lines(call: VesselCall, totals: Totals) -> Iterator[Problem]:
    stored = LineTotal.objects.filter(line__call=call, counted_quantity__gt=0)
    copies = dict(stored.values_list("line_id", "counted_quantity"))
    for line_id in sorted(copies.keys() | totals.lines.keys()):
        copy, counted = copies.get(line_id, 0), totals.lines.get(line_id, 0)
        if copy != counted:
            yield Problem(f"line {line_id}: its total is {copy}, the ledger says {counted}")


def _wrong_buckets(call: VesselCall, totals: Totals) -> Iterator[Problem]:
    stored = HourlyRollup.objects.filter(call=call).exclude(unit_count=0, weight_kg=0)
    copies = {
        Bucket._make(key): (units, weight_kg)
        for *key, units, weight_kg in stored.values_list(*Bucket._fields, "unit_count", "weight_kg")
    }
    for bucket in sorted(copies.keys() | totals.buckets.keys()):
        copy, counted = copies.get(bucket, (0, 0)), totals.buckets.get(bucket, (0, 0))
        if copy != counted:
            yield Problem(
                f"rollup of {_name_of(bucket)}: it has {copy[0]} units and {copy[1]} kg, "
                f"the ledger says {counted[0]} units and {counted[1]} kg"
            )


def _name_of(bucket: Bucket) -> str:
    words = (bucket.direction, bucket.cargo_class, bucket.port, bucket.deck, bucket.gang)
    return ", ".join([f"{bucket.hour_at:%Y-%m-%d %H:%M} UTC", *filter(None, words)])


def _wrong_discrepancies(call: VesselCall, account: Account) -> Iterator[Problem]:
    is_completed = raises_shorts(call.status)
    standing = all_standing(*account, is_completed=is_completed)
    missing = {(each.kind.value, each.subject): each.quantity for each in standing}
    stored = Discrepancy.objects.filter(call=call, kind__in=STANDING_KINDS).order_by("pk")
    for row in stored.iterator():
        quantity = missing.pop((row.kind, row.subject), 0)
        if row.quantity != quantity:
            yield Problem(
                f"{row.kind} of {row.subject}: it says {row.quantity}, the ledger says {quantity}"
            )
        elif quantity and row.status == DiscrepancyStatus.SETTLED and row.settled_by_id is None:
            yield Problem(f"{row.kind} of {row.subject}: nobody settled it, and it is not open")
    for kind, subject in sorted(missing):
        yield Problem(f"{kind} of {subject}: the ledger shows it, and it was not raised")


def _journals_of(call: VesselCall) -> QuerySet[TabletJournal]:
    counted_here = TallyEvent.objects.filter(
        call=call, tablet=OuterRef("tablet"), journal_id=OuterRef("journal_id")
    )
    journals = TabletJournal.objects.filter(Exists(counted_here))
    return journals.select_related("tablet").order_by("pk")


def _wrong_journals(call: VesselCall) -> Iterator[Problem]:
    for journal in _journals_of(call):
        recorded = TallyEvent.objects.filter(
            tablet=journal.tablet_id, journal_id=journal.journal_id
        )
        figures = recorded.aggregate(rows=Count("pk"), last=Max("device_sequence"))
        set_aside = SetAsideEvent.objects.filter(
            tablet=journal.tablet_id, journal_id=journal.journal_id, device_sequence__isnull=False
        ).exclude(device_sequence__in=recorded.values("device_sequence"))
        there = figures["rows"] + set_aside.values("device_sequence").distinct().count()
        name = f"journal {journal.journal_id} of tablet {journal.tablet}"
        if there != journal.received_count:
            yield Problem(f"{name}: {journal.received_count} numbers arrived, {there} are here")
        if (figures["last"] or 0) > journal.head_sequence:
            yield Problem(f"{name}: number {figures['last']} lies beyond its last number")
