import { endsAs } from '../suffix_entry.js';

/**
 * Words for times, numbers and identifiers as a tally clerk reads them.
 */

/** Spaces between thousands: a comma or a point means different things on different ships. */
const THOUSANDS = /\B(?=(?:\d{3})+$)/g;

/** @param {number} value @returns {string} 1485 as "1 485", with a narrow space that never breaks */
export function grouped(value) {
  return String(value).replace(THOUSANDS, '\u202f');
}

/** By time zone, since making one takes longer than everything else that a tap changes. */
const timeFormats = new Map();

function timeFormatsOf(timeZone) {
  if (!timeFormats.has(timeZone)) {
    const format = (parts) => new Intl.DateTimeFormat('en-GB', { timeZone, ...parts });
    const day = format({ day: 'numeric', month: 'short' });
    timeFormats.set(timeZone, { day, clock: format({ hour: '2-digit', minute: '2-digit' }) });
  }
  return timeFormats.get(timeZone);
}

/**
 * Return the clock time of an instant in the terminal's zone, with the day when it is not today.
 * @param {string | number | Date | null | undefined} instant
 * @param {string} [timeZone]
 * @param {Date} [now]
 */
export function clockTime(instant, timeZone, now = new Date()) {
  if (instant === null || instant === undefined || instant === '') return '';
  const { day, clock } = timeFormatsOf(timeZone);
  const at = new Date(instant);
  return day.format(at) === day.format(now) ? clock.format(at) : `${day.format(at)} ${clock.format(at)}`;
}

/**
 * Return kilograms as the weigh-bridge says them: tonnes from one tonne up.
 * @param {number} weightKg
 */
export function weightWords(weightKg) {
  if (weightKg < 1000) return `${grouped(weightKg)} kg`;
  return `${grouped(Math.trunc(weightKg / 1000))}.${String(weightKg % 1000).padStart(3, '0')} t`;
}

/**
 * Say what one record is of, with the quantity where it is not simply one car.
 * @param {{title: string, quantity: number, unit: 'units'|'kg', lineId: number|null}} event
 */
export function eventWords({ title, quantity, unit, lineId }) {
  if (unit === 'kg') return `${weightWords(quantity)} ${title}`;
  return lineId === null ? title : `${grouped(quantity)} × ${title}`;
}

/**
 * Say when something will happen by itself: a clock time is no news when it is the time now.
 * @param {string | null} instant
 * @param {string} [timeZone]
 * @param {Date} [now]
 */
export function soonWords(instant, timeZone, now = new Date()) {
  if (!instant) return '';
  return new Date(instant) - now < 60_000 ? 'within a minute' : `at ${clockTime(instant, timeZone, now)}`;
}

/**
 * Cut an identifier where the typed end begins.
 * @param {string} identifier
 * @param {string} typed
 * @returns {[string, string]} the quiet beginning and the emphasised end
 */
export function atTypedEnd(identifier, typed) {
  if (!typed || !endsAs(identifier, typed)) return [identifier, ''];
  const cut = identifier.length - typed.length;
  return [identifier.slice(0, cut), identifier.slice(cut)];
}

/** @param {number} count @param {(count: number) => string} [say] @returns {string} the words of the board */
export function beyondWords(count, say = grouped) {
  return count > 0 ? `+ ${say(count)} beyond the list` : '';
}

/** @param {number} count @param {string} one @param {string} [many] */
export function counted(count, one, many = `${one}s`) {
  return `${grouped(count)} ${count === 1 ? one : many}`;
}
