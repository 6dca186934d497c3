import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Tally } from '../../static/js/field/tally.js';
import { lineTotals } from '../../static/js/field/totals.js';
import { NOON } from './cast/time.mjs';

// The same examples as tests/operations/rules/test_tally_totals.py: tablet and office must agree.
const MINUTE_MS = 60_000;
let numbers = 0;

function aCount(position, fields = {}) {
  numbers += 1;
  return {
    event_id: `count-${numbers}`, kind: 'COUNT', direction: 'LOAD', identifier: '', line: null, description: '',
    quantity: 1, deck: '5', gang: '', reverses: null, person: 'Clerk 7', tablet: 4, at: NOON, position, sequence: null, ...fields,
  };
}
function aReversal(count, position, fields = {}) {
  return { ...aCount(position), kind: 'REVERSAL', reverses: count.event_id, person: count.person, at: count.at + MINUTE_MS, ...fields };
}
const fromTheOffice = (count, position, fields = {}) => aReversal(count, position, { tablet: null, person: 'Chief', ...fields });

function added(events) {
  const tally = new Tally();
  for (const event of events) tally.add(event);
  return tally;
}
const held = (tally) => [...tally.holders()].map(({ event_id: id }) => id).sort();

/** Numbers that look random and are the same in each run. */
function randomness(seed) {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
}
const shuffled = (events, random) => events
  .map((event) => [random(1e9), event]).sort(([one], [other]) => one - other).map(([, event]) => event);

function aLedger(random) {
  const subjects = [{ identifier: 'A' }, { identifier: 'B' }, { line: 31, quantity: 5 }, { description: 'a boat', quantity: 2 }];
  const counts = Array.from({ length: 1 + random(8) }, () =>
    aCount(0, { ...subjects[random(4)], person: `Clerk ${7 + random(2)}`, at: NOON + random(40) * MINUTE_MS }));
  const reversals = Array.from({ length: random(5) }, () =>
    [aReversal, fromTheOffice][random(2)](counts[random(counts.length)], 0, { at: NOON + 20 * MINUTE_MS }));
  return shuffled([...counts, ...reversals], random).map((event, place) => ({ ...event, position: place + 1 }));
}

test('what counts does not depend on order or repetition', () => {
  const random = randomness(7);
  for (let round = 0; round < 500; round += 1) {
    const ledger = aLedger(random);
    const repeated = [...ledger, ...Array.from({ length: random(6) }, () => ledger[random(ledger.length)])];

    assert.deepEqual(held(added(shuffled(repeated, random))), held(added(ledger)));
  }
});

test('a unit counted twice counts once, for the first', () => {
  const [first, second] = [aCount(1, { identifier: 'A' }), aCount(2, { identifier: 'A', deck: '6' })];

  assert.deepEqual(held(added([second, first])), [first.event_id]);
});

test('the next count takes over when the holder is taken back', () => {
  const [first, second] = [aCount(1, { identifier: 'A' }), aCount(2, { identifier: 'A' })];

  assert.deepEqual(held(added([first, second, fromTheOffice(first, 3)])), [second.event_id]);
});

test('a unit that is loaded and discharged counts in each direction', () => {
  const tally = added([aCount(1, { identifier: 'A' }), aCount(2, { identifier: 'A', direction: 'DISCHARGE' })]);

  assert.equal(held(tally).length, 2);
  assert.equal(tally.holderOf('DISCHARGE', 'A').position, 2);
});

test('a reversal takes back also when it comes first', () => {
  const count = aCount(2, { identifier: 'A' });

  assert.deepEqual(held(added([aReversal(count, 1), count])), []);
});

test('a reversal of a reversal gives nothing back', () => {
  const count = aCount(1);
  const reversal = aReversal(count, 2);

  assert.deepEqual(held(added([count, reversal, fromTheOffice(reversal, 3)])), []);
});

test('a colleague cannot take back a count', () => {
  const count = aCount(1);

  assert.deepEqual(held(added([count, aReversal(count, 2, { person: 'Clerk 8' })])), [count.event_id]);
});

test('a clerk cannot take back a count of an hour ago, the office can', () => {
  const count = aCount(1);
  const later = { at: NOON + 60 * MINUTE_MS };

  assert.deepEqual(held(added([count, aReversal(count, 2, later)])), [count.event_id]);
  assert.deepEqual(held(added([count, fromTheOffice(count, 2, later)])), []);
});

test('a clock set right in between does not keep a clerk from taking back', () => {
  const count = aCount(1, { at: NOON - 24 * 60 * MINUTE_MS, deviceAt: NOON });

  assert.deepEqual(held(added([count, aReversal(count, 2, { at: NOON, deviceAt: NOON + MINUTE_MS })])), []);
});

test('an event that gets its position keeps its place in the fold', () => {
  const mine = aCount(null, { identifier: 'A', sequence: 1 });
  const theirs = aCount(4, { identifier: 'A', tablet: 5 });
  const tally = added([mine, theirs]);
  assert.equal(tally.holderOf('LOAD', 'A').event_id, theirs.event_id);

  tally.add({ ...mine, position: 3 });

  assert.equal(tally.holderOf('LOAD', 'A').event_id, mine.event_id);
});

test('what the office refused never happened', () => {
  const tally = added([aCount(null, { identifier: 'A', sequence: 1 })]);

  tally.withdraw(tally.holderOf('LOAD', 'A').event_id);

  assert.deepEqual(held(tally), []);
});

test('quantities of lines add up, mine beside all', () => {
  const back = aCount(3, { line: 31, quantity: 1 });
  const tally = added([
    aCount(1, { line: 31, quantity: 5 }), aCount(2, { line: 31, quantity: 5, tablet: 5 }), back, aReversal(back, 4),
    aCount(5, { line: 32, quantity: 900 }), aCount(6, { identifier: 'A' }),
  ]);

  assert.deepEqual([...lineTotals(tally.holders(), ({ tablet }) => tablet === 4, { listed: () => ({ is_worked_here: true, expected: 900 }) })],
    [[31, { counted: 10, beyond: 0, mine: 5 }], [32, { counted: 900, beyond: 0, mine: 900 }]]);
});
