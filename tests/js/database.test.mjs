import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NewerDatabase } from '../../static/js/field/database.js';
import { aDatabase, anEvent, anOutbox, Disk } from './cast/storage.mjs';

test('a connection that the browser took away is opened again', async () => {
  const disk = new Disk();
  const database = aDatabase(disk);
  await database.put('settings', 'kept', 'word');

  disk.loseConnections();

  assert.equal(await database.get('settings', 'word'), 'kept');
});

test('a write that failed is not repeated and leaves nothing', async () => {
  const database = aDatabase();
  const broken = database.run(['settings'], 'readwrite', async (tx) => {
    await tx.store.put('half', 'word');
    throw new RangeError('broken off');
  });

  await assert.rejects(broken, RangeError);

  assert.equal(await database.get('settings', 'word'), undefined);
});

test('a page that meets the database of a newer build says so', async () => {
  const disk = new Disk();
  let newerCount = 0;
  const database = aDatabase(disk, { onNewer: () => { newerCount += 1; } });
  await database.get('settings', 'word');
  const newer = await disk.openDB('field', 2, { upgrade() {} });

  await assert.rejects(database.put('settings', 1, 'word'), NewerDatabase);

  assert.equal(newerCount, 2);
  newer.close();
});

test('a cleared storage begins a new journal and tells of it', async () => {
  const disk = new Disk();
  const journals = [];
  const database = aDatabase(disk, { onJournal: ({ journal_id }) => journals.push(journal_id) });
  await anOutbox(database).record(anEvent());
  await anOutbox(database).record(anEvent());

  disk.clear();
  const row = await anOutbox(database).record(anEvent());

  assert.equal(row.device_sequence, 1);
  assert.equal(new Set(journals).size, 2);
});

test('an opened connection tells of the journal that was there before', async () => {
  const disk = new Disk();
  const journals = [];
  const onJournal = ({ journal_id }) => journals.push(journal_id);

  await aDatabase(disk, { onJournal }).get('settings', 'word');
  await aDatabase(disk, { onJournal }).get('settings', 'word');

  assert.equal(journals.length, 2);
  assert.equal(new Set(journals).size, 1);
});
