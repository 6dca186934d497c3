"""What the columns of cargo lists are called, in the languages of those who send them."""

import re
import unicodedata
from typing import NamedTuple

from operations.vocabulary import ColumnMeaning

# How sure a header makes us: the whole of it is such a word, or a part of it is.
EXACT, PARTLY = 0.95, 0.8
# A word that people use for two things.
DOUBTFUL = 0.6

# English, German, French, Dutch, Spanish, Italian, Portuguese, Japanese (romanised and not);
# between bars, as `folded` leaves them.
_WORDS = {
    ColumnMeaning.IDENTIFIER: (
        "vin|vin no|vin nr|vin number|vin code|chassis|chassis no|chassis nr|chassis num"
        "|chassis number|frame no|frame number|serial|serial no|serial nr|serial number|unit id"
        "|vehicle id|vehicle identification number|identification number|identification no"
        "|fahrgestell|fahrgestellnummer|fahrgestell nr|fahrgestellnr|fgst nr|fin|fin nr"
        "|fahrzeugidentifizierungsnummer|fahrzeug identifizierungsnummer|seriennummer|serien nr"
        "|n de chassis|no de chassis|numero de chassis|n chassis|numero de serie|n de serie"
        "|chassisnummer|chassisnr|serienummer|serienr"
        "|bastidor|numero de bastidor|n bastidor|no de bastidor|n de bastidor|chasis|n de chasis"
        "|telaio|numero telaio|numero di telaio|n telaio|n di telaio|matricola|numero di serie"
        "|chassi|numero do chassi|shatai bango|syatai bango|shadai bango|車台番号|車体番号"
    ),
    ColumnMeaning.MAKE: (
        "make|brand|maker|manufacturer|oem|marke|hersteller|fabrikat|marque|constructeur"
        "|merk|fabrikant|marca|fabricante|casa|meka|meekaa|seizousha|メーカー"
    ),
    ColumnMeaning.MODEL: (
        "model|model name|model code|model description|car model|vehicle model|modell|modele"
        "|modelo|modello|shashu|syasyu|車種|variant|vehicle|fahrzeug|vehicule|voertuig"
    ),
    ColumnMeaning.COLOUR: (
        "colour|color|exterior colour|exterior color|farbe|couleur|kleur|colore|cor|iro|色|lack"
    ),
    ColumnMeaning.DESCRIPTION: (
        "description|description of goods|goods description|cargo description|goods|commodity"
        "|cargo|beschreibung|bezeichnung|warenbezeichnung|ware|ladung|designation|marchandise"
        "|marchandises|description des marchandises|omschrijving|goederen|lading|descripcion"
        "|mercancia|descrizione|merce|descricao|mercadoria|hinmei|品名|contents|inhalt"
    ),
    ColumnMeaning.CARGO_CLASS: (
        "class|cargo class|cargo type|cargo kind|vehicle class|vehicle type|vehicle category"
        "|unit type|category|klasse|frachtart|ladungsart|fahrzeugart|fahrzeugklasse|kategorie"
        "|classe|type de cargaison|type de vehicule|categorie|ladingsoort|clase|tipo de carga"
        "|categoria|tipo carico|tipo di carico|tipo de vehiculo"
    ),
    ColumnMeaning.BILL_OF_LADING: (
        "b l|bl|b l no|b l nr|b l number|bl no|bl nr|bl number|bill of lading|bill of lading no"
        "|bill of lading number|bol|bol no|konnossement|konnossementnr|konnossement nr"
        "|konnossementsnummer|connaissement|n connaissement|n de connaissement|no connaissement"
        "|cognossement|cognossementnr|cognossement nr|conocimiento|conocimiento de embarque"
        "|n conocimiento|polizza di carico|polizza|n polizza|conhecimento"
        "|conhecimento de embarque|funani shoken|funanishoken|船荷証券"
    ),
    ColumnMeaning.PORT_OF_LOADING: (
        "pol|port of loading|port of load|load port|loadport|loading port|ladehafen|verladehafen"
        "|port de chargement|port d embarquement|laadhaven|haven van lading|haven van inlading"
        "|puerto de carga|puerto de embarque|puerto carga|porto di imbarco|porto di carico"
        "|porto de embarque|tsumichi|tsumikou|積地|積港"
    ),
    ColumnMeaning.PORT_OF_DISCHARGE: (
        "pod|port of discharge|port of disch|discharge port|discharging port|disport|dischport"
        "|destination port|port of destination|loschhafen|loeschhafen|entladehafen|zielhafen"
        "|bestimmungshafen|port de dechargement|port de debarquement|port de destination"
        "|loshaven|lossingshaven|haven van lossing|haven van bestemming|puerto de descarga"
        "|puerto descarga|puerto de destino|porto di sbarco|porto di scarico|porto di destinazione"
        "|porto de descarga|porto de destino|agechi|ageko|揚地|揚港"
    ),
    ColumnMeaning.QUANTITY: (
        "quantity|qty|pieces|pcs|units|no of units|number of units|unit count|count|packages"
        "|no of packages|number of packages|pkgs|menge|anzahl|stuck|stueck|stuckzahl|stueckzahl"
        "|quantite|nombre|nombre d unites|nb|nbre|aantal|stuks|cantidad|unidades|bultos"
        "|quantita|pezzi|colli|quantidade|volumes|suryo|daisu|数量|台数"
    ),
    ColumnMeaning.WEIGHT_KG: "kg|kgs|brutto kg|gw|juryo|重量|mass",
    ColumnMeaning.WEIGHT_T: (
        "t|mt|ton|tons|tonne|tonnes|tonnen|tonnage|toneladas|tonnellate|metric tons"
        "|metric tonnes|toneladas metricas"
    ),
    ColumnMeaning.DIRECTION: (
        "direction|load discharge|load disch|loading discharging|l d|movement|richtung|sens"
        "|richting|sentido|direzione|operation|import export|i e"
    ),
    ColumnMeaning.HOLD: (
        "on hold|hold reason|customs hold|stop|stopped|sperre|gesperrt|sperrgrund|bloque|blocage"
        "|blokkade|geblokkeerd|retenido|bloqueado|fermo|blocco|bloccato"
    ),
    # Said by name, so that a person reads why they are left alone.
    ColumnMeaning.IGNORED: (
        "no|nr|n|item|item no|line|line no|row|row no|pos|position|lfd nr|imo class|imdg|imdg class"
        "|un no|hazard class|length|width|height|length mm|width mm|height mm|length cm|width cm"
        "|height cm|lange|breite|hohe|longueur|largeur|hauteur|volume|cbm|m3|m2|consignee|shipper"
        "|notify|notify party|receiver|dealer|engine|engine no|key no|eta|etd|vessel|voyage|ship"
        "|schiff|reise|navire|remarks|remark|bemerkung|bemerkungen|remarques|opmerking|notes"
        "|observaciones|osservazioni|bay|block|yard|yard location|customs|hs code|invoice"
        "|invoice no|price|value|license plate|plate|year|model year|my|baujahr|annee|bouwjaar|ano"
    ),
}
_DOUBTFUL_WORDS = {
    ColumnMeaning.MODEL: "type|typ|tipo|modelltyp",
    ColumnMeaning.PORT_OF_DISCHARGE: (
        "destination|dest|final destination|bestimmung|bestimmungsort|bestemming|destino"
        "|destinazione|to|port|hafen|haven|puerto|porto"
    ),
    ColumnMeaning.PORT_OF_LOADING: "origin|from|herkunft|origine|origen",
    ColumnMeaning.BILL_OF_LADING: "booking|booking no|booking number|waybill|shipping order",
    ColumnMeaning.HOLD: "hold|held",
    ColumnMeaning.IDENTIFIER: "id|unit|unit no|unit number|ident nr|identnummer|identification",
}
_WEIGHTS = (
    "weight|gross weight|unit weight|total weight|gewicht|bruttogewicht|brutto gewicht|poids"
    "|poids brut|brutogewicht|bruto gewicht|peso|peso bruto|peso lordo|mass"
)
_NOT_A_WORD = re.compile(r"[\W_]+")


