"""What tablets did and were told, and what must follow from it. Knows no server and no database.

Judged is what a person may rely on: what was answered as recorded is in the ledger, once, as it
was counted, and nothing else is; every answer and every read fits.
"""

import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Event = dict[str, Any]
RECORDED = frozenset({"accepted", "duplicate"})
# What the server may answer while parts of it are killed; the proxy makes up a 502 of its own.
ALLOWED_STATUSES = frozenset({200, 502, 503})
SAID = (
    *("call_id", "device_sequence", "kind", "direction", "identifier", "line_id", "description"),
    *("quantity", "deck", "gang", "reverses", "reason", "counted_at", "clock_offset_ms"),
)


@dataclass(frozen=True)
class Acked:
    """An event that was answered as recorded, when the answer was there, on which position."""

    at: float
    call: int
    position: int


@dataclass(frozen=True)
class Read:
    """How far somebody saw a call's ledger, in a read that began at this moment."""

    began: float
    call: int
    position: int


@dataclass
class History:
    """What happened, told by all tablets at once. An answer that never came is unknown."""

    attempted: dict[str, Event] = field(default_factory=dict)
    malformed: set[str] = field(default_factory=set)
    acked: dict[str, Acked] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    pulled: dict[int, list[tuple[int, str]]] = field(default_factory=lambda: defaultdict(list))
    reads: list[Read] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    unknown: int = 0
    undecided: int = 0
    odd_answers: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def attempt(self, event: Event, *, is_malformed: bool = False) -> None:
        """A tablet has an event in its queue; a malformed one must be refused."""
        with self._lock:
            self.attempted[event["event_id"]] = event
            if is_malformed:
                self.malformed.add(event["event_id"])

    def answer(
        self, sent: Sequence[Event], results: Sequence[Mapping[str, Any]], at: float
    ) -> None:
        """A whole answer arrived: one line for each event, in the order sent."""
        with self._lock:
            ids = [event["event_id"] for event in sent]
            if [result.get("event_id") for result in results] != ids:
                self.odd_answers.append(f"{len(results)} lines for {len(ids)} events, or others")
                return
            for event, result in zip(sent, results, strict=True):
                self._note(event, result, at)

    def _note(self, event: Event, result: Mapping[str, Any], at: float) -> None:
        event_id, verdict = event["event_id"], result["verdict"]
        if verdict in RECORDED:
            acked = Acked(at, event["call"], result["position"])
            known = self.acked.setdefault(event_id, acked)
            if known.position != acked.position:
                self.odd_answers.append(f"{event_id} at {known.position} and {acked.position}")
        elif verdict == "retry":
            self.undecided += 1
        else:
            self.refused[event_id] = f"{verdict}: {result['reason']}"

    def status(self, status: int | None) -> None:
        """A request was answered with this status, or None when nothing usable came back."""
        with self._lock:
            if status is None:
                self.unknown += 1
            else:
                self.statuses[status] += 1

    def read(self, read: Read, rows: Iterable[tuple[int, str]]) -> None:
        """Somebody pulled the rows (position, event id) that follow those pulled before."""
        with self._lock:
            self.reads.append(read)
            self.pulled[read.call] += rows


@dataclass(frozen=True)
class Final:
    """What is there in the end, read from the database itself.

    `rows` are those of the ledger, by call and position; `waiting` is what tablets could not get
    rid of; `verified` is what verify_ledger said, blank when it found nothing.
    """

    rows: Sequence[Mapping[str, Any]]
    set_aside: frozenset[str]
    waiting: int
    verified: str = ""


@dataclass(frozen=True)
class Verdict:
    """The figures of a run, and each invariant that broke, in words."""

    figures: Mapping[str, int]
    broken: Sequence[str]

    def line(self) -> str:
        """Return the figures in one line."""
        return ", ".join(f"{count} {name}" for name, count in self.figures.items())


def judge(history: History, final: Final) -> Verdict:
    """Say what broke; nothing may."""
    counts = Counter(str(row["event_id"]) for row in final.rows)
    good = history.attempted.keys() - history.malformed
    figures = {
        "attempted": len(history.attempted),
        "acked": len(history.acked),
        "unknown answers": history.unknown,
        "times unavailable": history.statuses[503],
        "lost": len(history.acked.keys() - counts.keys()),
        "doubled": sum(count - 1 for count in counts.values()),
        "altered": sum(is_altered(row, history.attempted) for row in final.rows),
        "invented": len(counts.keys() - good),
        "stale reads": sum(1 for _ in stale_reads(history)),
        "skipped rows": sum(1 for _ in skipped_rows(history, final)),
        "refused though good": len(good & history.refused.keys()),
        "let pass though malformed": len(history.malformed & history.acked.keys()),
        "undecided": history.undecided,
        "odd answers": len(history.odd_answers),
        "odd statuses": sum(
            history.statuses[s] for s in history.statuses.keys() - ALLOWED_STATUSES
        ),
        "gaps in chains": sum(1 for _ in gaps(final)),
        "numbers that never arrived": len(
            history.attempted.keys() - counts.keys() - final.set_aside
        ),
        "not drained": final.waiting,
    }
    harmless = {"attempted", "acked", "unknown answers", "times unavailable"}
    broken = [
        f"{count} {name}" for name, count in figures.items() if count and name not in harmless
    ]
    broken += sorted(
        {f"refused: {history.refused[each]}" for each in good & history.refused.keys()}
    )
    broken += history.odd_answers[:3]
    if final.verified:
        broken.append(f"verify_ledger: {final.verified}")
    return Verdict(figures, broken)


def is_altered(row: Mapping[str, Any], attempted: Mapping[str, Event]) -> bool:
    """Whether a row says something else than its tablet did; one that no tablet sent is not."""
    event = attempted.get(str(row["event_id"]))
    if event is None:
        return False
    said = event | {"call_id": event["call"], "line_id": event["line"]}
    said["counted_at"] = datetime.fromisoformat(event["counted_at"])
    stored = {name: row[name] for name in SAID}
    stored["reverses"] = str(row["reverses"]) if row["reverses"] else None
    return any(said[name] != stored[name] for name in SAID)


def stale_reads(history: History) -> Iterable[Read]:
    """Yield the reads that did not see what had been answered as recorded before they began."""
    acked = sorted(history.acked.values(), key=lambda each: each.at)
    seen: Counter[int] = Counter()
    place = 0
    for read in sorted(history.reads, key=lambda each: each.began):
        while place < len(acked) and acked[place].at <= read.began:
            call = acked[place].call
            seen[call] = max(seen[call], acked[place].position)
            place += 1
        if read.position < seen[read.call]:
            yield read


def skipped_rows(history: History, final: Final) -> Iterable[tuple[int, str]]:
    """Yield what a reader who followed the positions got otherwise than it is in the end."""
    rows = {(row["call_id"], row["position"]): str(row["event_id"]) for row in final.rows}
    for call, pulled in history.pulled.items():
        for place, (position, event_id) in enumerate(pulled, start=1):
            if position != place or rows.get((call, position)) != event_id:
                yield position, event_id


def gaps(final: Final) -> Iterable[tuple[int, int]]:
    """Yield the places of each call's ledger where the next position does not follow."""
    last: Counter[int] = Counter()
    for row in final.rows:
        call, position = row["call_id"], row["position"]
        if position != last[call] + 1:
            yield call, position
        last[call] = position
