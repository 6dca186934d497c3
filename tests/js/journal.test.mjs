import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adoptTablet } from '../../static/js/field/journal.js';
import { aDatabase, anEvent, anOutbox, mint, verdicts } from './cast/storage.mjs';

const adopt = (database, id) => adoptTablet(database, {
  tablet: { id, name: `Ramp ${id}` }, terminal: { name: 'Colonel' }, mintId: () => mint.mint(),
});

test('the same tablet keeps its journal and its people', async () => {
  const database = aDatabase();
  await adopt(database, 4);
  await database.put('people', { id: 7 });
  const { journalId } = await anOutbox(database).due(1);

  assert.equal(await adopt(database, 4), false);

  assert.equal((await anOutbox(database).due(1)).journalId, journalId);
  assert.equal((await database.getAll('people')).length, 1);
});

test('another tablet begins a new journal at one, so the office never misses old numbers', async () => {
  const database = aDatabase();
  const outbox = anOutbox(database);
  await adopt(database, 4);
  await outbox.record(anEvent());
  const before = await outbox.due(1);
  await outbox.settle(before.rows, verdicts(before.rows, 'accepted'));

  assert.equal(await adopt(database, 5), true);
  assert.equal((await outbox.due(1)).headSequence, 0);
  await outbox.record(anEvent());
  const after = await outbox.due(1);

  assert.notEqual(after.journalId, before.journalId);
  assert.deepEqual([after.rows[0].sequence, after.headSequence], [1, 1]);
});

test('what the old tablet had not sent waits for its export, with where it belongs', async () => {
  const database = aDatabase();
  const outbox = anOutbox(database);
  await adopt(database, 4);
  await database.put('people', { id: 7 });
  await outbox.record(anEvent());
  const { journalId } = await outbox.due(1);

  await adopt(database, 5);

  const [kept] = await database.getAll('needs_attention');
  assert.equal(await outbox.count(), 0);
  assert.equal(kept.reason, 'tablet_changed');
  assert.deepEqual([kept.sequence, kept.journal_id, kept.tablet.id], [1, journalId, 4]);
  assert.deepEqual(await database.getAll('people'), []);
});
