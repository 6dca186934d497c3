import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallBook } from '../../static/js/field/call_book.js';
import { attentionOf } from '../../static/js/field/own_events.js';
import { aCall, aCargo } from './cast/office.mjs';
import { anEvent, shownTo } from './cast/storage.mjs';
import { NOON } from './cast/time.mjs';

const clock = { now: () => NOON + 60_000, officeNow: () => NOON + 60_000 };

function aBook() {
  const book = new CallBook({ call: aCall(), tabletId: 4 });
  book.takeCargo({ ...aCargo(), fetched_at: '' });
  return book;
}
const aRow = (sequence, fields = {}, rest = {}) =>
  ({ event: anEvent(fields), shown: shownTo(7), device_sequence: sequence, next_attempt_at: 0, try_count: 0, ...rest });
const asChange = ({ event }, position, fields = {}) =>
  ({ ...event, position, person: 'Clerk 7', tablet: 4, flags: [], counted_at: event.counted_at, ...fields });

test('own counts are shown newest first, saved or sent', () => {
  const book = aBook();
  book.takeOwn(aRow(1, { deck: 'first' }, { verdict: 'accepted', position: 1 }));
  book.takeOwn(aRow(2, { deck: 'second' }));

  const recent = book.recentOf(7, clock);

  assert.deepEqual(recent.map(({ deck, state }) => [deck, state]), [['second', 'saved'], ['first', 'sent']]);
});

test('a row that another tab recorded takes its place by its number', () => {
  const book = aBook();
  book.takeOwn(aRow(3, { deck: 'c' }));
  book.takeOwn(aRow(1, { deck: 'a' }));
  book.takeOwn(aRow(2, { deck: 'b' }));

  assert.deepEqual(book.recentOf(7, clock).map(({ deck }) => deck), ['c', 'b', 'a']);
});

test('nobody sees in "recent" what another person counted', () => {
  const book = aBook();
  book.takeOwn(aRow(1));

  assert.deepEqual(book.recentOf(8, clock), []);
});

test('an own event that comes back from the office is the same event, with a place', () => {
  const book = aBook();
  const row = aRow(1);
  book.takeOwn(row);

  book.takeChanges({ events: [asChange(row, 9)], position: 9 });
  book.takeOwn(row);

  assert.equal([...book.tally.holders()].length, 1);
  assert.equal(book.tally.holderOf('LOAD', row.event.identifier).position, 9);
  assert.equal(book.position, 9);
});

test('an undone count is shown as undone, and cannot be undone again', () => {
  const book = aBook();
  const row = aRow(1);
  book.takeOwn(row);
  assert.equal(book.recentOf(7, clock)[0].canUndo, true);

  book.takeOwn(aRow(2, { kind: 'REVERSAL', identifier: '', reverses: row.event.event_id }));

  const [reversal, count] = book.recentOf(7, clock);
  assert.deepEqual([count.isUndone, count.canUndo, reversal.canUndo], [true, false, false]);
});

test('after fifteen minutes by both clocks nothing can be undone here', () => {
  const book = aBook();
  book.takeOwn(aRow(1, { clock_offset_ms: -3600_000 }));
  const later = { now: () => NOON + 16 * 60_000, officeNow: () => NOON + 16 * 60_000 };
  const setRight = { now: () => NOON + 16 * 60_000, officeNow: () => NOON - 3600_000 + 60_000 };

  assert.equal(book.recentOf(7, later)[0].canUndo, false);
  assert.equal(book.recentOf(7, setRight)[0].canUndo, true);
});

test('what the office refused counts nowhere and is shown as needing attention', () => {
  const book = aBook();
  const row = aRow(1);
  book.takeOwn(row);

  book.takeOwn({ ...row, verdict: 'rejected', reason: 'call_not_found' });

  const [recent] = book.recentOf(7, clock);
  assert.deepEqual([recent.state, recent.canUndo], ['attention', false]);
  assert.deepEqual([...book.tally.holders()], []);
  assert.deepEqual(attentionOf({ ...row, sequence: 1, verdict: 'rejected', reason: 'call_not_found' }), {
    eventId: row.event.event_id, sequence: 1, verdict: 'rejected', reason: 'call_not_found', title: 'Example Hatch',
    at: '2026-11-25T15:00:00.000Z', by: 'Clerk 7', isExported: false,
  });
});

test('a ledger that is shorter than what was read is read again, and own events stay', () => {
  const book = aBook();
  const row = aRow(1);
  book.takeOwn(row);
  book.takeChanges({ events: [asChange(aRow(2, { identifier: 'GONE' }), 1)], position: 1 });

  book.forgetChanges();

  assert.equal(book.position, 0);
  assert.deepEqual([...book.tally.holders()].map(({ identifier }) => identifier), [row.event.identifier]);
});

test('lines show what all and what one counted oneself', () => {
  const book = aBook();
  book.takeOwn(aRow(1, { identifier: '', line: 41, quantity: 5 }));
  book.takeChanges({ events: [asChange(aRow(2, { identifier: '', line: 41, quantity: 3 }), 1, { tablet: 5 })], position: 1 });

  const [cases, clay] = book.cargoShown(({ tablet }) => tablet === 4).lines;

  assert.deepEqual([cases.counted, cases.mine, cases.expected, cases.portName], [8, 5, 24, 'Bremerhaven']);
  assert.deepEqual([clay.mode, clay.unit, clay.counted], ['BULK', 'kg', 0]);
});

test('what was counted by its number but is not listed is known by direction', () => {
  const book = aBook();
  book.takeOwn(aRow(1, { identifier: 'KNAZZZ1JZXW000111' }));
  book.takeOwn(aRow(2, { identifier: 'WVWZZZ1JZXW000111' }));

  assert.deepEqual([book.unlisted('LOAD'), book.unlisted('DISCHARGE')], [['KNAZZZ1JZXW000111'], []]);
});

test('own events without an answer are known, for a storage that is lost', () => {
  const book = aBook();
  book.takeOwn(aRow(1, {}, { verdict: 'accepted' }));
  book.takeOwn(aRow(2, { deck: 'waits' }));

  assert.deepEqual(book.unsent().map(({ event }) => event.deck), ['waits']);
});
