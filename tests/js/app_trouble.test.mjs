import assert from 'node:assert/strict';
import { test } from 'node:test';
import { aDatabase, quiet, until } from './cast/storage.mjs';
import { Tablet } from './cast/tablet.mjs';

const [FIRST, SECOND, THIRD] = ['WVWZZZ1JZXW000111', 'WVWZZZ1JZXW000222', 'WVWZZZ1JZXW000333'];

/** Let the next writes to the queue meet this instead of the disk. */
function spoilAdds(tablet, spoilt) {
  for (const connection of tablet.disk.connections) {
    const { transaction } = connection;
    connection.transaction = (stores, mode, how) => {
      const isAdd = mode === 'readwrite' && String(stores) === 'outbox';
      return isAdd ? spoilt() : transaction.call(connection, stores, mode, how);
    };
  }
}
const failing = (name) => () => { throw Object.assign(new Error(name), { name }); };

/** The alarm is heard by whoever mends the app too; here it is expected. */
function inSilence(work) {
  const { error } = console;
  console.error = () => {};
  return work().finally(() => { console.error = error; });
}

for (const [name, because] of [['QuotaExceededError', 'full'], ['DataError', 'failed']]) {
  test(`an event that could not be kept (${because}) is said over everything, with what to write down`, () => inSilence(async () => {
    const tablet = new Tablet();
    const app = await tablet.openAtWork();
    app.setDeck('6');
    app.typeEntry('000111');
    spoilAdds(tablet, failing(name));

    assert.equal(await app.countUnit(FIRST), false);

    const { what, because: told } = app.state.storage.saveError;
    assert.deepEqual([told, tablet.signals.at(-1), app.state.unsentCount], [because, 'failed', 0]);
    assert.equal(what, `${FIRST} Example Hatch · Loading · deck 6 · 10:00`);
    assert.equal(app.state.entry.text, '000111');
  }));
}

test('two events that could not be kept are both said, until somebody has written them down', () => inSilence(async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  spoilAdds(tablet, failing('DataError'));

  await app.countUnit(FIRST);
  await app.countUnit(SECOND);
  assert.match(app.state.storage.saveError.what, new RegExp(`${FIRST}.*; ${SECOND}`));
  app.dismissNotSaved();

  assert.equal(app.state.storage.saveError, null);
}));

test('a storage that does not answer is an alarm, which takes itself off when it answers late', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  let answer;
  spoilAdds(tablet, () => ({
    store: { add: () => new Promise((resolve) => { answer = () => resolve(7); }) }, done: Promise.resolve(),
  }));
  const counting = app.countUnit(FIRST);
  await tablet.time.pass(10_000);
  assert.equal(app.state.storage.saveError.because, 'failed');

  answer();
  assert.equal(await counting, true);

  assert.equal(app.state.storage.saveError, null);
});

test('while a disk is slow, the screen goes on to the next number without it', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  spoilAdds(tablet, () => ({ store: { add: () => new Promise(() => {}) }, done: Promise.resolve() }));
  app.typeEntry('000111');
  let drawn;
  app.subscribe(({ entry }) => { drawn = entry.text; });

  app.countUnit(FIRST);
  assert.deepEqual([app.state.entry.text, drawn], ['', '000111']);
  await tablet.time.pass(100);

  assert.equal(drawn, '');
});

test('what is counted is told at once, and the list of it a moment later', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();

  await app.countUnit(FIRST);
  assert.equal(app.state.justCounted.identifier, FIRST);
  await tablet.time.pass(100);

  assert.deepEqual([app.state.recent[0].identifier, app.state.totals.all], [FIRST, 1]);
});

test('an old tab under a newer database says that only loading it again helps', () => inSilence(async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  const newer = await tablet.disk.openDB('field', 2, { upgrade() {} });

  assert.equal(await app.countUnit(FIRST), false);
  assert.deepEqual([app.state.storage.saveError.because, app.state.update.isReady], ['update', true]);
  app.applyUpdate();

  assert.equal(tablet.reloads, 1);
  newer.close();
}));

