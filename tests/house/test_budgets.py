from pathlib import Path
from statistics import median

from tests.house.house import (
    PRODUCT,
    PROJECT,
    functions,
    line_count,
    own_python,
    own_static,
    short,
    tracked,
)

MAX_FILE_LINES = 300
MAX_MEDIAN_FILE_LINES = 90
MAX_FUNCTION_LINES = 40
MAX_MEDIAN_FUNCTION_LINES = 8
MAX_POSITIONAL = 4
MAX_TEMPLATE_LINES = 120
MAX_JAVASCRIPT_LINES = 120
MAX_CSS_LINES = 200


def too_long(paths: list[Path], most: int) -> list[str]:
    return [f"{short(path)}: {line_count(path)}" for path in paths if line_count(path) > most]


def test_no_python_file_is_over_300_lines() -> None:
    assert too_long(own_python(), MAX_FILE_LINES) == []


def test_the_median_python_file_is_small() -> None:
    assert median(line_count(path) for path in own_python(PRODUCT)) <= MAX_MEDIAN_FILE_LINES


def test_no_function_is_over_40_lines() -> None:
    found = [each for path in own_python() for each in functions(path)]

    assert [each for each in found if each.line_count > MAX_FUNCTION_LINES] == []


def test_the_median_function_is_small() -> None:
    found = [each.line_count for path in own_python(PRODUCT) for each in functions(path)]

    assert median(found) <= MAX_MEDIAN_FUNCTION_LINES


def test_no_function_has_more_than_four_positional_parameters() -> None:
    found = [each for path in own_python(PRODUCT) for each in functions(path)]

    assert [each for each in found if each.positional_count > MAX_POSITIONAL] == []


def test_every_action_takes_its_values_by_name() -> None:
    folder = PROJECT / "operations" / "actions"
    actions = [
        each
        for path in own_python(("operations",))
        if path.is_relative_to(folder)
        for each in functions(path)
        if each.is_public
    ]

    assert [each for each in actions if each.positional_count > 1] == []


def test_no_template_is_over_120_lines() -> None:
    templates = [path for path in tracked(".html") if path.is_relative_to(PROJECT / "templates")]

    assert templates
    assert too_long(templates, MAX_TEMPLATE_LINES) == []


def test_no_javascript_file_is_over_120_lines() -> None:
    assert too_long(own_static(".js"), MAX_JAVASCRIPT_LINES) == []


def test_no_stylesheet_is_over_200_lines() -> None:
    assert too_long(own_static(".css"), MAX_CSS_LINES) == []
