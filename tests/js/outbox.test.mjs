import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDatabase, anEvent, anOutbox, Disk, shownTo, verdicts } from './cast/storage.mjs';

const NOW = 1_000_000;
const quotaExceeded = () => Object.assign(new Error('full'), { name: 'QuotaExceededError' });

/** A database whose writes to the outbox fail with these errors, one after the other. */
function failing(database, errors) {
  const run = (stores, mode, work, durability) => {
    const isWrite = mode === 'readwrite' && stores.includes('outbox');
    const error = isWrite && errors.shift();
    return error ? Promise.reject(error) : database.run(stores, mode, work, durability);
  };
  return { run };
}

test('a recorded event is on the disk when record() resolves', async () => {
  const disk = new Disk();
  const event = anEvent();

  const row = await anOutbox(aDatabase(disk)).record(event, shownTo(7));

  const after = await anOutbox(aDatabase(disk)).due(10);
  assert.equal(row.device_sequence, 1);
  assert.deepEqual(after.rows[0].event, event);
  assert.equal(after.rows[0].shown.personName, 'Clerk 7');
});

test('recording asks the disk for strict durability, and reads nothing', async () => {
  const asked = [];
  const database = aDatabase();
  const spying = { run: (...how) => { asked.push(how); return database.run(...how); } };

  await anOutbox(spying).record(anEvent());

  assert.equal(asked.length, 1);
  assert.deepEqual(asked[0].slice(0, 2), [['outbox'], 'readwrite']);
  assert.equal(asked[0][3] ?? 'strict', 'strict');
});

test('numbers have no gap, also after an event that could not be stored', async () => {
  const outbox = anOutbox();
  await outbox.record(anEvent());
  await assert.rejects(outbox.record(anEvent({ broken: () => {} })));

  const { device_sequence } = await outbox.record(anEvent());

  assert.equal(device_sequence, 2);
});

test('an accepted event leaves the queue for history, without its token', async () => {
  const database = aDatabase();
  const outbox = anOutbox(database);
  await outbox.record(anEvent(), shownTo(7));
  const { rows } = await outbox.due(10);

  const settled = await outbox.settle(rows, verdicts(rows, 'accepted'));

  const [kept] = await database.getAll('history');
  assert.equal(await outbox.count(), 0);
  assert.equal(settled[0].verdict, 'accepted');
  assert.equal(kept.position, 1);
  assert.equal('shift_token' in kept.event, false);
});

test('a rejected event stays visible with its reason, its number and its token', async () => {
  const database = aDatabase();
  const outbox = anOutbox(database);
  await database.put('settings', { id: 4, name: 'Ramp 2' }, 'tablet');
  await outbox.record(anEvent(), shownTo(7));
  const { rows, journalId } = await outbox.due(10);

  await outbox.settle(rows, verdicts(rows, 'rejected', { reason: 'call_not_found' }));

  const [kept] = await database.getAll('needs_attention');
  assert.equal(await outbox.count(), 0);
  assert.equal(kept.reason, 'call_not_found');
  assert.equal(kept.event.shift_token, 'token of clerk 1');
  assert.deepEqual([kept.sequence, kept.journal_id, kept.tablet.id], [1, journalId, 4]);
});

test('an event that no verdict names stays, and is put off so that others go first', async () => {
  let nowMs = NOW;
  const outbox = anOutbox(aDatabase(), { now: () => nowMs });
  await outbox.record(anEvent({ deck: 'first' }));
  await outbox.record(anEvent({ deck: 'second' }));
  const { rows } = await outbox.due(1);

  await outbox.settle(rows, verdicts(rows, 'retry'));

  assert.deepEqual((await outbox.due(1)).rows.map(({ event }) => event.deck), ['second']);
  nowMs += 2000;
  assert.deepEqual((await outbox.due(2)).rows.map(({ event }) => event.deck), ['first', 'second']);
});

test('an event is put off longer each time, but never more than a minute', async () => {
  let nowMs = NOW;
  const outbox = anOutbox(aDatabase(), { now: () => nowMs });
  await outbox.record(anEvent());
  for (let time = 0; time < 12; time += 1) {
    const { rows } = await outbox.due(1);
    await outbox.settle(rows, new Map());
    nowMs += 60_000;
  }

  assert.equal((await outbox.due(1)).rows.length, 1);
});

