import { openDB } from '../../../vendor/idb.js';
import { Api } from '../api.js';
import { DeviceClock } from '../clock.js';
import { Database } from '../database.js';
import { Outbox } from '../outbox.js';
import { Reserve } from '../reserve.js';
import { Sync } from '../sync.js';
import { Uuid7Mint } from '../uuid7.js';

/** The browser may try these again later by itself; the others wait for a person. */
const WORTH_ANOTHER_TRY = ['offline', 'portal', 'busy'];

/**
 * Send what is waiting while no page is open, with the very modules that pages use.
 * @param {{scope: ServiceWorkerGlobalScope, build: string}} needs
 * @throws Error when the browser shall try again
 */
export async function flushOnce({ scope, build }) {
  const { outcome } = await syncOf(scope, build).flush();
  if (WORTH_ANOTHER_TRY.includes(outcome)) throw new Error(`not sent: ${outcome}`);
}

function syncOf(scope, build) {
  const now = () => Date.now();
  const mint = new Uuid7Mint({ now });
  const database = new Database({ openDB, mintId: () => mint.mint() });
  return new Sync({
    api: new Api({ fetch: (address, how) => scope.fetch(address, how) }),
    outbox: new Outbox({ database, reserve: new Reserve({ database, now }), now }),
    clock: new DeviceClock({ now, steadyNow: () => performance.now() }),
    locks: scope.navigator.locks,
    build,
  });
}