class HeaderMatch(NamedTuple):
    """What a header means, and how sure that is (0-1)."""

    meaning: ColumnMeaning
    confidence: float


def _phrases() -> dict[str, HeaderMatch]:
    phrases: dict[str, HeaderMatch] = {}
    for words, confidence in ((_DOUBTFUL_WORDS, DOUBTFUL), (_WORDS, EXACT)):
        for meaning, text in words.items():
            phrases |= dict.fromkeys(map(folded, text.split("|")), HeaderMatch(meaning, confidence))
    in_kg = HeaderMatch(ColumnMeaning.WEIGHT_KG, EXACT)
    in_tonnes = HeaderMatch(ColumnMeaning.WEIGHT_T, EXACT)
    for weight in _WEIGHTS.split("|"):
        # Without a unit it is kg; the content of the column may speak against that.
        phrases |= {weight: in_kg, f"{weight} kg": in_kg, f"{weight} kgs": in_kg}
        tonnes = _WORDS[ColumnMeaning.WEIGHT_T].split("|")
        phrases |= {f"{weight} {unit}": in_tonnes for unit in (*tonnes, "to", "in t", "in tonnen")}
    return phrases


def folded(text: str) -> str:
    """Return the words of a text in lower case, without accents, signs and full-width forms."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    without_accents = "".join(each for each in plain if not unicodedata.combining(each))
    return _NOT_A_WORD.sub(" ", unicodedata.normalize("NFKC", without_accents)).strip()


_PHRASES = _phrases()
_MOST_WORDS = max(len(phrase.split()) for phrase in _PHRASES)
_LEAST_LETTERS = 3  # one letter, or "no" in a sentence, says nothing
_MOST_HEADER_WORDS = 12  # longer is a sentence, not the name of a column


def header_match(header: str) -> HeaderMatch | None:
    """Return what a header means: the longest phrase in it decides; None when there is none."""
    name = folded(header)
    if match := _PHRASES.get(name):
        return match
    words = name.split()
    if len(words) > _MOST_HEADER_WORDS:
        return None
    for length in range(min(len(words), _MOST_WORDS), 0, -1):
        for start in range(len(words) - length + 1):
            phrase = " ".join(words[start : start + length])
            match = _PHRASES.get(phrase)
            if match and len(phrase) >= _LEAST_LETTERS:
                return match._replace(confidence=min(match.confidence, PARTLY))
    return None
