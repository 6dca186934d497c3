import pytest

from operations.readers.corrections import NO_CORRECTIONS, LayoutCorrections
from operations.readers.layout import ColumnReading, SheetLayout, guess_layout
from operations.readers.sheet import Sheet
from operations.vocabulary import ColumnMeaning

Is = ColumnMeaning
PORTS = {"DEBRV", "Bremerhaven", "BEZEE"}
CARS = [
    ["WVWZZZ1JZXW000001", "DEBRV"],
    ["WVWZZZ1JZXW000002", "BEZEE"],
    ["WVWZZZ1JZXW000003", "DEBRV"],
]
HEADERS = {
    "English": "VIN No.|Make|Model|Colour|B/L No.|Port of Loading|Port of Discharge"
    "|Gross Weight (kg)",
    "American": "VIN|Manufacturer|Model Name|Exterior Color|Bill of Lading|POL|POD|Weight kgs",
    "German": "Fahrgestellnr.|Marke|Modell|Farbe|Konnossement|Ladehafen|Löschhafen|Gewicht",
    "German without umlauts": "FIN|Hersteller|Modell|Farbe|Konnossement|Verladehafen"
    "|Loeschhafen|kg",
    "French": "N° de châssis|Marque|Modèle|Couleur|Connaissement|Port de chargement"
    "|Port de déchargement|Poids (kg)",
    "Dutch": "Chassisnummer|Merk|Model|Kleur|Cognossement|Laadhaven|Loshaven|Gewicht kg",
    "Spanish": "Nº de bastidor|Marca|Modelo|Color|Conocimiento de embarque|Puerto de carga"
    "|Puerto de descarga|Peso bruto",
    "Italian": "Telaio|Marca|Modello|Colore|Polizza di carico|Porto di imbarco|Porto di sbarco"
    "|Peso lordo (kg)",
    "Portuguese": "Chassi|Marca|Modelo|Cor|Conhecimento|Porto de embarque|Porto de descarga|Peso",
    "Japanese": "車台番号|メーカー|車種|色|船荷証券|積地|揚地|重量",
    "romanised Japanese": "Shatai bango|Meka|Shashu|Iro|Funani shoken|Tsumichi|Agechi|Juryo",
}
USUAL = [
    Is.IDENTIFIER,
    Is.MAKE,
    Is.MODEL,
    Is.COLOUR,
    Is.BILL_OF_LADING,
    Is.PORT_OF_LOADING,
    Is.PORT_OF_DISCHARGE,
    Is.WEIGHT_KG,
]


def guess(
    rows: list[list[str]], corrections: LayoutCorrections = NO_CORRECTIONS, *, name: str = "List"
) -> SheetLayout:
    sheet = Sheet(name=name, rows=rows)
    return guess_layout(sheet, is_port=PORTS.__contains__, corrections=corrections)


def meanings(layout: SheetLayout) -> list[ColumnMeaning]:
    return [column.meaning for column in layout.columns]


def the_column(layout: SheetLayout, letter: str) -> ColumnReading:
    return next(column for column in layout.columns if column.letter == letter)


@pytest.mark.parametrize("language", HEADERS)
def test_the_columns_are_known_in_each_language(language: str) -> None:
    header = HEADERS[language].split("|")
    car = ["WVWZZZ1JZXW000001", "Audi", "A4", "Blau", "BL1", "USSSI", "DEBRV", "1485"]

    layout = guess([header, car, car])

    assert meanings(layout) == USUAL
    assert min(column.confidence for column in layout.columns) >= 0.8


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("Weight (MT)", Is.WEIGHT_T),
        ("Gewicht in t", Is.WEIGHT_T),
        ("Tonnage", Is.WEIGHT_T),
        ("Stückzahl", Is.QUANTITY),
        ("No. of units", Is.QUANTITY),
        ("Cargo type", Is.CARGO_CLASS),
        ("Description of goods", Is.DESCRIPTION),
        ("Customs hold", Is.HOLD),
        ("Load/Disch", Is.DIRECTION),
        ("IMO class", Is.IGNORED),
        ("Model year", Is.IGNORED),
        ("Engine No.", Is.IGNORED),
        ("Please send the original papers to the agent before the ship sails", Is.IGNORED),
    ],
)
def test_a_column_is_told_by_its_name(header: str, meaning: ColumnMeaning) -> None:
    assert the_column(guess([["VIN", "POD", header], ["A1", "DEBRV", ""]]), "C").meaning == meaning


