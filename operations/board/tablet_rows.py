"""What the office knows of each tablet, the trouble first and in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from operations.board import wording
from operations.queries.tablets_heard import MOST_PLAUSIBLE, TabletHeard
from operations.rules.device_clock import CLOCK_TOLERANCE

# A tablet that is in use is heard at least every minute; five missed times are no accident.
_SILENT_AFTER = timedelta(minutes=5)
# Longer than any shift: it lies in a drawer, which is no trouble.
_PUT_AWAY_AFTER = timedelta(hours=16)
_WORST_FIRST = ("trouble", "attention")
# For how long people are told that a storage began anew without any loss.
_RESET_TOLD_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to know of a tablet. `kind`: trouble, attention, or "" for a mere fact."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class TabletRow:
    """One tablet as a row: when it was heard, relative and exact, and what is to be said of it.

    `unsent_count` is 0 where the tablet's claim is not plausible; `unsent` says what is known.
    """

    tablet_id: int
    name: str
    unsent_count: int
    unsent: str
    heard: str
    heard_at: str
    build: str
    remarks: list[Remark]

    @property
    def has_trouble(self) -> bool:
        """Whether somebody must go and look."""
        return any(remark.kind for remark in self.remarks)

    @property
    def rank(self) -> int:
        """Its place among the others by its worst remark: trouble, attention, none."""
        kinds = {remark.kind for remark in self.remarks}
        return next(
            (place for place, kind in enumerate(_WORST_FIRST) if kind in kinds), len(_WORST_FIRST)
        )


def tablet_rows(
    tablets: Iterable[TabletHeard], *, zone: tzinfo, now: datetime, is_worked: bool
) -> list[TabletRow]:
    """Return the rows of a terminal, the worst trouble first.

    A revoked tablet stays while work of it is missing. `is_worked`: a ship is, so that a tablet
    which falls silent is one that somebody counts on.
    """
    rows = []
    for tablet in tablets:
        remarks = list(_remarks(tablet, zone=zone, now=now, is_worked=is_worked))
        is_plausible = tablet.unsent_count <= MOST_PLAUSIBLE
        if tablet.revoked_at is None or any(remark.kind for remark in remarks):
            heard_at = tablet.last_heard_at
            rows.append(
                TabletRow(
                    tablet_id=tablet.tablet_id,
                    name=tablet.name,
                    unsent_count=tablet.unsent_count if is_plausible else 0,
                    unsent=wording.count(tablet.unsent_count) if is_plausible else "?",
                    heard=wording.ago(heard_at, now=now) if heard_at else "never heard",
                    heard_at=wording.clock(heard_at, zone=zone, now=now),
                    build=tablet.build,
                    remarks=remarks,
                )
            )
    return sorted(rows, key=lambda row: row.rank)


def _remarks(
    tablet: TabletHeard, *, zone: tzinfo, now: datetime, is_worked: bool
) -> Iterable[Remark]:
    yield from _missing(tablet)
    if tablet.revoked_at is not None:
        yield Remark("", f"Revoked {wording.clock(tablet.revoked_at, zone=zone, now=now)}")
    else:
        yield from _silence(tablet, now, is_worked=is_worked)
    yield from _reset(tablet, zone=zone, now=now)
    yield from _clock(tablet)


def _missing(tablet: TabletHeard) -> Iterable[Remark]:
    if tablet.unsent_count:
        events = wording.counted(tablet.unsent_count, "event", "events")
        yield _claim("attention", tablet.unsent_count, f"{events} not sent yet")
    if tablet.missing_count:
        words = f"{_numbers(tablet.missing_count)} never arrived"
        yield _claim("trouble", tablet.missing_count, words)
    if tablet.lost_count:
        words = f"{_numbers(tablet.lost_count)} from before a reset never arrived"
        yield _claim("trouble", tablet.lost_count, words)


def _claim(kind: str, count: int, words: str) -> Remark:
    """Return what a tablet says of itself, or that it cannot be."""
    if count > MOST_PLAUSIBLE:
        return Remark("trouble", f"Not plausible: {words}")
    return Remark(kind, words)


def _silence(tablet: TabletHeard, now: datetime, *, is_worked: bool) -> Iterable[Remark]:
    if tablet.last_heard_at is None:
        return
    silent = now - tablet.last_heard_at
    if silent >= _PUT_AWAY_AFTER and not tablet.unsent_count:
        yield Remark("", "Put away")
    elif is_worked and silent >= _SILENT_AFTER:
        yield Remark("attention", f"Silent for {wording.duration(silent)}")


def _reset(tablet: TabletHeard, *, zone: tzinfo, now: datetime) -> Iterable[Remark]:
    began_at = tablet.journal_began_at
    if tablet.journal_count > 1 and began_at and now - began_at < _RESET_TOLD_FOR:
        yield Remark(
            "attention", f"Storage was reset {wording.clock(began_at, zone=zone, now=now)}"
        )


def _clock(tablet: TabletHeard) -> Iterable[Remark]:
    if tablet.clock_offset_ms is None:
        return
    # Office minus tablet: what is positive means that the tablet is behind.
    off = timedelta(milliseconds=tablet.clock_offset_ms)
    if abs(off) > CLOCK_TOLERANCE:
        direction = "slow" if off > timedelta() else "fast"
        yield Remark("attention", f"Clock {wording.duration(off)} {direction}")


def _numbers(count: int) -> str:
    return wording.counted(count, "number", "numbers")
