import { createStores } from './schema.js';

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
 * took it away (iOS does under memory pressure). The journal's id is minted in the same
 * transaction that creates the stores, so a lost store can never continue the old numbering.
 */
export class Database {
  #openDB;
  #mintId;
  #callbacks;
  #opening = null;

  /**
   * @param {{openDB: Function, mintId: () => string,
   *   onJournal?: (journalId: string) => void, onNewer?: () => void}} needs
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
    try {
      return await this.#runOnce(await this.#connection(), work, [stores, mode, { durability }]);
    } catch (error) {
      if (this.#opening || !isLostConnection(error)) throw error;
      return this.#runOnce(await this.#connection(), work, [stores, mode, { durability }]);
    }
  }

  async get(store, key) {
    return this.run([store], 'readonly', (tx) => tx.objectStore(store).get(key));
  }

  async getAll(store) {
    return this.run([store], 'readonly', (tx) => tx.objectStore(store).getAll());
  }

  async put(store, row, key) {
    return this.run([store], 'readwrite', (tx) => tx.objectStore(store).put(row, key));
  }

  async delete(store, key) {
    return this.run([store], 'readwrite', (tx) => tx.objectStore(store).delete(key));
  }

  async #runOnce(connection, work, [stores, mode, options]) {
    let transaction;
    try {
      transaction = connection.transaction(stores, mode, options);
    } catch (error) {
      if (error.name === 'InvalidStateError') this.#opening = null;
      throw error;
    }
    const working = (async () => work(transaction))();
    working.catch(() => abortQuietly(transaction));
    try {
      const [answer] = await Promise.all([working, transaction.done]);
      return answer;
    } catch (error) {
      // A full disk aborts the transaction: its own error says so, the request's only "aborted".
      throw transaction.error ?? error;
    }
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
    this.#callbacks.onJournal((await connection.get('journal', 'this')).journal_id);
    return connection;
  }
}

const isLostConnection = (error) => ['InvalidStateError', 'AbortError', 'UnknownError'].includes(error?.name);

function abortQuietly(transaction) {
  try {
    transaction.abort();
  } catch {
    // It is over already; what ended it is the error that the caller gets.
  }
}
