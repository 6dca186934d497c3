import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Uuid7Mint } from '../../static/js/field/uuid7.js';

const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

test('an id is a version 7 UUID in lower case and begins with the time', () => {
  const id = new Uuid7Mint({ now: () => 0x0123456789ab }).mint();

  assert.match(id, UUID7);
  assert.equal(id.slice(0, 13), '01234567-89ab');
});

test('ids of one millisecond only grow, also beyond the counter', () => {
  const mint = new Uuid7Mint({ now: () => 1_700_000_000_000 });
  const ids = Array.from({ length: 10_000 }, () => mint.mint());

  assert.deepEqual(ids, [...ids].sort());
  assert.equal(new Set(ids).size, ids.length);
  assert.ok(ids.every((id) => UUID7.test(id)));
});

test('ids grow when the clock is set back', () => {
  let nowMs = 1_700_000_000_000;
  const mint = new Uuid7Mint({ now: () => nowMs });

  const before = mint.mint();
  nowMs -= 2 * 3600_000;

  assert.ok(mint.mint() > before);
});

test('two mints of one millisecond do not meet', () => {
  const ids = Array.from({ length: 2000 }, () => new Uuid7Mint({ now: () => 1_700_000_000_000 }).mint());

  assert.equal(new Set(ids).size, ids.length);
});
