import * as fake from '../vendor/fake-indexeddb.js';
import { openDB } from '../../../static/vendor/idb.js';
import { Database } from '../../../static/js/field/database.js';
import { Outbox } from '../../../static/js/field/outbox.js';
import { Uuid7Mint } from '../../../static/js/field/uuid7.js';

const { indexedDB: _shared, forceCloseDatabase, ...classes } = fake;
Object.assign(globalThis, classes);

export const mint = new Uuid7Mint();

/** Turn the event loop until something is so; fails instead of waiting for ever. */
export async function until(isSo, what = isSo.toString()) {
  for (let turn = 0; turn < 5000; turn += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`never came: ${what}`);
}

/** Let everything run that runs without a timer. */
export async function quiet(turns = 60) {
  for (let turn = 0; turn < turns; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

/** One browser's storage: databases that live as long as this object. */
export class Disk {
  factory = new fake.IDBFactory();
  connections = [];

  openDB = async (...how) => {
    globalThis.indexedDB = this.factory;
    const opened = await openDB(...how);
    this.connections.push(opened);
    return opened;
  };

  /** The browser takes the connections away, as iOS does under memory pressure. */
  loseConnections() {
    for (const connection of this.connections.splice(0)) connection.close();
  }

  /** The browser clears the storage under the running page. */
  clear() {
    this.loseConnections();
    this.factory = new fake.IDBFactory();
  }
}

export function aDatabase(disk = new Disk(), callbacks = {}) {
  return new Database({ openDB: disk.openDB, mintId: () => mint.mint(), ...callbacks });
}

export const noReserve = { giveUp: async () => {} };

export function anOutbox(database = aDatabase(), { now = () => 1_000_000, reserve = noReserve } = {}) {
  return new Outbox({ database, now, reserve });
}

/** An event as a tablet records it: a count of one car unless told otherwise. */
export function anEvent(fields = {}) {
  return {
    event_id: mint.mint(), kind: 'COUNT', call: 12, direction: 'LOAD', identifier: 'WVWZZZ1JZXW000001',
    line: null, description: '', quantity: 1, deck: '5', gang: 'Gang 3', reverses: null, reason: '',
    counted_at: '2026-11-25T15:00:00.000Z', clock_offset_ms: 0, shift_token: 'token of clerk 1', ...fields,
  };
}

export const shownTo = (personId = 7, fields = {}) => ({
  personId, personName: `Clerk ${personId}`, title: 'Example Hatch', unit: 'units', ...fields,
});

/** An answer of the office to some events, all alike. */
export const verdicts = (rows, verdict, fields = {}) =>
  new Map(rows.map(({ event }, place) => [
    event.event_id, { verdict, position: place + 1, reason: '', flags: [], ...fields },
  ]));
