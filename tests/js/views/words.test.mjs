import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { clockWords, deckWords, flagWords, networkWords, reasonWords, unitName, unsentWords } from '../../../static/js/field/views/words.js';

const protocol = await readFile(new URL('../../../docs/sync_protocol.md', import.meta.url), 'utf8');
const codesAfter = (beginning) => {
  const [sentence] = protocol.slice(protocol.indexOf(`\n${beginning}`) + 1).split(/\. |\n/);
  return [...sentence.matchAll(/`([A-Z_]+|[a-z]+(?:_[a-z]+)+)`/g)].map(([, code]) => code);
};

test('every flag of the protocol has words of its own', () => {
  const flags = codesAfter('Flags:');

  assert.ok(flags.length >= 9);
  assert.equal(new Set(flags.map(flagWords)).size, flags.length);
});

test('a flag of a later version is shown as it came', () => {
  assert.equal(flagWords('NEW_TROUBLE'), 'new trouble');
});

test('every reason of the protocol says what to do next', () => {
  const reasons = [...codesAfter('A rejected event'), ...codesAfter('A conflict:')];

  assert.equal(reasons.length, 8);
  for (const reason of reasons) assert.ok(!reasonWords(reason).what.includes(reason), reason);
});

test('a reason nobody has words for is shown with what the office wrote', () => {
  assert.match(reasonWords('malformed: deck').what, /malformed: deck/);
});

test('a way to the office that nobody has words for is being looked for', () => {
  assert.deepEqual(networkWords('unheard of'), networkWords('starting'));
});

test('a clock is off by minutes or by hours, and one way', () => {
  assert.equal(clockWords(-6 * 60_000), '6 min fast');
  assert.equal(clockWords(2 * 3_600_000), '2 h slow');
});

test('a unit is named by make and model, else by its class, else as a unit', () => {
  assert.equal(unitName({ make: 'Example', model: '', cargoClass: 'CAR' }), 'Example');
  assert.equal(unitName({ make: '', model: '', cargoClass: 'TRUCK' }), 'Truck');
  assert.equal(unitName({ make: '', model: '', cargoClass: '' }), 'Unit');
});

test('only a deck that is a bare number needs the word', () => {
  assert.equal(deckWords('5'), 'Deck 5');
  assert.equal(deckWords('Garage'), 'Garage');
  assert.equal(deckWords('No deck'), 'No deck');
});

test('a tablet that counted nothing yet has nothing to send, however often the office heard it', () => {
  const heard = { unsentCount: 0, attentionCount: 0, lastSentAt: '2026-11-25T10:42:00Z', timeZone: 'UTC' };
  const now = new Date('2026-11-25T11:00:00Z');

  assert.deepEqual(unsentWords({ ...heard, hasSent: false }, now), ['Nothing', 'to send yet']);
  assert.deepEqual(unsentWords({ ...heard, hasSent: true }, now), ['All sent', 'sent 10:42']);
  assert.deepEqual(unsentWords({ ...heard, hasSent: false, unsentCount: 2 }, now), ['2 unsent', 'never sent']);
});