test('a storage that was cleared under the page is said, and what memory holds goes back', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.goOffline();
  app.setDeck('6');
  await app.countUnit(FIRST);

  tablet.disk.clear();
  await app.countUnit(SECOND);
  const database = aDatabase(tablet.disk);
  await until(async () => (await database.getAll('outbox')).length === 2);
  assert.deepEqual([app.state.storage.wasReset, app.state.unsentCount], [true, 2]);

  const again = await tablet.open();
  assert.deepEqual([again.state.phase, again.state.person.name, again.state.cargo.unitCount], ['counting', 'Clerk 7', 3]);
  assert.equal(again.state.chosen.deck, '6');
  tablet.goOnline();
  await again.sendNow();
  assert.deepEqual(tablet.office.ledger.map(({ identifier }) => identifier).sort(), [FIRST, SECOND]);
});

test('a storage that was cleared between two starts is said until somebody has read it', async () => {
  const tablet = new Tablet();
  await tablet.openAtWork();
  tablet.disk.clear();

  const app = await tablet.open();
  assert.equal(app.state.storage.wasReset, true);
  await tablet.time.pass(100);
  assert.equal(app.state.phase, 'sign-in');
  app.dismissReset();

  assert.equal((await tablet.open()).state.storage.wasReset, false);
});

test('a storage that does not open is said, not awaited in silence', () => inSilence(async () => {
  const refused = await new Tablet().open({ openDB: async () => { throw new Error('private mode'); } });
  assert.match(refused.state.problem, /storage/);

  const tablet = new Tablet();
  const silent = tablet.open({ openDB: () => new Promise(() => {}) });
  await tablet.time.pass(10_000);

  assert.ok(silent instanceof Promise);
  assert.equal(tablet.time.waits.length, 0);
}));

test('lost answers, twice, and a restart in between: every event is in the ledger once', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.office.spoil('POST events', 'lost', 2);
  await app.countUnit(FIRST);
  await tablet.time.pass(1000);
  assert.deepEqual([tablet.office.ledger.length, app.state.unsentCount, app.state.network], [1, 1, 'offline']);

  const again = await tablet.open();
  await again.countUnit(SECOND);
  await tablet.time.pass(20_000);

  assert.deepEqual(tablet.office.ledger.map(({ identifier }) => identifier), [FIRST, SECOND]);
  assert.equal(again.state.unsentCount, 0);
});

test('"Send now" answers whether all went well, and the time of the last answer is kept', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  tablet.goOffline();
  await app.countUnit(FIRST);
  await tablet.time.pass(5000);
  assert.equal(await app.sendNow(), false);
  assert.ok(app.state.nextAttemptAt > new Date(tablet.time.nowMs).toISOString());
  tablet.goOnline();

  assert.equal(await app.sendNow(), true);

  assert.equal(app.state.lastSentAt, new Date(tablet.time.nowMs).toISOString());
  assert.equal((await tablet.open()).state.lastSentAt, app.state.lastSentAt);
});

test('a call opens offline after one visit; one that was never opened says what it needs', async () => {
  const tablet = new Tablet();
  tablet.office.calls.push({ ...tablet.office.calls[0], id: 13 });
  const app = await tablet.openAtWork();
  assert.deepEqual(app.state.calls.map(({ onTablet }) => onTablet?.version), [1, undefined]);
  await app.leaveCall();
  tablet.goOffline();

  assert.equal(await app.chooseCall(12), true);
  assert.deepEqual([app.state.phase, app.state.cargo.unitCount], ['counting', 3]);
  assert.equal(await app.chooseCall(13), false);

  assert.deepEqual([app.state.cargo, app.state.problem.includes('needs the network')], [null, true]);
  assert.equal(await app.countUnit(THIRD), false);
});

test('the reserve is laid down at start, and old history is forgotten', async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  await app.countUnit(FIRST);
  await tablet.time.pass(1000);
  const database = aDatabase(tablet.disk);
  assert.equal((await database.getAll('history')).length, 1);
  assert.ok((await database.get('settings', 'ballast')).length > 100_000);

  await tablet.time.sleep(8 * 24 * 3600_000);
  await tablet.open();
  await quiet();

  assert.deepEqual(await database.getAll('history'), []);
});

test('a screen that fails after the event is on the disk is not told as "not saved"', () => inSilence(async () => {
  const tablet = new Tablet();
  const app = await tablet.openAtWork();
  let failures = 0;
  app.subscribe(() => { if (failures > 0) { failures -= 1; throw new Error('no room to draw in'); } });
  failures = 1;

  assert.equal(await app.countUnit(FIRST), true);

  assert.equal(app.state.storage.saveError, null);
  assert.match(app.state.problem, /^It is saved/);
}));
