import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Cargo } from '../../static/js/field/cargo.js';
import { hourStart, lineTotals, totalsOf } from '../../static/js/field/totals.js';
import { aCall, aCargo, aLine, aUnit } from './cast/office.mjs';
import { NOON } from './cast/time.mjs';

const cargo = new Cargo({
  ...aCargo({
    units: [aUnit('A'), aUnit('B', { port: 'BEZEE' }), aUnit('C', { is_worked_here: false }), aUnit('D', { direction: 'DISCHARGE' })],
    lines: [aLine(41, { expected: 24 }), aLine(42, { mode: 'BULK', unit: 'kg' }), aLine(31, { mode: 'IDENTIFIED', expected: 2 })],
  }),
  fetched_at: '',
}, [{ locode: 'DEBRV', name: 'Bremerhaven' }]);

const aCount = (fields) => ({ kind: 'COUNT', direction: 'LOAD', identifier: '', line: null, quantity: 1, deck: '5', tablet: 4, at: NOON, ...fields });

function totals(events, fields = {}) {
  return totalsOf(events, {
    direction: 'LOAD', cargo, call: aCall(), hourStartsAt: NOON, isMine: ({ tablet }) => tablet === 4, ...fields,
  });
}

test('what this terminal works is expected, by port, units and pieces but no weights', () => {
  const { manifested, byPort } = totals([]);

  assert.equal(manifested, 26);
  assert.deepEqual(byPort.map(({ name, manifested: listed }) => [name, listed]), [['Bremerhaven', 25], ['BEZEE', 1]]);
});

test('units and pieces add up, weights do not', () => {
  const { all, mine } = totals([
    aCount({ identifier: 'A' }), aCount({ identifier: 'B', tablet: 5 }), aCount({ line: 41, quantity: 5 }),
    aCount({ line: 42, quantity: 900 }), aCount({ identifier: 'D', direction: 'DISCHARGE' }),
  ]);

  assert.deepEqual([all, mine], [7, 6]);
});

test('every deck of the ship is there, also those without a count, and what had no deck', () => {
  const { byDeck } = totals([aCount({ identifier: 'A', deck: '' })]);

  assert.deepEqual(byDeck.map(({ name, counted }) => [name, counted]), [['5', 0], ['6', 0], ['No deck', 1]]);
});

test('what is not on the list is a share of its own', () => {
  const { byPort } = totals([aCount({ identifier: 'X' }), aCount({ description: 'a boat' })]);

  assert.deepEqual(byPort.at(-1), { name: 'Not on the list', counted: 2, beyond: 2, mine: 2, manifested: null });
});

test('only what was counted since the hour began is of this hour', () => {
  const { thisHour } = totals([aCount({ identifier: 'A', at: NOON - 1 }), aCount({ identifier: 'B' })]);

  assert.deepEqual(thisHour, { all: 1, mine: 1 });
});

test('the hour begins where the terminal cuts it, also in a zone of half hours', () => {
  const at = Date.parse('2026-11-25T15:47:12.345Z');

  assert.equal(new Date(hourStart(at, 'America/New_York')).toISOString(), '2026-11-25T15:00:00.000Z');
  assert.equal(new Date(hourStart(at, 'Asia/Kolkata')).toISOString(), '2026-11-25T15:30:00.000Z');
});

test('overs, the wrong port and more of a line than listed stand apart, as on the board', () => {
  const { all, beyond, byPort } = totals([
    aCount({ identifier: 'A' }), aCount({ identifier: 'X' }), aCount({ identifier: 'C' }), aCount({ description: 'a boat' }),
    aCount({ line: 41, quantity: 20 }), aCount({ line: 41, quantity: 7 }), aCount({ line: 41, quantity: 2 }),
  ]);

  assert.deepEqual([all, beyond], [33, 8]);
  assert.deepEqual(byPort.map(({ name, counted, beyond: apart }) => [name, counted, apart]),
    [['Bremerhaven', 31, 6], ['BEZEE', 0, 0], ['Not on the list', 2, 2]]);
});

test('a line is counted up to what is listed for here, and what is more stands apart', () => {
  const lines = lineTotals([aCount({ line: 41, quantity: 20 }), aCount({ line: 41, quantity: 7, tablet: 5 })], ({ tablet }) => tablet === 4, cargo);

  assert.deepEqual(lines.get(41), { counted: 24, beyond: 3, mine: 20 });
});
