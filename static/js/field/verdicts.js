import { NotTheOffice, Refused, Unreachable } from './api.js';

/**
 * What an answer says of each event that was sent. By id; a line without a readable id answers by
 * its place, and only to set the event aside.
 * @param {any} results @param {object[]} rows in the order they were sent
 * @returns {Map<string, object>} by event_id; what is not in it was not decided
 */
export function verdictsOf(results, rows) {
  if (!Array.isArray(results)) throw new NotTheOffice('an answer without results');
  const isWhole = results.length === rows.length;
  const named = results.map((line, place) => {
    const byPlace = isWhole && line?.event_id === null && line.verdict === 'rejected';
    return [byPlace ? rows[place].event.event_id : line?.event_id, line];
  });
  const known = named.filter(([id, line]) => typeof id === 'string' && typeof line?.verdict === 'string');
  return new Map(known.map(([id, line]) => [id, resultOf(line)]));
}

function resultOf({ verdict, position, reason, flags }) {
  return { verdict, position: position ?? null, reason: reason ?? '', flags: Array.isArray(flags) ? flags : [] };
}

/**
 * How a flush ended; 'busy' with the time that the office asked for, if it named one.
 * @typedef {{outcome: 'ok'|'elsewhere'|'offline'|'portal'|'busy'|'refused'|'enrol',
 *   sentCount: number, retryAfterMs: number|null}} Result
 */

/** @returns {Result} */
export const result = (outcome, { sentCount = 0 } = {}, retryAfterMs = null) => ({ outcome, sentCount, retryAfterMs });

/** What a failed exchange means for the queue; what is not about the exchange is thrown on. */
export function failure(error, progress) {
  if (error instanceof NotTheOffice) return result('portal', progress);
  if (error instanceof Unreachable) return result('offline', progress);
  if (!(error instanceof Refused)) throw error;
  const outcome = { 401: 'enrol', 429: 'busy' }[error.status] ?? (error.status >= 500 ? 'busy' : 'refused');
  return result(outcome, progress, error.retryAfterMs);
}
