/**
 * Create the stores of version 1; a later version only adds to them. The journal's id is minted in
 * the same transaction, so that a lost store can never continue the old numbering. `store_id` stays
 * when a tablet that is enrolled anew begins another journal (`journal.js`).
 */
export function createStores(database, transaction, journalId) {
  database.createObjectStore('journal');
  transaction.objectStore('journal').put({ store_id: journalId, journal_id: journalId, starts_after: 0 }, 'this');

  // The key generator belongs to the transaction: an aborted add gives its number back.
  const outbox = database.createObjectStore('outbox', { keyPath: 'device_sequence', autoIncrement: true });
  outbox.createIndex('by_event', 'event.event_id', { unique: true });
  outbox.createIndex('by_next_attempt', 'next_attempt_at');

  database.createObjectStore('needs_attention', { keyPath: 'event.event_id' });

  const history = database.createObjectStore('history', { keyPath: 'event.event_id' });
  history.createIndex('by_call', 'event.call');
  history.createIndex('by_acked_at', 'acked_at');

  database.createObjectStore('cargo', { keyPath: 'call' });
  database.createObjectStore('changes', { keyPath: ['call', 'after'] });
  database.createObjectStore('people', { keyPath: 'id' });
  database.createObjectStore('settings');
}
