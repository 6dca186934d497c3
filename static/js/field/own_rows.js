/**
 * What this tablet recorded for a call: sent, refused and still waiting, oldest first.
 * @param {any} tx over history, needs_attention, outbox @returns {Promise<object[]>}
 */
export async function ownRowsIn(tx, callId) {
  const own = await Promise.all([
    tx.objectStore('history').index('by_call').getAll(callId),
    tx.objectStore('needs_attention').getAll(),
    tx.objectStore('outbox').getAll(),
  ]);
  const rows = own.flat().filter(({ event }) => event.call === callId);
  return rows.sort((one, other) => one.device_sequence - other.device_sequence);
}
