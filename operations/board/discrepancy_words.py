"""What each kind of discrepancy means, in the words of the pier."""

from operations.vocabulary import DiscrepancyKind

TITLES = {
    DiscrepancyKind.OVER: "Over",
    DiscrepancyKind.SHORT: "Short",
    DiscrepancyKind.COUNTED_TWICE: "Counted twice",
    DiscrepancyKind.WRONG_PORT: "Wrong port",
    DiscrepancyKind.HELD: "On hold",
    DiscrepancyKind.LATE: "Late",
    DiscrepancyKind.CLOCK_OFF: "Clock off",
    DiscrepancyKind.OUTSIDE_SHIFT: "Outside shift",
    DiscrepancyKind.REVERSES_NOTHING_YET: "Reversal of nothing yet",
    DiscrepancyKind.ALREADY_REVERSED: "Reversed twice",
}
MEANINGS = {
    DiscrepancyKind.OVER: "Counted, but not on the list, or more than the list has.",
    DiscrepancyKind.SHORT: "On the list, but not counted when work was completed.",
    DiscrepancyKind.COUNTED_TWICE: "Counted by more than one event. It counts once.",
    DiscrepancyKind.WRONG_PORT: "Counted here, but the list has it for another port.",
    DiscrepancyKind.HELD: "Counted although the list says that it must not move.",
    DiscrepancyKind.LATE: "Arrived after work was completed: the figures given out have changed.",
    DiscrepancyKind.CLOCK_OFF: "The tablet’s clock was off, so its times were corrected.",
    DiscrepancyKind.OUTSIDE_SHIFT: "Counted at a time at which this person was not signed in.",
    DiscrepancyKind.REVERSES_NOTHING_YET: "Takes back a count that has not arrived yet.",
    DiscrepancyKind.ALREADY_REVERSED: "Takes back a count that was taken back before.",
}
# What people say most often; they may say anything else.
SUGGESTIONS = {
    DiscrepancyKind.OVER: ("Added by the line", "Loaded by mistake, landed again", "Typing error"),
    DiscrepancyKind.SHORT: ("Cut by the line", "Not delivered to the terminal", "Shut out"),
    DiscrepancyKind.COUNTED_TWICE: ("Counted by two clerks", "Counted again after a break"),
    DiscrepancyKind.WRONG_PORT: ("Destination changed by the line", "Landed again"),
    DiscrepancyKind.HELD: ("Released by customs", "Released by the line", "Landed again"),
    DiscrepancyKind.LATE: ("Sent late from a tablet without network",),
    DiscrepancyKind.CLOCK_OFF: ("Clock set right",),
    DiscrepancyKind.OUTSIDE_SHIFT: ("Worked over", "Clock of the tablet was wrong"),
    DiscrepancyKind.REVERSES_NOTHING_YET: ("The count is lost with the tablet",),
    DiscrepancyKind.ALREADY_REVERSED: ("Taken back by field and office",),
}


def anchor(kind: DiscrepancyKind) -> str:
    """Return the id under which a call's page has this kind."""
    return kind.lower().replace("_", "-")
