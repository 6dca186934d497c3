/** How long a clerk may take a count back; later it is a supervisor's to decide. */
export const UNDO_WITHIN_MS = 15 * 60 * 1000;

/**
 * What has been counted in a call, as far as this tablet knows: its own events and those of others.
 * The same fold as the office's (`operations/rules/tally_totals.py`): a unit counts once however
 * many events say so, a count that was taken back not at all, and neither order nor repetition
 * matters.
 *
 * An event here: {event_id, kind, direction, identifier, line, description, quantity, deck, gang,
 * reverses, person, tablet (null: the office), at (ms, office clock), deviceAt (ms, of this tablet's
 * own), position|null, sequence|null}.
 */
export class Tally {
  #events = new Map();
  #reversals = new Map();
  #things = new Map();

  /** Idempotent; an event that comes again with its position takes it on. */
  add(event) {
    this.withdraw(event.event_id);
    this.#events.set(event.event_id, event);
    const [map, key] = this.#shelf(event);
    const others = map.get(key);
    if (others) others.push(event);
    else map.set(key, [event]);
  }

  /** The office refused it: it never happened. */
  withdraw(eventId) {
    const event = this.#events.get(eventId);
    if (!event) return;
    this.#events.delete(eventId);
    const [map, key] = this.#shelf(event);
    const rest = map.get(key).filter((other) => other.event_id !== eventId);
    if (rest.length > 0) map.set(key, rest);
    else map.delete(key);
  }

  event(eventId) {
    return this.#events.get(eventId);
  }

  /** Whether somebody who may do so took this count back. */
  isReversed(eventId) {
    const count = this.#events.get(eventId);
    const reversals = this.#reversals.get(eventId) ?? [];
    return Boolean(count) && reversals.some((reversal) => takesBack(reversal, count));
  }

  /** The event to which a counted unit belongs: the lowest position that is not reversed. */
  holderOf(direction, identifier) {
    return this.#holder(this.#things.get(`${direction} ${identifier}`) ?? []);
  }

  /** One event for each thing that counts now. @returns {Generator<object>} */
  * holders() {
    for (const counts of this.#things.values()) {
      const holder = this.#holder(counts);
      if (holder) yield holder;
    }
  }

  #holder(counts) {
    if (counts.length === 1) return this.isReversed(counts[0].event_id) ? undefined : counts[0];
    return counts.filter((count) => !this.isReversed(count.event_id)).sort(byLedgerOrder)[0];
  }

  #shelf(event) {
    if (event.kind === 'REVERSAL') return [this.#reversals, event.reverses];
    const key = event.identifier ? `${event.direction} ${event.identifier}` : event.event_id;
    return [this.#things, key];
  }
}

/** The office may take back any count, a person only their own of the last minutes. */
function takesBack(reversal, count) {
  if (reversal.tablet === null) return true;
  const byOffice = reversal.at - count.at;
  const byDevice = (reversal.deviceAt ?? NaN) - (count.deviceAt ?? NaN);
  // A clock that was set back makes nothing young again.
  const isSoon = Math.abs(byOffice) <= UNDO_WITHIN_MS || Math.abs(byDevice) <= UNDO_WITHIN_MS;
  return reversal.person === count.person && isSoon;
}

/** What is not in the ledger yet comes after what is, in the order it was recorded. */
function byLedgerOrder(one, other) {
  const later = Number.MAX_SAFE_INTEGER;
  return (one.position ?? later) - (other.position ?? later) || (one.sequence ?? 0) - (other.sequence ?? 0);
}
