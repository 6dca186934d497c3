from pathlib import PurePath

from operations.readers.csv_sheet import read_csv
from operations.readers.file_gate import FileKind, check_file, shown_name
from operations.readers.refusal import ManifestRefused
from operations.readers.sheet import ManifestFile
from operations.readers.xlsx_file import read_xlsx


def read_manifest_file(file_name: str, content: bytes) -> ManifestFile:
    """Read a cargo list as it was received, CSV or XLSX, into sheets of text.

    Raises ManifestRefused, and nothing else, whatever the bytes are.
    """
    kind = check_file(file_name, content)
    if kind is FileKind.WORKBOOK:
        file = read_xlsx(content)
    else:
        file = read_csv(content, name=PurePath(shown_name(file_name)).stem)
    if not any(any(row) for sheet in file.sheets for row in sheet.rows):
        raise ManifestRefused("The list is empty: no cell holds anything.")
    return file