test('a clock that is set back holds nothing up', async () => {
  let nowMs = NOW;
  const outbox = anOutbox(aDatabase(), { now: () => nowMs });
  await outbox.record(anEvent());
  await outbox.settle((await outbox.due(1)).rows, new Map());
  nowMs -= 24 * 60 * 60_000;

  assert.equal((await outbox.due(1)).rows.length, 1);
});

test('"Send now" makes everything due at once', async () => {
  const outbox = anOutbox();
  await outbox.record(anEvent());
  const { rows } = await outbox.due(1);
  await outbox.settle(rows, new Map());
  assert.equal((await outbox.due(1)).rows.length, 0);

  await outbox.makeAllDue();

  assert.equal((await outbox.due(1)).rows.length, 1);
});

test('settling is one transaction: a failure in the middle moves nothing', async () => {
  const database = aDatabase();
  const outbox = anOutbox(database);
  await outbox.record(anEvent());
  await outbox.record(anEvent());
  const { rows } = await outbox.due(10);
  const answers = verdicts(rows, 'accepted');
  answers.get(rows[1].event.event_id).flags = [() => 'cannot be stored'];

  await assert.rejects(outbox.settle(rows, answers));

  assert.equal(await outbox.count(), 2);
  assert.equal((await database.getAll('history')).length, 0);
});

test('an answer that comes twice, to two tabs, settles once', async () => {
  const outbox = anOutbox();
  await outbox.record(anEvent());
  const { rows } = await outbox.due(10);

  await outbox.settle(rows, verdicts(rows, 'accepted'));
  const again = await outbox.settle(rows, verdicts(rows, 'duplicate'));

  assert.deepEqual(again, []);
});

test('an answer about a lost storage does not touch the event that has its number now', async () => {
  const disk = new Disk();
  const outbox = anOutbox(aDatabase(disk));
  await outbox.record(anEvent());
  const { rows } = await outbox.due(10);
  disk.clear();
  await outbox.record(anEvent({ deck: 'new' }));

  await outbox.settle(rows, verdicts(rows, 'accepted'));

  assert.deepEqual((await outbox.due(10)).rows.map(({ event }) => event.deck), ['new']);
});

test('the head is the highest number given, also when the queue is empty', async () => {
  const outbox = anOutbox();
  await outbox.record(anEvent());
  await outbox.record(anEvent());
  const { rows } = await outbox.due(10);
  await outbox.settle(rows, verdicts(rows, 'accepted'));

  const { headSequence, unsentCount } = await outbox.due(10);

  assert.deepEqual([headSequence, unsentCount], [2, 0]);
});

test('a full disk gives up its reserve and then takes the event', async () => {
  const given = [];
  const reserve = { giveUp: async (callId) => given.push(callId) };
  const outbox = anOutbox(failing(aDatabase(), [quotaExceeded()]), { reserve });

  const row = await outbox.record(anEvent({ call: 12 }));

  assert.deepEqual(given, [12]);
  assert.equal(row.device_sequence, 1);
});

test('a full disk gives up its reserve for a verdict too, or the event is sent for ever', async () => {
  const given = [];
  const reserve = { giveUp: async (callId) => given.push(callId) };
  const errors = [];
  const outbox = anOutbox(failing(aDatabase(), errors), { reserve });
  await outbox.record(anEvent({ call: 12 }));
  const { rows } = await outbox.due(10);
  errors.push(quotaExceeded());

  await outbox.settle(rows, verdicts(rows, 'accepted'));

  assert.deepEqual(given, [12]);
  assert.equal(await outbox.count(), 0);
});

test('a disk that is full all the same says so', async () => {
  const outbox = anOutbox(failing(aDatabase(), [quotaExceeded(), quotaExceeded()]));

  await assert.rejects(outbox.record(anEvent()), { name: 'QuotaExceededError' });
});

test('an event that was stored before the connection was lost is not lost, nor stored twice', async () => {
  const outbox = anOutbox();
  const event = anEvent();
  const first = await outbox.record(event);

  const again = await outbox.record(event);

  assert.equal(again.device_sequence, first.device_sequence);
  assert.equal(await outbox.count(), 1);
});
