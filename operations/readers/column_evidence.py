"""What the cells of a column say of its meaning, whatever the column is called."""

import re
from collections.abc import Callable, Sequence

from operations.readers.column_words import folded
from operations.vocabulary import ColumnMeaning

# The shape of ISO 3779: 17 characters without I, O and Q. Slips are forgiven here, not in rules.
_VIN = re.compile(r"[A-Z0-9]{17}")
_SERIAL = re.compile(r"(?=.*[0-9])[A-Z0-9][A-Z0-9 ./*-]{3,31}")
_WHOLE = re.compile(r"[0-9]{1,7}([.,]0+)?")
_NUMBER = re.compile(r"-?[0-9][0-9 .,']*")
_WEIGHT = re.compile(r"[0-9][0-9 .,'’]*[A-Za-z]{0,6}\.?")
_MAKES = (
    "acura alfa romeo|alfa romeo|alpine|aston martin|audi|bentley|bmw|buick|byd|cadillac|case"
    "|caterpillar|chery|chevrolet|chrysler|citroen|claas|cupra|dacia|daewoo|daf|daihatsu|deutz"
    "|dodge|ds|ferrari|fiat|ford|foton|geely|genesis|gmc|great wall|haval|hino|hitachi|honda"
    "|hyundai|ineos|infiniti|isuzu|iveco|jac|jaguar|jcb|jeep|john deere|kia|komatsu|kubota|lada"
    "|lamborghini|lancia|land rover|lexus|lincoln|lotus|lynk co|mahindra|man|maserati|maxus|mazda"
    "|mercedes|mercedes benz|mg|mini|mitsubishi|new holland|nio|nissan|opel|peugeot|polestar"
    "|porsche|ram|renault|rivian|rolls royce|saic|scania|seat|skoda|smart|ssangyong|subaru|suzuki"
    "|tata|tesla|toyota|vauxhall|vinfast|volkswagen|volvo|vw|xpeng|zeekr"
)
_COLOURS = (
    "black|white|grey|gray|silver|red|blue|green|brown|yellow|orange|beige|gold|purple|bronze"
    "|schwarz|weiss|grau|silber|rot|blau|grun|braun|gelb|noir|blanc|gris|argent|rouge|bleu|vert"
    "|marron|jaune|zwart|wit|grijs|zilver|rood|blauw|groen|bruin|geel|negro|blanco|plata|rojo|azul"
    "|verde|amarillo|nero|bianco|grigio|argento|rosso|blu|giallo|kuro|shiro|aka|ao|gin"
)
_KNOWN_MAKES, _KNOWN_COLOURS = frozenset(_MAKES.split("|")), frozenset(_COLOURS.split("|"))

IsPort = Callable[[str], bool]
_TELLING_SHARE = 0.6  # more than a chance, with room for slips and remarks


def looks_like_vin(text: str) -> bool:
    """Return whether a text has the shape of a VIN, as people write it."""
    return bool(_VIN.fullmatch(text.upper().replace(" ", "").strip("*")))


def agreement(meaning: ColumnMeaning, cells: Sequence[str], is_port: IsPort) -> float | None:
    """Return which share of the filled cells fits a meaning; None when any text would."""
    tests: dict[ColumnMeaning, Callable[[str], bool]] = {
        ColumnMeaning.IDENTIFIER: lambda text: bool(_SERIAL.fullmatch(text.upper())),
        ColumnMeaning.QUANTITY: lambda text: bool(_WHOLE.fullmatch(text)),
        ColumnMeaning.WEIGHT_KG: lambda text: bool(_WEIGHT.fullmatch(text)),
        ColumnMeaning.WEIGHT_T: lambda text: bool(_WEIGHT.fullmatch(text)),
        # A class, make or port is a word; what the ship's own hold is called is often a number.
        ColumnMeaning.HOLD: lambda text: not _NUMBER.match(text),
        ColumnMeaning.PORT_OF_LOADING: lambda text: is_port(text) or not _NUMBER.match(text),
        ColumnMeaning.PORT_OF_DISCHARGE: lambda text: is_port(text) or not _NUMBER.match(text),
        ColumnMeaning.MAKE: lambda text: not _NUMBER.fullmatch(text),
    }
    test = tests.get(meaning)
    return None if test is None else share(cells, test)


def meaning_by_content(
    cells: Sequence[str], is_port: IsPort
) -> tuple[ColumnMeaning, float, str] | None:
    """Return what a column without a telling name holds: (meaning, share of cells, in words)."""
    candidates = (
        (ColumnMeaning.IDENTIFIER, looks_like_vin, "look like VINs"),
        (ColumnMeaning.PORT_OF_DISCHARGE, is_port, "are ports we know"),
        (ColumnMeaning.MAKE, lambda text: folded(text) in _KNOWN_MAKES, "are makes of vehicles"),
        (ColumnMeaning.COLOUR, _is_colour, "are colours"),
    )
    for meaning, test, words in candidates:
        fitting = share(cells, test)
        if fitting >= _TELLING_SHARE:
            return meaning, fitting, words
    return None


def share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    """Return which share of the filled cells passes a test; 0 when none is filled."""
    filled = [cell for cell in cells if cell]
    return sum(map(test, filled)) / len(filled) if filled else 0.0


def _is_colour(text: str) -> bool:
    return any(word in _KNOWN_COLOURS for word in folded(text).split())
