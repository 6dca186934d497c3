import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aCargo, aUnit } from './cast/office.mjs';
import { until } from './cast/storage.mjs';
import { Tablet } from './cast/tablet.mjs';

const [FIRST, SECOND, THIRD] = ['WVWZZZ1JZXW000111', 'WVWZZZ1JZXW000222', 'WVWZZZ1JZXW000333'];
const HOUR_MS = 3600_000;

/** A count of another tablet. */
const theirs = (identifier, fields = {}) => ({
  event_id: `theirs ${identifier}`, kind: 'COUNT', call: 12, direction: 'LOAD', identifier, line: null, description: '',
  quantity: 1, deck: '6', gang: '', reverses: null, person: 'Clerk 9', tablet: 5, counted_at: '2026-11-25T15:00:00Z', ...fields,
});

test('from an empty tablet to the first count in the ledger', async () => {
  const tablet = new Tablet();
  const app = await tablet.open();
  assert.equal(app.state.phase, 'enrol');
  await app.enrol('CODE-1234');
  assert.equal(app.state.phase, 'sign-in');
  await app.signIn('clerk1', 'right');
  assert.equal(app.state.phase, 'choose-call');
  await until(() => app.state.calls.length === 1);
  await app.chooseCall(12);
  assert.equal(app.state.phase, 'counting');
  app.typeEntry('000111');
  assert.equal(app.state.entry.kind, 'ready');

  assert.equal(await app.countUnit(FIRST), true);
  assert.deepEqual([app.state.justCounted.state, app.state.unsentCount, app.state.entry.text], ['saved', 1, '']);
  await tablet.time.pass(1000);

  assert.deepEqual([app.state.recent[0].state, app.state.unsentCount, app.state.totals.all], ['sent', 0, 1]);
  assert.deepEqual(tablet.office.ledger.map(({ identifier }) => identifier), [FIRST]);
});

test('who goes on counting is told that the call was closed, with the next look at the ledger', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.office.calls = [];
  tablet.office.statuses.set(12, 'CLOSED');

  await tablet.time.pass(21_000);
  assert.equal(app.state.call.status, 'CLOSED');
  assert.equal(await app.countUnit(FIRST), true);

  tablet.goOffline();
  const again = await tablet.open();
  assert.equal(again.state.call.status, 'CLOSED');
});

test('state is frozen plain data, through and through', async () => {
  const app = await new Tablet().openAtWork();
  app.typeEntry('111');

  assert.throws(() => { app.state.entry.candidates[0].make = 'x'; }, TypeError);
  assert.throws(() => { app.state.cargo.lines.push(1); }, TypeError);
  assert.deepEqual(structuredClone(app.state), app.state);
});

test('what was counted offline survives a restart and is sent once when the office answers', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.goOffline();
  for (const vin of [FIRST, SECOND]) assert.equal(await app.countUnit(vin), true);
  await app.countLine(41, 5);

  const again = await tablet.open();
  assert.deepEqual([again.state.phase, again.state.unsentCount, again.state.recent.length], ['counting', 3, 3]);
  assert.deepEqual([again.state.totals.all, again.state.cargo.lines[0].counted], [7, 5]);
  again.typeEntry('000222');
  assert.equal(again.state.entry.kind, 'counted');
  assert.equal(await again.countUnit(THIRD), true);
  tablet.goOnline();
  tablet.online();
  await tablet.time.pass(1000);

  assert.equal(again.state.unsentCount, 0);
  assert.deepEqual(tablet.office.ledger.map(({ device_sequence: sequence }) => sequence).sort(), [1, 2, 3, 4]);
});

test('an undo takes the count back here and in the office', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.countUnit(FIRST);
  const count = app.state.justCounted;

  assert.equal(await app.undo(count.eventId), true);
  await tablet.time.pass(1000);

  assert.deepEqual(app.state.recent.map(({ kind, isUndone }) => [kind, isUndone]), [['REVERSAL', false], ['COUNT', true]]);
  assert.equal(app.state.totals.all, 0);
  assert.deepEqual(tablet.office.ledger.map(({ kind, reverses }) => [kind, reverses]), [['COUNT', null], ['REVERSAL', count.eventId]]);
  app.typeEntry('000111');
  assert.equal(app.state.entry.kind, 'ready');
});

test('what was taken back is told with its amount', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.countLine(41, 5);

  await app.undo(app.state.justCounted.eventId);
  await tablet.time.pass(1000);

  const [reversal] = app.state.recent;
  assert.deepEqual([reversal.kind, reversal.lineId, reversal.quantity], ['REVERSAL', 41, 5]);
});

test('after fifteen minutes an undo is refused with a sentence', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.countUnit(FIRST);
  await tablet.time.pass(15 * 60_000 + 30_000);
  assert.equal(app.state.recent[0].canUndo, false);

  assert.equal(await app.undo(app.state.recent[0].eventId), false);

  assert.match(app.state.problem, /supervisor/);
});

test('a finger that bounces counts a car once, but each press of +1 counts', async () => {
  const app = await new Tablet().openAtWork();

  const taps = await Promise.all([app.countUnit(FIRST), app.countUnit(FIRST)]);
  await app.countUnit(FIRST);
  await Promise.all([app.countLine(41, 1), app.countLine(41, 1), app.countLine(41, 1)]);

  assert.deepEqual(taps, [true, false]);
  assert.deepEqual([app.state.unsentCount, app.state.cargo.lines[0].counted], [4, 3]);
});

