from operations.readers.refusal import ManifestRefused
from operations.readers.sheet import MAX_CELLS, ManifestFile, Sheet
from operations.readers.xlsx_archive import WorkbookArchive
from operations.readers.xlsx_parts import read_number_styles, read_shared_texts, read_workbook
from operations.readers.xlsx_sheet import WorkbookWords, read_sheet


def read_xlsx(content: bytes) -> ManifestFile:
    """Read the sheets of an Excel workbook (ECMA-376).

    Raises ManifestRefused, before anything is unpacked that could take more than some megabytes.
    """
    archive = WorkbookArchive(content)
    workbook = read_workbook(archive)
    words = WorkbookWords(
        texts=read_shared_texts(archive),
        styles=read_number_styles(archive),
        is_1904=workbook.is_1904,
    )
    sheets: list[Sheet] = []
    room = MAX_CELLS
    for about in workbook.sheets:
        sheet = read_sheet(about, archive.read(about.part), words, room=room)
        room -= sum(1 + len(row) for row in sheet.rows)
        sheets.append(sheet)
    if not sheets:
        raise ManifestRefused("The workbook has no sheet with cells.")
    return ManifestFile(form="Excel workbook", sheets=sheets)
