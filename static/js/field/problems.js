import { NotTheOffice, Refused, Unreachable } from './api.js';
import { isQuotaExceeded, NewerDatabase } from './database.js';

const OTHERS = [
  [Unreachable, 'No connection to the office. This needs the network; counting does not.'],
  [NotTheOffice, 'A Wi-Fi sign-in page answers instead of the office. Sign in to the Wi-Fi, then try again.'],
  [NewerDatabase, 'A newer version of this app is open in another tab. Close this one or load it again.'],
];
const STORAGE = 'The storage of this tablet did not answer. Try again; if it stays so, restart the tablet.';
const FULL = 'The storage of this tablet is full. Free some space, then try again.';

/** A refusal that this app itself has a sentence for. */
export class NotPossible extends Error {
  name = 'NotPossible';
}

/** What a person is told about an error. */
export function sentenceOf(error) {
  if (error instanceof NotPossible) return error.message;
  if (error instanceof Refused) return error.message || `The office refused this (${error.status}).`;
  const known = OTHERS.find(([kind]) => error instanceof kind);
  if (known) return known[1];
  return isQuotaExceeded(error) ? FULL : STORAGE;
}

/** What an error of an exchange says about the way to the office, as a patch of the state. */
export function networkAfter(error) {
  if (error instanceof Unreachable) return { network: 'offline' };
  if (error instanceof NotTheOffice) return { network: 'portal' };
  const isUnknownTablet = error instanceof Refused && error.code === 'tablet_not_enrolled';
  return isUnknownTablet ? { network: 'enrol', isRevoked: true } : {};
}

/** The office is out of reach, out of order or asks to wait: this passes, and nobody has to do anything. */
function isPassing(error) {
  if (error instanceof Refused) return error.status >= 500 || error.status === 429;
  return error instanceof Unreachable || error instanceof NotTheOffice;
}

/** How an error is told, as a patch of the state; an outage is remembered to be taken back. */
export function telling(error) {
  const problem = sentenceOf(error);
  return { problem, ...(isPassing(error) && { outage: problem }), ...networkAfter(error) };
}

/** The office answers again: take back what was told of its outage, and nothing else. */
export const takingBack = ({ problem, outage }) => ({ outage: '', ...(problem === outage && { problem: '' }) });

/**
 * Do what a person asked for. Never rejects: what went wrong is told in `state.problem`.
 * @param {import('./store.js').Store} store @param {() => Promise<any>} work
 * @returns {Promise<any>} what the work gave, true when it gave nothing, false when it failed
 */
export async function attempt(store, work) {
  store.set({ isBusy: true, problem: '' });
  try {
    return (await work()) ?? true;
  } catch (error) {
    store.set(telling(error));
    if (sentenceOf(error) === STORAGE) console.error(error);
    return false;
  } finally {
    store.set({ isBusy: false });
  }
}
