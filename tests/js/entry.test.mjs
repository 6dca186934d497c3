import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cargo } from '../../static/js/field/cargo.js';
import { lookUp } from '../../static/js/field/entry.js';
import { Tally } from '../../static/js/field/tally.js';
import { aCargo, aUnit } from './cast/office.mjs';
import { NOON } from './cast/time.mjs';

const UNITS = [
  aUnit('WVWZZZ1JZXW000111'), aUnit('WVWZZZ1JZXW000222'), aUnit('WBA53AY00R0000222', { make: 'Other' }),
  aUnit('WVWZZZ1JZXW555001', { hold: 'Customs hold' }), aUnit('WVWZZZ1JZXW555002', { is_worked_here: false }),
  aUnit('YV2RT40A9LB777123', { direction: 'DISCHARGE' }), aUnit('YV2RT40A9LB700123', { direction: 'DISCHARGE' }), aUnit('CRANE-9', { make: 'Heavy' }),
];
const cargo = new Cargo({ ...aCargo({ units: UNITS }), fetched_at: '' }, [{ locode: 'DEBRV', name: 'Bremerhaven' }]);

function counted(identifier, fields = {}) {
  return {
    event_id: `of ${identifier}`, kind: 'COUNT', direction: 'LOAD', identifier, line: null, description: '', quantity: 1,
    deck: '5', gang: '', reverses: null, person: 'Clerk 7', tablet: 4, at: NOON, position: 1, sequence: 1, ...fields,
  };
}
function look(text, { events = [], unlisted = [], ...asked } = {}) {
  const tally = new Tally();
  for (const event of events) tally.add(event);
  return lookUp({ text, picked: '', direction: 'LOAD', cargo, tally, unlisted, isMine: ({ tablet }) => tablet === 4, ...asked });
}

test('nothing typed: nothing said', () => {
  assert.equal(look('').kind, 'empty');
  assert.equal(look(' . ').kind, 'empty');
});

test('under three characters, type more', () => {
  assert.equal(look('11').kind, 'type-more');
});

test('so many fit that nobody could compare them: type more, and how many', () => {
  const many = new Cargo({ ...aCargo({ units: Array.from({ length: 20 }, (_, number) => aUnit(`WVWZZZ1JZX${number + 10}00000`)) }), fetched_at: '' }, []);
  const entry = look('0000', { cargo: many });

  assert.deepEqual([entry.kind, entry.matchCount, entry.candidates], ['type-more', 20, []]);
});

test('several fit: each is shown in full to be picked', () => {
  const entry = look('222');

  assert.equal(entry.kind, 'pick');
  assert.deepEqual(entry.candidates.map(({ make }) => make).sort(), ['Example', 'Other']);
});

test('one fits but too little was typed to be sure: it is shown to be picked', () => {
  const entry = look('111');

  assert.deepEqual([entry.kind, entry.candidates.length, entry.card], ['pick', 1, null]);
});

test('enough was typed: the card is ready with all a clerk compares', () => {
  const { kind, card } = look('00111');

  assert.equal(kind, 'ready');
  assert.deepEqual(
    [card.identifier, card.tail, card.uniqueTail, card.make, card.colour, card.portName],
    ['WVWZZZ1JZXW000111', 5, 2, 'Example', 'Red', 'Bremerhaven'],
  );
});

test('a picked candidate is ready for the tap', () => {
  const { kind, card } = look('222', { picked: 'WBA53AY00R0000222' });

  assert.deepEqual([kind, card.make], ['ready', 'Other']);
});

test('a counted unit says when and by whom', () => {
  const { kind, card } = look('00111', { events: [counted('WVWZZZ1JZXW000111', { person: 'Clerk 8', tablet: 5 })] });

  assert.equal(kind, 'counted');
  assert.deepEqual(card.counted, { eventId: 'of WVWZZZ1JZXW000111', at: '2026-11-25T15:00:00.000Z', by: 'Clerk 8', isMine: false, deck: '5' });
});

test('among several, those not counted come first', () => {
  const entry = look('222', { events: [counted('WBA53AY00R0000222')] });

  assert.equal(entry.candidates[0].make, 'Example');
});

test('a held unit says why', () => {
  assert.deepEqual([look('555001').kind, look('555001').card.hold], ['held', 'Customs hold']);
});

test('a unit for another port is not hidden, but said', () => {
  assert.equal(look('555002').kind, 'wrong-port');
});

test('a unit listed for the other direction says so', () => {
  const entry = look('777123');

  assert.equal(entry.kind, 'wrong-direction');
  assert.deepEqual([entry.card.direction, entry.over], ['DISCHARGE', { description: 'Number ending in 777123' }]);
});

test('nothing fits: the end of a number is kept as words, so two overs never become one', () => {
  assert.deepEqual(look('99999').over, { description: 'Number ending in 99999' });
  assert.equal(look('99999').kind, 'not-listed');
});

test('a whole number that is not listed names the unit', () => {
  assert.deepEqual(look('wvwzzz1jzxw999999').over, { identifier: 'WVWZZZ1JZXW999999' });
});

test('I, O and Q are read as digits', () => {
  assert.equal(look('OOO111').card.identifier, 'WVWZZZ1JZXW000111');
  assert.deepEqual(look('WVWZZZIJZXW999999').over, { identifier: 'WVWZZZ1JZXW999999' });
});

test('the I before an imported VIN on a bar code is not part of it', () => {
  assert.equal(look('IWVWZZZ1JZXW000111').card.identifier, 'WVWZZZ1JZXW000111');
});

test('a whole serial number of few characters is sure', () => {
  assert.equal(look('CRANE-9').kind, 'ready');
});

test('a unit counted as over before answers "already counted" to its whole number', () => {
  const over = 'WVWZZZ1JZXW999999';
  const entry = look(over, { events: [counted(over)], unlisted: [over] });

  assert.deepEqual([entry.kind, entry.card.isListed], ['counted', false]);
});

test('the end of an over and of a listed unit are both shown, never one for the other', () => {
  const over = 'KNAZZZ1JZXW000111';
  const entry = look('00111', { events: [counted(over)], unlisted: [over] });

  assert.equal(entry.kind, 'pick');
  assert.deepEqual(entry.candidates.map(({ isListed }) => isListed), [true, false]);
});

test('the same end in the other direction is offered only when it is sure', () => {
  assert.equal(look('7123').kind, 'not-listed');
});

test('a list with the letter O where the label has 0 finds the car, and counts it as it is listed', () => {
  const lettered = new Cargo({ ...aCargo({ units: [aUnit('YNDZZZ4KZTN1O1324'), aUnit('YNDZZZ4KZTN1O9999')] }), fetched_at: '' }, []);

  for (const typed of ['101324', '1O1324', 'YNDZZZ4KZTN101324']) {
    const { kind, card } = look(typed, { cargo: lettered });
    assert.deepEqual([kind, card.identifier, card.tail], ['ready', 'YNDZZZ4KZTN1O1324', typed.length]);
  }
});

test('two listed numbers that read the same are both shown, even to the whole number', () => {
  const twins = new Cargo({ ...aCargo({ units: [aUnit('YNDZZZ4KZTN1O1324'), aUnit('YNDZZZ4KZTN101324')] }), fetched_at: '' }, []);

  const { kind, candidates } = look('YNDZZZ4KZTN101324', { cargo: twins });
  assert.deepEqual([kind, candidates.length], ['pick', 2]);
  assert.equal(look('101324', { cargo: twins, picked: 'YNDZZZ4KZTN1O1324' }).card.identifier, 'YNDZZZ4KZTN1O1324');
});
