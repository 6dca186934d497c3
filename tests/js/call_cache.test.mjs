import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CallCache } from '../../static/js/field/call_cache.js';
import { openBook } from '../../static/js/field/open_book.js';
import { aCall, aCargo } from './cast/office.mjs';
import { aDatabase, anEvent, anOutbox, shownTo } from './cast/storage.mjs';

const AT = '2026-11-25T15:00:00.000Z';
const aList = (call = 12, fields = {}) => ({ call, etag: '"1"', fetched_at: AT, ...aCargo(), ...fields });
const aChange = (position, fields = {}) =>
  ({ ...anEvent({ identifier: `VIN${position}` }), position, person: 'Clerk 8', tablet: 5, flags: [], ...fields });

function aPage(first, count) {
  const events = Array.from({ length: count }, (_, place) => aChange(first + place));
  return { events, position: first + count - 1 };
}

test('after one visit a call opens without the network, with all that was known', async () => {
  const database = aDatabase();
  const cache = new CallCache({ database });
  await cache.putCargo(aList());
  await cache.putChanges(12, 0, aPage(1, 3), AT);
  await anOutbox(database).record(anEvent({ identifier: 'OWN' }), shownTo(7));
  await anOutbox(database).record(anEvent({ call: 99 }), shownTo(7));

  const { book, list, asOf } = await openBook({ cache, call: aCall(), tabletId: 4 });

  assert.deepEqual([book.cargo.unitCount, list.etag, asOf, book.position], [3, '"1"', AT, 3]);
  assert.deepEqual([...book.tally.holders()].map(({ identifier }) => identifier).sort(), ['OWN', 'VIN1', 'VIN2', 'VIN3']);
});

test('a shift of small answers makes few pages, and none is lost', async () => {
  const database = aDatabase();
  const cache = new CallCache({ database });
  for (let position = 1; position <= 1200; position += 20) await cache.putChanges(12, position - 1, aPage(position, 20), AT);

  const { book } = await openBook({ cache, call: aCall(), tabletId: 4 });

  assert.equal([...book.tally.holders()].length, 1200);
  assert.ok((await database.getAll('changes')).length <= 3);
});

test('two tabs that read the same answers leave no gap', async () => {
  const cache = new CallCache({ database: aDatabase() });
  await cache.putChanges(12, 0, aPage(1, 10), AT);
  await cache.putChanges(12, 5, aPage(6, 9), AT);

  const { book } = await openBook({ cache, call: aCall(), tabletId: 4 });

  assert.deepEqual([book.position, [...book.tally.holders()].length], [14, 14]);
});

test('a page that does not join on is not taken: what lies between would be missing', async () => {
  const cache = new CallCache({ database: aDatabase() });
  await cache.putChanges(12, 80, aPage(81, 10), AT);

  const { book } = await openBook({ cache, call: aCall(), tabletId: 4 });

  assert.equal(book.position, 0);
});

test('lists of calls that are gone are not kept, but that of the open one is', async () => {
  const database = aDatabase();
  const cache = new CallCache({ database });
  for (const id of [11, 12, 13]) {
    await cache.putCargo(aList(id));
    await cache.putChanges(id, 0, aPage(1, 1), AT);
  }

  await cache.putCalls([aCall({ id: 12 })], 13);

  assert.deepEqual((await database.getAll('cargo')).map(({ call }) => call), [12, 13]);
  assert.deepEqual((await database.getAll('changes')).map(({ call }) => call), [12, 13]);
  assert.deepEqual(Object.keys((await cache.calls()).kept), ['12', '13']);
});

test('which list is on this tablet is known without reading it', async () => {
  const cache = new CallCache({ database: aDatabase() });
  await cache.putCargo(aList(12, { version: 3 }));

  assert.deepEqual((await cache.calls()).kept, { 12: { version: 3, fetchedAt: AT } });
});

test('clearing leaves no list, no history and no name of a ship', async () => {
  const database = aDatabase();
  const cache = new CallCache({ database });
  await cache.putCalls([aCall()], null);
  await cache.putCargo(aList());
  await cache.putChanges(12, 0, aPage(1, 3), AT);
  await database.put('settings', aCall(), 'open_call');
  await database.put('settings', { id: 4 }, 'tablet');

  await cache.clear();

  const settings = await database.run(['settings'], 'readonly', (tx) => tx.store.getAllKeys());
  assert.deepEqual(settings, ['tablet']);
  for (const store of ['cargo', 'changes', 'history']) assert.deepEqual(await database.getAll(store), []);
});
