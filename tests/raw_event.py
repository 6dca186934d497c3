"""An event as a tablet writes it, for whoever speaks to a served site and knows no model."""

from datetime import UTC, datetime

from operations.rules.event_ids import new_uuid7


def a_raw_event(call_id: int, *, token: str, sequence: int, **fields: object) -> dict[str, object]:
    """Return a count of one car, just now, unless a keyword says otherwise."""
    now = datetime.now(UTC)
    subject = {"identifier", "line", "description"} & fields.keys()
    event: dict[str, object] = {
        "event_id": str(new_uuid7(now)),
        "device_sequence": sequence,
        "kind": "COUNT",
        "call": call_id,
        "direction": "LOAD",
        "identifier": "" if subject or fields.get("kind") == "REVERSAL" else f"VIN{sequence:014}",
        "line": None,
        "description": "",
        "quantity": 1,
        "deck": "5",
        "gang": "Gang 3",
        "reverses": None,
        "reason": "",
        "counted_at": now.isoformat(),
        "clock_offset_ms": 0,
        "shift_token": token,
    }
    return event | fields
