import { ownRowsIn } from './own_rows.js';

/** A page of the ledger grows up to this many events, then the next begins. */
const PAGE_SIZE = 500;

const pagesOf = (callId) => IDBKeyRange.bound([callId, 0], [callId, Infinity]);

/**
 * What this tablet keeps of calls, so that everything works without a network after one visit.
 * All of it can be fetched again, so it is written without waiting for the disk.
 */
export class CallCache {
  #database;

  /** @param {{database: object}} needs */
  constructor({ database }) {
    this.#database = database;
  }

  /**
   * Everything about one call that a restart needs.
   * @returns {Promise<{list: object|undefined, pages: object[], rows: object[], asOf: string|null}>}
   */
  async load(callId) {
    const stores = ['cargo', 'changes', 'outbox', 'history', 'needs_attention', 'settings'];
    return this.#database.run(stores, 'readonly', async (tx) => {
      const [list, pages, asOf, rows] = await Promise.all([
        tx.objectStore('cargo').get(callId),
        tx.objectStore('changes').getAll(pagesOf(callId)),
        tx.objectStore('settings').get(`as_of ${callId}`),
        ownRowsIn(tx, callId),
      ]);
      return { list, pages, rows, asOf: asOf ?? null };
    });
  }

  /** Only what this tablet recorded. @returns {Promise<object[]>} */
  async ownRows(callId) {
    return this.#database.run(['outbox', 'history', 'needs_attention'], 'readonly', (tx) => ownRowsIn(tx, callId));
  }

  /** The calls as the office told them last, and the versions of the lists that are here. */
  async calls() {
    return this.#database.run(['settings'], 'readonly', async (tx) => {
      const [calls, kept] = await Promise.all([tx.store.get('calls'), tx.store.get('kept_lists')]);
      return { calls: calls ?? [], kept: kept ?? {} };
    });
  }

  /** @param {object[]} calls @param {number|null} openId the call that somebody is counting */
  async putCalls(calls, openId) {
    const wanted = new Set([...calls.map((call) => call.id), openId]);
    await this.#write(['settings', 'cargo', 'changes'], async (tx) => {
      const settings = tx.objectStore('settings');
      const kept = (await settings.get('kept_lists')) ?? {};
      const gone = Object.keys(kept).map(Number).filter((id) => !wanted.has(id));
      for (const id of gone) delete kept[id];
      await Promise.all([
        settings.put(calls, 'calls'),
        settings.put(kept, 'kept_lists'),
        ...gone.flatMap((id) => [
          tx.objectStore('cargo').delete(id), tx.objectStore('changes').delete(pagesOf(id)),
        ]),
      ]);
    });
  }

  /** @param {object} list of the office, with `call`, `etag` and `fetched_at` */
  async putCargo(list) {
    await this.#write(['settings', 'cargo'], async (tx) => {
      const settings = tx.objectStore('settings');
      const kept = (await settings.get('kept_lists')) ?? {};
      const facts = { version: list.version, fetchedAt: list.fetched_at };
      await Promise.all([
        tx.objectStore('cargo').put(list),
        settings.put({ ...kept, [list.call]: facts }, 'kept_lists'),
      ]);
    });
  }

  /** Append what followed a position. @param {{events: object[], position: number}} answer */
  async putChanges(callId, after, { events, position }, asOf) {
    await this.#write(['settings', 'changes'], async (tx) => {
      await tx.objectStore('settings').put(asOf, `as_of ${callId}`);
      if (events.length === 0) return;
      const changes = tx.objectStore('changes');
      const last = (await changes.openCursor(pagesOf(callId), 'prev'))?.value;
      const isJoined = last?.position === after && last.events.length < PAGE_SIZE;
      const page = isJoined ? { ...last, events: [...last.events, ...events] } : { call: callId, after, events };
      await changes.put({ ...page, position });
    });
  }

  /** The office's ledger is shorter than what was read of it: it was restored from a copy. */
  async forgetChanges(callId) {
    await this.#write(['changes'], (tx) => tx.store.delete(pagesOf(callId)));
  }

  /** Nobody is signed in and nothing waits: the next person finds an empty tablet. */
  async clear() {
    await this.#write(['cargo', 'changes', 'history', 'settings'], async (tx) => {
      const settings = tx.objectStore('settings');
      const asOf = IDBKeyRange.bound('as_of ', 'as_of \uffff');
      await Promise.all([
        ...['cargo', 'changes', 'history'].map((store) => tx.objectStore(store).clear()),
        ...['calls', 'kept_lists', 'open_call'].map((key) => settings.delete(key)),
        settings.delete(asOf),
      ]);
    });
  }

  async #write(stores, work) {
    return this.#database.run(stores, 'readwrite', work, 'relaxed');
  }
}
