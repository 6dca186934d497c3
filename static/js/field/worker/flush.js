import { openDB } from '../../../vendor/idb.js';
import { Api } from '../api.js';
import { DeviceClock } from '../clock.js';
import { Database } from '../database.js';
import { terminalOf } from '../enrolment.js';
import { adoptTablet } from '../journal.js';
import { Outbox } from '../outbox.js';
import { Reserve } from '../reserve.js';
import { Sync } from '../sync.js';
import { Tabs } from '../tabs.js';
import { Uuid7Mint } from '../uuid7.js';

/** The browser may try again by itself after these; the others wait for a person. */
const WORTH_ANOTHER_TRY = ['offline', 'portal', 'busy'];

/**
 * Waits for the lock, where a page would rather come again: the page that holds it may just be
 * closing, and then nobody else is there to send.
 */
const inTurn = (locks) => ({ request: (name, _how, work) => locks.request(name, work) });

/** Sends what is waiting while no page is open, with the very modules that pages use. */
export class Flush {
  #database;
  #mintId;
  #sync;
  #tabs;

  /**
   * @param {{fetch: typeof globalThis.fetch, openDB: Function, locks: LockManager|undefined,
   *   tabs: Tabs, build: string, now: () => number, steadyNow: () => number}} needs
   */
  constructor({ fetch, openDB, locks, tabs, build, now, steadyNow }) {
    const mint = new Uuid7Mint({ now });
    this.#mintId = () => mint.mint();
    this.#tabs = tabs;
    this.#database = new Database({ openDB, mintId: this.#mintId });
    const reserve = new Reserve({ database: this.#database, now });
    this.#sync = new Sync({
      api: new Api({ fetch }),
      outbox: new Outbox({ database: this.#database, reserve, now }),
      clock: new DeviceClock({ now, steadyNow }),
      locks: locks && inTurn(locks),
      build,
      onSession: (session) => this.#onSession(session),
      onSettled: (rows) => tabs.post({ type: 'settled', rows }),
    });
  }

  /** @throws Error when the browser shall try again later */
  async run() {
    const { outcome } = await this.#sync.flush();
    if (WORTH_ANOTHER_TRY.includes(outcome)) throw new Error(`not sent: ${outcome}`);
  }

  /** As in a page: what another tablet counted is not sent as this one's. */
  async #onSession({ tablet, terminal }) {
    if (!tablet) return;
    const found = { tablet, terminal: terminalOf(terminal), mintId: this.#mintId };
    if (await adoptTablet(this.#database, found)) this.#tabs.post({ type: 'tablet' });
  }
}

/** @param {ServiceWorkerGlobalScope} scope @param {string} build */
export function flushIn(scope, build) {
  const flush = new Flush({
    fetch: (address, how) => scope.fetch(address, how),
    openDB,
    locks: scope.navigator.locks,
    tabs: new Tabs(scope.BroadcastChannel),
    build,
    now: () => Date.now(),
    steadyNow: () => scope.performance.now(),
  });
  return flush.run();
}
