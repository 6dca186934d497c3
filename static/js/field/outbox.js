import { isQuotaExceeded } from './database.js';

const LEAVES_FOR = {
  accepted: 'history',
  duplicate: 'history',
  rejected: 'needs_attention',
  conflict: 'needs_attention',
};
const MAX_DEFERRAL_MS = 60_000;

/**
 * What was recorded on this tablet and the office has not yet answered for. An event goes in with
 * one add in one transaction and leaves only on a verdict that names it; code deletes it never.
 */
export class Outbox {
  #database;
  #reserve;
  #now;

  /**
   * @param {{database: object, now: () => number,
   *   reserve: {giveUp: (callId: number) => Promise<void>}}} needs
   */
  constructor({ database, reserve, now }) {
    this.#database = database;
    this.#reserve = reserve;
    this.#now = now;
  }

  /**
   * Make the event durable: one add, no read, since this is what a person waits for.
   * @param {object} event as the protocol writes it, without device_sequence
   * @param {object} [shown] what only this tablet's screens need (name of the person, title)
   * @returns {Promise<object>} the row, with its device_sequence
   * @throws QuotaExceededError when the disk is full even after the reserve was given up
   */
  async record(event, shown = {}) {
    const row = { event, shown, next_attempt_at: 0, try_count: 0 };
    try {
      return await this.#add(row);
    } catch (error) {
      if (!isQuotaExceeded(error)) throw error;
      await this.#reserve.giveUp(event.call);
      return this.#add(row);
    }
  }

  /** The next events to send, in the order they were recorded, and what a batch says of itself. */
  async due(limit) {
    const stores = ['journal', 'outbox', 'settings'];
    return this.#database.run(stores, 'readonly', async (tx) => {
      const outbox = tx.objectStore('outbox');
      const range = IDBKeyRange.upperBound(this.#now());
      const [journal, rows, newest, head, unsentCount] = await Promise.all([
        tx.objectStore('journal').get('this'),
        outbox.index('by_next_attempt').getAll(range, limit),
        outbox.openKeyCursor(null, 'prev'),
        tx.objectStore('settings').get('head_sequence'),
        outbox.count(),
      ]);
      rows.sort((one, other) => one.device_sequence - other.device_sequence);
      const headSequence = Math.max(newest?.key ?? 0, head ?? 0);
      return { journalId: journal.journal_id, rows, headSequence, unsentCount };
    });
  }

  /**
   * Apply the office's verdicts to the rows that were sent. What no verdict names is deferred.
   * @param {object[]} rows @param {Map<string, object>} verdicts by event_id
   * @returns {Promise<object[]>} the rows that left the queue, each with its verdict
   */
  async settle(rows, verdicts) {
    const stores = ['outbox', 'history', 'needs_attention', 'settings'];
    return this.#database.run(stores, 'readwrite', async (tx) => {
      const highest = Math.max(0, ...rows.map((row) => row.device_sequence));
      const settings = tx.objectStore('settings');
      const head = (await settings.get('head_sequence')) ?? 0;
      const settled = rows.map((row) => this.#settleOne(tx, row, verdicts.get(row.event.event_id)));
      await settings.put(Math.max(head, highest), 'head_sequence');
      return (await Promise.all(settled)).filter(Boolean);
    });
  }

  /** Everything may be tried again at once: a person said "Send now". */
  async makeAllDue() {
    await this.#database.run(['outbox'], 'readwrite', async (tx) => {
      const waiting = IDBKeyRange.lowerBound(0, true);
      const rows = await tx.store.index('by_next_attempt').getAll(waiting);
      await Promise.all(rows.map((row) => tx.store.put({ ...row, next_attempt_at: 0 })));
    });
  }

  async #settleOne(tx, sent, result) {
    const outbox = tx.objectStore('outbox');
    // By id, not by number: after a lost store the number may belong to another event.
    const row = await outbox.index('by_event').get(sent.event.event_id);
    if (!row) return null;
    const place = LEAVES_FOR[result?.verdict];
    if (!place) {
      await outbox.put(deferred(row, this.#now()));
      return null;
    }
    const settled = { ...row, ...result, acked_at: this.#now() };
    await Promise.all([tx.objectStore(place).put(settled), outbox.delete(row.device_sequence)]);
    return settled;
  }

  async count() {
    return this.#database.run(['outbox'], 'readonly', (tx) => tx.store.count());
  }

  async #add(row) {
    const device_sequence = await this.#database.run(['outbox'], 'readwrite', (tx) => tx.store.add(row));
    return { ...row, device_sequence };
  }
}

/** Later ones go first meanwhile: events the office cannot decide never starve the others. */
function deferred(row, nowMs) {
  const deferralMs = Math.min(2000 * 2 ** row.try_count, MAX_DEFERRAL_MS);
  return { ...row, try_count: row.try_count + 1, next_attempt_at: nowMs + deferralMs };
}
