"""The nouns of the port. One file for each family of nouns."""

from operations.models.audit import AuditEntry
from operations.models.cargo import CargoClass, CargoLine, Unit
from operations.models.discrepancy import Discrepancy
from operations.models.ledger import SetAsideEvent, TallyEvent
from operations.models.lookups import AnyOf
from operations.models.manifest import Manifest, ManifestDraft
from operations.models.person import User
from operations.models.tablet import EnrolmentCode, FailedAttempt, Tablet, TabletJournal
from operations.models.terminal import Berth, Gang, Port, Terminal
from operations.models.totals import CountedUnit, HourlyRollup, LineTotal
from operations.models.vessel import Deck, ShippingLine, Vessel
from operations.models.vessel_call import Stoppage, VesselCall

__all__ = [
    "AnyOf",
    "AuditEntry",
    "Berth",
    "CargoClass",
    "CargoLine",
    "CountedUnit",
    "Deck",
    "Discrepancy",
    "EnrolmentCode",
    "FailedAttempt",
    "Gang",
    "HourlyRollup",
    "LineTotal",
    "Manifest",
    "ManifestDraft",
    "Port",
    "SetAsideEvent",
    "ShippingLine",
    "Stoppage",
    "Tablet",
    "TabletJournal",
    "TallyEvent",
    "Terminal",
    "Unit",
    "User",
    "Vessel",
    "VesselCall",
]
