import { UNDO_WITHIN_MS } from './tally.js';

const isRefused = ({ verdict }) => verdict === 'rejected' || verdict === 'conflict';

/** @returns {'saved'|'sent'|'attention'} */
function stateOf(row) {
  if (isRefused(row)) return 'attention';
  return row.verdict ? 'sent' : 'saved';
}

/** When it was counted by the office's clock, as well as the tablet knew it, in milliseconds. */
const timeOf = ({ event }) => Date.parse(event.counted_at) + (event.clock_offset_ms ?? 0);

/** A row of this tablet as the tally takes it. */
export function tallyEventOf(row, tabletId) {
  return {
    ...row.event,
    person: row.shown.personName,
    tablet: tabletId,
    at: timeOf(row),
    deviceAt: Date.parse(row.event.counted_at),
    position: row.position ?? null,
    sequence: row.device_sequence,
  };
}

/** An event of the office's `changes` as the tally takes it. @param {object} [own] the row, if it is one */
export function tallyEventFromOffice(change, own) {
  const known = own ? { deviceAt: Date.parse(own.event.counted_at), sequence: own.device_sequence } : { sequence: null };
  return { ...change, ...known, at: Date.parse(change.counted_at) };
}

/** @returns {object} `RecentEvent` of types.js */
export function recentEventOf(row, { tally, personId, clock }) {
  const { event, shown } = row;
  const isUndone = tally.isReversed(event.event_id);
  // By the device's clock or the office's, whichever is kinder, as the office judges it too.
  const ages = [clock.now() - Date.parse(event.counted_at), clock.officeNow() - timeOf(row)];
  const isYoung = ages.some((ageMs) => Math.abs(ageMs) < UNDO_WITHIN_MS);
  // A reversal says how much it takes back.
  const { line, quantity } = (event.reverses && tally.event(event.reverses)) || event;
  const isOwnCount = event.kind === 'COUNT' && shown.personId === personId;
  return {
    eventId: event.event_id,
    kind: event.kind,
    title: shown.title,
    identifier: event.identifier,
    lineId: line,
    quantity,
    unit: shown.unit,
    deck: event.deck,
    gang: event.gang,
    at: new Date(timeOf(row)).toISOString(),
    by: shown.personName,
    state: stateOf(row),
    flags: row.flags ?? [],
    isUndone,
    canUndo: isOwnCount && isYoung && !isUndone && !isRefused(row),
  };
}

/** @returns {object} `Attention` of types.js */
export function attentionOf(row) {
  return {
    eventId: row.event.event_id,
    sequence: row.sequence,
    verdict: row.verdict,
    reason: row.reason ?? '',
    title: row.shown.title,
    at: new Date(timeOf(row)).toISOString(),
    by: row.shown.personName,
    isExported: Boolean(row.is_exported),
  };
}
