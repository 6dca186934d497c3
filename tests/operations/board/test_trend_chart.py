import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from operations.board.trend_chart import BASE, TOP, Bound, Line, TrendChart, trend_chart


def chart_of(*lines: Line, bounds: tuple[Bound, ...] = (), least_top: float = 1) -> TrendChart:
    times = [""] * len(lines[0].figures)
    chart = trend_chart(
        name="memory",
        title="Memory",
        lines=lines,
        times=times,
        write=lambda value: f"{value:g}",
        bounds=bounds,
        least_top=least_top,
    )
    assert chart is not None
    return chart


def heights(path: str) -> list[float]:
    return [float(y) for _, y in re.findall(r"([\d.]+) ([\d.]+)", path)]


figures = st.lists(st.none() | st.floats(min_value=0, max_value=1e9), min_size=1, max_size=60)


@given(figures)
def test_every_figure_lies_within_the_frame(told: list[float | None]) -> None:
    if all(figure is None for figure in told):
        return
    chart = chart_of(Line("web-1", told))

    assert all(0 <= y <= BASE - TOP for y in heights(chart.paths[0].line))
    assert all(TOP <= tick.y <= BASE for tick in chart.ticks)
    assert 2 <= len(chart.ticks) <= 5


def test_a_minute_that_nobody_told_is_a_gap() -> None:
    chart = chart_of(Line("web-1", [1.0, 1.0, None, 1.0]))

    assert chart.paths[0].line == "M0.5 0 L1.5 0 M3.2 0 L3.8 0"


def test_of_what_nobody_told_there_is_no_chart() -> None:
    lines = [Line("web-1", [None, None])]

    assert trend_chart(name="x", title="X", lines=lines, times=["", ""], write=str) is None


def test_a_bound_is_drawn_when_figures_come_near() -> None:
    bound = Bound(0.75, "75 %", "attention")

    near = chart_of(Line("", [0.6]), bounds=(bound,), least_top=0.1)
    far = chart_of(Line("", [0.01]), bounds=(bound,), least_top=0.1)

    assert [each.text for each in near.bounds] == ["75 %"]
    assert far.bounds == []
    assert "People are told from 0.75 on." in far.description


def test_the_words_tell_what_eyes_see() -> None:
    chart = chart_of(Line("web-1", [0.2, 0.9, None]), Line("web-2", [0.1, 0.1, 0.3]))

    assert chart.newest == "0.9"
    assert chart.description == (
        "web-1: least 0.2, most 0.9, last 0.9, told in 2 of 3. "
        "web-2: least 0.1, most 0.3, last 0.3, told in 3 of 3."
    )


@pytest.mark.parametrize(
    ("most", "ticks"),
    [(1, ["0", "0.5", "1"]), (48, ["0", "20", "40", "60"]), (0.031, ["0", "0.02", "0.04"])],
)
def test_the_lines_behind_are_round_numbers(most: float, ticks: list[str]) -> None:
    chart = chart_of(Line("", [most]), least_top=0.001)

    assert [tick.text for tick in chart.ticks] == ticks
