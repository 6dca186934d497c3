import assert from 'node:assert/strict';
import { test } from 'node:test';
import { entrySpoken, outcomeSpoken } from '../../../static/js/field/views/spoken.js';

const CARD = { make: 'Example', model: 'Hatch', colour: 'White', cargoClass: 'CAR', portName: 'Bremerhaven', hold: 'Customs',
  counted: { at: '2026-11-25T15:42:00Z' } };
const spoken = (kind, more = {}) => entrySpoken({ kind, card: CARD, matchCount: 3, ...more }, 'America/New_York');
const event = { kind: 'COUNT', title: 'Example Hatch', identifier: 'VIN00000000041207' };

test('what is not saved is said before anything else', () => {
  const storage = { saveError: { what: 'Example Hatch VIN00000000041207' } };

  assert.match(outcomeSpoken({ justCounted: event, storage }), /^Not saved: Example Hatch/);
});

test('a count and its undo sound different', () => {
  const said = (kind) => outcomeSpoken({ justCounted: { ...event, kind }, storage: { saveError: null } });

  assert.equal(said('COUNT'), 'Saved: Example Hatch 1207');
  assert.equal(said('REVERSAL'), 'Taken back: Example Hatch 1207');
});

test('nothing happened, nothing is said', () => {
  assert.equal(outcomeSpoken({ justCounted: null, storage: { saveError: null } }), '');
  assert.equal(spoken('empty', { card: null }), '');
});

test('every answer of the list can be heard', () => {
  const kinds = ['type-more', 'pick', 'ready', 'counted', 'held', 'wrong-port', 'wrong-direction', 'not-listed'];
  const said = kinds.map((kind) => spoken(kind));

  assert.ok(said.every(Boolean));
  assert.equal(new Set(said).size, kinds.length);
});

test('a unit that can be counted is told with what is on its label', () => {
  assert.equal(spoken('ready'), 'Ready to count: Example Hatch, White, Bremerhaven.');
});
