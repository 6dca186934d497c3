from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from operations.board.hour_chart import BASE, TOP, HourChart, HourFigure, Stop, hour_chart
from tests.cast import NOON

NEW_YORK, KOLKATA = ZoneInfo("America/New_York"), ZoneInfo("Asia/Kolkata")
BRUSSELS = ZoneInfo("Europe/Brussels")


def a_chart(
    *figures: HourFigure,
    stops: tuple[Stop, ...] = (),
    first_at: datetime | None = None,
    now: datetime = NOON,
    zone: ZoneInfo = NEW_YORK,
) -> HourChart:
    chart = hour_chart(
        name="units",
        figures=figures,
        stops=stops,
        first_at=first_at,
        last_at=now,
        now=now,
        zone=zone,
    )
    assert chart is not None
    return chart


def loaded(hours_ago: float, figure: int, *, before: datetime = NOON) -> HourFigure:
    return HourFigure(before - timedelta(hours=hours_ago), "LOAD", figure)


def hour_words(chart: HourChart) -> list[str]:
    return [label.text for label in chart.labels if label.y == BASE + 18]


def test_nothing_happened_is_no_chart() -> None:
    chart = hour_chart(
        name="units", figures=(), stops=(), first_at=None, last_at=NOON, now=NOON, zone=NEW_YORK
    )

    assert chart is None


def test_hours_are_those_of_the_terminals_clock() -> None:
    assert hour_words(a_chart(loaded(2, 5))) == ["08", "09", "10"]


def test_hours_of_a_half_hour_zone_begin_when_its_clock_strikes() -> None:
    struck = datetime(2026, 11, 25, 13, 30, tzinfo=UTC)
    chart = a_chart(HourFigure(struck, "LOAD", 5), zone=KOLKATA)

    assert hour_words(chart) == ["19", "20"]
    assert chart.rows[-1].hour == "19:00"


def test_the_hour_that_comes_twice_has_two_bars_with_their_own_names() -> None:
    first, second = (datetime(2026, 10, 25, hour, tzinfo=UTC) for hour in (0, 1))
    now = second + timedelta(minutes=30)
    chart = a_chart(
        HourFigure(first, "LOAD", 5), HourFigure(second, "LOAD", 7), now=now, zone=BRUSSELS
    )

    assert [(row.hour, row.total) for row in chart.rows] == [
        ("02:00 CET", "7"),
        ("02:00 CEST", "5"),
    ]


def test_the_hour_under_way_is_marked() -> None:
    chart = a_chart(loaded(1, 100), loaded(0, 20))

    assert [shape.kind for shape in chart.shapes] == ["chart-load", "chart-load is-running"]
    assert [label.x for label in chart.labels if label.text == "so far"] == [
        label.x for label in chart.labels if label.text == "10"
    ]
    assert [row.is_running for row in chart.rows] == [True, False]


def test_directions_stand_on_each_other() -> None:
    chart = a_chart(loaded(0, 60), HourFigure(NOON, "DISCHARGE", 40))
    discharged, load = chart.shapes

    assert discharged.y + discharged.height == BASE
    assert load.y + load.height == discharged.y
    assert (round(discharged.height), round(load.height)) == (64, 96)


def test_a_stoppage_is_shaded_for_as_long_as_it_lasted() -> None:
    half_past = NOON - timedelta(minutes=30)
    chart = a_chart(loaded(1, 10), stops=(Stop(half_past, NOON, "Rain"),))
    shade = next(shape for shape in chart.shapes if shape.kind == "chart-stop")

    assert (shade.x, shade.width) == ("6.250%", "6.250%")
    assert (shade.y, shade.height) == (TOP, BASE - TOP)
    assert shade.title == "Stopped 09:30 to 10:00: Rain"
    assert [row.stopped for row in chart.rows] == ["", "30 min"]


def test_a_stoppage_that_lasts_is_shaded_up_to_now() -> None:
    chart = a_chart(loaded(1, 10), stops=(Stop(NOON - timedelta(minutes=15), None, "Rain"),))

    assert any(shape.title == "Stopped 09:45 to now: Rain" for shape in chart.shapes)


def test_idle_hours_since_work_started_are_drawn_too() -> None:
    chart = a_chart(first_at=NOON - timedelta(hours=3))

    assert hour_words(chart) == ["07", "08", "09", "10"]
    assert chart.description.startswith("Most in one hour: 0")


def test_a_clock_that_was_years_off_makes_no_endless_chart() -> None:
    chart = a_chart(loaded(24 * 365 * 20, 3), loaded(0, 1))

    assert len(hour_words(chart)) <= 72
    assert chart.rows[-1].total == "3"


@pytest.mark.parametrize(
    ("most", "ticks"),
    [
        (1, ["0", "1"]),
        (7, ["0", "2", "4", "6", "8"]),
        (131, ["0", "50", "100", "150"]),
        (4_000, ["0", "1,000", "2,000", "3,000", "4,000"]),
    ],
)
def test_ticks_are_round_and_reach_above_the_highest_bar(most: int, ticks: list[str]) -> None:
    assert [tick.text for tick in a_chart(loaded(0, most)).ticks] == ticks


@pytest.mark.parametrize("hours", [1, 12, 13, 30, 31, 72])
def test_labels_never_touch_and_the_newest_hour_has_one(hours: int) -> None:
    chart = a_chart(*(loaded(back, 1) for back in range(hours)))
    narrow = [each for each in chart.labels if each.y == BASE + 18 and not each.is_wide]
    wide = [each for each in chart.labels if each.y == BASE + 18]

    assert len(narrow) <= 12
    assert len(wide) <= 30
    assert wide[-1].text == "10"


def write_tonnes(kg: int) -> str:
    return f"{kg / 1000:.0f} t"


def test_figures_are_written_as_they_are_measured() -> None:
    chart = hour_chart(
        name="weight",
        figures=[loaded(0, 22_000)],
        stops=(),
        first_at=None,
        last_at=NOON,
        now=NOON,
        zone=NEW_YORK,
        write=write_tonnes,
    )

    assert chart is not None
    assert chart.rows[0].total == "22 t"