@pytest.mark.parametrize("lines_above", [0, 1, 7, 19])
def test_the_header_is_found_in_the_first_twenty_rows(lines_above: int) -> None:
    titles = [["Loading list"], ["Port of loading:", "Brunswick"], [], ["Total units: 3"]]
    above = (titles * 5)[:lines_above]

    layout = guess([*above, ["Chassis", "Discharge port"], *CARS])

    assert layout.header_row == lines_above + 1
    assert meanings(layout)[:2] == [Is.IDENTIFIER, Is.PORT_OF_DISCHARGE]


def test_a_header_over_two_rows_is_put_together() -> None:
    rows = [["", "Port of", "Port of", "Gross"], ["VIN", "loading", "discharge", "weight"]]

    layout = guess([*rows, ["WVWZZZ1JZXW000001", "BEZEE", "DEBRV", "1485"]])

    assert meanings(layout) == [
        Is.IDENTIFIER,
        Is.PORT_OF_LOADING,
        Is.PORT_OF_DISCHARGE,
        Is.WEIGHT_KG,
    ]
    assert layout.first_row_index == 2


def test_a_list_without_header_is_told_by_its_cells() -> None:
    cars = [[str(n), vin, "Audi", "A4 Avant", "black", port] for n, (vin, port) in enumerate(CARS)]

    layout = guess(cars)

    assert layout.header_row == 0
    assert meanings(layout) == [
        Is.IGNORED,
        Is.IDENTIFIER,
        Is.MAKE,
        Is.MODEL,
        Is.COLOUR,
        Is.PORT_OF_DISCHARGE,
    ]
    assert the_column(layout, "B").reason == "100% of the cells look like VINs."


def test_a_list_of_nothing_but_vins_is_understood() -> None:
    assert meanings(guess([[vin] for vin, _ in CARS])) == [Is.IDENTIFIER]
    assert meanings(guess([["Chassis list"], *[[vin] for vin, _ in CARS]])) == [Is.IDENTIFIER]


def test_cells_that_contradict_a_name_make_it_doubtful() -> None:
    rows = [["VIN", "Make", "Quantity"], ["WVWZZZ1JZXW000001", "17", "many"]]

    make, quantity = (the_column(guess(rows), letter) for letter in "BC")

    assert make.meaning == Is.IGNORED
    assert make.reason == "It is called “Make”, but only 0% of its cells fit that."
    # Without its quantities a sheet would not be read at all, and nobody would know.
    assert (quantity.meaning, quantity.confidence) == (Is.QUANTITY, 0.0)


def test_of_two_columns_the_surer_one_is_read() -> None:
    rows = [["Chassis / engine", "VIN"], ["E123", "WVWZZZ1JZXW000001"]]

    layout = guess(rows)

    assert meanings(layout) == [Is.IGNORED, Is.IDENTIFIER]
    assert the_column(layout, "A").reason == "Column B tells that more surely."


def test_a_hold_column_of_numbers_is_the_hold_of_the_ship() -> None:
    assert the_column(guess([["VIN", "POD", "Hold"], ["A1", "X", "3"]]), "C").meaning == Is.IGNORED
    assert the_column(guess([["VIN", "POD", "Hold"], ["A1", "X", "yes"]]), "C").meaning == Is.HOLD


def test_a_person_takes_a_meaning_from_one_column_and_gives_it_to_another() -> None:
    rows = [["VIN", "Destination", "Final"], ["WVWZZZ1JZXW000001", "DEBRV", "BEZEE"]]
    corrections = LayoutCorrections(columns={("List", "C"): Is.PORT_OF_DISCHARGE})

    layout = guess(rows, corrections)

    assert meanings(layout) == [Is.IDENTIFIER, Is.IGNORED, Is.PORT_OF_DISCHARGE]
    assert the_column(layout, "C").is_corrected
    assert the_column(layout, "C").confidence == 1.0


def test_a_correction_is_of_its_sheet_or_of_all() -> None:
    rows = [["VIN", "Remark"], ["WVWZZZ1JZXW000001", "x"]]
    of_another = LayoutCorrections(columns={("Other", "B"): Is.MODEL})
    of_all = LayoutCorrections(columns={("*", "B"): Is.MODEL})

    assert meanings(guess(rows, of_another)) == [Is.IDENTIFIER, Is.IGNORED]
    assert meanings(guess(rows, of_all)) == [Is.IDENTIFIER, Is.MODEL]


def test_a_person_says_where_the_header_is() -> None:
    rows = [["VIN", "Make"], ["Chassis", "Discharge port"], *CARS]

    layout = guess(rows, LayoutCorrections(header_rows={"List": 2}))

    assert layout.header_row == 2
    assert meanings(layout) == [Is.IDENTIFIER, Is.PORT_OF_DISCHARGE]
    assert guess(rows, LayoutCorrections(header_rows={"List": 0})).first_row_index == 0
