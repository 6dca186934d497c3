import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Api } from '../../static/js/field/api.js';
import { DeviceClock } from '../../static/js/field/clock.js';
import { Sync } from '../../static/js/field/sync.js';
import { Office } from './cast/office.mjs';
import { aDatabase, anEvent, anOutbox } from './cast/storage.mjs';
import { Time } from './cast/time.mjs';

const json = (content, status = 200, headers = {}) =>
  new Response(JSON.stringify(content), { status, headers: { 'Content-Type': 'application/json', ...headers } });
const html = (status = 200) => new Response('<h1>Wi-Fi</h1>', { status, headers: { 'Content-Type': 'text/html' } });
const error = (status, code, headers) => json({ error: { code, message: '' } }, status, headers);

/** An enrolled tablet with so many events waiting, and its office. */
async function aQueue(eventCount = 3, needs = {}) {
  const office = new Office();
  office.device.tablet = { id: 4, name: 'Ramp 2' };
  const time = new Time();
  const outbox = anOutbox(aDatabase(), { now: time.now });
  for (let number = 0; number < eventCount; number += 1) {
    await outbox.record(anEvent({ shift_token: '4/7/', identifier: `VIN${String(number).padStart(4, '0')}` }));
  }
  const sync = new Sync({
    api: new Api({ fetch: office.fetch }), outbox, build: 'b1', locks: undefined,
    clock: new DeviceClock({ now: time.now, steadyNow: time.steadyNow }), ...needs,
  });
  return { office, outbox, sync, time };
}

const posts = (office) => office.seen.filter(({ line }) => line === 'POST events');

test('all that waits is sent in batches, in the order it was counted', async () => {
  const { office, outbox, sync } = await aQueue(250);

  const { outcome, sentCount } = await sync.flush();

  assert.deepEqual([outcome, sentCount, await outbox.count()], ['ok', 250, 0]);
  assert.deepEqual(posts(office).map(({ content }) => content.events.length), [100, 100, 50]);
  assert.deepEqual(office.ledger.map(({ device_sequence }) => device_sequence), Array.from({ length: 250 }, (_, place) => place + 1));
});

test('a message says what it is: journal, head, how many wait, build, device time', async () => {
  const { office, sync } = await aQueue(3);

  await sync.flush();

  const [{ content }] = posts(office);
  assert.deepEqual([content.head_sequence, content.unsent_count, content.build], [3, 3, 'b1']);
  assert.match(content.journal_id, /^[0-9a-f-]{36}$/);
  assert.equal(content.device_now, '2026-11-25T15:00:00.000Z');
  assert.equal('next_attempt_at' in content.events[0], false);
});

test('an empty queue sends a heartbeat, once', async () => {
  const { office, sync } = await aQueue(0);

  assert.equal((await sync.flush()).outcome, 'ok');
  assert.equal(posts(office).length, 1);
  assert.deepEqual(posts(office)[0].content.events, []);
});

test('an answer lost after the commit is sent again and counted once', async () => {
  const { office, outbox, sync } = await aQueue(3);
  office.spoil('POST events', 'lost');

  assert.equal((await sync.flush()).outcome, 'offline');
  assert.equal(await outbox.count(), 3);
  assert.equal((await sync.flush()).outcome, 'ok');

  assert.deepEqual([office.ledger.length, await outbox.count()], [3, 0]);
});

const STAYS = [
  ['nobody answers', 'offline', 'offline'],
  ['a captive portal answers', html(), 'portal'],
  ['half of an answer arrives', new Response('{"results": [', { headers: { 'Content-Type': 'application/json' } }), 'offline'],
  ['an answer without results', json({ ok: true }), 'portal'],
  ['the office is out of order', error(503, 'unavailable', { 'Retry-After': '30' }), 'busy'],
  ['a gateway is out of order', html(502), 'busy'],
  ['the office asks to wait', error(429, 'too_many_attempts', { 'Retry-After': '30' }), 'busy'],
  ['the tablet was revoked', error(401, 'tablet_not_enrolled'), 'enrol'],
  ['the office forbids it', error(403, 'origin_not_allowed'), 'refused'],
  ['the address is gone', error(404, 'not_found'), 'refused'],
  ['an answer of nothing', json(null), 'portal'],
];
for (const [what, fault, outcome] of STAYS) {
  test(`${what}: nothing leaves the queue`, async () => {
    const { office, outbox, sync } = await aQueue(3);
    office.spoil('POST events', fault, Infinity);

    const result = await sync.flush();

    assert.deepEqual([result.outcome, await outbox.count()], [outcome, 3]);
  });
}

