import { asVin, endsAs, isSame, normalised } from './suffix_entry.js';

const LEAST_TYPED = 3;
const MAX_CANDIDATES = 12;
const VIN_LENGTH = 17;

export const EMPTY_ENTRY = Object.freeze({
  text: '', kind: 'empty', matchCount: 0, candidates: Object.freeze([]), card: null, over: null,
});

/**
 * Say what the typed end of an identifier means. The whole voyage is searched, counted units and
 * those of other ports too, so that a slip shows what it hit instead of taking a neighbour.
 * @param {{text: string, picked: string, direction: string, cargo: object, tally: object,
 *   unlisted: Iterable<string>, isMine: (event: object) => boolean}} asked `picked` is the
 *   identifier a person chose from the candidates, `unlisted` what was counted as over before
 * @returns {object} `Entry` of types.js
 */
export function lookUp(asked) {
  const text = withoutImportMark(normalised(asked.text));
  const entry = { ...EMPTY_ENTRY, text: asked.text };
  if (!text) return entry;
  if (asked.picked) return answer({ ...entry, matchCount: 1 }, cardOf(asked.picked, text, asked));
  if (text.length < LEAST_TYPED) return { ...entry, kind: 'type-more' };
  const found = asked.cargo.index(asked.direction).find(text, MAX_CANDIDATES);
  const overs = [...asked.unlisted].filter((identifier) => endsAs(identifier, text));
  const matchCount = found.matchCount + overs.length;
  if (matchCount === 0) return notListed(entry, text, asked);
  if (matchCount > MAX_CANDIDATES) return { ...entry, matchCount, kind: 'type-more' };
  const cards = [...found.identifiers, ...overs].map((identifier) => cardOf(identifier, text, asked));
  if (cards.length === 1 && isSure(cards[0], text, asked)) return answer({ ...entry, matchCount }, cards[0]);
  return { ...entry, matchCount, kind: 'pick', candidates: cards.sort(countedLast) };
}

/** What was counted as over answers "already counted" only to its whole number. */
function isSure({ identifier, isListed }, tail, { cargo, direction }) {
  return isListed ? cargo.index(direction).isSure(tail, identifier) : isSame(tail, identifier);
}

const countedLast = (one, other) => Boolean(one.counted) - Boolean(other.counted);

/** Bar code plates of imported cars lead with an I that is not part of the VIN. */
const withoutImportMark = (text) => (/^I[A-Z0-9]{17}$/.test(text) ? text.slice(1) : text);

function answer(entry, card) {
  return { ...entry, kind: kindOf(card), card };
}

function kindOf(card) {
  if (card.counted) return 'counted';
  if (!card.isWorkedHere) return 'wrong-port';
  return card.hold ? 'held' : 'ready';
}

/** Not aboard in this direction, but perhaps listed for the other one. */
function notListed(entry, text, asked) {
  const over = overOf(text);
  const otherWay = asked.direction === 'LOAD' ? 'DISCHARGE' : 'LOAD';
  const index = asked.cargo.index(otherWay);
  const found = index.find(text, 1);
  const [identifier] = found.identifiers;
  if (found.matchCount !== 1 || !index.isSure(text, identifier)) return { ...entry, kind: 'not-listed', over };
  const card = cardOf(identifier, text, { ...asked, direction: otherWay });
  return { ...entry, matchCount: 1, kind: 'wrong-direction', card, over };
}

/** Only a whole VIN names a unit; an end is kept as words, so two overs never become one. */
function overOf(text) {
  if (text.length === VIN_LENGTH) return { identifier: asVin(text) };
  return { description: `Number ending in ${text.slice(-32)}` };
}

function cardOf(identifier, tail, { direction, cargo, tally, isMine }) {
  const unit = cargo.unit(direction, identifier);
  const holder = tally.holderOf(direction, identifier);
  return {
    identifier,
    tail: endsAs(identifier, tail) ? tail.length : 0,
    uniqueTail: unit ? cargo.index(direction).uniqueTail(identifier) : identifier.length,
    lookAlikes: unit && endsAs(identifier, tail) ? cargo.index(direction).lookAlikes(tail) : 0,
    direction,
    make: unit?.make ?? '', model: unit?.model ?? '', colour: unit?.colour ?? '',
    cargoClass: unit?.cargo_class ?? '',
    port: unit?.port ?? '', portName: unit ? cargo.portName(unit.port) : '',
    hold: unit?.hold ?? '', isWorkedHere: unit?.is_worked_here ?? true, isListed: Boolean(unit),
    lineId: unit?.line ?? null,
    counted: holder ? countedBy(holder, isMine) : null,
  };
}

function countedBy(event, isMine) {
  const { event_id: eventId, at, person: by, deck } = event;
  return { eventId, at: new Date(at).toISOString(), by, isMine: isMine(event), deck };
}
