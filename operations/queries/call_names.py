from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from operations.models import CargoClass, Deck, Port


class Names(NamedTuple):
    """What the codes on a board stand for.

    `ports`: UN/LOCODE → name. `cargo_classes`: code → name. `decks`: vessel id → deck → its place
    from the top down.
    """

    ports: dict[str, str]
    cargo_classes: dict[str, str]
    decks: dict[int, dict[str, int]]


def call_names(*, locodes: Collection[str], vessel_ids: Collection[int]) -> Names:
    """Return the names of these ports, of all cargo classes, and the decks of these vessels."""
    decks: dict[int, dict[str, int]] = defaultdict(dict)
    for vessel_id, name in (
        Deck.objects.filter(vessel_id__in=vessel_ids)
        .order_by("vessel_id", "sort_order", "pk")
        .values_list("vessel_id", "name")
    ):
        decks[vessel_id][name] = len(decks[vessel_id])
    return Names(
        ports=dict(Port.objects.filter(locode__in=locodes).values_list("locode", "name")),
        cargo_classes=dict(CargoClass.objects.values_list("code", "name")),
        decks=decks,
    )