test('how long the office asks to wait is passed on', async () => {
  const { office, sync } = await aQueue(1);
  office.spoil('GET session', error(503, 'unavailable', { 'Retry-After': '30' }));

  assert.equal((await sync.flush()).retryAfterMs, 30_000);
});

test('a tablet that the office does not know is told so and sends nothing', async () => {
  const { office, outbox, sync } = await aQueue(2);
  office.device.tablet = null;

  assert.equal((await sync.flush()).outcome, 'enrol');
  assert.deepEqual([posts(office).length, await outbox.count()], [0, 2]);
});

test('a CSRF token that was rotated meanwhile is fetched once more', async () => {
  const { office, outbox, sync } = await aQueue(2);
  office.spoil('POST events', error(403, 'csrf_failed'));

  assert.equal((await sync.flush()).outcome, 'ok');
  assert.equal(await outbox.count(), 0);
});

/** Let the office answer each event by a rule of the test. */
const judging = (judge) => (answer) => answer.json().then((content) =>
  json({ ...content, results: content.results.map(judge) }));

test('a rejected event does not hold up the others', async () => {
  const { office, outbox, sync } = await aQueue(3);
  office.spoil('POST events', judging((line, place) => (place === 0 ? { ...line, verdict: 'rejected', reason: 'call_not_found' } : line)));

  const { outcome, sentCount } = await sync.flush();

  assert.deepEqual([outcome, sentCount, await outbox.count()], ['ok', 3, 0]);
});

test('a malformed event is named by its place, and only to be set aside', async () => {
  const database = aDatabase();
  const office = new Office();
  office.device.tablet = { id: 4, name: 'Ramp 2' };
  const outbox = anOutbox(database, { now: () => 0 });
  const first = anEvent({ shift_token: '4/7/' });
  await outbox.record(first);
  await outbox.record(anEvent({ shift_token: '4/7/', deck: 'good' }));
  const { sync } = await aQueue(0, { outbox, api: new Api({ fetch: office.fetch }) });
  office.spoil('POST events', judging((line, place) => (place === 0 ? { event_id: null, verdict: 'rejected', reason: 'malformed: deck' } : line)));

  await sync.flush();

  const [kept] = await database.getAll('needs_attention');
  assert.deepEqual([kept.event.event_id, kept.reason], [first.event_id, 'malformed: deck']);
});

test('a line without an id that accepts, or comes with too few lines, decides nothing', async () => {
  const { office, outbox, sync } = await aQueue(2);
  office.spoil('POST events', judging(() => ({ event_id: null, verdict: 'accepted' })));
  assert.equal((await sync.flush()).outcome, 'busy');
  office.spoil('POST events', (answer) => answer.json().then((content) =>
    json({ ...content, results: [{ event_id: null, verdict: 'rejected' }, null, { event_id: 7 }].slice(0, 1) })));
  assert.equal((await sync.flush({ isForced: true })).outcome, 'busy');

  assert.equal(await outbox.count(), 2);
});

test('a verdict for an event that was not sent changes nothing', async () => {
  const { office, outbox, sync } = await aQueue(1);
  office.spoil('POST events', judging((line) => ({ ...line, event_id: 'another' })));

  assert.equal((await sync.flush()).outcome, 'busy');
  assert.equal(await outbox.count(), 1);
});

test('events that the office cannot decide never starve the others', async () => {
  const { office, outbox, sync, time } = await aQueue(150);
  const isOld = ({ identifier }) => Number(identifier.slice(3)) < 100;
  office.spoil('POST events', (answer) => answer.json().then((content) => json({
    ...content,
    results: content.results.map((line) => {
      const event = office.ledger.find(({ event_id }) => event_id === line.event_id);
      return event && isOld(event) ? { ...line, verdict: 'retry' } : line;
    }),
  })), Infinity);

  await sync.flush();
  time.nowMs += 1000;
  await sync.flush();

  assert.equal(await outbox.count(), 100);
});
