import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noticesOf } from '../../../static/js/field/views/notices.js';

const CALM = {
  problem: '', storage: { wasReset: false }, isRevoked: false, person: { isCurrent: true },
  update: { isReady: false, isRequired: false }, clock: { isOff: false, offsetMs: 0 },
};
const names = (state) => noticesOf({ ...CALM, ...state }).map(({ name }) => name);

test('on a quiet day there is no notice', () => {
  assert.deepEqual(names({}), []);
  assert.deepEqual(names({ person: null }), []);
});

test('trouble comes before what can wait', () => {
  const everything = {
    problem: 'No.', storage: { wasReset: true }, isRevoked: true, person: { isCurrent: false },
    update: { isReady: true, isRequired: false }, clock: { isOff: true, offsetMs: 9e6 },
  };

  assert.deepEqual(names(everything), ['problem', 'reset', 'revoked', 'ended', 'clock', 'update']);
});

test('a version that is needed comes before the clock, and does not wait for the typing to end', () => {
  const state = { ...CALM, update: { isReady: true, isRequired: true }, clock: { isOff: true, offsetMs: 9e6 } };

  assert.deepEqual(names(state), ['update', 'clock']);
  assert.equal(noticesOf(state)[0].isCalm, false);
});

test('a call that is over says so before the press, to whoever counts', () => {
  const wordsOf = (status) => noticesOf({ ...CALM, call: { status } })
    .map(({ words }) => words.map((part) => part.props?.children ?? part).join('')).join();

  assert.match(wordsOf('COMPLETED'), /completed.*flagged late/);
  assert.match(wordsOf('DEPARTED'), /departed.*flagged late/);
  assert.match(wordsOf('CLOSED'), /closed.*flagged late/);
  assert.match(wordsOf('CANCELLED'), /cancelled.*flagged late/);
  assert.deepEqual([names({ call: { status: 'WORKING' } }), names({ call: { status: 'CLOSED' }, person: null })], [[], []]);
});

test('a clock that was never compared is not called wrong', () => {
  assert.deepEqual(names({ clock: { isOff: true, offsetMs: null } }), []);
});
