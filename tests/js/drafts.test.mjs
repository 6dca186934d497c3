import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asWords, countDraft, onPaper, overSubject, reversalDraft } from '../../static/js/field/drafts.js';

const clock = { nowIso: () => '2026-11-25T15:42:00.000Z', reportedOffsetMs: -7 };
const of = { eventId: 'id', callId: 12, chosen: { direction: 'LOAD', deck: '5', gang: 'Gang 3' }, clock, token: 'token' };

test('a count has exactly the fields of the protocol', () => {
  assert.deepEqual(countDraft({ identifier: 'VIN' }, of), {
    event_id: 'id', kind: 'COUNT', call: 12, direction: 'LOAD', identifier: 'VIN', line: null, description: '', quantity: 1,
    deck: '5', gang: 'Gang 3', reverses: null, reason: '', counted_at: '2026-11-25T15:42:00.000Z', clock_offset_ms: -7,
    shift_token: 'token',
  });
});

test('a reversal names its count and no cargo, and stands where the count stood', () => {
  const count = countDraft({ line: 41 }, { ...of, quantity: 5, chosen: { direction: 'DISCHARGE', deck: '6', gang: '' } });

  const reversal = reversalDraft(count, { ...of, eventId: 'next' });

  const { kind, reverses, identifier, line, description, quantity, direction, deck } = reversal;
  assert.deepEqual([kind, reverses, identifier, line, description, quantity], ['REVERSAL', 'id', '', null, '', 1]);
  assert.deepEqual([direction, deck], ['DISCHARGE', '6']);
});

test('words become what the office takes: one line, no control characters, no half characters', () => {
  assert.equal(asWords('  white\tvan,\n label \u0007 washed\u2028off  '), 'white van, label washed off');
  assert.equal(asWords('a\ud800b'), 'a b');
  assert.equal([...asWords('\u{1F697}'.repeat(300))].length, 200);
  assert.equal(asWords(' \n '), '');
});

test('a number names a unit only where the protocol takes it as one', () => {
  assert.deepEqual(overSubject({ identifier: ' wvw-1 ' }), { identifier: 'WVW-1' });
  assert.deepEqual(overSubject({ identifier: 'WVW 1' }), { description: 'WVW 1' });
  assert.deepEqual(overSubject({ description: 'white van' }), { description: 'white van' });
});

test('what a person writes on paper says all that the ledger would', () => {
  const event = countDraft({ identifier: 'WVWZZZ1JZXW000111' }, of);
  const line = countDraft({ line: 42 }, { ...of, quantity: 1200 });

  assert.equal(onPaper(event, { title: 'Example Hatch', unit: 'units' }, 'America/New_York'),
    'WVWZZZ1JZXW000111 Example Hatch · Loading · deck 5 · Gang 3 · 10:42');
  assert.equal(onPaper(line, { title: 'Clay', unit: 'kg' }, 'UTC'), '1200 kg Clay · Loading · deck 5 · Gang 3 · 15:42');
  assert.equal(onPaper(reversalDraft(event, of), { title: 'Example Hatch', unit: 'units' }, 'UTC'),
    'Take back: Example Hatch · Loading · deck 5 · Gang 3 · 15:42');
});
