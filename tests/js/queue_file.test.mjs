import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adoptTablet } from '../../static/js/field/journal.js';
import { QueueFile } from '../../static/js/field/queue_file.js';
import { aDatabase, anEvent, anOutbox, mint, shownTo, verdicts } from './cast/storage.mjs';
import { NOON } from './cast/time.mjs';

const adopt = (database, id, name) =>
  adoptTablet(database, { tablet: { id, name }, terminal: { name: 'Colonel' }, mintId: () => mint.mint() });

const aQueueFile = (database, { saveFile }) => new QueueFile({
  database, build: 'b1', store: { state: { terminal: { name: 'Colonel' } } },
  clock: { nowIso: () => new Date(NOON).toISOString() }, saveFile,
});

async function aQueue() {
  const database = aDatabase();
  const outbox = anOutbox(database);
  await adopt(database, 4, 'Ramp 2 / west');
  const files = [];
  const queueFile = aQueueFile(database, { saveFile: async (name, text) => files.push({ name, content: JSON.parse(text) }) });
  return { database, outbox, files, queueFile };
}

test('the file holds what waits and what the office refused, as the protocol writes it', async () => {
  const { database, outbox, files, queueFile } = await aQueue();
  const first = anEvent();
  await outbox.record(first, shownTo(7));
  const { rows, journalId } = await outbox.due(10);
  await outbox.settle(rows, verdicts(rows, 'rejected', { reason: 'call_not_found' }));
  const second = anEvent();
  await outbox.record(second, shownTo(7));

  const name = await queueFile.save();

  const [{ content }] = files;
  assert.equal(name, 'tally-queue-Ramp-2-west-2026-11-25-15-00-00.json');
  assert.deepEqual(content.events, [{ ...first, device_sequence: 1 }, { ...second, device_sequence: 2 }]);
  const { events: _, ...facts } = content;
  assert.deepEqual(facts, {
    format: 'stevedores-field-queue', version: 1, exported_at: '2026-11-25T15:00:00.000Z',
    tablet: { id: 4, name: 'Ramp 2 / west' }, terminal: { name: 'Colonel' }, journal_id: journalId,
    head_sequence: 2, unsent_count: 1, build: 'b1', device_now: '2026-11-25T15:00:00.000Z',
  });
  assert.equal((await database.getAll('needs_attention'))[0].is_exported, true);
  assert.equal(await outbox.count(), 1);
});

test('what is refused while a person chooses where to save is in no file, and not called exported', async () => {
  const { database, outbox } = await aQueue();
  await outbox.record(anEvent(), shownTo(7));
  const { rows } = await outbox.due(10);
  await outbox.settle(rows, verdicts(rows, 'rejected', { reason: 'call_not_found' }));
  const refuseAnother = async () => {
    await outbox.record(anEvent(), shownTo(7));
    const { rows: late } = await outbox.due(10);
    await outbox.settle(late, verdicts(late, 'rejected', { reason: 'call_not_found' }));
  };

  await aQueueFile(database, { saveFile: refuseAnother }).save();

  assert.deepEqual((await database.getAll('needs_attention')).map(({ is_exported }) => Boolean(is_exported)), [true, false]);
});

test('work of a tablet that was enrolled anew is a file of its own', async () => {
  const { database, outbox, files, queueFile } = await aQueue();
  await outbox.record(anEvent(), shownTo(7));
  await adopt(database, 5, 'Ramp 3');
  await outbox.record(anEvent(), shownTo(8));

  const names = await queueFile.save();

  assert.deepEqual(files.map(({ content }) => [content.tablet.id, content.events[0].device_sequence]), [[4, 1], [5, 1]]);
  assert.notEqual(files[0].content.journal_id, files[1].content.journal_id);
  assert.equal(names.split(', ').length, 2);
});

test('with nothing to export it says so', async () => {
  const { files, queueFile } = await aQueue();

  await assert.rejects(queueFile.save(), { name: 'NotPossible' });
  assert.deepEqual(files, []);
});

test('a file that could not be saved leaves nothing marked as exported', async () => {
  const { database, outbox } = await aQueue();
  await outbox.record(anEvent(), shownTo(7));
  const { rows } = await outbox.due(10);
  await outbox.settle(rows, verdicts(rows, 'rejected'));
  const cancelled = new QueueFile({
    database, build: 'b1', store: { state: {} }, clock: { nowIso: () => new Date(NOON).toISOString() },
    saveFile: async () => { throw new Error('cancelled'); },
  });

  await assert.rejects(cancelled.save());

  assert.equal((await database.getAll('needs_attention'))[0].is_exported, undefined);
});
