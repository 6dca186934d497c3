import { originOf } from './settlement.js';

/**
 * Keep which tablet the office takes this device for. Another one than before begins a new journal:
 * numbers belong to a tablet, and the sign-ins of the old one vouch for nothing any more. What the
 * old one had not sent waits under "needs attention" with where it belongs, for its exported file
 * is loaded in the office. All in one transaction.
 * @param {any} database @param {{tablet: {id: number, name: string}, terminal: object, mintId: () => string}} found
 * @returns {Promise<boolean>} whether a new journal began
 */
export async function adoptTablet(database, { tablet, terminal, mintId }) {
  const stores = ['journal', 'outbox', 'needs_attention', 'people', 'settings'];
  return database.run(stores, 'readwrite', async (tx) => {
    const settings = tx.objectStore('settings');
    const known = await settings.get('tablet');
    await Promise.all([settings.put(tablet, 'tablet'), settings.put(terminal, 'terminal')]);
    if (!known || known.id === tablet.id) return false;
    await beginJournal(tx, known, mintId());
    return true;
  });
}

async function beginJournal(tx, oldTablet, journalId) {
  const journals = tx.objectStore('journal');
  const [old, rows, head] = await Promise.all([
    journals.get('this'),
    tx.objectStore('outbox').getAll(),
    tx.objectStore('settings').get('head_sequence'),
  ]);
  const startsAfter = Math.max(head ?? 0, old.starts_after, ...rows.map((row) => row.device_sequence));
  await Promise.all([
    ...rows.map((row) => setAside(tx, row, originOf(row, old, oldTablet))),
    journals.put({ ...old, journal_id: journalId, starts_after: startsAfter }, 'this'),
    tx.objectStore('people').clear(),
    tx.objectStore('settings').delete('active_person'),
  ]);
}

async function setAside(tx, row, origin) {
  const kept = { ...row, ...origin, verdict: 'rejected', reason: 'tablet_changed', flags: [] };
  await Promise.all([
    tx.objectStore('needs_attention').put(kept),
    tx.objectStore('outbox').delete(row.device_sequence),
  ]);
}
