"""Which of the two ends of its voyage cargo is sorted by."""

from typing import TypeVar

from operations.vocabulary import Direction

PortT = TypeVar("PortT")


def port_of_interest(
    direction: str, loading: PortT, discharge: PortT, *, is_worked_here: bool
) -> PortT:
    """Return the port that people sort by: the other end of the voyage.

    That is where loaded cargo goes to and discharged cargo comes from. For cargo that is worked
    at another port it is that port.
    """
    is_for_discharge = (direction == Direction.LOAD) is is_worked_here
    return discharge if is_for_discharge else loading
