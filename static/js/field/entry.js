import { asVin, normalised } from './suffix_entry.js';

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
 *   tabletId: number}} asked `picked` is the identifier a person chose from the candidates
 * @returns {object} `Entry` of types.js
 */
export function lookUp(asked) {
  const text = normalised(asked.text);
  if (!text) return { ...EMPTY_ENTRY, text: asked.text };
  const entry = { ...EMPTY_ENTRY, text: asked.text };
  if (asked.picked) return answer(entry, cardOf(asked.picked, text, asked), asked);
  if (text.length < LEAST_TYPED) return { ...entry, kind: 'type-more' };
  const { tail, found } = search(text, asked.cargo.index(asked.direction));
  if (found.matchCount === 0) return notListed(entry, text, asked);
  const listed = { ...entry, matchCount: found.matchCount };
  if (found.matchCount > MAX_CANDIDATES) return { ...listed, kind: 'type-more' };
  const cards = found.identifiers.map((identifier) => cardOf(identifier, tail, asked));
  const isSure = cards.length === 1 && asked.cargo.index(asked.direction).isSure(tail, cards[0].identifier);
  if (isSure) return answer(listed, cards[0], asked);
  return { ...listed, kind: 'pick', candidates: cards.sort((one, other) => Boolean(one.counted) - Boolean(other.counted)) };
}

function search(text, index) {
  const found = index.find(text, MAX_CANDIDATES);
  if (found.matchCount > 0 || asVin(text) === text) return { tail: text, found };
  return { tail: asVin(text), found: index.find(asVin(text), MAX_CANDIDATES) };
}

function answer(entry, card, { direction }) {
  const over = { identifier: card.identifier };
  if (card.direction !== direction) return { ...entry, kind: 'wrong-direction', card, over };
  return { ...entry, kind: kindOf(card), card };
}

function kindOf(card) {
  if (card.counted) return 'counted';
  if (!card.isListed) return 'not-listed';
  if (!card.isWorkedHere) return 'wrong-port';
  return card.hold ? 'held' : 'ready';
}

/** Not aboard in this direction: perhaps counted as over before, perhaps in the other direction. */
function notListed(entry, text, asked) {
  const before = [...asked.tally.holders()].filter(({ direction, identifier }) =>
    identifier && direction === asked.direction && identifier.endsWith(text) && !asked.cargo.unit(direction, identifier));
  if (before.length === 1) return { ...entry, matchCount: 1, kind: 'counted', card: cardOf(before[0].identifier, text, asked) };
  const otherWay = asked.direction === 'LOAD' ? 'DISCHARGE' : 'LOAD';
  const { tail, found } = search(text, asked.cargo.index(otherWay));
  if (found.matchCount === 1) {
    const card = cardOf(found.identifiers[0], tail, { ...asked, direction: otherWay });
    return { ...entry, matchCount: 1, kind: 'wrong-direction', card, over: overOf(text) };
  }
  return { ...entry, kind: 'not-listed', over: overOf(text) };
}

/** Only a whole VIN names a unit; an end is kept as words, so two overs never become one. */
function overOf(text) {
  if (text.length === VIN_LENGTH) return { identifier: text };
  return { description: `Number ending in ${text.slice(-32)}` };
}

function cardOf(identifier, tail, { direction, cargo, tally, tabletId }) {
  const unit = cargo.unit(direction, identifier);
  const holder = tally.holderOf(direction, identifier);
  return {
    identifier,
    tail: identifier.endsWith(tail) ? tail.length : 0,
    uniqueTail: unit ? cargo.index(direction).uniqueTail(identifier) : identifier.length,
    direction,
    make: unit?.make ?? '', model: unit?.model ?? '', colour: unit?.colour ?? '',
    cargoClass: unit?.cargo_class ?? '',
    port: unit?.port ?? '', portName: unit ? cargo.portName(unit.port) : '',
    hold: unit?.hold ?? '', isWorkedHere: unit?.is_worked_here ?? true, isListed: Boolean(unit),
    lineId: unit?.line ?? null,
    counted: holder ? countedBy(holder, tabletId) : null,
  };
}

function countedBy({ event_id, at, person, tablet, deck }, tabletId) {
  return { eventId: event_id, at: new Date(at).toISOString(), by: person, isMine: tablet === tabletId, deck };
}
