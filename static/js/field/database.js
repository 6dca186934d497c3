import { createStores } from './schema.js';
import { runOnce } from './transaction.js';

const NAME = 'field';
/** Raised only together with a build. Stores and indexes are added, never dropped. */
const VERSION = 1;

/** A newer build upgraded the database under this page: only a reload helps. */
export class NewerDatabase extends Error {
  name = 'NewerDatabase';
}

/** @param {unknown} error */
export const isQuotaExceeded = (error) => error?.name === 'QuotaExceededError';

/**
 * The connection to IndexedDB. It is opened when needed and opened again, once, when the browser
 * took it away (iOS does under memory pressure).
 */
export class Database {
  #openDB;
  #mintId;
  #callbacks;
  #opening = null;

  /**
   * @param {{openDB: Function, mintId: () => string,
   *   onJournal?: (journal: {store_id: string, journal_id: string}) => void, onNewer?: () => void}} needs
   *   `onJournal` is told at each opening, also when the stores were lost under a running page
   */
  constructor({ openDB, mintId, onJournal = () => {}, onNewer = () => {} }) {
    this.#openDB = openDB;
    this.#mintId = mintId;
    this.#callbacks = { onJournal, onNewer };
  }

  /**
   * Run `work(transaction)` in one transaction and resolve after it is committed.
   * @template T
   * @param {string[]} stores
   * @param {'readonly'|'readwrite'} mode
   * @param {(transaction: any) => Promise<T>|T} work
   * @param {'strict'|'relaxed'} [durability] relaxed only for what can be fetched again
   * @returns {Promise<T>}
   */
  async run(stores, mode, work, durability = 'strict') {
    const how = [stores, mode, { durability }];
    const opening = this.#connection();
    try {
      return await runOnce(await opening, work, how);
    } catch (error) {
      if (!this.#wasTakenAway(opening, error)) throw error;
      return runOnce(await this.#connection(), work, how);
    }
  }

  async get(store, key) {
    return this.run([store], 'readonly', (tx) => tx.store.get(key));
  }

  async getAll(store) {
    return this.run([store], 'readonly', (tx) => tx.store.getAll());
  }

  async put(store, row, key, durability = 'strict') {
    return this.run([store], 'readwrite', (tx) => tx.store.put(row, key), durability);
  }

  async delete(store, key) {
    return this.run([store], 'readwrite', (tx) => tx.store.delete(key));
  }

  /** Whether a fresh connection may do better; one that says so itself is forgotten. */
  #wasTakenAway(opening, { name } = {}) {
    const isForgotten = this.#opening !== opening;
    if (name === 'AbortError') return isForgotten;
    if (name !== 'InvalidStateError' && name !== 'UnknownError') return false;
    if (!isForgotten) this.#opening = null;
    return true;
  }

  #connection() {
    this.#opening ??= this.#open().catch((error) => {
      this.#opening = null;
      if (error.name !== 'VersionError') throw error;
      this.#callbacks.onNewer();
      throw new NewerDatabase();
    });
    return this.#opening;
  }

  async #open() {
    const connection = await this.#openDB(NAME, VERSION, {
      upgrade: (opened, _old, _new, tx) => createStores(opened, tx, this.#mintId()),
      blocking: (_current, newVersion, event) => {
        event.target.close();
        this.#opening = null;
        if (newVersion !== null) this.#callbacks.onNewer();
      },
      terminated: () => {
        this.#opening = null;
      },
    });
    this.#callbacks.onJournal(await connection.get('journal', 'this'));
    return connection;
  }
}
