const NOT_LISTED = 'Not on the list';
const NO_DECK = 'No deck';

/** By time zone: making one costs more than all that is done with it. */
const minuteFormats = new Map();

function minuteFormat(timeZone) {
  if (!minuteFormats.has(timeZone)) {
    minuteFormats.set(timeZone, new Intl.DateTimeFormat('en', { timeZone, minute: 'numeric' }));
  }
  return minuteFormats.get(timeZone);
}

/** The first format of a page reads the browser's tables of time, for any zone; so it is made while storage opens. */
export const readTimeTables = () => minuteFormat('UTC');

/** The start of the hour at the terminal; zones with half hours start theirs at the half. */
export function hourStart(nowMs, timeZone) {
  const parts = minuteFormat(timeZone).formatToParts(nowMs);
  const minutes = Number(parts.find(({ type }) => type === 'minute').value);
  return nowMs - (nowMs % 60_000) - minutes * 60_000;
}

/** Sums counts under names, mine beside everybody's. */
class Shares {
  #shares = new Map();

  constructor(names = []) {
    for (const name of names) this.#at(name);
  }

  put(name, quantity, isMine, beyond = 0) {
    const share = this.#at(name);
    share.counted += quantity;
    share.beyond += beyond;
    if (isMine) share.mine += quantity;
  }

  expect(name, count) {
    const share = this.#at(name);
    share.manifested = (share.manifested ?? 0) + count;
  }

  rows() {
    return [...this.#shares.values()];
  }

  #at(name) {
    if (!this.#shares.has(name)) this.#shares.set(name, { name, counted: 0, beyond: 0, mine: 0, manifested: null });
    return this.#shares.get(name);
  }
}

const isUnits = (event, cargo) => event.line === null || cargo.line(event.line)?.mode !== 'BULK';

/**
 * Says how much of each event the list did not want here: overs, the wrong port, more of a line than
 * was listed. The same as the office's `operations/queries/call_progress.py`.
 */
function beyondCounter(cargo) {
  const byLine = new Map();
  return (event) => {
    const listed = cargo.listed(event);
    if (!listed?.is_worked_here) return event.quantity;
    if (event.identifier) return 0;
    const now = (byLine.get(event.line) ?? 0) + event.quantity;
    byLine.set(event.line, now);
    return Math.max(0, Math.min(event.quantity, now - listed.expected));
  };
}

/**
 * Units counted in one direction, whole and by deck and port.
 * @param {Iterable<object>} holders
 * @param {{direction: string, cargo: object, call: object, hourStartsAt: number,
 *   isMine: (event: object) => boolean}} asked
 * @returns {object} `Totals` of types.js without asOf
 */
export function totalsOf(holders, { direction, cargo, isMine, call, hourStartsAt }) {
  const sum = { all: 0, beyond: 0, mine: 0, thisHour: { all: 0, mine: 0 } };
  const byDeck = new Shares(call.decks);
  const byPort = new Shares();
  const beyondOf = beyondCounter(cargo);
  const manifested = cargo.manifestedByPort(direction);
  for (const [port, count] of manifested) byPort.expect(cargo.portName(port), count);
  for (const event of holders) {
    if (event.direction !== direction || !isUnits(event, cargo)) continue;
    const isOwn = isMine(event);
    const beyond = beyondOf(event);
    sum.beyond += beyond;
    put(sum, event.quantity, isOwn);
    if (event.at >= hourStartsAt) put(sum.thisHour, event.quantity, isOwn);
    byDeck.put(event.deck || NO_DECK, event.quantity, isOwn);
    const port = cargo.listed(event)?.port;
    byPort.put(port ? cargo.portName(port) : NOT_LISTED, event.quantity, isOwn, beyond);
  }
  const expected = [...manifested.values()].reduce((total, count) => total + count, 0);
  return { ...sum, manifested: expected, byDeck: byDeck.rows(), byPort: byPort.rows() };
}

function put(sum, quantity, isOwn) {
  sum.all += quantity;
  if (isOwn) sum.mine += quantity;
}

/** Quantities on the lines that are not counted by unit, beyond the list apart. @returns {Map<number, object>} by line */
export function lineTotals(holders, isMine, cargo) {
  const totals = new Map();
  const beyondOf = beyondCounter(cargo);
  for (const event of holders) {
    if (event.identifier || event.line === null) continue;
    const total = totals.get(event.line) ?? { counted: 0, beyond: 0, mine: 0 };
    const beyond = beyondOf(event);
    total.counted += event.quantity - beyond;
    total.beyond += beyond;
    if (isMine(event)) total.mine += event.quantity;
    totals.set(event.line, total);
  }
  return totals;
}
