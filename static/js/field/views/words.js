import { clockTime, grouped } from './format.js';

/**
 * What the app says in plain words for the codes of the protocol.
 */

/** @type {Record<string, string>} */
export const STATUS_WORDS = {
  EXPECTED: 'Expected', ARRIVED: 'Arrived', BERTHED: 'Alongside', WORKING: 'Working', STOPPED: 'Stopped',
  COMPLETED: 'Completed', DEPARTED: 'Departed', CLOSED: 'Closed', CANCELLED: 'Cancelled',
};

/** Counting goes on all the same. @type {Record<string, string>} */
export const ENDED_WORDS = {
  COMPLETED: 'Work on this ship was completed.', DEPARTED: 'This ship has departed.',
  CLOSED: 'This call is closed.', CANCELLED: 'This call was cancelled.',
};

/** @type {Record<string, string>} */
export const DIRECTION_WORDS = { LOAD: 'Loading', DISCHARGE: 'Discharging' };

/**
 * Name a unit by what the list says of it; some lists give a class and no more.
 * @param {{make: string, model: string, cargoClass: string}} unit
 */
export function unitName({ make, model, cargoClass }) {
  const name = [make, model].filter(Boolean).join(' ');
  return name || (cargoClass ? cargoClass[0] + cargoClass.slice(1).toLowerCase() : 'Unit');
}

/** Decks keep the ship's own names: only a bare number needs the word. @param {string} deck */
export function deckWords(deck) {
  return /^\d/.test(deck) ? `Deck ${deck}` : deck;
}

/** @type {Record<string, string>} */
const FLAG_WORDS = {
  OVER: 'over', COUNTED_TWICE: 'counted twice', WRONG_PORT: 'wrong port', HELD: 'held', LATE: 'late',
  CLOCK_OFF: 'clock off', OUTSIDE_SHIFT: 'outside the shift',
  REVERSES_NOTHING_YET: 'undo arrived before its count', ALREADY_REVERSED: 'was undone already',
};

/** @param {string} flag @returns {string} a flag this version does not know is shown as sent */
export function flagWords(flag) {
  return FLAG_WORDS[flag] ?? flag.toLowerCase().replaceAll('_', ' ');
}

/** What is known of the way to the office; `calm` false asks for a look. */
const NETWORK_WORDS = {
  starting: ['Looking for the office…', true],
  ok: ['Connected to the office.', true],
  sending: ['Sending…', true],
  offline: ['No connection to the office. Keep counting: everything is saved on this tablet.', true],
  portal: ['A Wi-Fi sign-in page answers instead of the office. Sign in to the Wi-Fi, then press Send now.', false],
  busy: ['The office asked to wait. The tablet tries again by itself.', true],
  refused: ['The office refused the last message. Keep counting, and tell your supervisor.', false],
  enrol: ['The office does not know this tablet any more. Ask a supervisor for a new code. Unsent work stays here.', false],
};

/** @param {string} network @returns {{text: string, isCalm: boolean}} */
export function networkWords(network) {
  const [text, isCalm] = NETWORK_WORDS[network] ?? NETWORK_WORDS.starting;
  return { text, isCalm };
}

/**
 * What the tablet still holds, in two lines: saved is not sent. `hasSent`: the office has answered
 * for a count; it is also heard while there was none.
 */
export function unsentWords({ unsentCount, attentionCount, hasSent, lastSentAt, timeZone }, now) {
  if (!unsentCount && !attentionCount && !hasSent) return ['Nothing', 'to send yet'];
  const kept = attentionCount ? `${attentionCount} to check` : 'All sent';
  const at = lastSentAt && hasSent ? `sent ${clockTime(lastSentAt, timeZone, now)}` : 'never sent';
  return [unsentCount ? `${grouped(unsentCount)} unsent` : kept, at];
}

/** Each reason: what happened, and what the clerk does next. */
const REASON_WORDS = {
  call_not_found: ['The office does not know this ship call.', 'Tell your supervisor which ship it was.'],
  line_not_found: ['This line is not on the list any more.', 'Count it again on the new list.'],
  token_not_valid: ['The sign-in it was counted under is not valid.', 'Give the exported file to a supervisor.'],
  not_own_count: ['The count belongs to somebody else.', 'A supervisor can take it back.'],
  reversal_too_late: ['It was undone after more than 15 minutes.', 'A supervisor can take it back.'],
  not_a_count: ['Only a count can be undone.', 'If the tally is wrong, tell a supervisor.'],
  id_reused: ['The office has another record with this number.', 'Export it and tell a supervisor.'],
  tablet_changed: ['It was counted while the office knew this tablet by another name.', 'Give the exported file to a supervisor.'],
  sequence_reused: ['The office has another record at this place.', 'Export it and tell a supervisor.'],
};

/** @param {string} reason @returns {{what: string, next: string}} */
export function reasonWords(reason) {
  const [what, next] = REASON_WORDS[reason]
    ?? [`The office could not read it (${reason}).`, 'Export it and tell a supervisor.'];
  return { what, next };
}

/**
 * Say how far a clock is off, in the largest unit that fits.
 * @param {number} offsetMs server minus device
 */
export function clockWords(offsetMs) {
  const minutes = Math.round(Math.abs(offsetMs) / 60_000);
  const size = minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 60)} h`;
  return `${size} ${offsetMs < 0 ? 'fast' : 'slow'}`;
}
