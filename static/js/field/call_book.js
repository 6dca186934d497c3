import { Cargo } from './cargo.js';
import { recentEventOf, tallyEventFromOffice, tallyEventOf } from './own_events.js';
import { Tally } from './tally.js';
import { hourStart, lineTotals, totalsOf } from './totals.js';

/** About 20 minutes of the fastest ramp: longer ago nothing can be undone here. */
const RECENT_SHOWN = 60;

const isRefused = ({ verdict }) => verdict === 'rejected' || verdict === 'conflict';

/** All that this tablet knows of one call, in memory: its list, its own events and those of others. */
export class CallBook {
  #tabletId;
  #rows = [];
  #byId = new Map();
  tally = new Tally();
  cargo = null;
  /** Up to which position of the ledger this tablet has read. */
  position = 0;

  /** @param {{call: object, tabletId: number}} of `call` as the office tells it */
  constructor({ call, tabletId }) {
    this.call = call;
    this.#tabletId = tabletId;
  }

  /** @param {object} list the office's cargo list */
  takeCargo(list) {
    this.cargo = new Cargo(list, this.call.ports);
  }

  /** An own event: just recorded, read from storage, or settled by the office. Idempotent. */
  takeOwn(row) {
    const { event_id: id } = row.event;
    // The word that a row is settled may overtake the word that it was recorded.
    if (this.#byId.get(id)?.verdict && !row.verdict) return;
    if (!this.#byId.has(id)) this.#insert(row);
    this.#byId.set(id, row);
    const position = row.position ?? this.tally.event(id)?.position ?? null;
    if (isRefused(row)) this.tally.withdraw(id);
    else this.tally.add({ ...tallyEventOf(row, this.#tabletId), position });
  }

  /** Events of the ledger, own and others', after a position; from the office with the call's status. Idempotent. */
  takeChanges({ events, position, status = this.call.status }) {
    this.call = { ...this.call, status };
    for (const change of events) {
      this.tally.add(tallyEventFromOffice(change, this.#byId.get(change.event_id)));
    }
    this.position = Math.max(this.position, position);
  }

  /** What was read of the ledger is not what the office has any more. */
  forgetChanges() {
    this.position = 0;
    this.tally = new Tally();
    for (const row of this.#byId.values()) this.takeOwn(row);
  }

  /** Own events for which the office has not answered, oldest first. */
  unsent() {
    return this.#rows.map(({ id }) => this.#byId.get(id)).filter(({ verdict }) => !verdict);
  }

  own(eventId) {
    return this.#byId.get(eventId);
  }

  /** What a person recorded here, newest first. @returns {object[]} `RecentEvent` of types.js */
  recentOf(personId, clock) {
    const recent = [];
    for (let place = this.#rows.length - 1; place >= 0 && recent.length < RECENT_SHOWN; place -= 1) {
      const row = this.#byId.get(this.#rows[place].id);
      if (row.shown.personId === personId) recent.push(this.recent(row, personId, clock));
    }
    return recent;
  }

  recent = (row, personId, clock) => recentEventOf(row, { tally: this.tally, personId, clock });

  /** @returns {object} `Totals` of types.js without asOf */
  totals({ direction, isMine, nowMs, timeZone }) {
    const hourStartsAt = hourStart(nowMs, timeZone);
    return totalsOf(this.tally.holders(), { direction, cargo: this.cargo, call: this.call, isMine, hourStartsAt });
  }

  /** @returns {object} `Cargo` of types.js */
  cargoShown(isMine) {
    const totals = lineTotals(this.tally.holders(), isMine, this.cargo);
    const lines = this.call.directions.flatMap((direction) => this.cargo.countedLines(direction));
    return {
      version: this.cargo.version,
      unitCount: this.cargo.unitCount,
      fetchedAt: this.cargo.fetchedAt,
      lines: lines.map((line) => this.#lineShown(line, totals.get(line.id))),
    };
  }

  /** What was counted by its number but is not on the list, in one direction. @returns {string[]} */
  unlisted(direction) {
    const isOver = (event) =>
      event.identifier && event.direction === direction && !this.cargo.unit(direction, event.identifier);
    return [...this.tally.holders()].filter(isOver).map(({ identifier }) => identifier);
  }

  #insert({ event, device_sequence: sequence }) {
    let place = this.#rows.length;
    while (place > 0 && this.#rows[place - 1].sequence > sequence) place -= 1;
    this.#rows.splice(place, 0, { id: event.event_id, sequence });
  }

  #lineShown(line, { counted = 0, beyond = 0, mine = 0 } = {}) {
    return {
      id: line.id, mode: line.mode, direction: line.direction, billOfLading: line.bill_of_lading,
      description: line.description, cargoClass: line.cargo_class, port: line.port,
      portName: this.cargo.portName(line.port), expected: line.expected, unit: line.unit,
      isWorkedHere: line.is_worked_here, counted, beyond, mine,
    };
  }
}
