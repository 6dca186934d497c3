import { attentionOf } from './own_events.js';
import { NotPossible } from './problems.js';

/** What of this tablet is not in the ledger: counted again from storage, since tabs share it. */
export class Waiting {
  #database;
  #store;

  /** @param {{database: object, store: object}} needs */
  constructor({ database, store }) {
    this.#database = database;
    this.#store = store;
  }

  async refresh() {
    const stores = ['outbox', 'needs_attention', 'settings'];
    const [unsentCount, attention, sentAt, head] = await this.#database.run(stores, 'readonly', (tx) => Promise.all([
      tx.objectStore('outbox').count(),
      tx.objectStore('needs_attention').getAll(),
      tx.objectStore('settings').get('last_sent_at'),
      tx.objectStore('settings').get('head_sequence'),
    ]));
    attention.sort((one, other) => one.device_sequence - other.device_sequence);
    const lastSentAt = sentAt ? new Date(sentAt).toISOString() : null;
    this.#store.set({ unsentCount, needsAttention: attention.map(attentionOf), lastSentAt, hasSent: head > 0 });
  }

  /** Take off the list what was exported, and nothing else. */
  async dismiss(eventId) {
    await this.#database.run(['needs_attention'], 'readwrite', async (tx) => {
      const row = await tx.store.get(eventId);
      if (row && !row.is_exported) throw new NotPossible('Export it first: nothing is deleted before there is a copy.');
      await tx.store.delete(eventId);
    });
    await this.refresh();
  }

  /** Nothing of anybody is left on this tablet. */
  get isNothing() {
    const { unsentCount, needsAttention } = this.#store.state;
    return unsentCount === 0 && needsAttention.length === 0;
  }
}
