"""What cannot become ledger: the little that is refused, each with the reason a tablet is told."""

from operations.rules.ledger_entry import LedgerEntry
from operations.rules.tally_report import MAX_UNITS, TallyReport
from operations.rules.tally_totals import CargoFacts, is_soon_enough
from operations.vocabulary import CargoMode, Verdict


class Refused(Exception):
    """An event that cannot become ledger: the verdict and the reason that the tablet is told."""

    def __init__(self, reason: str, verdict: Verdict = Verdict.REJECTED) -> None:
        super().__init__(reason)
        self.reason = reason
        self.verdict = verdict


def check_line(report: TallyReport, facts: CargoFacts | None) -> None:
    """Refuse a line that is not of this call, or that is not counted like this.

    `facts` is None when the call has no such line. Raises Refused.
    """
    if report.line_id is None:
        return
    if facts is None:
        raise Refused("line_not_found")
    if facts.mode == CargoMode.IDENTIFIED:
        raise Refused("malformed: line")
    if facts.direction != report.direction:
        raise Refused("malformed: direction")
    if facts.mode == CargoMode.COUNTED and report.quantity > MAX_UNITS:
        raise Refused("malformed: quantity")


def check_reversal(reversal: LedgerEntry, target: LedgerEntry | None) -> None:
    """Refuse what a person in the field may not take back.

    `target` is what the reversal names, in whichever call, or None when that has not arrived:
    then the reversal is let through, and `takes_back` judges it when the count comes.
    Raises Refused.
    """
    if target is None:
        return
    if not target.is_count or target.call_id != reversal.call_id:
        raise Refused("not_a_count")
    if target.person_id != reversal.person_id:
        raise Refused("not_own_count")
    if not is_soon_enough(reversal, target):
        raise Refused("reversal_too_late")
