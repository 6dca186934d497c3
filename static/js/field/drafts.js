const MAX_WORDS = 200;
const IDENTIFIER = /^[A-Z0-9-]{1,32}$/;
/** What nobody types and the office refuses: control characters, line separators, half characters. */
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]|\p{Surrogate}/gu;
const DIRECTION_WORDS = { LOAD: 'Loading', DISCHARGE: 'Discharging' };

/** Words as the protocol takes them: one line, at most 200 characters, no blanks at the ends. */
export function asWords(text) {
  const line = text.replace(UNPRINTABLE, ' ').replace(/\s+/g, ' ').trim();
  return [...line].slice(0, MAX_WORDS).join('').trim();
}

/**
 * A count as the protocol writes it, without the number that storing it gives.
 * @param {{identifier: string}|{line: number}|{description: string}} subject
 * @param {{eventId: string, callId: number, chosen: object, clock: object, token: string, quantity?: number}} of
 */
export function countDraft(subject, { eventId, callId, chosen, clock, token, quantity = 1 }) {
  return {
    event_id: eventId,
    kind: 'COUNT',
    call: callId,
    direction: chosen.direction,
    identifier: '',
    line: null,
    description: '',
    quantity,
    deck: chosen.deck,
    gang: chosen.gang,
    reverses: null,
    reason: '',
    counted_at: clock.nowIso(),
    clock_offset_ms: clock.reportedOffsetMs,
    shift_token: token,
    ...subject,
  };
}

/** Takes one count back; it stands where the count stood. */
export function reversalDraft(count, { eventId, clock, token }) {
  const { event_id: reverses, call, direction, deck, gang } = count;
  const of = { eventId, callId: call, chosen: { direction, deck, gang }, clock, token };
  return { ...countDraft({}, of), kind: 'REVERSAL', reverses };
}

/** What names a thing that is not on the list: a number where there is one, else words. */
export function overSubject({ identifier = '', description = '' }) {
  const number = identifier.trim().toUpperCase();
  if (IDENTIFIER.test(number)) return { identifier: number };
  return { description: asWords(description || identifier) };
}

/**
 * What a person writes on paper when the tablet could not keep an event.
 * @param {object} event @param {{title: string, unit: string}} shown @param {string} [timeZone]
 */
export function onPaper(event, { title, unit }, timeZone) {
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
  const quantity = unit === 'kg' ? `${event.quantity} kg` : event.quantity > 1 ? `${event.quantity} ×` : '';
  return [
    event.kind === 'REVERSAL' ? 'Take back:' : '',
    quantity,
    event.identifier,
    title === event.identifier ? '' : title,
    `· ${DIRECTION_WORDS[event.direction]}`,
    event.deck && `· deck ${event.deck}`,
    event.gang && `· ${event.gang}`,
    `· ${clock.format(Date.parse(event.counted_at))}`,
  ].filter(Boolean).join(' ');
}

export const who = ({ id, name }) => ({ personId: id, personName: name });

export const unitShown = (unit, identifier) => (
  { title: [unit?.make, unit?.model].filter(Boolean).join(' ') || identifier, unit: 'units' });

const MAX_QUANTITY = { COUNTED: 9999, BULK: 999_999_999 };

/** Whether the office takes this quantity of a line: whole units, or kilograms of a BULK line. */
export const isCountable = (line, quantity) =>
  Boolean(line) && Number.isInteger(quantity) && quantity >= 1 && quantity <= MAX_QUANTITY[line.mode];
