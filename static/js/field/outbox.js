import { isQuotaExceeded } from './database.js';
import { MAX_DEFERRAL_MS, settleIn } from './settlement.js';

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
    return this.#insist(event.call, () => this.#add(row));
  }

  /**
   * The next events to send, in the order they were recorded, and what a batch says of itself.
   * `sequence` is the number in this journal, `device_sequence` the key of the row.
   * @returns {Promise<{journalId: string, rows: object[], headSequence: number, unsentCount: number}>}
   */
  async due(limit) {
    const stores = ['journal', 'outbox', 'settings'];
    return this.#database.run(stores, 'readonly', async (tx) => {
      const outbox = tx.objectStore('outbox');
      const due = outbox.index('by_next_attempt');
      // Nothing is deferred that far: the clock was set back, and nobody waits for it to catch up.
      const beyond = IDBKeyRange.lowerBound(this.#now() + MAX_DEFERRAL_MS, true);
      const [journal, ready, stuck, newest, head, unsentCount] = await Promise.all([
        tx.objectStore('journal').get('this'),
        due.getAll(IDBKeyRange.upperBound(this.#now()), limit),
        due.getAll(beyond, limit),
        outbox.openKeyCursor(null, 'prev'),
        tx.objectStore('settings').get('head_sequence'),
        outbox.count(),
      ]);
      const rows = [...ready, ...stuck].slice(0, limit);
      rows.sort((one, other) => one.device_sequence - other.device_sequence);
      const { journal_id: journalId, starts_after: startsAfter } = journal;
      const headSequence = Math.max(newest?.key ?? 0, head ?? 0, startsAfter) - startsAfter;
      const numbered = rows.map((row) => ({ ...row, sequence: row.device_sequence - startsAfter }));
      return { journalId, rows: numbered, headSequence, unsentCount };
    });
  }

  /**
   * Apply the office's verdicts to the rows that were sent, all in one transaction. What no
   * verdict names is deferred.
   * @param {object[]} rows @param {Map<string, object>} verdicts by event_id
   * @returns {Promise<object[]>} the rows that left the queue, each with its verdict
   */
  async settle(rows, verdicts) {
    const stores = ['journal', 'outbox', 'history', 'needs_attention', 'settings'];
    const settle = (tx) => settleIn(tx, { rows, verdicts, nowMs: this.#now() });
    return this.#insist(rows[0]?.event.call, () => this.#database.run(stores, 'readwrite', settle));
  }

  /** The office answered: the time is kept for the line that is always on the screen. */
  async noteSent() {
    await this.#database.put('settings', this.#now(), 'last_sent_at', 'relaxed');
  }

  /** Everything may be tried again at once: a person said "Send now". */
  async makeAllDue() {
    await this.#database.run(['outbox'], 'readwrite', async (tx) => {
      const waiting = IDBKeyRange.lowerBound(0, true);
      const rows = await tx.store.index('by_next_attempt').getAll(waiting);
      await Promise.all(rows.map((row) => tx.store.put({ ...row, next_attempt_at: 0 })));
    });
  }

  async count() {
    return this.#database.run(['outbox'], 'readonly', (tx) => tx.store.count());
  }

  /** On a full disk, give up what can be spared and write again. */
  async #insist(callId, write) {
    try {
      return await write();
    } catch (error) {
      if (!isQuotaExceeded(error)) throw error;
      await this.#reserve.giveUp(callId);
      return write();
    }
  }

  async #add(row) {
    try {
      const device_sequence = await this.#database.run(['outbox'], 'readwrite', (tx) => tx.store.add(row));
      return { ...row, device_sequence };
    } catch (error) {
      // The connection may be lost after the commit and before its word: then the second add,
      // on a new connection, meets the first.
      if (error?.name !== 'ConstraintError') throw error;
      return this.#database.run(['outbox'], 'readonly', (tx) => tx.store.index('by_event').get(row.event.event_id));
    }
  }
}
