"""The words of a cargo list for ports, classes of cargo, directions and holds."""

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise

from operations.vocabulary import Direction

# UN/LOCODE: country and place; digits 2-9 when a country has run out of letters (UNECE Rec. 16).
_LOCODE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")
_CODE_LENGTH = 5
_PLACE_LENGTH = 3
_NOT_A_WORD = re.compile(r"[\W_]+")
_DIRECTIONS = {
    Direction.LOAD: "load loading loaded l lo export exp e outbound laden beladen verladung"
    " chargement embarquement laden carga embarque carico imbarco tsumi",
    Direction.DISCHARGE: "discharge discharging disch dis d di import imp i inbound unload"
    " unloading loschen loeschen entladen entladung dechargement debarquement lossen descarga"
    " scarico sbarco age",
}
_NOT_HELD = frozenset(
    {"", "0", "n", "no", "none", "nil", "false", "nein", "non", "nee", "ok", "free", "released"}
    | {"clear", "cleared", "freigegeben", "libre", "libere", "vrij", "libero", "na", "n a"}
)
_HELD = frozenset({"1", "x", "y", "yes", "true", "ja", "j", "oui", "si", "sim", "hold", "held"})
HELD_WITHOUT_REASON = "On hold by the cargo list."
# By the code of a class, if the port has such a class.
_CLASS_WORDS = {
    "CAR": "car auto automobile pkw passengercar passengervehicle voiture turismo coche vettura"
    " autovettura personenwagen personenauto suv sedan hatchback saloon jousha newcar usedcar",
    "VAN": "van lcv transporter lieferwagen fourgon furgon furgone bestelwagen minibus",
    "TRUCK": "truck lorry lkw camion poidslourd vrachtwagen camin",
    "BUS": "bus coach reisebus autobus autocar",
    "HIGH_AND_HEAVY": "highheavy highandheavy handh hh machinery machine maschine baumaschine engin"
    " tractor traktor excavator plant heavy",
    "TRAILER": "trailer mafi rolltrailer semitrailer anhanger remorque remolque rimorchio",
    "BREAKBULK": "breakbulk stuckgut generalcargo project projectcargo static conventional",
    "CASE": "case crate kiste caisse caja cassa colli package",
    "CONTAINER": "container teu feu",
}


def folded(text: str) -> str:
    """Return the words of a text in lower case, without accents and signs."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(each for each in plain if not unicodedata.combining(each))
    return _NOT_A_WORD.sub(" ", plain).strip()


def is_locode(text: str) -> bool:
    """Return whether a text is a well-formed UN/LOCODE; not whether there is such a place."""
    return bool(_LOCODE.fullmatch(text))


class KnownPorts:
    """Finds ports by what cargo lists call them."""

    def __init__(
        self, names: Mapping[str, str], *, settled: Mapping[str, str] | None = None
    ) -> None:
        """Take UN/LOCODE → name, and what a person settled: word → UN/LOCODE or ""."""
        self._names = names
        self._settled = {folded(word): code for word, code in (settled or {}).items()}
        self._by_name = {folded(name): code for code, name in names.items()}
        self._most_words = max((len(name.split()) for name in self._by_name), default=0)
        places = Counter(code[-_PLACE_LENGTH:] for code in names)
        self._by_place = {code[-_PLACE_LENGTH:]: code for code in names}
        self._by_place = {each: self._by_place[each] for each, n in places.items() if n == 1}

    def find(self, word: str) -> str | None:
        """Return the UN/LOCODE of a word, "" when a person settled that it is none, else None.

        Knows codes with and without a blank, the last three letters when only one port has them,
        names, and names beside codes or countries, such as "Bremerhaven (DEBRV)".
        """
        name = folded(word)
        if name in self._settled:
            return self._settled[name]
        code = self._code_in(name.upper().split())
        return code or self._by_name.get(name) or self._name_in(name.split())

    def suggestion(self, word: str) -> str:
        """Return the well-formed UN/LOCODE that a word holds in capitals, or ""."""
        parts = _NOT_A_WORD.sub(" ", word).split()
        codes = [each for each in (*parts, "".join(parts)) if is_locode(each)]
        return codes[0] if codes else ""

    def _code_in(self, words: list[str]) -> str | None:
        pairs = [first + second for first, second in pairwise(words)]
        codes = [each for each in (*words, *pairs) if each in self._names]
        if not codes and len(words) == 1:
            return self._by_place.get(words[0])
        return codes[0] if len(set(codes)) == 1 else None

    def _name_in(self, words: list[str]) -> str | None:
        """Find a name with something behind it, such as a country."""
        longest = min(len(words) - 1, self._most_words)
        starts = [" ".join(words[:length]) for length in range(longest, 0, -1)]
        return next((self._by_name[start] for start in starts if start in self._by_name), None)


class KnownClasses:
    """Finds classes of cargo by what cargo lists call them."""

    def __init__(self, names: Mapping[str, str]) -> None:
        """Take code → name."""
        self._codes: dict[str, str] = {}
        for code in names:
            words = _CLASS_WORDS.get(code, "").split()
            self._codes |= dict.fromkeys(map(_singular, words), code)
        for code, name in names.items():
            self._codes |= {_singular(code): code, _singular(name): code}

    def find(self, word: str) -> str | None:
        """Return the code of a class, or None."""
        return self._codes.get(_singular(word))


def direction_of(word: str) -> Direction | None:
    """Return the direction that a word means, or None."""
    name = folded(word)
    # A single letter counts when it is all there is, not within other words.
    parts = {name} | {part for part in name.split() if len(part) > 1}
    return next((way for way, words in _DIRECTIONS.items() if parts & set(words.split())), None)


def hold_reason_of(word: str) -> str:
    """Return why a unit must not move, "" when it may; a bare yes has no reason of its own."""
    name = folded(word)
    if name in _NOT_HELD:
        return ""
    return HELD_WITHOUT_REASON if name in _HELD else word


def _singular(word: str) -> str:
    return folded(word.replace("&", " and ")).replace(" ", "").removesuffix("s")
