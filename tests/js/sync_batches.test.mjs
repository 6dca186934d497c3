import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from '../../static/js/field/api.js';
import { DeviceClock } from '../../static/js/field/clock.js';
import { Sync } from '../../static/js/field/sync.js';
import { Office } from './cast/office.mjs';
import { aDatabase, anEvent, anOutbox, quiet } from './cast/storage.mjs';
import { Time } from './cast/time.mjs';

const error = (status, code) => new Response(JSON.stringify({ error: { code, message: '' } }), {
  status, headers: { 'Content-Type': 'application/json' },
});

async function aQueue(eventCount, refuse, needs = {}) {
  const office = new Office();
  office.device.tablet = { id: 4, name: 'Ramp 2' };
  const time = new Time();
  const outbox = anOutbox(aDatabase(), { now: time.now });
  for (let number = 0; number < eventCount; number += 1) {
    await outbox.record(anEvent({ shift_token: '4/7/', identifier: `VIN${number}` }));
  }
  const counter = { posts: 0 };
  const fetch = async (address, how) => {
    if (!address.endsWith('events')) return office.fetch(address, how);
    counter.posts += 1;
    return refuse(JSON.parse(how.body).events) ?? office.fetch(address, how);
  };
  const sync = new Sync({
    api: new Api({ fetch }), outbox, build: 'b1', locks: undefined,
    clock: new DeviceClock({ now: time.now, steadyNow: time.steadyNow }), ...needs,
  });
  return { office, outbox, sync, time, counter };
}

test('a batch that is too large is halved until it fits', async () => {
  const { outbox, sync } = await aQueue(100, (events) => (events.length > 20 ? error(413, 'too_large') : null));

  assert.equal((await sync.flush()).outcome, 'ok');
  assert.equal(await outbox.count(), 0);
});

test('one event that spoils its batch is found and put off; the others are sent', async () => {
  const spoils = ({ identifier }) => identifier === 'VIN37';
  const { office, outbox, sync } = await aQueue(100, (events) => (events.some(spoils) ? error(400, 'malformed') : null));

  assert.equal((await sync.flush()).outcome, 'ok');

  assert.equal(office.ledger.length, 99);
  assert.equal(await outbox.count(), 1);
});

test('an office that refuses everything is not asked for each event', async () => {
  const { outbox, sync, counter } = await aQueue(100, () => error(400, 'malformed'));

  assert.equal((await sync.flush()).outcome, 'refused');

  assert.equal(await outbox.count(), 100);
  assert.ok(counter.posts < 30, `${counter.posts} posts`);
});

test('one event that breaks the office does not hold up the rest for ever', async () => {
  const breaks = ({ identifier }) => identifier === 'VIN0';
  const { office, outbox, sync, time } = await aQueue(100, (events) => (events.some(breaks) ? error(500, 'broken') : null));

  for (let time_ = 0; time_ < 12; time_ += 1) {
    await sync.flush();
    time.nowMs += 1000;
  }

  assert.equal(office.ledger.length, 99);
  assert.equal(await outbox.count(), 1);
});

test('an office that is broken as a whole is asked once in a flush', async () => {
  const { sync, counter } = await aQueue(100, () => error(500, 'broken'));

  assert.equal((await sync.flush()).outcome, 'busy');

  assert.equal(counter.posts, 1);
});

/** Web Locks of one browser, as far as a flush needs them. */
class Locks {
  holder = null;
  request(_name, { ifAvailable, steal }, work) {
    if (this.holder && ifAvailable) return Promise.resolve(work(null));
    if (this.holder && steal) this.holder.reject(Object.assign(new Error('stolen'), { name: 'AbortError' }));
    return new Promise((resolve, reject) => {
      const mine = { reject };
      this.holder = mine;
      Promise.resolve(work({})).then(resolve, reject).finally(() => {
        if (this.holder === mine) this.holder = null;
      });
    });
  }
}

test('while one tab sends, another leaves it to that one', async () => {
  const locks = new Locks();
  const { office, sync } = await aQueue(1, () => null, { locks });

  const outcomes = await Promise.all([sync.flush(), sync.flush()]);

  assert.deepEqual(outcomes.map(({ outcome }) => outcome), ['ok', 'elsewhere']);
  assert.equal(office.ledger.length, 1);
});

test('a person who presses "Send now" is not held up by a tab that hangs', async () => {
  const locks = new Locks();
  let answer;
  const hanging = { session: () => new Promise((resolve) => { answer = resolve; }) };
  const frozen = await aQueue(0, () => null, { locks, api: hanging });
  const { outbox, sync } = await aQueue(1, () => null, { locks });
  const stuck = frozen.sync.flush();
  await quiet(5);

  assert.equal((await sync.flush({ isForced: true })).outcome, 'ok');

  assert.equal(await outbox.count(), 0);
  answer({ tablet: null });
  assert.equal((await stuck).outcome, 'enrol');
});

test('a storage that fails is not taken for a network that does', async () => {
  const { sync, outbox } = await aQueue(1, () => null);
  outbox.settle = async () => {
    throw Object.assign(new Error('broken'), { name: 'DataError' });
  };

  await assert.rejects(sync.flush(), { name: 'DataError' });
});

test('the office is heard: the time is kept, for the page and for the worker alike', async () => {
  const { sync, outbox, time } = await aQueue(0, () => null);
  const noted = [];
  outbox.noteSent = async () => noted.push(time.nowMs);

  await sync.flush();

  assert.deepEqual(noted, [time.nowMs]);
});