test('who is quick types the next number while the last one is being saved', async () => {
  const app = await new Tablet().openAtWork();
  app.typeEntry('000111');
  const counting = app.countUnit(FIRST);
  assert.equal(app.state.entry.text, '');

  app.typeEntry('0002');
  await counting;

  assert.deepEqual([app.state.entry.text, app.state.justCounted.identifier], ['0002', FIRST]);
});

test('what is not on the list is counted as over: by its number, or in words', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  app.typeEntry('KNAZZZ1JZXW999999');
  assert.equal(app.state.entry.kind, 'not-listed');

  await app.countOver(app.state.entry.over);
  await app.countOver({ description: ' white  van ' });
  assert.equal(await app.countOver({ description: '  ' }), false);
  await tablet.time.pass(1000);

  assert.deepEqual(tablet.office.ledger.map(({ identifier, description }) => [identifier, description]), [['KNAZZZ1JZXW999999', ''], ['', 'white van']]);
  app.typeEntry('KNAZZZ1JZXW999999');
  assert.equal(app.state.entry.kind, 'counted');
});

test('a quantity that the ledger could not hold is refused with a sentence', async () => {
  const app = await new Tablet().openAtWork();

  for (const [line, quantity] of [[41, 0], [41, 1.5], [41, 10_000], [42, 1_000_000_000], [99, 1]]) {
    assert.equal(await app.countLine(line, quantity), false);
    assert.match(app.state.problem, /quantity/);
  }
  assert.equal(await app.countLine(42, 1_200), true);
});

test('what others counted is seen, and who was first is the ledger\'s word', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.office.record(theirs(FIRST));
  app.typeEntry('000111');
  assert.equal(app.state.entry.kind, 'ready');

  await tablet.time.pass(20_000);

  assert.deepEqual([app.state.entry.kind, app.state.entry.card.counted.by], ['counted', 'Clerk 9']);
  tablet.office.record(theirs(SECOND, { person: 'Clerk 7' }));
  await tablet.time.pass(20_000);
  assert.deepEqual([app.state.totals.all, app.state.totals.mine], [2, 0]);
});

test('a new list comes while counting, and no tick is lost', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.countUnit(FIRST);
  tablet.office.cargo.set(12, aCargo({ version: 2, units: [...aCargo().units, aUnit('NEWZZZ1JZXW777777')] }));
  tablet.office.calls[0].cargo_version = 2;

  await tablet.time.pass(130_000);

  assert.deepEqual([app.state.cargo.version, app.state.cargo.unitCount, app.state.totals.all], [2, 4, 1]);
  app.typeEntry('777777');
  assert.equal(app.state.entry.kind, 'ready');
});

test('an office that was restored from an older copy is read again from the start', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.countUnit(FIRST);
  await app.countUnit(SECOND);
  await tablet.time.pass(1000);

  tablet.office.ledger = [];
  tablet.office.record(theirs(THIRD));
  await tablet.time.pass(20_000);

  assert.deepEqual([app.state.problem, app.state.totals.all], ['', 3]);
});

test('direction, deck and gang stay chosen for each call, also after a restart', async () => {
  const tablet = new Tablet();
  tablet.office.calls[0].directions = ['DISCHARGE', 'LOAD'];
  const app = await tablet.openAtWork();
  assert.equal(app.state.chosen.direction, 'DISCHARGE');
  app.typeEntry('000111');
  assert.equal(app.state.entry.kind, 'wrong-direction');
  app.setDirection('LOAD');
  assert.equal(app.state.entry.kind, 'ready');
  app.setDeck('6');
  app.setGang('Gang 1');
  await tablet.time.pass(100);

  const again = await tablet.open();

  assert.deepEqual(again.state.chosen, { direction: 'LOAD', deck: '6', gang: 'Gang 1' });
  await again.countUnit(FIRST);
  assert.deepEqual([again.state.justCounted.deck, again.state.justCounted.gang], ['6', 'Gang 1']);
});

test('a clock that is two hours fast is told, and each event carries by how much', async () => {
  const tablet = new Tablet();
  const app = await tablet.open();
  tablet.office.nowMs = () => tablet.time.nowMs - 2 * HOUR_MS;
  await app.enrol('CODE-1234');
  await app.signIn('clerk1', 'right');
  await until(() => app.state.calls.length === 1);
  await app.chooseCall(12);
  await tablet.time.pass(1000);
  assert.deepEqual(app.state.clock, { offsetMs: -2 * HOUR_MS, isOff: true });

  await app.countUnit(FIRST);
  await tablet.time.pass(1000);

  assert.equal(tablet.office.ledger[0].clock_offset_ms, -2 * HOUR_MS);
  assert.equal(app.state.recent[0].at, '2026-11-25T13:00:01.000Z');
});

test('an exchange without a count is not told as something that was sent', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  assert.deepEqual([app.state.hasSent, app.state.lastSentAt !== null], [false, true]);

  await app.countUnit('WVWZZZ1JZXW000111');
  await app.sendNow();

  await until(() => app.state.hasSent);
});
