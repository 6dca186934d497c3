const KEEP_HISTORY_MS = 7 * 24 * 60 * 60 * 1000;
/** About 1,000 events of 500 bytes: a shift's work still fits when the disk is full. */
const BALLAST_BYTES = 512 * 1024;
/** More at once browsers do not give. */
const RANDOM_BYTES = 64 * 1024;

/**
 * Space that can be given up for a count: a block of ballast, the history that the office has
 * already acknowledged, and the lists of other calls. Unsent events are never touched.
 */
export class Reserve {
  #database;
  #now;

  /** @param {{database: object, now: () => number}} needs */
  constructor({ database, now }) {
    this.#database = database;
    this.#now = now;
  }

  /** Lay the ballast down. A refusal is no trouble: then there is nothing to give up. */
  async lay() {
    if (await this.#database.get('settings', 'ballast')) return;
    await this.#database.put('settings', ballast(), 'ballast').catch(() => {});
  }

  /** Free what can be fetched again or is long sent, but keep the lists of this call. */
  async giveUp(callId) {
    const stores = ['settings', 'history', 'cargo', 'changes'];
    await this.#database.run(stores, 'readwrite', async (tx) => {
      const cargo = tx.objectStore('cargo');
      const changes = tx.objectStore('changes');
      const otherCalls = (await cargo.getAllKeys()).filter((key) => key !== callId);
      const otherPages = (await changes.getAllKeys()).filter(([call]) => call !== callId);
      await Promise.all([
        tx.objectStore('settings').delete('ballast'),
        tx.objectStore('history').clear(),
        ...otherCalls.map((key) => cargo.delete(key)),
        ...otherPages.map((key) => changes.delete(key)),
      ]);
    }, 'relaxed');
  }

  /** Forget acknowledged events after seven days; the office has them for ever. */
  async pruneHistory() {
    const old = IDBKeyRange.upperBound(this.#now() - KEEP_HISTORY_MS);
    await this.#database.run(['history'], 'readwrite', async (tx) => {
      const keys = await tx.store.index('by_acked_at').getAllKeys(old);
      await Promise.all(keys.map((key) => tx.store.delete(key)));
    }, 'relaxed');
  }
}

/** Random, since browsers compress what they keep: of half a megabyte of one byte, little is ever laid down. */
function ballast() {
  const bytes = new Uint8Array(BALLAST_BYTES);
  for (let start = 0; start < BALLAST_BYTES; start += RANDOM_BYTES) {
    crypto.getRandomValues(bytes.subarray(start, start + RANDOM_BYTES));
  }
  return bytes;
}
