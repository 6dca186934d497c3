"""Whatever the cells hold, the preview shows it or refuses it, and soon."""

from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from operations.models import VesselCall
from operations.queries.manifest_preview import preview_manifest
from operations.readers.refusal import ManifestRefused
from tests.manifests import a_csv

HEADER = ("VIN", "Make", "POD", "Qty", "Weight kg", "Class", "B/L", "Description", "Remarks")
WORDS = [
    "sub ",
    "total ",
    "zwischen",
    "Total; ",
    "31 units ",
    "hold ",
    "WVWZZZ1JZXW000001",
    "DEBRV",
    "1,45 t",
    "-5",
    "1.485 ",
    "1",
    "[",
    "ß",
]
cells = st.text(max_size=20) | st.builds(
    lambda words, count: words * count, st.sampled_from(WORDS), st.integers(0, 100)
)


@settings(
    max_examples=100,
    deadline=2_000,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(rows=st.lists(st.tuples(*[cells] * len(HEADER)), max_size=5))
def test_no_cells_break_the_preview(call: VesselCall, rows: list[tuple[str, ...]]) -> None:
    with suppress(ManifestRefused):
        preview = preview_manifest(
            call=call, file_name="list.csv", content=a_csv(HEADER, *rows, ("Total",))
        )

        placed = sum(len(sheet.skipped) + sheet.row_count for sheet in preview.reading.sheets)
        assert placed <= len(rows) + 2
