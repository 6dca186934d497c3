const LEAVES_FOR = {
  accepted: 'history',
  duplicate: 'history',
  rejected: 'needs_attention',
  conflict: 'needs_attention',
};
const LEAST_DEFERRAL_MS = 2000;
export const MAX_DEFERRAL_MS = 60_000;

export const isDecided = (result) => Object.hasOwn(LEAVES_FOR, result?.verdict ?? '');

/**
 * Move what the office decided out of the queue and put the rest off, inside one transaction.
 * @param {any} tx over journal, outbox, history, needs_attention, settings
 * @param {{rows: object[], verdicts: Map<string, object>, nowMs: number}} asked
 * @returns {Promise<object[]>} the rows that left the queue
 */
export async function settleIn(tx, { rows, verdicts, nowMs }) {
  const settings = tx.objectStore('settings');
  const [head, tablet, journal] = await Promise.all([
    settings.get('head_sequence'),
    settings.get('tablet'),
    tx.objectStore('journal').get('this'),
  ]);
  const highest = Math.max(head ?? 0, ...rows.map((row) => row.device_sequence));
  const known = { tablet, journal, nowMs };
  const settling = rows.map(({ event: { event_id: id } }) => settleOne(tx, id, verdicts.get(id), known));
  const [, ...settled] = await Promise.all([settings.put(highest, 'head_sequence'), ...settling]);
  return settled.filter(Boolean);
}

async function settleOne(tx, eventId, result, { tablet, journal, nowMs }) {
  const outbox = tx.objectStore('outbox');
  // By id, not by number: after a lost store the number may belong to another event.
  const row = await outbox.index('by_event').get(eventId);
  if (!row) return null;
  if (!isDecided(result)) {
    await outbox.put(deferred(row, nowMs));
    return null;
  }
  const place = LEAVES_FOR[result.verdict];
  const settled = { ...row, ...result, acked_at: nowMs };
  const kept = place === 'history' ? withoutToken(settled) : { ...settled, ...originOf(row, journal, tablet) };
  await Promise.all([tx.objectStore(place).put(kept), outbox.delete(row.device_sequence)]);
  return settled;
}

/** The ledger has it; the signature that vouched for it is needed no more. */
function withoutToken(row) {
  const { shift_token: _, ...event } = row.event;
  return { ...row, event };
}

/** Where the number of a row counts, for the file that an office may load later. */
export function originOf(row, journal, tablet) {
  const sequence = row.device_sequence - journal.starts_after;
  return { sequence, journal_id: journal.journal_id, tablet: tablet ?? null };
}

/** Later ones go first meanwhile: events the office cannot decide never starve the others. */
function deferred(row, nowMs) {
  const deferralMs = Math.min(LEAST_DEFERRAL_MS * 2 ** row.try_count, MAX_DEFERRAL_MS);
  return { ...row, try_count: row.try_count + 1, next_attempt_at: nowMs + deferralMs };
}
