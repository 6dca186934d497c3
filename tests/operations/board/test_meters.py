from operations.board.meters import _named_apart
from operations.queries.call_progress import Figures


def test_the_row_of_weights_is_named_apart_from_the_one_of_units() -> None:
    both = Figures(expected_units=3, expected_kg=500)

    assert [row.label for row in _named_apart("Breakbulk", both)] == [
        "Breakbulk",
        "Breakbulk, by weight",
    ]
    assert [row.label for row in _named_apart("Bulk", Figures(expected_kg=500))] == ["Bulk"]
