import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';

import { Flush } from '../../../static/js/field/worker/flush.js';
import { Office } from '../cast/office.mjs';
import { aDatabase, anEvent, anOutbox, Disk } from '../cast/storage.mjs';
import { Time } from '../cast/time.mjs';

let disk;
let office;
let outbox;
let said;

beforeEach(async () => {
  disk = new Disk();
  office = new Office();
  office.device.tablet = { id: 4, name: 'Ramp 2' };
  const database = aDatabase(disk);
  await database.put('settings', office.device.tablet, 'tablet');
  outbox = anOutbox(database);
  await outbox.record(anEvent({ shift_token: '4/7/' }));
  said = [];
});

const aFlush = (locks) => {
  const { now, steadyNow } = new Time();
  const tabs = { post: (message) => said.push(message) };
  return new Flush({ fetch: office.fetch, openDB: disk.openDB, locks, tabs, build: 'b1', now, steadyNow });
};

test('what waits is sent, and open tabs are told', async () => {
  await aFlush().run();

  assert.equal(await outbox.count(), 0);
  assert.equal(office.ledger.length, 1);
  assert.deepEqual(said.map(({ type, rows }) => [type, rows.length]), [['settled', 1]]);
});

for (const fault of ['offline', 'lost']) {
  test(`a network that is ${fault} lets the browser try again`, async () => {
    office.spoil('POST events', fault);

    await assert.rejects(aFlush().run(), /not sent: offline/);

    assert.equal(await outbox.count(), 1);
  });
}

test('while a page is sending, the worker waits for its turn', async () => {
  let pageIsDone;
  const page = new Promise((resolve) => {
    pageIsDone = resolve;
  });
  // As the browser has it: with options, a lock that is held is not waited for.
  const request = async (_name, ...how) => {
    if (how.length > 1) return how.at(-1)(null);
    await page;
    return how.at(-1)({});
  };

  const flushing = aFlush({ request }).run();
  assert.equal(await outbox.count(), 1);
  pageIsDone();
  await flushing;

  assert.equal(await outbox.count(), 0);
});

test('a tablet that was revoked waits for a person, not for the browser', async () => {
  office.device.tablet = null;

  await aFlush().run();

  assert.equal(await outbox.count(), 1);
});

test('what another tablet counted is not sent as this one\'s', async () => {
  office.device.tablet = { id: 5, name: 'Ramp 3' };

  await aFlush().run();

  assert.equal(office.ledger.length, 0);
  assert.equal((await aDatabase(disk).getAll('needs_attention')).length, 1);
  assert.deepEqual(said.map(({ type }) => type), ['tablet']);
});
