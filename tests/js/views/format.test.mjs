import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atTypedEnd, clockTime, counted, eventWords, grouped, soonWords, weightWords } from '../../../static/js/field/views/format.js';

const NARROW = '\u202f';
const NEW_YORK = 'America/New_York';
const NOON = new Date('2026-11-25T15:00:00Z');

test('thousands are parted by a narrow space that never breaks', () => {
  assert.equal(grouped(1485), `1${NARROW}485`);
  assert.equal(grouped(1234567), `1${NARROW}234${NARROW}567`);
  assert.equal(grouped(999), '999');
});

test('a time is told by the clock on the wall of the terminal', () => {
  assert.equal(clockTime('2026-11-25T15:42:07Z', NEW_YORK, NOON), '10:42');
});

test('midnight is 00:00 and never 24:00', () => {
  assert.equal(clockTime('2026-11-25T05:00:00Z', NEW_YORK, NOON), '00:00');
});

test('a time of another day carries its day, as the terminal counts days', () => {
  // Still the 24th in New York, the 25th in UTC already.
  assert.equal(clockTime('2026-11-25T04:30:00Z', NEW_YORK, NOON), '24 Nov 23:30');
});

test('no instant is no words', () => {
  for (const nothing of [null, undefined, '']) assert.equal(clockTime(nothing), '');
});

test('what happens within a minute is not told as the time it is now', () => {
  assert.equal(soonWords('2026-11-25T15:00:30Z', NEW_YORK, NOON), 'within a minute');
  assert.equal(soonWords('2026-11-25T15:02:00Z', NEW_YORK, NOON), 'at 10:02');
  assert.equal(soonWords(null, NEW_YORK, NOON), '');
});

test('weights are kilograms below one tonne and tonnes from there, to the kilogram', () => {
  assert.equal(weightWords(999), '999 kg');
  assert.equal(weightWords(1000), '1.000 t');
  assert.equal(weightWords(24_050), '24.050 t');
  assert.equal(weightWords(480_000_007), `480${NARROW}000.007 t`);
});

test('one is not several', () => {
  assert.equal(counted(1, 'unit fits', 'units fit'), '1 unit fits');
  assert.equal(counted(0, 'record'), '0 records');
  assert.equal(counted(1204, 'record'), `1${NARROW}204 records`);
});

test('a record says how many it is of, but a car is just a car', () => {
  const car = { title: 'Example Hatch', quantity: 1, unit: 'units', lineId: null };

  assert.equal(eventWords(car), 'Example Hatch');
  assert.equal(eventWords({ ...car, title: 'Cases', lineId: 4 }), '1 × Cases');
  assert.equal(eventWords({ ...car, title: 'Clay', quantity: 12_500, unit: 'kg', lineId: 5 }), '12.500 t Clay');
});

test('an identifier is cut where its typed end begins', () => {
  assert.deepEqual(atTypedEnd('WVWZZZ1JZXW041207', '1207'), ['WVWZZZ1JZXW04', '1207']);
  assert.deepEqual(atTypedEnd('YNDZZZ4KZTN1O1324', '01324'), ['YNDZZZ4KZTN1', 'O1324']);
});

test('an identifier that ends otherwise, or to which nothing was typed, stays whole', () => {
  assert.deepEqual(atTypedEnd('ABC123', '999'), ['ABC123', '']);
  assert.deepEqual(atTypedEnd('ABC123', ''), ['ABC123', '']);
});
